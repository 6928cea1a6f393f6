"""Ways of writing a query that other programs know, and that would find here what was not meant, or nothing: refused,
with the way it is written here. Spec: specs/query-language.md, "Errors".
"""

from __future__ import annotations

import re

from amparo.search.faults import QueryError

_NEARNESS = re.compile(r"(?:w|pre)/\d{1,4}", re.IGNORECASE)
_BARE_RANGE = re.compile(r"\d{1,4}(?:-\d{1,2}){0,2}\.\.(?:\d{1,4}(?:-\d{1,2}){0,2})?")


def refuse(run: str, field: str | None, position: int) -> None:
    """Raise QueryError for such a run of characters, behind a field or, for None, behind none."""
    if field is None and _NEARNESS.fullmatch(run):
        raise QueryError("Nearness is not written so.", 'Write "gas price"~5: at most 5 places from there.', position)
    if field is None and _BARE_RANGE.fullmatch(run):
        hint = f"Write date:{run}, or another field of dates or numbers; as text, in quotation marks."
        raise QueryError("This range has no field.", hint, position)
    if field is not None and run[0] in "-!" and run[1:2].isalpha():
        raise QueryError("This sign stands before the field, not behind it.", f"Write -{field}:{run[1:]}.", position)
