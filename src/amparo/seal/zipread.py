"""Reads the archives `zipstream` writes, and no others: an untrusted file has that exact shape or is refused.

Every record is built anew from the few values that may vary and compared byte for byte, members must lie end to end
from the first byte to the central directory, and everything is bounded before it is read. So there are no overlapping
members, hidden bytes, differing local and central names, encryption or compression to reason about, and no bombs.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from amparo.errors import InputError, TooLargeError, TruncatedError
from amparo.seal.crc import crc32
from amparo.seal.zipstream import (
    CENTRAL_FIXED,
    DESCRIPTOR_SIZE,
    END_SIZE,
    Member,
    central_record,
    descriptor_record,
    end_records,
    local_record,
)

PIECE: Final = 1 << 20
"""Bytes read at a time."""
_NAME_LENGTH: Final = struct.Struct("<28xH")
_CRC: Final = struct.Struct("<16xI")
_PLACES: Final = struct.Struct("<4xQ8xQ")
_END64: Final = struct.Struct("<24xQ8xQQ")


class ZipReader:
    """One archive in a seekable binary file. Raises InputError unless it has exactly the shape we write.

    `max_members` and `max_name` (bytes) bound the directory before any of it is read.
    """

    def __init__(self, file: BinaryIO, *, max_members: int, max_name: int) -> None:
        self._file = file
        self.members = self._read_directory(max_members, max_name)
        self._check_layout()

    def read(self, member: Member) -> Iterator[bytes]:
        """The member's bytes in pieces; raises InputError at the end when they do not match their CRC."""
        crc, left, position = 0, member.size, member.data_offset
        while left:
            piece = self._at(position, min(left, PIECE))
            crc = crc32(piece, crc)
            left -= len(piece)
            position += len(piece)
            yield piece
        if crc != member.crc:
            raise InputError("A file inside the envelope is damaged.")

    def _read_directory(self, max_members: int, max_name: int) -> tuple[Member, ...]:
        length = self._file.seek(0, os.SEEK_END)
        if length < END_SIZE:
            raise TruncatedError("The content of the envelope is too short to be one.")
        end = self._at(length - END_SIZE, END_SIZE)
        count, size, offset = _END64.unpack_from(end)
        if count > max_members or size > max_members * (CENTRAL_FIXED + max_name):
            raise TooLargeError("The envelope holds too many files.")
        if end != _end_or_nothing(count, size, offset) or offset + size + END_SIZE != length:
            raise _misshapen()
        self._directory_offset = offset
        members = tuple(_directory_lines(self._at(offset, size)))
        if len(members) != count:
            raise _misshapen()
        return members

    def _check_layout(self) -> None:
        """Members lie end to end, each between the very records its line in the directory calls for."""
        position = 0
        for member in self.members:
            local = local_record(member.name)
            if member.offset != position or member.end > self._directory_offset:
                raise _misshapen()
            if self._at(position, len(local)) != local:
                raise _misshapen()
            if self._at(member.end - DESCRIPTOR_SIZE, DESCRIPTOR_SIZE) != descriptor_record(member):
                raise _misshapen()
            position = member.end
        if position != self._directory_offset:
            raise _misshapen()

    def _at(self, position: int, size: int) -> bytes:
        self._file.seek(position)
        data = self._file.read(size)
        if len(data) != size:
            raise TruncatedError("The content of the envelope ends too early.")
        return data


def _directory_lines(data: bytes) -> Iterator[Member]:
    position = 0
    while position < len(data):
        member = _directory_line(data[position : position + CENTRAL_FIXED + 0xFFFF])
        position += len(central_record(member))
        yield member


def _directory_line(data: bytes) -> Member:
    try:
        (name_length,) = _NAME_LENGTH.unpack_from(data)
        (crc,) = _CRC.unpack_from(data)
        size, offset = _PLACES.unpack_from(data, 46 + name_length)
        member = Member(data[46 : 46 + name_length].decode(), crc, size, offset)
    except (struct.error, UnicodeDecodeError) as error:
        raise _misshapen() from error
    line = central_record(member)
    if data[: len(line)] != line:
        raise _misshapen()
    return member


def _end_or_nothing(count: int, size: int, offset: int) -> bytes:
    """The end these values call for; nothing when they are beyond the format."""
    return end_records(count, size, offset) if offset + size < 2**64 else b""


def _misshapen() -> InputError:
    return InputError("The content of the envelope does not have the shape of one.")
