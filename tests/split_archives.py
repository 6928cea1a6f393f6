"""Split archives, made from the published descriptions: RAR 5 in volumes, stored, which no free program writes (RAR
5.0 archive format, rarlab.com/technote.htm), and ZIP in volumes (APPNOTE 8), which Python does not write.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_SIGNATURE = b"Rar!\x1a\x07\x01\x00"
_VOLUME, _NUMBERED = 0x1, 0x2
_DATA, _FROM_BEFORE, _GOES_ON = 0x2, 0x8, 0x10
_HAS_CRC = 0x4
_MORE = 0x1


def rar_volumes(name: str, data: bytes, size: int) -> list[bytes]:
    """One file in as many volumes as it takes, `size` bytes of it in each."""
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    last = len(pieces) - 1
    return [
        _SIGNATURE
        + _block(1, 0, _number(_VOLUME | (_NUMBERED if place else 0)) + (_number(place) if place else b""))
        + _file(name, data, piece, (_FROM_BEFORE if place else 0) | (_GOES_ON if place < last else 0))
        + _block(5, 0, _number(_MORE if place < last else 0))
        for place, piece in enumerate(pieces)
    ]


def rar_with_an_empty_file(name: str, data: bytes) -> bytes:
    """One RAR of an empty file, which WinRAR packs into some bytes all the same, and another one."""
    return (
        _SIGNATURE
        + _block(1, 0, _number(0))
        + _file("empty", b"", b"\xff" * 10, 0, packed=3 << 7)
        + _file(name, data, data, 0)
        + _block(5, 0, _number(0))
    )


def _file(name: str, whole: bytes, piece: bytes, flags: int, packed: int = 0) -> bytes:
    # Of a part that goes on, the checksum is the part's own; of the last, the whole file's.
    checked = piece if flags & _GOES_ON else whole
    fields = (
        _number(len(piece))
        + _number(_HAS_CRC)
        + _number(len(whole))
        + _number(0o100644)
        + zlib.crc32(checked).to_bytes(4, "little")
        + _number(packed)  # 0: stored
        + _number(1)  # Unix
        + _number(len(name))
        + name.encode()
    )
    return _block(2, _DATA | flags, fields) + piece


def _block(kind: int, flags: int, fields: bytes) -> bytes:
    body = _number(kind) + _number(flags) + fields
    body = _number(len(body)) + body
    return zlib.crc32(body).to_bytes(4, "little") + body


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the top bit says that more follow."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))


def zip_volumes(members: dict[str, bytes], size: int) -> list[bytes]:
    """A ZIP cut into volumes of so many bytes; the last is the one that is called .zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    whole = b"PK\x07\x08" + file.getvalue()
    end = whole.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", whole, end + 16)[0] + 4
    directory = bytearray(whole[start:end])
    at = 0
    while at < len(directory):
        name, extra, comment = struct.unpack_from("<3H", directory, at + 28)
        volume, offset = divmod(struct.unpack_from("<I", directory, at + 42)[0] + 4, size)
        struct.pack_into("<H", directory, at + 34, volume)
        struct.pack_into("<I", directory, at + 42, offset)
        at += 46 + name + extra + comment
    begins, offset = divmod(start, size)
    closing = bytearray(whole[end:])
    struct.pack_into("<2H", closing, 4, (len(whole) - 1) // size, begins)
    struct.pack_into("<I", closing, 16, offset)
    whole = whole[:start] + bytes(directory) + bytes(closing)
    return [whole[cut : cut + size] for cut in range(0, len(whole), size)]
