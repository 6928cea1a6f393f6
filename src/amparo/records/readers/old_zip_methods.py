"""Members of ZIP archives as they were compressed before deflate, and by its wider form: Shrink and Implode of PKZIP 1
(APPNOTE 5.1 and 5.3), Deflate64 (method 9). Each generator yields the bytes in blocks, so that bounds hold; what is
damaged raises BadZipFile. Plain Python: a megabyte takes seconds, and such members are few.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

SHRUNK, IMPLODED, DEFLATED_64 = 1, 6, 9
_BLOCK = 256 * 1024
_LONGEST_CODE = 16
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
_LENGTHS = (*((3 + each, 0) for each in range(8)),
            *((3 + (4 + low << extra), extra) for extra in range(1, 6) for low in range(4)), (3, 16))  # fmt: skip
"""RFC 1951 §3.2.5, but for the last: (the shortest match of a code, how many further bits it has)."""
_DISTANCES = ((1, 0), (2, 0), *((1 + (2 + low << extra), extra) for extra in range(15) for low in range(2)))
_CONTROL, _FIRST_FREE, _LAST_CODE = 256, 257, 1 << 13


class _Bits:
    """A stream of bits, the lowest of each byte first. EOFError at its end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._held = self._count = 0

    def take(self, count: int) -> int:
        """So many bits as a number, the first one lowest."""
        self._fill(count)
        if count > self._count:
            raise EOFError
        value = self._held & ((1 << count) - 1)
        self._held >>= count
        self._count -= count
        return value

    def code(self, table: _Table) -> int:
        """The symbol whose code comes next."""
        self._fill(table.longest)
        found = table.symbols[self._held & ((1 << table.longest) - 1)]
        size = found & 31
        if not size or size > self._count:
            raise zipfile.BadZipFile
        self._held >>= size
        self._count -= size
        return found >> 5

    def to_byte(self) -> None:
        """On to the next whole byte."""
        self.take(self._count % 8)

    def _fill(self, count: int) -> None:
        while self._count < count and self._at < len(self._data):
            piece = self._data[self._at : self._at + 8]
            self._held |= int.from_bytes(piece, "little") << self._count
            self._count += 8 * len(piece)
            self._at += 8


