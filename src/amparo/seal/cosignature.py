"""What a cosigner signs (C2SP tlog-cosignature): the two messages built from the text of a checkpoint and a time.

This module knows bytes only: keys live in `notekeys`, checkpoints as objects in the ledger. It reads the three
mandatory lines of a checkpoint because the ML-DSA-44 message is made of their values, not of their text.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from typing import Final

from amparo.errors import InputError

HASH_SIZE: Final = 32
TIMESTAMP_SIZE: Final = 8
MAX_TIMESTAMP: Final = 2**63 - 1
_SUBTREE_LABEL: Final = b"subtree/v1\n\0"
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,19}")


def ed25519_message(text: str, timestamp: int) -> bytes:
    """The bytes of a cosignature/v1: header line, time line, then the whole text with its extension lines."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def ml_dsa_message(cosigner: str, text: str, timestamp: int) -> bytes:
    """The `cosigned_message` structure for a checkpoint: the tree from leaf 0. Extension lines are not covered.

    Raises InputError when `text` does not begin with the three lines of a checkpoint.
    """
    origin, size, root = _checkpoint_lines(text)
    return b"".join(
        (
            _SUBTREE_LABEL,
            _opaque(cosigner),
            struct.pack(">Q", timestamp),
            _opaque(origin),
            struct.pack(">QQ", 0, size),
            root,
        )
    )


def _checkpoint_lines(text: str) -> tuple[str, int, bytes]:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not _DECIMAL.fullmatch(lines[1]):
        raise InputError("The note is not a checkpoint, so it cannot carry a cosignature of this kind.")
    size = int(lines[1])
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        root = b""
    # Compared with its own spelling: stray bits in the last letter would let two texts share one message.
    if size >= 2**64 or len(root) != HASH_SIZE or base64.b64encode(root).decode() != lines[2]:
        raise InputError("The checkpoint's size or root hash is malformed.")
    return lines[0], size, root


def _opaque(value: str) -> bytes:
    """A string as TLS `opaque<1..2^8-1>`: one byte of length, then UTF-8."""
    data = value.encode()
    if not 1 <= len(data) <= 255:
        raise InputError("A name in a cosignature must be 1 to 255 bytes long.")
    return bytes((len(data),)) + data
