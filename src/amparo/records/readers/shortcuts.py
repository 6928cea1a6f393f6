"""Shortcuts of Windows (.lnk): what they point to, when that was last seen, on which volume and machine. Layout:
[MS-SHLLINK]. On the disk of a person they tell which files were opened, also such as are gone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import described, document
from amparo.records.readers.windows_time import moment
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_MEDIA = "application/x-ms-shortcut"
_HEAD = struct.Struct("<20x2I3QI")
_HEAD_SIZE = 0x4C
_HAS_IDS, _HAS_INFO, _IS_WIDE = 0x1, 0x2, 0x80
_STRINGS = ((0x4, "description"), (0x8, "relative_path"), (0x10, "working_folder"), (0x20, "arguments"), (0x40, "icon"))
_ENVIRONMENT, _TRACKER = 0xA0000001, 0xA0000003
_DAMAGED = Unreadable(Reason.CORRUPT, "This shortcut is damaged.")
_POINTS_NOWHERE = Unreadable(Reason.EMPTY, "This shortcut names no file.")


def read_shortcut(given: Input) -> Iterator[Found]:
    """One record of what the shortcut says."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        fields = _fields(data)
    except (struct.error, IndexError, ValueError):
        yield _DAMAGED
        return
    if not any(fields.get(name) for name in ("target", "relative_path", "arguments", "description", "working_folder")):
        yield _POINTS_NOWHERE
        return
    yield document(given, data, described(fields), _MEDIA, fields=fields)


def _fields(data: bytes) -> dict[str, list[str]]:
    flags, _, created, accessed, modified, size = _HEAD.unpack_from(data)
    at = _HEAD_SIZE
    if flags & _HAS_IDS:
        at += 2 + struct.unpack_from("<H", data, at)[0]
    fields: dict[str, list[str]] = {}
    if flags & _HAS_INFO:
        (length,) = struct.unpack_from("<I", data, at)
        fields = _located(data[at : at + length])
        at += length
    for flag, name in _STRINGS:
        if flags & flag:
            count = struct.unpack_from("<H", data, at)[0] * (2 if flags & _IS_WIDE else 1)
            told = data[at + 2 : at + 2 + count]
            fields[name] = [told.decode("utf-16-le", "replace") if flags & _IS_WIDE else decode(told)]
            at += 2 + count
    fields |= _more(data, at, fields)
    for name, ticks in (("target_created", created), ("target_accessed", accessed), ("target_modified", modified)):
        if (when := moment(ticks)) is not None:
            fields[name] = [f"{when:%Y-%m-%dT%H:%M:%SZ}"]
    if size:
        fields["target_size"] = [f"{size} bytes"]
    return fields


def _located(info: bytes) -> dict[str, list[str]]:
    """§2.3: the path on a volume of that machine, or on another one's share."""
    size, flags, volume, base, share, suffix = struct.unpack_from("<4x6I", info)
    wide = size >= 0x24
    base_wide, suffix_wide = struct.unpack_from("<2I", info, 0x1C) if wide else (0, 0)
    end = _wide(info, suffix_wide) if suffix_wide else _narrow(info, suffix)
    fields: dict[str, list[str]] = {}
    if flags & 0x1:
        fields["target"] = [(_wide(info, base_wide) if base_wide else _narrow(info, base)) + end]
        _, serial, label = struct.unpack_from("<4x3I", info, volume)
        name = _narrow(info, volume + label) if label != 0x14 else ""
        fields["volume"] = [f"{name} {serial >> 16:04X}-{serial & 0xFFFF:04X}".strip()]
    if flags & 0x2:
        (net,) = struct.unpack_from("<8xI", info, share)
        fields.setdefault("target", []).append("\\".join(filter(None, (_narrow(info, share + net), end))))
    return fields


def _more(data: bytes, at: int, known: dict[str, list[str]]) -> dict[str, list[str]]:
    """§2.5: the path with names of the environment in it, and the machine on which the file was last seen."""
    fields: dict[str, list[str]] = {}
    while at + 8 <= len(data):
        size, kind = struct.unpack_from("<2I", data, at)
        if size < 8:
            break
        block = data[at + 8 : at + size]
        if kind == _ENVIRONMENT and not known.get("target"):
            fields["target"] = [_wide(block, 260) or _narrow(block, 0)]
        elif kind == _TRACKER:
            fields["machine"] = [_narrow(block[8:24], 0)]
        at += size
    return fields


def _narrow(data: bytes, at: int) -> str:
    return decode(data[at:].partition(b"\0")[0])


def _wide(data: bytes, at: int) -> str:
    told = data[at:]
    end = next((place for place in range(0, len(told) - 1, 2) if told[place : place + 2] == b"\0\0"), len(told))
    return told[:end].decode("utf-16-le", "replace")