class _Table:
    """Prefix codes by their lengths, as a table that is looked up by the bits to come: symbol × 32 + length."""

    def __init__(self, lengths: Sequence[int], from_longest: bool = False) -> None:
        """`from_longest`: Implode gives the lowest numbers to the longest codes and the last symbols."""
        order = sorted((length, symbol) for symbol, length in enumerate(lengths) if length)
        self.longest = order[-1][0] if order else 1
        self.symbols = [0] * (1 << self.longest)
        code = 0
        if from_longest:
            order.reverse()
        for number, (length, symbol) in enumerate(order):
            # `code` counts in units of the longest length.
            if code >= len(self.symbols):
                raise zipfile.BadZipFile
            reversed_code = int(f"{code >> (self.longest - length):0{length}b}"[::-1], 2)
            for place in range(reversed_code, len(self.symbols), 1 << length):
                self.symbols[place] = symbol << 5 | length
            code += 1 << (self.longest - length)
            if from_longest and number + 1 < len(order):
                # A shorter code begins at its own multiple.
                unit = 1 << (self.longest - order[number + 1][0])
                code = -(-code // unit) * unit


def inflated_64(packed: bytes) -> Iterator[bytes]:
    """Deflate64: RFC 1951 with a window of 64 KiB and matches of up to that length."""
    bits, out = _Bits(packed), _Output(1 << 16)
    try:
        is_last = 0
        while not is_last:
            is_last, kind = bits.take(1), bits.take(2)
            if kind == 0:
                yield from _stored(bits, out)
            else:
                yield from _inflated_block(bits, out, *(_dynamic(bits) if kind == 2 else _fixed(kind)))
    except (EOFError, IndexError):
        raise zipfile.BadZipFile from None
    yield out.rest()


class _Output:
    """What came out so far, with the window that matches reach back into; `put` and `copy` tell when a block is due."""

    def __init__(self, window: int) -> None:
        self._window, self._done = window, 0
        self.data = bytearray()

    def copy(self, distance: int, length: int) -> None:
        """The bytes from so far back again; what lies before the first byte is zero for Implode, damage otherwise."""
        data = self.data
        if distance > len(data):
            raise zipfile.BadZipFile
        if distance >= length:
            begin = len(data) - distance
            data += data[begin : begin + length]
        else:
            run = data[-distance:]
            data += (run * (length // distance + 1))[:length]

    @property
    def is_due(self) -> bool:
        return len(self.data) - self._done >= _BLOCK

    def due(self) -> bytes:
        """The bytes not given out yet; the window stays."""
        block = bytes(self.data[self._done :])
        del self.data[: -self._window]
        self._done = len(self.data)
        return block

    rest = due


def _stored(bits: _Bits, out: _Output) -> Iterator[bytes]:
    bits.to_byte()
    size, inverse = bits.take(16), bits.take(16)
    if size ^ inverse != 0xFFFF:
        raise zipfile.BadZipFile
    out.data += bytes(bits.take(8) for _ in range(size))
    if out.is_due:
        yield out.due()


def _fixed(kind: int) -> tuple[_Table, _Table]:
    if kind != 1:
        raise zipfile.BadZipFile
    return _Table([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8), _Table([5] * 32)


def _dynamic(bits: _Bits) -> tuple[_Table, _Table]:
    literals, distances, codes = bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4
    lengths = [0] * 19
    for place in _ORDER[:codes]:
        lengths[place] = bits.take(3)
    table = _Table(lengths)
    told: list[int] = []
    while len(told) < literals + distances:
        symbol = bits.code(table)
        match symbol:
            case 16:
                told += [told[-1]] * (3 + bits.take(2))
            case 17:
                told += [0] * (3 + bits.take(3))
            case 18:
                told += [0] * (11 + bits.take(7))
            case _:
                told.append(symbol)
    return _Table(told[:literals]), _Table(told[literals : literals + distances])


def _inflated_block(bits: _Bits, out: _Output, literals: _Table, distances: _Table) -> Iterator[bytes]:
    while (symbol := bits.code(literals)) != 256:
        if symbol < 256:
            out.data.append(symbol)
        else:
            shortest, extra = _LENGTHS[symbol - 257]
            length = shortest + bits.take(extra)
            nearest, extra = _DISTANCES[bits.code(distances)]
            out.copy(nearest + bits.take(extra), length)
        if out.is_due:
            yield out.due()


def exploded(packed: bytes, size: int, flags: int) -> Iterator[bytes]:
    """Implode: `size` bytes; `flags` are the member's general purpose flags."""
    low_bits, has_literals = (7 if flags & 0x2 else 6), bool(flags & 0x4)
    bits, out = _Bits(packed), _Output(1 << 13)
    out.data += bytes(1 << 13)
    out.due()
    count = 0
    try:
        literals = _sized(bits, 256) if has_literals else None
        lengths, distances = _sized(bits, 64), _sized(bits, 64)
        while count < size:
            if bits.take(1):
                out.data.append(bits.code(literals) if literals else bits.take(8))
                count += 1
            else:
                distance = bits.take(low_bits) | bits.code(distances) << low_bits
                length = bits.code(lengths)
                length += (bits.take(8) if length == 63 else 0) + (3 if has_literals else 2)
                length = min(length, size - count)
                out.copy(distance + 1, length)
                count += length
            if out.is_due:
                yield out.due()
    except EOFError:
        raise zipfile.BadZipFile from None
    yield out.rest()


def _sized(bits: _Bits, count: int) -> _Table:
    """A table of codes: runs of (how many symbols, how long their codes are)."""
    lengths: list[int] = []
    for _ in range(bits.take(8) + 1):
        length, run = bits.take(4) + 1, bits.take(4) + 1
        lengths += [length] * run
    if len(lengths) != count:
        raise zipfile.BadZipFile
    return _Table(lengths, from_longest=True)


def unshrunk(packed: bytes, size: int) -> Iterator[bytes]:
    """Shrink: `size` bytes of LZW with codes of 9 to 13 bits; entries that none goes on from are cleared when asked."""
    bits, width = _Bits(packed), 9
    parents, texts = dict.fromkeys(range(256), -1), {each: bytes((each,)) for each in range(256)}
    free = iter(range(_FIRST_FREE, _LAST_CODE))
    out = bytearray()
    before, left = -1, size
    try:
        while left > 0:
            code = bits.take(width)
            if code == _CONTROL:
                asked = bits.take(width)
                width += asked == 1
                if asked == 2:
                    free = _cleared(parents, texts)
                continue
            text = texts.get(code, b"")
            if before >= 0 and (new := next(free, None)) is not None:
                # A code may be used in the step that makes it.
                text = text or texts.get(before, b"") + texts.get(before, b"")[:1]
                parents[new], texts[new] = before, texts.get(before, b"") + text[:1]
            if not text:
                raise zipfile.BadZipFile
            out += text[:left]
            left -= len(text)
            before = code
            if len(out) >= _BLOCK:
                yield bytes(out)
                out.clear()
    except EOFError:
        raise zipfile.BadZipFile from None
    yield bytes(out)


def _cleared(parents: dict[int, int], texts: dict[int, bytes]) -> Iterator[int]:
    """Entries that no other entry goes on from are given up; all free codes, lowest first."""
    used = set(parents.values())
    for code in [code for code in parents if code >= _FIRST_FREE and code not in used]:
        del parents[code], texts[code]
    return iter([code for code in range(_FIRST_FREE, _LAST_CODE) if code not in parents])
