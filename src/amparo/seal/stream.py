"""The payload: STREAM over ChaCha20-Poly1305 in chunks of 64 KiB (age, "Payload").

Both directions write straight into the caller's buffer, so a chunk is touched once. The last chunk is marked in its
nonce: the sealer must therefore hold a full chunk back until more data or the end arrives. The opener need not: a chunk
that authenticates as "not the last" is released at once, and only one that does not is tried as the last.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.utils import Buffer

from amparo.errors import AmparoError
from amparo.seal.faults import Fault
from amparo.seal.recipient import TAG
from amparo.seal.secret import SecretBytes

NONCE = 16
CHUNK = 64 * 1024
SEALED = CHUNK + TAG
_NOTHING = memoryview(b"")
# How far around its place a chunk that fails is looked for, to tell reordering from damage: 64 MiB, some 20 ms.
_NEIGHBOURS = 512


def _cipher(file_key: Buffer, nonce: bytes) -> tuple[ChaCha20Poly1305, SecretBytes]:
    """The cipher, and its key, which is wiped: the cipher goes on referring to the page, so the page must go after it
    to serve again.
    """
    with SecretBytes.zeros(32) as key:
        HKDF(SHA256(), 32, nonce, b"payload").derive_into(file_key, key.view)
        return ChaCha20Poly1305(key.view), key


def _chunk_nonce(counter: int, last: bool) -> bytes:
    return (counter << 8 | last).to_bytes(12, "big")


class ChunkSealer:
    """Plaintext in any pieces to sealed chunks."""

    def __init__(self, file_key: Buffer, nonce: bytes) -> None:
        self._cipher, self._wiped = _cipher(file_key, nonce)
        self._counter = 0
        self._held = memoryview(bytearray())
        self._fill = 0
        self._touched = 0

    def size(self, length: int) -> int:
        """How many bytes `update` will write for `length` more bytes of plaintext."""
        return max(0, self._fill + length - 1) // CHUNK * SEALED

    def update(self, data: memoryview, out: memoryview) -> int:
        """Seal every chunk now known not to be the last into `out`; the number of bytes written, `size(len(data))`."""
        written = 0
        if self._fill and self._fill + len(data) > CHUNK:
            missing = CHUNK - self._fill
            self._hold(data[:missing])
            data = data[missing:]
            written = self._seal(self._held, out[:SEALED])
            self._fill = 0
        while len(data) > CHUNK:
            written += self._seal(data[:CHUNK], out[written : written + SEALED])
            data = data[CHUNK:]
        self._hold(data)
        return written

    def is_last(self, length: int) -> bool:
        """Whether `length` more bytes of plaintext can be in the last chunk."""
        return self._fill + length <= CHUNK

    def finish(self, data: memoryview = _NOTHING) -> bytes:
        """The last chunk, with `data` at its end: `is_last` of it. What comes as a whole is held nowhere."""
        if self._fill:
            self._hold(data)
            data = self._held[: self._fill]
        sealed = self._cipher.encrypt(_chunk_nonce(self._counter, True), data, None)
        self._held[: self._touched] = bytes(self._touched)
        return sealed

    def _hold(self, data: memoryview) -> None:
        if data and not self._held:
            self._held = memoryview(bytearray(CHUNK))
        self._held[self._fill : self._fill + len(data)] = data
        self._fill += len(data)
        self._touched = max(self._touched, self._fill)

    def _seal(self, chunk: memoryview, out: memoryview) -> int:
        written = self._cipher.encrypt_into(_chunk_nonce(self._counter, False), chunk, None, out)
        self._counter += 1
        return written


class ChunkOpener:
    """Sealed chunks in any pieces to authenticated plaintext.

    `failure` is the first fault found; what was written before it is authentic and stays valid.
    """

    def __init__(self, file_key: Buffer, nonce: bytes) -> None:
        self._cipher, self._wiped = _cipher(file_key, nonce)
        self._counter = 0
        self._held = bytearray(SEALED)
        self._held_view = memoryview(self._held)
        self._fill = 0
        self._ended = False
        self.failure: AmparoError | None = None

    def size(self, length: int) -> int:
        """The most bytes `update` will write for `length` more bytes of ciphertext."""
        return (self._fill + length) // SEALED * CHUNK

    def update(self, data: memoryview, out: memoryview) -> int:
        """Write the plaintext of every complete chunk into `out`; the number of bytes that are authentic."""
        written = 0
        if self._fill and not self.failure:
            taken = min(SEALED - self._fill, len(data))
            self._hold(data[:taken])
            data = data[taken:]
            if self._fill == SEALED:
                self._fill = 0
                written = self._open(self._held_view, out[:CHUNK])
        while len(data) >= SEALED and not self.failure:
            written += self._open(data[:SEALED], out[written : written + CHUNK])
            data = data[SEALED:]
        if self._ended and data:
            self.failure = self.failure or Fault.TRAILING.error()
        elif not self.failure:
            self._hold(data)
        return written

    def finish(self) -> bytes:
        """The last plaintext; raises when the payload did not end where and as it must."""
        if self.failure:
            raise self.failure
        if self._ended:
            return b""
        if self._fill < TAG:
            raise Fault.PAYLOAD_CUT.error()
        chunk = self._held_view[: self._fill]
        try:
            plain = self._cipher.decrypt(_chunk_nonce(self._counter, True), chunk, None)
        except InvalidTag:
            raise self._why(chunk).error() from None
        if not plain and self._counter:
            raise Fault.EMPTY_LAST.error()
        return plain

    def _hold(self, data: memoryview) -> None:
        self._held_view[self._fill : self._fill + len(data)] = data
        self._fill += len(data)

    def _open(self, chunk: memoryview, out: memoryview) -> int:
        """Open a chunk of full size, as one of many, else as the last."""
        if self._ended:
            self.failure = Fault.TRAILING.error()
            return 0
        for last in (False, True):
            try:
                written = self._cipher.decrypt_into(_chunk_nonce(self._counter, last), chunk, None, out)
            except InvalidTag:
                continue
            self._counter += 1
            self._ended = last
            return written
        self.failure = self._why(chunk).error()
        return 0

    def _why(self, chunk: memoryview) -> Fault:
        """Name the fault of a chunk that does not authenticate in its place."""
        if self._fits(chunk, self._counter, last=False):
            return Fault.PAYLOAD_CUT
        around = range(max(0, self._counter - _NEIGHBOURS), self._counter + _NEIGHBOURS)
        if any(self._fits(chunk, counter, last) for counter in around for last in (False, True)):
            return Fault.MISPLACED
        return Fault.DAMAGED if len(chunk) == SEALED else Fault.TAIL

    def _fits(self, chunk: memoryview, counter: int, last: bool) -> bool:
        try:
            self._cipher.decrypt(_chunk_nonce(counter, last), chunk, None)
        except InvalidTag:
            return False
        return True
