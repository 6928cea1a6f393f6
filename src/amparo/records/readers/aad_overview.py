"""Lists of telegrams as the US National Archives show them (Access to Archival Databases): CSV with eight columns, one
cable a row without its text.

Layout: specs/records.md, "Cable tables". Several lists in one file each begin with their headings.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime

from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.readers.document import described
from amparo.records.readers.rows import Row, rows
from amparo.records.reading import Found, Input, Reason, Unreadable
from amparo.records.xml import squeeze

HEADINGS = ("url", "draft date", "document number", "film number", "from", "subject", "tags", "to")
_DATES = ("%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%m/%d/%Y", "%Y-%m-%d")
_AT_HOME = "aad.archives.gov/"


def looks_like_aad_overview(cells: tuple[str, ...]) -> bool:
    """Whether a first row is the headings of such a list, or a row of one without headings."""
    return _is_headings(cells) or (len(cells) == len(HEADINGS) and _AT_HOME in cells[0])


def read_aad_overview(given: Input) -> Iterator[Found]:
    """One cable a row; a row of another width is reported and the rest goes on."""
    try:
        for row in rows(given):
            if not _is_headings(row.cells):
                yield _cable(row)
    except csv.Error:
        yield Unreadable(Reason.CORRUPT, "This table is damaged; the rows before the damage were kept.")


def _is_headings(cells: tuple[str, ...]) -> bool:
    return tuple(cell.strip("\ufeff \t").lower() for cell in cells) == HEADINGS


def _cable(row: Row) -> Found:
    name = f"row-{row.number}"
    if len(row.cells) != len(HEADINGS):
        return Unreadable(Reason.CORRUPT, f"This row does not have {len(HEADINGS)} columns.", name)
    url, date, number, film, sender, subject, tags, to = (squeeze(clean(cell)) for cell in row.cells)
    told = {"from": sender, "to": to, "draft_date": date, "number": number, "film_number": film, "TAGS": tags}
    fields = {
        "number": (number,),
        "film_number": (film,),
        "tags": tuple(tag for tag in re.split(r"[,;\s]+", tags) if tag),
        "url": (url,),
    }
    return Record(
        kind=Kind.CABLE,
        title=subject or number or name,
        pages=(f"{subject}\n\n{described({key: (value,) for key, value in told.items()})}".strip(),),
        original=row.raw,
        media_type="text/csv",
        name=number or name,
        date=_date(date),
        sender=(sender,) if sender else (),
        recipients=tuple(each.strip() for each in re.split(r"[,;]", to) if each.strip()),
        fields={key: values for key, values in fields.items() if any(values)},
    )


def _date(text: str) -> str | None:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return None
