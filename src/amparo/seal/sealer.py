"""Sealer: plaintext in, an age file out, nothing kept (age, "Encrypted file format").

Sans-I/O: the caller pushes what it has and writes what it gets. A sealer holds one chunk at most; all those of a thread
write into one space.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Final

from cryptography.utils import Buffer

from amparo.errors import StateError
from amparo.seal.armor import ArmorWriter
from amparo.seal.header import MAX_STANZAS, write_header
from amparo.seal.recipient import FILE_KEY, Mixing, Random, Recipient
from amparo.seal.secret import SecretBytes
from amparo.seal.stream import NONCE, ChunkSealer

KEPT: Final = 2 * 1024 * 1024
"""Bytes, at most, of the space that a thread keeps for its next push."""


class _Space(threading.local):
    """Where the sealers of one thread write, one after the other."""

    def __init__(self) -> None:
        self._kept = memoryview(bytearray())

    def of(self, size: int) -> memoryview:
        """At least so many bytes."""
        if len(self._kept) >= size:
            return self._kept
        space = memoryview(bytearray(size))
        if size <= KEPT:
            self._kept = space
        return space


_SPACE: Final = _Space()


class Sealer:
    """Seals one file to `recipients`; `armor` writes it as ASCII.

    The file key lives for the length of the constructor. StateError for no recipients, or for recipients the format
    forbids or advises against mixing.
    """

    def __init__(self, recipients: Sequence[Recipient], *, armor: bool = False, random: Random = os.urandom) -> None:
        check_mixing(recipients)
        with SecretBytes(random(FILE_KEY)) as file_key:
            stanzas = [recipient.wrap(file_key.view, random) for recipient in recipients]
            nonce = random(NONCE)
            self._head = write_header(stanzas, file_key.view) + nonce
            self._chunks = ChunkSealer(file_key.view, nonce)
        self._armor = ArmorWriter() if armor else None
        self._finished = False

    def push(self, data: Buffer) -> bytes:
        """The ciphertext that is ready after `data`, perhaps none. The header comes with the first push."""
        return bytes(self.push_view(data))

    def push_view(self, data: Buffer) -> memoryview:
        """As `push`, without a copy: the view is overwritten by the next call to any sealer in this thread."""
        self._check_open()
        plain = memoryview(data).cast("B")
        head, self._head = self._head, b""
        size = len(head) + self._chunks.size(len(plain))
        out = _SPACE.of(size)
        out[: len(head)] = head
        sealed = out[: len(head) + self._chunks.update(plain, out[len(head) :])]
        return memoryview(self._armor.push(sealed)) if self._armor else sealed

    def finish(self, data: Buffer = b"") -> bytes:
        """The rest of the file, with `data` at its end. Nothing can be pushed after it."""
        plain, before = memoryview(data).cast("B"), b""
        if not self._chunks.is_last(len(plain)):
            before, plain = self.push(plain), plain[:0]
        self._check_open()
        self._finished = True
        tail = self._head + self._chunks.finish(plain)
        return before + self._armor.push(tail) + self._armor.finish() if self._armor else before + tail

    def _check_open(self) -> None:
        if self._finished:
            raise StateError("this sealer has finished its file")


def check_mixing(recipients: Sequence[Recipient]) -> None:
    """StateError unless these recipients may share one file."""
    if not recipients:
        raise StateError("a file must be sealed to at least one recipient", "name a recipient")
    if len(recipients) > MAX_STANZAS:
        raise StateError(f"a file cannot be sealed to more than {MAX_STANZAS} recipients", "seal it twice")
    kinds = {recipient.mixing for recipient in recipients}
    if len(kinds) > 1:
        raise StateError(
            "post-quantum recipients, other recipients and passphrases cannot share a file",
            "a file is only as strong as its weakest recipient: use recipients of one kind",
        )
    if kinds == {Mixing.ALONE} and len(recipients) > 1:
        raise StateError("a file can be sealed with one passphrase only", "name one passphrase")
