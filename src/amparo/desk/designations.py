"""Names by which people speak of a conversation: two words drawn from its mailbox secret, the same ones every time.

The secret cannot be found from the words (they hold 26 bits of its hash), and they come from the word list of the
passphrases for its pronounceable words only: they are no part of anybody's passphrase.
"""

from __future__ import annotations

import hashlib

from amparo.seal.wordlist import LIST_SIZE, words

_PURPOSE = b"amparo/desk/conversation/v1\n"


def designation(distinguishing: bytes) -> str:
    """Two words joined by a hyphen, for the mailbox secret or whatever else sets this conversation apart."""
    number = int.from_bytes(hashlib.sha256(_PURPOSE + distinguishing).digest()[:8], "big")
    first, second = divmod(number, LIST_SIZE)
    # A word of the list may have a hyphen of its own (`yo-yo`); the name keeps exactly one.
    return "-".join(words()[index % LIST_SIZE].replace("-", "") for index in (first, second))
