"""Older tables: dBase (.dbf), Lotus 1-2-3 and Quattro Pro (.wk1 to .wk4, .wks, .wq1, .wq2, .wb1, .wb2), DIF."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.sheets import Cells
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_DBASE = frozenset((0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5))
_LOTUS_BEGINS = (b"\x00\x00\x02\x00", b"\x00\x00\x1a\x00")
_LOTUS_VERSIONS = frozenset((0x01, 0x02, 0x04, 0x05, 0x06, 0x10, 0x20, 0x51))
_QUATTRO = frozenset((0x5121, 0x1001, 0x1002))
"""Versions of Quattro Pro whose cells tell their sheet too."""
_LABEL_ALIGNED = "'\"^\\|"
_DAMAGED = Unreadable(Reason.CORRUPT, "This table is damaged and cannot be read.")
_PAGES = {0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x26: "cp866", 0x4D: "gbk", 0x4E: "cp949", 0x4F: "big5",
          0x57: "cp1252", 0x7A: "gbk", 0x7B: "cp932", 0xC8: "cp1250", 0xC9: "cp1251", 0xCB: "cp1253"}  # fmt: skip


def is_dbase(head: bytes) -> bool:
    """Whether a file begins with the header of a dBase table: sizes that fit, fields of known types."""
    if len(head) < 66 or head[0] not in _DBASE or not 1 <= head[2] <= 12 or not 1 <= head[3] <= 31:
        return False
    size, width = struct.unpack_from("<HH", head, 8)
    fields = range(32, min(size, len(head)), 32)
    end = next((at for at in fields if head[at] == 0x0D), fields.stop)
    known = all(head[at + 11] in b"CNFLDMTIBGPY@O+VQW0" for at in range(32, min(end, len(head) - 11), 32))
    if size < 65 or not known or end == fields.stop:
        return size >= 65 and known and size > len(head)
    # A row is as wide as its fields and the mark of deletion; some have a width in two bytes.
    rest: int = width - 1 - sum(head[at + 16] for at in range(32, end, 32))
    return rest >= 0 and rest % 256 == 0


def read_dbase(given: Input) -> Iterator[Found]:
    """One record: a line a row; deleted rows that are still there are marked."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    count, size, width = struct.unpack_from("<IHH", data, 4)
    columns = []
    for at in range(32, min(size, len(data) - 31), 32):
        if data[at] == 0x0D:
            break
        columns.append((decode(data[at : at + 11].partition(b"\0")[0]), data[at + 16], data[at + 11 : at + 12]))
    encoding = _PAGES.get(data[29])
    lines = ["\t".join(name for name, _, _ in columns)]
    for number in range((len(data) - size) // max(width, 1) + 1):
        row = data[size + number * width : size + (number + 1) * width]
        # Rows that the header does not count are there all the same: it is written last, or never.
        if not row or (number >= count and (len(row) < width or row[0] not in b" *")):
            break
        at, cells = 1, []
        for _, wide, kind in columns:
            cell = decode(row[at : at + wide], encoding).strip("\0 ") if kind in b"CNFLDM" else ""
            # A day is eight digits: year, month, day.
            is_day = kind == b"D" and len(cell) == 8 and cell.isdigit()
            cells.append(f"{cell[:4]}-{cell[4:6]}-{cell[6:]}" if is_day else cell)
            at += wide
        line = "\t".join(cells)
        lines.append(f"[deleted: {line}]" if row[:1] == b"*" else line)
    yield document(given, data, "\n".join(lines), "application/x-dbf")


def is_lotus(head: bytes) -> bool:
    """Whether a file begins as the worksheets of Lotus and Quattro do."""
    return head.startswith(_LOTUS_BEGINS) and len(head) > 6 and head[5] in _LOTUS_VERSIONS


def read_lotus(given: Input) -> Iterator[Found]:
    """One record. Labels and numbers of the older files; of newer ones the words that lie open."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    cells: dict[int, dict[int, str]] = {}
    put = _quattro_cell if int.from_bytes(data[4:6], "little") in _QUATTRO else _lotus_cell
    try:
        for kind, body in _lotus_records(data):
            put(kind, body, cells)
    except (struct.error, IndexError):
        yield _DAMAGED
        return
    table = Cells()
    for row in sorted(cells):
        table.begin_row()
        for column, value in cells[row].items():
            table.put(column, value)
    text = table.text()
    fields: dict[str, list[str]] = {}
    if not any(character.isalpha() for character in text):
        text, fields = harvest(data), {"text_source": ["harvested"]}
    yield document(given, data, text, "application/vnd.lotus-1-2-3", fields=fields)


def _lotus_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        yield kind, data[at + 4 : at + 4 + size]
        at += 4 + size


def _lotus_cell(kind: int, body: bytes, cells: dict[int, dict[int, str]]) -> None:
    """Records 13 integer, 14 number, 15 label, 16 formula, 51 its text, 22 label of version 3."""
    if kind in (0x0D, 0x0E, 0x0F, 0x10, 0x33) and len(body) >= 6:
        column, row = struct.unpack_from("<HH", body, 1)
        match kind:
            case 0x0D:
                value = str(struct.unpack_from("<h", body, 5)[0])
            case 0x0E | 0x10 if len(body) >= 13:
                number = struct.unpack_from("<d", body, 5)[0]
                value = f"{number:.10g}"
            case _:
                value = decode(body[5:].partition(b"\0")[0], "cp437").lstrip(_LABEL_ALIGNED)
        cells.setdefault(row, {})[column & 0xFF] = value
    elif kind == 0x16 and len(body) > 5:
        row, sheet, column = struct.unpack_from("<HBB", body)
        label = decode(body[4:].partition(b"\0")[0], "cp850").lstrip(_LABEL_ALIGNED)
        cells.setdefault(sheet << 16 | row, {})[column] = label


def _quattro_cell(kind: int, body: bytes, cells: dict[int, dict[int, str]]) -> None:
    """The same kinds; column, sheet, row, format, value. A text may have its length before it."""
    if kind not in (0x0D, 0x0E, 0x0F, 0x10, 0x33) or len(body) < 7:
        return
    column, sheet, row = struct.unpack_from("<BBH", body)
    match kind:
        case 0x0D:
            value = str(struct.unpack_from("<h", body, 6)[0])
        case 0x0E | 0x10:
            number = struct.unpack_from("<d", body, 6)[0]
            value = "" if number != number else f"{number:.10g}"
        case _:
            value = _quattro_text(body[7:] if kind == 0x0F else body[6:])
    if value:
        cells.setdefault(sheet << 16 | row, {})[column] = value


def _quattro_text(told: bytes) -> str:
    told = told[1:] if told and told[0] == len(told) - 1 else told.partition(b"\0")[0]
    return decode(told, "cp437").lstrip(_LABEL_ALIGNED)


def looks_like_dif(head: bytes) -> bool:
    """Whether a file is a table in the Data Interchange Format."""
    return head.startswith(b"TABLE") and head.replace(b"\r\n", b"\n").startswith(b"TABLE\n0,1\n")


def read_dif(given: Input) -> Iterator[Found]:
    """One record: a line a row."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    lines = decode(data).splitlines()
    rows: list[list[str]] = []
    at = next((number for number, line in enumerate(lines) if line.strip() == "DATA"), 0) + 3
    while at + 1 < len(lines):
        kind, value = lines[at].partition(",")[0].strip(), lines[at + 1].strip()
        if kind == "-1":
            rows.append([])
        elif rows:
            rows[-1].append(value.strip('"') if kind == "1" else lines[at].partition(",")[2].strip())
        at += 2
    yield document(given, data, "\n".join("\t".join(row) for row in rows), "application/x-dif")
