"""AutoCAD drawings as small as they can be: texts among bits, bare as until version 2000 or in the sections of 2004."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_MASK, _HEADER_AT, _FIRST_PAGE = 0x4164536B, 0x80, 0x100


def objects(texts: Sequence[str], *, is_wide: bool) -> bytes:
    """Texts with their lengths, each some bits further than the one before."""
    bits = f"{0x0DCA:032b}"
    for number, text in enumerate(texts):
        raw = text.encode("utf-16-le") if is_wide else text.encode("cp1252") + b"\0"
        length = len(text) if is_wide else len(raw)
        bits += "10110" * (number % 7 + 1)
        told = bytes((length,)) if length < 256 else struct.pack("<H", length)
        bits += ("01" if length < 256 else "00") + "".join(f"{each:08b}" for each in told + raw)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def bare(texts: Sequence[str]) -> bytes:
    """A drawing of version 2000."""
    return b"AC1015" + bytes(250) + objects(texts, is_wide=False)


def sectioned(texts: Sequence[str], version: bytes = b"AC1024") -> bytes:
    """A drawing of version 2004 or 2010 and later: a page of objects, the list of sections, the list of pages."""
    told = objects([*texts], is_wide=version > b"AC1021")
    told += told  # so that there is something to copy
    data = _packed(told)
    mask = _MASK ^ _FIRST_PAGE
    head = (0x4163043B, 1, len(data), len(told), 0, 0, 0, 0)
    first = b"".join(struct.pack("<I", word ^ mask) for word in head) + data
    section = struct.pack("<Q6I", len(told), 1, 0x7400, 1, 2, 1, 0) + b"AcDb:AcDbObjects".ljust(64, b"\0")
    sections = _page(
        0x4163003B, struct.pack("<5I", 1, 2, 0x7400, 0, 1) + section + struct.pack("<IIQ", 1, len(data), 0)
    )
    gap = struct.pack("<iI", -1, 64) + bytes(16)
    pages = _page(0x41630E3B, struct.pack("<iI", 1, len(first)) + gap + struct.pack("<iI", 2, len(sections)))
    body = first + bytes(64) + sections + pages
    header = bytearray(0x6C)
    struct.pack_into("<QI", header, 0x54, len(body) - len(pages), 2)
    return (version.ljust(_HEADER_AT, b"\0") + _masked(bytes(header))).ljust(_FIRST_PAGE, b"\0") + body


def _page(kind: int, told: bytes) -> bytes:
    data = _packed(told)
    return struct.pack("<5I", kind, len(told), len(data), 2, 0) + data


def _packed(data: bytes) -> bytes:
    """What is said twice is copied (§4.7), the rest stands as it is."""
    half = len(data) // 2
    is_twice = half > 0x40 and data[:half] == data[half:]
    rest = data[:half] if is_twice else data
    out = b"\0" + _long(len(rest) - 3 - 0x0F) + rest
    if is_twice:
        out += b"\x20" + _long(half - 0x21) + bytes(((half - 1 & 0x3F) << 2, half - 1 >> 6))
    return out + b"\x11\0\0"


def _long(number: int) -> bytes:
    return bytes((number - 1) // 0xFF) + bytes(((number - 1) % 0xFF + 1,))


def _masked(data: bytes) -> bytes:
    out, seed = bytearray(), 1
    for byte in data:
        seed = seed * 0x343FD + 0x269EC3 & 0xFFFFFFFF
        out.append(byte ^ seed >> 16 & 0xFF)
    return bytes(out)
