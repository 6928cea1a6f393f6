"""Sealer: plaintext in, an age file out, nothing kept (age, "Encrypted file format").

Sans-I/O: the caller pushes what it has and writes what it gets. Memory is bounded by the largest push plus one chunk.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.utils import Buffer

from amparo.errors import StateError
from amparo.seal.armor import ArmorWriter
from amparo.seal.header import MAX_STANZAS, write_header
from amparo.seal.recipient import FILE_KEY, Mixing, Random, Recipient
from amparo.seal.secret import SecretBytes
from amparo.seal.stream import NONCE, SEALED, ChunkSealer


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
        self._out = memoryview(bytearray())
        self._finished = False

    def push(self, data: Buffer) -> bytes:
        """The ciphertext that is ready after `data`, perhaps none. The header comes with the first push."""
        return bytes(self.push_view(data))

    def push_view(self, data: Buffer) -> memoryview:
        """As `push`, without a copy: the view is overwritten by the next call."""
        self._check_open()
        plain = memoryview(data).cast("B")
        head, self._head = self._head, b""
        size = len(head) + self._chunks.size(len(plain))
        out = self._out if len(self._out) >= size else memoryview(bytearray(size))
        if size:
            # Kept for the next push, unless pushes are small: then there may be many sealers, each with little to do.
            self._out = out if size > SEALED else memoryview(bytearray())
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
