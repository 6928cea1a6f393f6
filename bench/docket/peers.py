"""What the reader is measured beside: `dateparser`, and a regular expression for quotations. Neither is tuned."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateparser.search import search_dates

_VERBS = "said|says|told|added|wrote|stated|asked|explained|replied|tweeted"
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*"
_AFTER = re.compile(
    rf'"(?P<quote>[^"\n]+)"\s*(?:(?:{_VERBS}) (?P<late>{_NAME})|(?P<early>{_NAME}|[Hh]e|[Ss]he) (?:{_VERBS}))'
)
_BEFORE = re.compile(rf'(?P<who>{_NAME}|[Hh]e|[Ss]he) (?:{_VERBS})(?: that)?,?:?\s*"(?P<quote>[^"\n]+)"')


def dates_by_dateparser(text: str, written: date) -> list[tuple[str, tuple[date, date]]]:
    """Each expression dateparser finds, with the day it means (as first and last day)."""
    settings = {"RELATIVE_BASE": datetime(written.year, written.month, written.day), "PREFER_DATES_FROM": "past"}
    found = search_dates(text, languages=["en"], settings=settings) or []
    return [(words, (moment.date(), moment.date())) for words, moment in found]


def quotes_by_pattern(text: str) -> dict[int, str]:
    """Each quotation beside a verb of speaking: offset of its first character, and the words that name the speaker."""
    plain = text.replace("“", '"').replace("”", '"')
    found = {match.start("quote"): match["who"] for match in _BEFORE.finditer(plain)}
    return found | {match.start("quote"): match["late"] or match["early"] for match in _AFTER.finditer(plain)}
