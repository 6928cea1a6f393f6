"""Measurements of science: the head of netCDF (classic, in its three variants) in its own notation CDL, and the names
and notes that lie open in HDF 4 and 5. The numbers themselves are not read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.readers.refusals import MEASURED
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_MEDIA = "application/x-netcdf"
_NUMBERS_ONLY = Unreadable(Reason.UNSUPPORTED, MEASURED)
_DAMAGED = Unreadable(Reason.CORRUPT, "The head of these measurements (netCDF) is damaged.")
# Types by number: name, how one value is laid out.
_TYPES = {1: ("byte", "b"), 2: ("char", "s"), 3: ("short", "h"), 4: ("int", "i"), 5: ("float", "f"), 6: ("double", "d"),
          7: ("ubyte", "B"), 8: ("ushort", "H"), 9: ("uint", "I"), 10: ("int64", "q"), 11: ("uint64", "Q")}  # fmt: skip
_MOST, _SHOWN = 100_000, 50
_WIDE_COUNTS = 5
_HEAD = 64 * 1024 * 1024
_WORDS = re.compile(rb"(?<=[\0-\x1f])[A-Za-z_][\t\n\r\x20-\x7e]{3,60000}(?=\0)")
_LETTERS = re.compile(r"[A-Za-z]{4}")
# Of HDF 4: its version, notes, names of tables and groups, and tables, in which attributes are kept.
_TOLD = frozenset((30, 100, 101, 104, 105, 1962, 1963, 1965))
_HDF_4 = b"\x0e\x03\x13\x01"
_BLOCKS, _LARGEST = 10_000, 64 * 1024


def read_netcdf(given: Input) -> Iterator[Found]:
    """One record: dimensions, variables, attributes."""
    head = given.head(_HEAD)
    try:
        lines = list(_Head(head).lines())
    except (struct.error, IndexError, KeyError, ValueError):
        yield _DAMAGED
        return
    data = given.whole()
    yield TOO_LARGE_WHOLE if data is None else document(given, data, "\n".join(lines), _MEDIA)


def read_hdf(given: Input) -> Iterator[Found]:
    """One record of what lies open: names, units, notes."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    told = b"\0".join(_told_in_hdf_4(data)) if data.startswith(_HDF_4) else data
    words = (match[0].decode("ascii").strip() for match in _WORDS.finditer(b"\0" + told + b"\0"))
    text = "\n".join(each for each in dict.fromkeys(words) if _LETTERS.search(each))
    fields = {"text_source": ["harvested"]}
    yield document(given, data, text, "application/x-hdf", fields=fields, otherwise=_NUMBERS_ONLY)


def _told_in_hdf_4(data: bytes) -> Iterator[bytes]:
    """What its directory says is no array: a chain of blocks of (tag, number, place, size)."""
    at, seen = 4, set[int]()
    while at and at not in seen and at + 6 <= len(data) and len(seen) < _BLOCKS:
        seen.add(at)
        count, following = struct.unpack_from(">HI", data, at)
        for place in range(at + 6, min(at + 6 + 12 * count, len(data) - 11), 12):
            tag, _, start, size = struct.unpack_from(">HHII", data, place)
            if tag in _TOLD and size <= _LARGEST:
                yield data[start : start + size]
        at = following


@dataclass(slots=True)
class _Head:
    data: bytes
    _at: int = 4

    def lines(self) -> Iterator[str]:
        """The head in CDL."""
        self._count()
        dimensions = [(self._name(), self._count()) for _ in range(self._list())]
        yield from ("dimensions:", *(f"\t{name} = {size or 'UNLIMITED'};" for name, size in dimensions))
        whole = [*self._attributes()]
        yield "variables:"
        for _ in range(self._list()):
            name = self._name()
            sizes = [dimensions[self._count()] for _ in range(self._count())]
            noted = [*self._attributes()]
            (kind,) = self._take(">i")
            self._count()  # how many bytes it takes
            self._take(">i" if self.data[3] == 1 else ">q")  # where it begins
            shape = ", ".join(f"{each}={size or 'UNLIMITED'}" for each, size in sizes)
            yield f"\t{_TYPES[kind][0]} {name}({shape});"
            yield from (f"\t\t:{each};" for each in noted)
        yield from ("// global attributes:", *(f":{each};" for each in whole))

    def _take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self.data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _count(self) -> int:
        (count,) = self._take(">q" if self.data[3] == _WIDE_COUNTS else ">i")
        return count

    def _list(self) -> int:
        """How many entries follow, after the number of the kind of list."""
        self._take(">i")
        count = self._count()
        if not 0 <= count <= _MOST:
            raise ValueError("no head has so many entries")
        return count

    def _bytes(self, size: int) -> bytes:
        if not 0 <= size <= len(self.data) - self._at:
            raise ValueError("longer than the file")
        data = self.data[self._at : self._at + size]
        self._at += size + -size % 4
        return data

    def _name(self) -> str:
        return decode(self._bytes(self._count()))

    def _attributes(self) -> Iterator[str]:
        for _ in range(self._list()):
            name = self._name()
            (kind,) = self._take(">i")
            count = self._count()
            form = _TYPES[kind][1]
            data = self._bytes(count * struct.calcsize(form))
            if form == "s":
                yield f'{name} = "{decode(data).rstrip(chr(0))}"'
                continue
            values = struct.unpack_from(f">{min(count, _SHOWN)}{form}", data)
            more = ", …" if count > _SHOWN else ""
            yield f"{name} = {', '.join(f'{each:g}' if form in 'fd' else str(each) for each in values)}{more}"
