"""ASCII armor, strict both ways (age, "ASCII armor"; RFC 7468 section 3, figure 3).

The reader refuses whatever a canonical writer would not write, save CRLF line ends and white space around the whole.
"""

from __future__ import annotations

import binascii
from enum import Enum, auto

from cryptography.utils import Buffer

from amparo.errors import AmparoError
from amparo.seal.faults import Fault

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
END = b"-----END AGE ENCRYPTED FILE-----"
COLUMNS = 64
# White space tolerated before and after the armor, in bytes.
MAX_SPACE = 1024
SPACE = b" \t\r\n"
_LINE = 48
# Bytes encoded at a time, a multiple of a line: small enough for a processor's cache.
_BLOCK = _LINE * 1024


class ArmorWriter:
    """Bytes in any pieces to armor."""

    def __init__(self) -> None:
        self._pending = b""
        self._head = BEGIN + b"\n"

    def push(self, data: Buffer) -> bytes:
        """The lines that are complete so far."""
        whole = self._pending + bytes(data)
        ready = len(whole) - len(whole) % _LINE
        self._pending = whole[ready:]
        head, self._head = self._head, b""
        return head + _lines(whole[:ready])

    def finish(self) -> bytes:
        """What remains, and the end line."""
        head, self._head = self._head, b""
        return head + _lines(self._pending) + END + b"\n"


def _lines(data: bytes) -> bytes:
    """`data` as base64 lines of 64 columns, the last perhaps shorter."""
    return b"".join([_block_lines(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK)])


def _block_lines(data: bytes) -> bytes:
    text = binascii.b2a_base64(data, newline=False)
    rows = len(text) // COLUMNS
    full, rest = text[: rows * COLUMNS], text[rows * COLUMNS :]
    out = bytearray(b"\n") * (rows * (COLUMNS + 1))
    # Column by column: 64 strided copies are three times faster than a slice for every line.
    for column in range(COLUMNS if rows else 0):
        out[column :: COLUMNS + 1] = full[column::COLUMNS]
    return bytes(out) + rest + b"\n" if rest else bytes(out)


class _State(Enum):
    BEFORE = auto()
    BODY = auto()
    # A short or padded line was read: only the end line may follow.
    LAST = auto()
    AFTER = auto()


class ArmorReader:
    """Armor in any pieces to bytes. `failure` is the first fault found; what came before it stays valid."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._state = _State.BEFORE
        self._space = 0
        self.failure: AmparoError | None = None

    def push(self, data: Buffer) -> bytes:
        """The bytes of all lines that are complete so far."""
        if self.failure:
            return b""
        self._buffer += data
        if self._state is _State.BEFORE:
            self._skip_space()
        end = self._buffer.rfind(b"\n") + 1
        decoded = self._block(bytes(self._buffer[:end]))
        del self._buffer[:end]
        if self._state is _State.AFTER:
            self._after(bytes(self._buffer))
            self._buffer.clear()
        elif len(self._buffer) > COLUMNS + 1:
            self._fail()
        return decoded

    def finish(self) -> None:
        """Raises when the armor is malformed or incomplete."""
        ends_bare = self._state in (_State.BODY, _State.LAST) and bytes(self._buffer).removesuffix(b"\r") == END
        if self._state is not _State.AFTER and not ends_bare and not self.failure:
            self.failure = Fault.ARMOR_CUT.error()
        if self.failure:
            raise self.failure

    def _fail(self) -> bytes:
        self.failure = self.failure or Fault.ARMOR.error()
        return b""

    def _skip_space(self) -> None:
        before = len(self._buffer)
        self._buffer = self._buffer.lstrip(SPACE)
        self._space += before - len(self._buffer)
        if self._space > MAX_SPACE:
            self._fail()
        if self._buffer:
            self._space = 0

    def _after(self, text: bytes) -> None:
        self._space += len(text)
        if text.strip(SPACE) or self._space > MAX_SPACE:
            self._fail()

    def _block(self, block: bytes) -> bytes:
        """Decode whole lines: all at once when they are regular, else one by one up to the first fault."""
        if self._state is _State.BODY and (decoded := _regular(block)) is not None:
            return decoded
        pieces = []
        for line in block.split(b"\n")[:-1]:
            if self.failure:
                break
            pieces.append(self._line(line))
        return b"".join(pieces)

    def _line(self, line: bytes) -> bytes:
        """Advance by one line, given without its line feed."""
        bare = line.removesuffix(b"\r")
        if self._state is _State.AFTER:
            self._after(line + b"\n")
        elif self._state is _State.BEFORE and bare == BEGIN:
            self._state = _State.BODY
        elif self._state in (_State.BODY, _State.LAST) and bare == END:
            self._state = _State.AFTER
        elif self._state is _State.BODY and (decoded := _decode(bare)) is not None:
            if len(bare) < COLUMNS or bare.endswith(b"="):
                self._state = _State.LAST
            return decoded
        else:
            self._fail()
        return b""


def _regular(block: bytes) -> bytes | None:
    """The bytes of full lines without padding; None when the block is anything else."""
    block = block.replace(b"\r\n", b"\n")
    rows = len(block) // (COLUMNS + 1)
    text = block.replace(b"\n", b"")
    if len(block) != rows * (COLUMNS + 1) or len(text) != rows * COLUMNS:
        return None
    if block[COLUMNS :: COLUMNS + 1] != b"\n" * rows or b"=" in text:
        return None
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        return None


def _decode(line: bytes) -> bytes | None:
    """The bytes of one canonical, padded base64 line of 1 to 64 columns; None when it is anything else."""
    if not 0 < len(line) <= COLUMNS:
        return None
    try:
        data = binascii.a2b_base64(line, strict_mode=True)
    except binascii.Error:
        return None
    return data if binascii.b2a_base64(data, newline=False) == line else None
