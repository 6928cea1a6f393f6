"""Ways of writing a query that other programs know, and that would find here what was not meant, or nothing: refused,
with the way it is written here. Spec: specs/query-language.md, "Errors".
"""

from __future__ import annotations

import re

from amparo.search import fields
from amparo.search.analysis import is_open_between, words
from amparo.search.faults import QueryError
from amparo.search.nearest_name import nearest_name

_NEARNESS = re.compile(r"(?:w|pre)/\d{1,4}", re.IGNORECASE)
_BARE_RANGE = re.compile(r"\d{1,4}(?:-\d{1,2}){0,2}\.\.(?:\d{1,4}(?:-\d{1,2}){0,2})?")
_LONE_TILDE = re.compile(r"~\d*")
_JOINED = re.compile(r"[^&|]+(?P<sign>&&|\|\|)[^&|]+")
_QUOTED = re.compile('"[^"]*"|[\u201c\u201e\u00ab][^\u201c\u201d\u00bb]*[\u201c\u201d\u00bb]')
_SMALL = re.compile(r"(?<=\S\s)(?!AND|OR|NOT)(?i:and|or|not)(?=\s+\S)")


def remark(query: str) -> str:
    """What to say beside the hits of a query with a small `or`: it was looked for as a word. "" for nothing."""
    small = _SMALL.search(_QUOTED.sub('"', query))
    return f"{small[0]} was looked for as a word. As an operator write {small[0].upper()}." if small else ""


def refuse(run: str, field: str | None, position: int) -> None:
    """Raise QueryError for such a run of characters, behind a field or, for None, behind none."""
    if _LONE_TILDE.fullmatch(run):
        hint = 'Write it directly behind: word~1, or "two words"~5.'
        raise QueryError("This ~ belongs to no word.", hint, position)
    if joined := _JOINED.fullmatch(run):
        hint = "Put blanks around it; as text, put all in quotation marks."
        raise QueryError("This operator stands inside a word.", hint, position + joined.start("sign"))
    if field is not None and run in ("AND", "OR", "NOT"):
        raise QueryError("This operator stands behind a field.", f"Write {run} before the field.", position)
    if field is None and _NEARNESS.fullmatch(run):
        raise QueryError("Nearness is not written so.", 'Write "gas price"~5: at most 5 places from there.', position)
    if run == "|":
        raise QueryError("This sign alone is no operator.", "Write OR, or ||.", position)
    if field is None and _BARE_RANGE.fullmatch(run):
        hint = f"Write date:{run}, or another field of dates or numbers; as text, in quotation marks."
        raise QueryError("This range has no field.", hint, position)
    if field is not None and run[0] in "-!" and run[1:2].isalpha():
        raise QueryError("This sign stands before the field, not behind it.", f"Write -{field}:{run[1:]}.", position)


def refuse_several(text: str, position: int) -> None:
    """Raise QueryError for a misspelling of several words at once: all of them would have to be as written."""
    if len(words(text)) > 1:
        hint = "Put a ~ behind each, with blanks between; scripts without spaces have none."
        raise QueryError("A misspelling is looked for in one word.", hint, position)


def refuse_open(text: str, position: int) -> None:
    """Raise QueryError for `*` between characters of a script without spaces, each of which is a word."""
    if is_open_between(text):
        hint = 'Write how many there may be at most: "東 都"~3; ? is one.'
        raise QueryError("A * cannot stand between characters of this script.", hint, position)


def no_field(name: str) -> str:
    """What to say of a field that there is not."""
    near = nearest_name(name, fields.NAMES)
    meant = f"Did you mean {near}:? " if near else ""
    return (
        f"{meant}Fields are {', '.join(sorted(fields.KNOWN))}. To search a text with a colon, put it in quotation "
        "marks. A number of a record is written with a sign: killed:=3."
    )
