"""Ways of writing a query that other programs know, and that would find here what was not meant, or nothing: refused,
with the way it is written here. Spec: specs/query-language.md, "Errors".
"""

from __future__ import annotations

import re

from amparo.search.faults import QueryError

_NEARNESS = re.compile(r"(?:w|pre)/\d{1,4}", re.IGNORECASE)
_BARE_RANGE = re.compile(r"\d{1,4}(?:-\d{1,2}){0,2}\.\.(?:\d{1,4}(?:-\d{1,2}){0,2})?")
_QUOTED = re.compile('"[^"]*"|[\u201c\u201e\u00ab][^\u201c\u201d\u00bb]*[\u201c\u201d\u00bb]')
_SMALL = re.compile(r"(?<=\S\s)(?!AND|OR|NOT)(?i:and|or|not)(?=\s+\S)")


def remark(query: str) -> str:
    """What to say beside the hits of a query with a small `or`: it was looked for as a word. "" for nothing."""
    small = _SMALL.search(_QUOTED.sub('"', query))
    return f"{small[0]} was looked for as a word. As an operator write {small[0].upper()}." if small else ""


def refuse(run: str, field: str | None, position: int) -> None:
    """Raise QueryError for such a run of characters, behind a field or, for None, behind none."""
    if field is None and _NEARNESS.fullmatch(run):
        raise QueryError("Nearness is not written so.", 'Write "gas price"~5: at most 5 places from there.', position)
    if run == "|":
        raise QueryError("This sign alone is no operator.", "Write OR, or ||.", position)
    if field is None and _BARE_RANGE.fullmatch(run):
        hint = f"Write date:{run}, or another field of dates or numbers; as text, in quotation marks."
        raise QueryError("This range has no field.", hint, position)
    if field is not None and run[0] in "-!" and run[1:2].isalpha():
        raise QueryError("This sign stands before the field, not behind it.", f"Write -{field}:{run[1:]}.", position)
