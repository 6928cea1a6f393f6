"""Mailbox tokens and tags (specs/mailbox.md): how a reply finds a source whom the server does not know.

The desk stores reply i under the tag of token i; whoever shows the token may fetch it. Tags of one source have nothing
in common for anyone without the mailbox secret, so the server keeps no table from which two replies could be linked.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from amparo.errors import StateError

WINDOW: Final = 8
"""Tokens asked for at a time, always all of them: the question and its answer have one size whatever is waiting."""
TOKEN_SIZE: Final = 32
TAG_SIZE: Final = 32
SECRET_SIZE: Final = 32
MAX_INDEX: Final = 2**32 - 1
_TOKEN_LABEL: Final = b"amparo/mailbox/v1 token\0"
_TAG_LABEL: Final = b"amparo/mailbox/v1 tag\0"


def token(mailbox_secret: bytes, desk: str, index: int) -> bytes:
    """Token number `index` (from 0) of this source at this desk: 32 bytes, a secret until it is shown to fetch."""
    name = desk.encode()
    if len(mailbox_secret) != SECRET_SIZE:
        raise StateError("A mailbox secret is 32 bytes.")
    if not 1 <= len(name) <= 255 or not 0 <= index <= MAX_INDEX:
        raise StateError("A mailbox token needs a desk and a number from 0 to 4294967295.")
    message = _TOKEN_LABEL + bytes((len(name),)) + name + index.to_bytes(4, "big")
    return hmac.digest(mailbox_secret, message, "sha256")


def tag(mailbox_token: bytes) -> bytes:
    """The 32 bytes a server stores a reply under; they do not reveal the token."""
    if len(mailbox_token) != TOKEN_SIZE:
        raise StateError("A mailbox token is 32 bytes.")
    return hashlib.sha256(_TAG_LABEL + mailbox_token).digest()


def window(mailbox_secret: bytes, desk: str, number: int = 0) -> tuple[bytes, ...]:
    """The WINDOW tokens of window `number`: 0 holds the first eight replies, 1 the next eight, and so on."""
    first = number * WINDOW
    return tuple(token(mailbox_secret, desk, index) for index in range(first, first + WINDOW))
