"""A streamed ZIP (PKWARE APPNOTE 6.3.10): stored members of unknown size, pushed through and forgotten.

One shape for every archive, so that nothing depends on how large it turned out: method 0, sizes in a data descriptor
(general purpose bit 3), UTF-8 names (bit 11), ZIP64 fields always, the time always 1980-01-01. Given the names, sizes
and CRCs of the members, every other byte follows; `zipread` relies on that and accepts nothing else.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from cryptography.utils import Buffer

from amparo.errors import StateError
from amparo.seal.crc import crc32

_VERSION: Final = 45
_MADE_BY: Final = 3 << 8 | _VERSION
"""Unix, so that the mode below counts."""
_FLAGS: Final = 1 << 3 | 1 << 11
_DATE: Final = 1 << 5 | 1
"""1980-01-01, the zero of the format: an envelope keeps no time finer than the day in submission.json."""
_MODE: Final = 0o100600 << 16
_LATER: Final = 0xFFFFFFFF
_LATER_16: Final = 0xFFFF
_ZIP64: Final = 1

DESCRIPTOR_SIZE: Final = 24
LOCAL_FIXED: Final = 50
CENTRAL_FIXED: Final = 74
END_SIZE: Final = 98
MAX_NAME: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """One finished member: name, CRC-32, size in bytes, and where its local header begins."""

    name: str
    crc: int
    size: int
    offset: int

    @property
    def data_offset(self) -> int:
        """Where its bytes begin."""
        return self.offset + LOCAL_FIXED + len(self.name.encode())

    @property
    def end(self) -> int:
        """Where the next record begins."""
        return self.data_offset + self.size + DESCRIPTOR_SIZE


def local_record(name: str) -> bytes:
    """What stands before a member's bytes. Extra field 1 announces that the descriptor holds 8-byte sizes."""
    raw = name.encode()
    fixed = struct.pack(
        "<4s5H3I2H", b"PK\3\4", _VERSION, _FLAGS, 0, 0, _DATE, 0, _LATER, _LATER, len(raw), LOCAL_FIXED - 30
    )
    return fixed + raw + struct.pack("<HHQQ", _ZIP64, 16, 0, 0)


def descriptor_record(member: Member) -> bytes:
    """What stands after a member's bytes."""
    return struct.pack("<4sIQQ", b"PK\7\10", member.crc, member.size, member.size)


def central_record(member: Member) -> bytes:
    """A member's line in the central directory."""
    raw = member.name.encode()
    fixed = struct.pack(
        "<4s6H3I5H2I",
        *(b"PK\1\2", _MADE_BY, _VERSION, _FLAGS, 0, 0, _DATE),
        *(member.crc, _LATER, _LATER),
        *(len(raw), CENTRAL_FIXED - 46, 0, 0, 0),
        *(_MODE, _LATER),
    )
    return fixed + raw + struct.pack("<HHQQQ", _ZIP64, 24, member.size, member.size, member.offset)


def end_records(count: int, size: int, offset: int) -> bytes:
    """The end of the archive: a central directory of `count` lines and `size` bytes began at `offset`."""
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, _MADE_BY, _VERSION, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, offset + size, 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, _LATER_16, _LATER_16, _LATER, _LATER, 0)
    return end64 + locator + end


def member_overhead(name: str) -> int:
    """Bytes an archive grows by for a member of this name, besides the member's own bytes."""
    return LOCAL_FIXED + DESCRIPTOR_SIZE + CENTRAL_FIXED + 2 * len(name.encode())


class ZipWriter:
    """Writes one archive: `begin`, `add`…, `end` for each member, then `finish`.

    `begin`, `end` and `finish` return records; the bytes given to `add` the caller passes on itself, in between.
    """

    def __init__(self) -> None:
        self._members: list[Member] = []
        self._directory_size = 0
        self._offset = 0
        self._name: str | None = None
        self._crc = 0
        self._size = 0
        self._finished = False

    @property
    def length_if_finished(self) -> int:
        """Bytes of the whole archive if `finish` were called now, between members."""
        return self._offset + self._directory_size + END_SIZE

    def begin(self, name: str) -> bytes:
        """Start a member; names are the caller's to keep distinct."""
        if self._name is not None or self._finished:
            raise StateError("A member can begin only after the one before has ended.")
        if not 0 < len(name.encode()) <= MAX_NAME:
            raise StateError("The name of a ZIP member is empty or too long.")
        self._name, self._crc, self._size = name, 0, 0
        return local_record(name)

    def add(self, data: Buffer) -> None:
        """Count `data` into the member. The bytes go into the archive as they are, right after what came before."""
        if self._name is None:
            raise StateError("No member is open.")
        self._crc = crc32(data, self._crc)
        self._size += len(memoryview(data).cast("B"))

    def end(self) -> bytes:
        """End the member."""
        if self._name is None:
            raise StateError("No member is open.")
        member = Member(self._name, self._crc, self._size, self._offset)
        self._name = None
        self._members.append(member)
        self._directory_size += CENTRAL_FIXED + len(member.name.encode())
        self._offset = member.end
        return descriptor_record(member)

    def finish(self) -> bytes:
        """The central directory and the end of the archive."""
        if self._name is not None or self._finished:
            raise StateError("The archive cannot end here.")
        self._finished = True
        directory = b"".join(central_record(member) for member in self._members)
        return directory + end_records(len(self._members), len(directory), self._offset)
