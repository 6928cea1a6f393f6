"""Mail folders of Outlook Express 5 and 6 (.dbx): every mail is a part, to be read in turn. Layout as Arne Schloh and
others have written it down: a tree of pointers to entries, each of which points to a mail cut into pieces.

Read by seeking: such folders grow to 2 GiB. What was deleted and not yet overwritten is left alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_MESSAGES = b"\xc5\xfd\x74\x6f"
_COUNT, _ROOT = 0xC4, 0xE4
_NODE = struct.Struct("<8xI5xB2xI")
_ENTRY = struct.Struct("<3I")
_ITEM = struct.Struct("<8x2xBx")
_PIECE = struct.Struct("<2I2I")
_MAIL_AT, _DIRECT = 0x04, 0x80
_OTHER = Unreadable(Reason.UNSUPPORTED, "This is a list that Outlook Express keeps beside its mail, and holds no mail.")
_EMPTY = Unreadable(Reason.EMPTY, "There is no mail in this folder.")
_LOST = "This mail is damaged, or was never fetched whole; what there is of it was kept."
_MISSING = "This mail folder is damaged: it counts {:,} mails, and {:,} of them could not be found."


def read_dbx(given: Input) -> Iterator[Found]:
    """The mails in the order of the folder, numbered from 1."""
    if _at(given, 4, 4) != _MESSAGES:
        yield _OTHER
        return
    told, root = _number(given, _COUNT), _number(given, _ROOT)
    count = 0
    for count, entry in enumerate(_entries(given, root), start=1):
        mail, is_whole = _mail(given, _address(given, entry))
        if mail:
            yield Part(f"{count}.eml", mail)
        if not is_whole:
            yield Unreadable(Reason.CORRUPT, _LOST, f"{count}.eml" if not mail else f"{count}.eml, the rest")
    if count < told:
        yield Unreadable(Reason.CORRUPT, _MISSING.format(told, told - count))
    elif not count:
        yield _EMPTY


def _at(given: Input, start: int, size: int) -> bytes:
    given.file.seek(start)
    return given.file.read(size)


def _number(given: Input, start: int) -> int:
    return int.from_bytes(_at(given, start, 4), "little")


def _entries(given: Input, root: int) -> Iterator[int]:
    """Where the entries of the tree begin, in its order: what is below a node's pointer, then each of its own."""
    waiting: list[tuple[int, bool]] = [(root, True)]
    seen: set[int] = set()
    while waiting:
        at, is_node = waiting.pop()
        if not is_node:
            yield at
            continue
        head = _at(given, at, _NODE.size) if at and at not in seen else b""
        seen.add(at)
        if len(head) < _NODE.size:
            continue
        below, count, _ = _NODE.unpack(head)
        own = _at(given, at + _NODE.size, count * _ENTRY.size)
        found = [(below, True)]
        for entry, after, _ in _ENTRY.iter_unpack(own[: len(own) // _ENTRY.size * _ENTRY.size]):
            found += [(entry, False), (after, True)]
        waiting += reversed(found)


def _address(given: Input, entry: int) -> int:
    """Where the mail of an entry begins; 0 when it names none."""
    head = _at(given, entry, _ITEM.size)
    if len(head) < _ITEM.size:
        return 0
    (count,) = _ITEM.unpack(head)
    told = _at(given, entry + _ITEM.size, 4 * count)
    for (value,) in struct.iter_unpack("<I", told[: len(told) // 4 * 4]):
        if value & 0x7F == _MAIL_AT:
            value, is_direct = value >> 8, value & _DIRECT
            return value if is_direct else _number(given, entry + _ITEM.size + 4 * count + value)
    return 0


def _mail(given: Input, at: int) -> tuple[bytes, bool]:
    """A mail put together from its pieces, and whether all of it was there."""
    data = bytearray()
    seen: set[int] = set()
    while at and at not in seen and len(data) <= given.bounds.part:
        seen.add(at)
        head = _at(given, at, _PIECE.size)
        if len(head) < _PIECE.size:
            return bytes(data), False
        begins, _, size, after = _PIECE.unpack(head)
        piece = _at(given, at + _PIECE.size, size) if begins == at else b""
        data += piece
        if len(piece) < size or begins != at:
            return bytes(data), False
        at = after
    return bytes(data), bool(data) and not at
