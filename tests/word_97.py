"""Documents of Word 97 as small as they can be, with lists: a head, the text in one piece, paragraphs."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tests.rare_formats import compound

_TEXT_AT, _PAGE = 0x800, 512
_LEVEL, _USE = 0x260A, 0x460B


@dataclass(frozen=True, slots=True)
class Level:
    """How a level is numbered: `\\0` in its text is the number of the first level."""

    text: str
    form: int = 0
    start: int = 1
    flags: int = 0
    restart: int = 0

    def written(self) -> bytes:
        """§2.9.150 LVL, without properties."""
        head = struct.pack("<iBB9xB4x4xBBBB", self.start, self.form, self.flags, 0, 0, 0, self.restart, 0)
        return head + struct.pack("<H", len(self.text)) + self.text.encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, the use of a list that numbers it, counted from 1, its level, and its style."""

    text: str
    use: int | None = None
    level: int | None = None
    style: int = 0

    def properties(self) -> bytes:
        """§2.9.175: the style, then what the paragraph tells itself."""
        use = b"" if self.use is None else struct.pack("<HH", _USE, self.use)
        return (
            struct.pack("<H", self.style)
            + use
            + (b"" if self.level is None else struct.pack("<HB", _LEVEL, self.level))
        )


def document(
    paragraphs: Sequence[Paragraph],
    lists: Sequence[Sequence[Level]],
    uses: Sequence[tuple[int, Sequence[tuple[int, int]]]],
    styles: Sequence[tuple[int, int, int]] = (),
) -> bytes:
    """The file. `uses`: which list, and (level, start) of what begins anew. `styles`: (use, level, what it is based on,
    0xFFF for nothing).
    """
    letters = "".join(f"{each.text}\r" for each in paragraphs).encode("utf-16-le")
    table: list[bytes] = []

    def put(*parts: bytes) -> tuple[int, int]:
        """(where a part of the table stream begins, its size)."""
        at = sum(map(len, table))
        table.extend(parts)
        return at, len(parts[0])

    piece = struct.pack("<II", 0, len(letters) // 2) + struct.pack("<HIH", 0, _TEXT_AT, 0)
    places = {0x1A2: put(b"\x02" + struct.pack("<I", len(piece)) + piece), 0xA2: put(_styles(styles))}
    pages = _TEXT_AT + len(letters) + -len(letters) % _PAGE
    places[0x102] = put(struct.pack("<III", _TEXT_AT, _TEXT_AT + len(letters), pages // _PAGE))
    heads = b"".join(struct.pack("<i22xBB", number, len(levels) == 1, 0) for number, levels in enumerate(lists))
    behind = b"".join(level.written() for levels in lists for level in levels)
    places[0x2E2] = put(struct.pack("<H", len(lists)) + heads, behind)
    told = b"".join(struct.pack("<i8xB3x", number, len(anew)) for number, anew in uses)
    begun = b"".join(b"\xff" * 4 + b"".join(struct.pack("<iI", start, level | 0x10) for level, start in anew)
                     for _, anew in uses)  # fmt: skip
    places[0x2EA] = put(struct.pack("<I", len(uses)) + told + begun)
    stream = bytearray(pages + _PAGE)
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<i", stream, 0x4C, len(letters) // 2)
    for at, (start, size) in places.items():
        struct.pack_into("<II", stream, at, start, size)
    stream[_TEXT_AT : _TEXT_AT + len(letters)] = letters
    stream[pages:] = _paragraphs(paragraphs)
    return compound({"WordDocument": bytes(stream), "0Table": b"".join(table)})


def _paragraphs(paragraphs: Sequence[Paragraph]) -> bytes:
    page, end, at = bytearray(_PAGE), _PAGE - 2, _TEXT_AT
    starts, places = [at], []
    for each in paragraphs:
        at += 2 * len(each.text) + 2
        starts.append(at)
        told = each.properties()
        told = bytes((len(told) // 2 + 1,)) + told if len(told) % 2 else b"\0" + bytes((len(told) // 2,)) + told
        end = (end - len(told)) // 2 * 2
        page[end : end + len(told)] = told
        places.append(end // 2)
    head = struct.pack(f"<{len(starts)}I", *starts) + b"".join(bytes((place,)) + bytes(12) for place in places)
    page[: len(head)] = head
    page[-1] = len(paragraphs)
    return bytes(page)


def _styles(styles: Sequence[tuple[int, int, int]]) -> bytes:
    """§2.9.271 STSH: the first is the normal style, which numbers nothing."""
    out = [_style(b"", 0xFFF)]
    for use, level, base in styles:
        out.append(_style(struct.pack("<HHHB", _USE, use, _LEVEL, level), base))
    return struct.pack("<HHH", 4, len(out), 10) + b"".join(out)


def _style(told: bytes, base: int) -> bytes:
    properties = struct.pack("<HH", 2 + len(told), 0) + told
    body = struct.pack("<HHHHH", 0, 1 | base << 4, 0, 0, 0) + struct.pack("<H1sxH", 1, b"s", 0) + properties
    return struct.pack("<H", len(body)) + body + bytes(len(body) % 2)
