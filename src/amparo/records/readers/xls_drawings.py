"""What stands in an .xls beside its cells (BIFF 8, [MS-XLS]): headers and footers, text boxes, the words of charts,
sheets that are nothing but a chart, and where the pictures are. xlrd passes them over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.records.readers.sheets import margin

_BOF, _EOF, _SHEET, _CONTINUE = 0x809, 0x0A, 0x85, 0x3C
_HEADER, _FOOTER, _TEXT_BOX, _CHART_TEXT, _LABEL = 0x14, 0x15, 0x1B6, 0x100D, 0x204
_DRAWINGS = 0xEB
_BIFF_8, _CHART = b"\x00\x06", 0x20
_MOST = 2_000_000


@dataclass(slots=True)
class Beside:
    """The texts of one sheet beside its cells; `is_chart` when it has no cells at all."""

    name: str
    is_chart: bool = False
    texts: list[str] = field(default_factory=list)


def beside_cells(stream: bytes) -> list[Beside]:
    """A sheet each, in the order of the tabs; nothing for workbooks before Excel 97."""
    if stream[:2] != struct.pack("<H", _BOF) or stream[4:6] != _BIFF_8:
        return []
    sheets: dict[int, Beside] = {}
    here: Beside | None = None
    depth, box = 0, 0
    for start, kind, body in records(stream):
        if kind == _BOF:
            depth += 1
            if depth == 1:
                here = sheets.get(start)
            if here is not None and depth == 1:
                here.is_chart = body[2:4] == bytes((_CHART, 0))
        elif kind == _EOF:
            depth -= 1
        elif kind == _SHEET and len(body) > 8:
            sheets[int.from_bytes(body[:4], "little")] = Beside(letters(body[6:], 1))
        elif here is not None:
            # A label in a sheet itself is a cell.
            in_chart = here.is_chart or depth > 1
            if (kind != _LABEL or in_chart) and (text := _text(kind, body, box)):
                here.texts.append(text)
            box = int.from_bytes(body[10:12], "little") if kind == _TEXT_BOX else 0
    return list(sheets.values())


def drawn(stream: bytes) -> bytes:
    """The records of all drawings in one ([MS-XLS] 2.4.171 MsoDrawingGroup), in which their pictures lie."""
    pieces, is_inside = [], False
    for _, kind, body in records(stream):
        is_inside = kind == _DRAWINGS or (is_inside and kind == _CONTINUE)
        if is_inside:
            pieces.append(body)
    return b"".join(pieces)


def _text(kind: int, body: bytes, box: int) -> str:
    if kind in (_HEADER, _FOOTER) and len(body) > 3:
        return margin("Header" if kind == _HEADER else "Footer", letters(body, 2))
    if kind == _LABEL and len(body) > 9:
        # A chart keeps its own copy of what it shows, even when the cells have changed or are elsewhere.
        return letters(body[6:], 2)
    if kind == _CHART_TEXT and len(body) > 4:
        return letters(body[2:], 1)
    # The letters of a text box stand in the record behind it.
    return _unpacked(body[0], body[1:], box) if kind == _CONTINUE and box and len(body) > 1 else ""


def letters(body: bytes, width: int) -> str:
    """A string behind its length (of `width` bytes) and a byte that says whether its letters have two bytes each."""
    return _unpacked(body[width], body[width + 1 :], int.from_bytes(body[:width], "little"))


def _unpacked(flags: int, letters: bytes, count: int) -> str:
    if flags & 1:
        return letters[: 2 * count].decode("utf-16-le", "replace")
    return letters[:count].decode("latin-1")


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(where it begins, its kind, its body) of each record of a stream ([MS-XLS] 2.1.4)."""
    at = 0
    for _ in range(_MOST):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
