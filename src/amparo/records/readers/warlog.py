"""War logs: CSV without a header and with 32 columns, one incident a row. Layout: specs/records.md, "War logs"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from amparo.records import edtf
from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.readers.rows import Row, rows
from amparo.records.reading import Found, Input, Reason, Unreadable
from amparo.records.xml import squeeze

COLUMNS = [
    "report_key",
    "date",
    "type",
    "category",
    "tracking_number",
    "title",
    "summary",
    "region",
    "attack_on",
    "complex_attack",
    "reporting_unit",
    "unit_name",
    "type_of_unit",
    "friendly_wounded",
    "friendly_killed",
    "host_nation_wounded",
    "host_nation_killed",
    "civilian_wounded",
    "civilian_killed",
    "enemy_wounded",
    "enemy_killed",
    "enemy_detained",
    "mgrs",
    "latitude",
    "longitude",
    "originator_group",
    "updated_by_group",
    "ccir",
    "sigact",
    "affiliation",
    "dcolor",
    "classification",
]
_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?.*)?|(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d\d))?.*"
)
_SIDES = ("friendly", "host_nation", "civilian", "enemy")


def looks_like_warlog(cells: tuple[str, ...]) -> bool:
    """Whether a row is one of a war log: 32 cells, a date in the second, coordinates or nothing in their places."""
    return len(cells) == len(COLUMNS) and _date(cells[1]) is not None and all(map(_is_number_or_empty, cells[23:25]))


def read_warlog(given: Input) -> Iterator[Found]:
    """One incident a row; a row of another width is reported and the rest goes on."""
    try:
        for row in rows(given):
            yield _incident(row)
    except csv.Error:
        yield Unreadable(Reason.CORRUPT, "This table is damaged; the rows before the damage were kept.")


def _incident(row: Row) -> Found:
    name = f"row-{row.number}"
    if len(row.cells) != len(COLUMNS):
        return Unreadable(Reason.CORRUPT, f"This row does not have {len(COLUMNS)} columns.", name)
    values = {column: clean(cell).strip() for column, cell in zip(COLUMNS, row.cells, strict=True)}
    title = squeeze(values.pop("title")) or values["category"] or name
    return Record(
        kind=Kind.INCIDENT,
        title=title,
        pages=(values.pop("summary") or title,),
        original=row.raw,
        media_type="text/csv",
        name=name,
        date=_date(values.pop("date")),
        fields=_fields(values),
    )


def _fields(values: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    present = {key: (value,) for key, value in values.items() if value not in ("", "NULL")}
    return {**present, **_totals(values)}


def _totals(values: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Killed and wounded over all sides, as far as they are numbers. Nobody counted is not nought: then no total."""
    totals = {}
    for harm in ("killed", "wounded"):
        stated = [values[f"{side}_{harm}"] for side in _SIDES]
        numbers = [int(number) for number in stated if number.isascii() and number.isdigit()]
        if numbers:
            totals[harm] = (str(sum(numbers)),)
    return totals


def _date(text: str) -> str | None:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, clock, seconds, us_month, us_day, us_year, hour, minute = match.groups()
    if year:
        found = f"{year}-{month}-{day}" + (f"T{clock}{seconds or ':00'}" if clock else "")
    else:
        found = f"{us_year}-{int(us_month):02}-{int(us_day):02}"
        found += f"T{int(hour):02}:{minute}:00" if hour else ""
    return found if edtf.is_edtf(found) else None


def _is_number_or_empty(cell: str) -> bool:
    return not cell.strip() or cell.strip() == "NULL" or re.fullmatch(r"-?\d{1,3}(\.\d+)?", cell.strip()) is not None
