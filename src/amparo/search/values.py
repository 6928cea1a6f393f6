"""What may stand behind `field:`: ranges of numbers and dates, types, features, languages. Text in, nodes out.

Spec: specs/query-language.md, "Numbers", "Dates", "Types", "What a document has".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as days

from amparo.search import families, features, fields
from amparo.search.dates import parse_days
from amparo.search.faults import QueryError
from amparo.search.nearest_name import nearest_name
from amparo.search.tree import Dated, Exact, HasDate, Node, Numbered

_BETWEEN = re.compile(
    r"(?P<open>[\[{])\s*(?P<low>[^\s\[\]{}]{1,40})\s+(?i:TO)\s+(?P<high>[^\s\[\]{}]{1,40})\s*(?P<close>[\]}])"
)
_COMPARED = re.compile(r"(?P<sign>>=|<=|>|<|=)(?P<value>.+)", re.DOTALL)
_NUMBER = re.compile(r"(?P<number>[+-]?\d{1,15}(?:\.\d{1,15})?)(?P<unit>[A-Za-z]{0,3})", re.ASCII)
_LANGUAGE = re.compile(r"(?P<code>[A-Za-z]{2,3})(?:-[A-Za-z0-9-]{1,30})?", re.ASCII)
_UNITS = {"": 1, "b": 1, "k": 10**3, "kb": 10**3, "m": 10**6, "mb": 10**6, "g": 10**9, "gb": 10**9} | {
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
}


def between(text: str, at: int) -> re.Match[str] | None:
    """`[10 TO 20]` or `{10 TO 20}` at this place of a query, as a match with open, low, high, close."""
    return _BETWEEN.match(text, at)


def is_range(run: str) -> bool:
    """Whether a run can only be meant as a range of numbers: it compares, or has two dots between numbers."""
    compared = _COMPARED.fullmatch(run)
    if compared:
        return _NUMBER.fullmatch(compared["value"]) is not None
    low, dots, high = run.partition("..")
    return bool(dots) and bool(low or high) and all(not end or _NUMBER.fullmatch(end) for end in (low, high))


def number_range(field: str, match: re.Match[str], position: int) -> Numbered:
    """The node of a match of `between`."""
    low, high = _bound(field, match["low"], position), _bound(field, match["high"], position)
    return _numbered(field, low, high, match["open"] == "{", match["close"] == "}", position)


def number(field: str, run: str, position: int) -> Numbered:
    """The node of `10`, `>=10`, `10..20`, `10..`. Raises QueryError."""
    compared = _COMPARED.fullmatch(run)
    if compared:
        value, sign = _bound(field, compared["value"], position), compared["sign"]
        low = value if sign in (">", ">=", "=") else None
        high = value if sign in ("<", "<=", "=") else None
        return _numbered(field, low, high, sign == ">", sign == "<", position)
    first, dots, last = run.partition("..")
    low = _bound(field, first or "*", position)
    high = _bound(field, last or "*", position) if dots else low
    return _numbered(field, low, high, False, False, position)


def _numbered(field: str, low: float | None, high: float | None, above: bool, below: bool, position: int) -> Numbered:
    if low is not None and high is not None and low > high:
        raise QueryError("This range runs backwards.", "Write the smaller number first.", position)
    return Numbered(field, low, high, above, below, position)


def _bound(field: str, text: str, position: int) -> float | None:
    if text == "*":
        return None
    match = _NUMBER.fullmatch(text)
    factor = _UNITS.get(match["unit"].lower()) if match else None
    if match is None or factor is None or (match["unit"] and field != "size"):
        example = "size:>=2MB or size:10kB..2MB" if field == "size" else "pages:20, pages:>=20 or pages:[10 TO 20]"
        raise QueryError("This is not a number or a range of numbers.", f"Write {example}.", position)
    return float(match["number"]) * factor


def dates(match: re.Match[str], position: int) -> Node:
    """The node of a match of `between` behind `date:`; `{` and `}` leave out the day, month or year they stand by."""
    low, high = match["low"], match["high"]
    first = None if low == "*" else parse_days(f">{low}" if match["open"] == "{" else low)
    last = None if high == "*" else parse_days(f"<{high}" if match["close"] == "}" else high)
    if (low != "*" and first is None) or (high != "*" and last is None):
        raise _no_date(position)
    if first is None and last is None:
        return HasDate(position)
    begin = first[0] if first else days.min
    end = last[1] if last else days.max
    if begin > end:
        hint = "Write the earlier date first; a brace leaves its end out."
        raise QueryError("There is no day in this range.", hint, position)
    return Dated(begin, end, position)


def date(run: str, position: int) -> Node:
    """The node of `1974-05`, `1974..1975`, `<1974`, `*`. Raises QueryError."""
    if run == "*":
        return HasDate(position)
    found = parse_days(run)
    if found is None:
        first, dots, last = run.partition("..")
        if dots and ".." not in last and parse_days(first) and parse_days(last):
            raise QueryError("This range runs backwards.", "Write the earlier date first.", position)
        raise _no_date(position)
    return Dated(*found, position)


def _no_date(position: int) -> QueryError:
    hint = "Write date:2020, date:2020-01, date:2020-01-31, date:2020-01..2020-03, date:2020.. or date:<2020-02."
    return QueryError("This is not a date or a range of dates.", hint, position)


def exact(field: str, value: str, position: int) -> Node:
    """The node of a value compared as a whole. Raises QueryError for one that no document can have."""
    if field == "type" and value != "*":
        return _type(value, position)
    if field == "has":
        return _has(value, position)
    if field == "kind" and value != "*":
        return _kind(value, position)
    if "*" in value[1:] or (value[:1] == "*" and len(value) > 1):
        hint = f"Write the whole value, or {field}:* for any."
        raise QueryError("This field is compared as a whole.", hint, position)
    if field == "lang" and value != "*":
        match = _LANGUAGE.fullmatch(value)
        if match is None:
            hint = "Write its code of two or three letters: lang:en, lang:de, lang:ru; lang:* is any."
            raise QueryError("This is not the code of a language.", hint, position)
        return Exact(match["code"].lower(), field, position)
    return Exact(value, field, position)


def _meant(field: str, value: str, names: Iterable[str]) -> str:
    near = nearest_name(value, names)
    return f"Did you mean {field}:{near}? " if near else ""


def _type(value: str, position: int) -> Exact:
    found = families.meaning(value)
    if found is None:
        known = ", ".join((*families.FAMILIES, *families.KINDS))
        meant = _meant("type", value, families.names())
        hint = f"{meant}Types are {known}; endings such as docx and media types such as application/pdf are taken too."
        raise QueryError("There is no such type.", hint, position)
    return Exact(found[1], found[0], position)


def _kind(value: str, position: int) -> Exact:
    known = (*families.KINDS, "mail")
    if value.lower() not in known:
        hint = f"{_meant('kind', value, known)}Kinds are {', '.join(sorted(known))}."
        raise QueryError("There is no such kind of document.", hint, position)
    return Exact(value, "kind", position)


def _has(value: str, position: int) -> Node:
    if value.lower() == "date":
        return HasDate(position)
    found = features.meaning(value)
    if found is None:
        known = ", ".join(("date", *features.SPECIAL))
        meant, such = _meant("has", value, features.names()), ", ".join(fields.WORDS[2:6])
        hint = f"{meant}Write has: with one of {known}, or the name of a field such as {such}."
        raise QueryError("There is no such thing to have.", hint, position)
    return Exact(found, "has", position)
