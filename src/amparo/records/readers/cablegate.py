"""Cables as CSV without a header and with 8 columns: id, date, reference id, origin, classification, references,
header, body.

Layout: specs/records.md, "Cable tables". Subject, tags and addressees are read from the cable's own text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from amparo.records import edtf
from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.readers.rows import Row, rows
from amparo.records.reading import Found, Input, Reason, Unreadable
from amparo.records.xml import squeeze

WIDTH = 8
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d\d)")
_REFERENCE = re.compile(r"\d{2}[A-Z][A-Z0-9 .'-]*\d+[A-Z]?", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^\s*SUBJ(?:ECT)?\s*:\s*(.+?)(?:\n\s*\n|\n\s*(?:REF|TAGS|CLASSIFIED|Classified|E\.?O\.?)\b|\Z)", re.M | re.S
)
_TAGS = re.compile(r"^\s*TAGS?\s*:\s*(.+?)(?=\n\s*(?:SUBJ|REF|E\.?O|\n)|\Z)", re.MULTILINE | re.DOTALL)
_TO = re.compile(r"^\s*TO\s+(.+?)(?=\n\s*(?:INFO|\n)|\Z)", re.MULTILINE | re.DOTALL)
_INFO = re.compile(r"^\s*INFO\s+(.+?)(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
_POST = re.compile(r"(?:(?:American|US|U\.S\.) )?(?:Embassy|Consulate General|Consulate|Legation) (.+)", re.IGNORECASE)
_PRECEDENCE = re.compile(r"\s+(?:IMMEDIATE|PRIORITY|ROUTINE|FLASH|NIACT)?\s*(?:\d{4})?\s*$")


def looks_like_cablegate(cells: tuple[str, ...]) -> bool:
    """Whether a first row is one of such a table."""
    return len(cells) == WIDTH and cells[0].isascii() and cells[0].isdigit() and _DATE.fullmatch(cells[1]) is not None


def read_cablegate(given: Input) -> Iterator[Found]:
    """One cable a row; a row of another width is reported and the rest goes on."""
    try:
        for row in rows(given):
            yield _cable(row)
    except csv.Error:
        yield Unreadable(Reason.CORRUPT, "This table is damaged; the rows before the damage were kept.")


def _cable(row: Row) -> Found:
    if len(row.cells) != WIDTH:
        return Unreadable(Reason.CORRUPT, f"This row does not have {WIDTH} columns.", f"row-{row.number}")
    identity, date, reference, origin, classification, references, header, body = (clean(cell) for cell in row.cells)
    subject = _SUBJECT.search(body)
    fields = {
        "number": (reference.strip(),),
        "identity": (identity,),
        "classification": (squeeze(classification),),
        "references": tuple(_REFERENCE.findall(references)),
        "tags": tuple(tag.strip() for tag in re.split(r"[,\s]+", _found(_TAGS, body)) if tag.strip()),
        "info": _addressees(_INFO, header),
        "place": (_seat(squeeze(origin)),),
    }
    return Record(
        kind=Kind.CABLE,
        title=squeeze(subject[1]) if subject else reference.strip() or f"row-{row.number}",
        pages=(f"{header.strip()}\n\n{body.strip()}".strip().replace("\f", "\n"),),
        original=row.raw,
        media_type="text/csv",
        name=reference.strip() or f"row-{row.number}",
        date=_date(date),
        sender=(squeeze(origin),) if origin.strip() else (),
        recipients=_addressees(_TO, header),
        fields={key: values for key, values in fields.items() if any(values)},
    )


def _seat(origin: str) -> str:
    """The town a post is in, which its name says; a ministry, a mission or an agency names no place."""
    post = _POST.fullmatch(origin)
    return post[1] if post else ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _addressees(pattern: re.Pattern[str], header: str) -> tuple[str, ...]:
    lines = (_PRECEDENCE.sub("", line).strip() for line in _found(pattern, header).splitlines())
    return tuple(line for line in lines if line)


def _date(text: str) -> str | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    month, day, year, hour, minute = match.groups()
    found = f"{year}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute}:00"
    return found if edtf.is_edtf(found) else None
