"""Opener: an age file in, authenticated plaintext out (age, "Encrypted file format").

Sans-I/O. What it yields is authentic, but only `finish` says that it is all: a caller that acts on a file as a whole
must wait for it. The bytes yielded and the error raised do not depend on how the file was cut into pushes.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.utils import Buffer

from amparo.errors import AmparoError, StateError
from amparo.seal.armor import MAX_SPACE, SPACE, ArmorReader
from amparo.seal.faults import Fault
from amparo.seal.header import Header, HeaderReader
from amparo.seal.recipient import FILE_KEY, Identity
from amparo.seal.scrypt import KIND as SCRYPT
from amparo.seal.secret import SecretBytes
from amparo.seal.stream import NONCE, ChunkOpener


class Opener:
    """Opens one file with the first of `identities` that fits.

    `armor` says whether the file is ASCII armor; None finds out. After an error only that error comes: a fault found in
    the middle of a push is raised by the next call, so that the authentic bytes before it are not lost.
    """

    def __init__(self, identities: Sequence[Identity], *, armor: bool | None = None) -> None:
        self._identities = tuple(identities)
        self._space = bytearray()
        self._detected = armor is not None
        self._armor = ArmorReader() if armor else None
        self._header = HeaderReader()
        self._file_key: SecretBytes | None = None
        self._nonce = b""
        self._chunks: ChunkOpener | None = None
        self._out = memoryview(bytearray())
        self._failure: AmparoError | None = None
        self._finished = False

    def push(self, data: Buffer) -> bytes:
        """The plaintext that is authentic after `data`, perhaps none."""
        return bytes(self.push_view(data))

    def push_view(self, data: Buffer) -> memoryview:
        """As `push`, without a copy: the view is overwritten by the next call."""
        self._check_open()
        try:
            written = self._advance(memoryview(data).cast("B"))
        except AmparoError as error:
            self._failure = error
            raise
        if self._failure and not written:
            raise self._failure
        return self._out[:written]

    def finish(self) -> bytes:
        """The rest of the plaintext; from here on all of it is known to be whole. TruncatedError when it is not."""
        self._check_open()
        self._finished = True
        try:
            return self._end()
        except AmparoError as error:
            self._failure = error
            raise

    def _end(self) -> bytes:
        if self._armor:
            self._armor.finish()
        if self._chunks is None:
            raise (Fault.HEADER_CUT if self._detected else Fault.EMPTY).error()
        return self._chunks.finish()

    def _check_open(self) -> None:
        if self._failure:
            raise self._failure
        if self._finished:
            raise StateError("this opener has finished its file")

    def _advance(self, data: memoryview) -> int:
        """Take `data` through armor, header and payload; how many bytes of plaintext now stand in the buffer."""
        if not self._detected:
            data = self._detect(data)
        if self._armor:
            data = memoryview(self._armor.push(data))
        written = self._payload(self._start(data))
        failed = (self._chunks and self._chunks.failure) or (self._armor and self._armor.failure)
        self._failure = failed or None
        return written

    def _detect(self, data: memoryview) -> memoryview:
        """Tell armor from binary by the first byte that is not white space; nothing passes before it."""
        self._space += data[: MAX_SPACE + 1 - len(self._space)]
        start = self._space.lstrip(SPACE)
        if not start and len(self._space) <= MAX_SPACE:
            return memoryview(b"")
        if start.startswith(b"-"):
            self._armor = ArmorReader()
        elif len(start) < len(self._space):
            raise Fault.NOT_AGE.error()
        self._detected = True
        return data

    def _start(self, data: memoryview) -> memoryview:
        """Take header and nonce; what is left belongs to the payload."""
        if self._chunks is not None:
            return data
        if self._file_key is None:
            found = self._header.push(data)
            if found is None:
                return memoryview(b"")
            header, data = found
            self._file_key = self._unwrap(header)
        missing = NONCE - len(self._nonce)
        self._nonce += bytes(data[:missing])
        if len(self._nonce) == NONCE:
            self._chunks = ChunkOpener(self._file_key.view, self._nonce)
            self._file_key.wipe()
        return data[missing:]

    def _unwrap(self, header: Header) -> SecretBytes:
        """The file key, its header verified."""
        if len(header.stanzas) > 1 and any(stanza.kind == SCRYPT for stanza in header.stanzas):
            raise Fault.SCRYPT_MIXED.error()
        for identity in self._identities:
            file_key = identity.unwrap(header.stanzas)
            if file_key is not None:
                if len(file_key) != FILE_KEY:
                    raise Fault.STANZA.error()
                header.verify(file_key.view)
                return file_key
        raise Fault.NO_MATCH.error()

    def _payload(self, data: memoryview) -> int:
        if self._chunks is None:
            return 0
        size = self._chunks.size(len(data))
        if len(self._out) < size:
            self._out = memoryview(bytearray(size))
        return self._chunks.update(data, self._out)
