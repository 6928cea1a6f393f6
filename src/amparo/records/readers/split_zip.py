"""Where the members of a split ZIP begin, once its volumes are joined (APPNOTE 8.3: a directory counts from the start
of each volume, and nobody who has the joined bytes knows where those were).

Members follow one another from the front, across volumes, so each begins where the one before ends.
"""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

MARK = b"PK\x07\x08PK"
"""How the first volume begins: four bytes, and the first member."""
_MARKED = 4
_LOCAL = struct.Struct("<4s22xHH")
_SIGNATURE = b"PK\x03\x04"
_DESCRIPTORS = (0, 12, 16, 20, 24)
"""Bytes of what may follow a member: sizes of four or eight bytes, with or without a mark."""


def place_members(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    """Correct the offsets of an archive whose members lie in several volumes. ValueError where one is not there."""
    at = _MARKED
    for member in sorted(archive.infolist(), key=lambda each: (each.volume, each.header_offset)):
        at = _beginning(file, at)
        member.header_offset = at
        file.seek(at)
        if len(header := file.read(_LOCAL.size)) < _LOCAL.size:
            raise ValueError("no member begins there")
        _, name, extra = _LOCAL.unpack(header)
        at += _LOCAL.size + name + extra + member.compress_size


def _beginning(file: BinaryIO, at: int) -> int:
    for between in _DESCRIPTORS:
        file.seek(at + between)
        if file.read(len(_SIGNATURE)) == _SIGNATURE:
            return at + between
    raise ValueError("no member begins there")
