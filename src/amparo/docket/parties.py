"""What the parties of a docket are, told by their names, and which of them is accused. Pure; proposals of an import.

Spec: specs/case.md, "Import and export". Behind the first comma of a party's name stands its office, its legal form or
its place: `JOHN COUGHLIN, Senior Judge`, `THEODORE D'APUZZO, P.A.`, `WINDHAM, NH`. Who acts in an office is sued for
what the office did; such a party is accused of nothing.
"""

from __future__ import annotations

import re

_STATE = re.compile(
    r"(?:USA|United States(?: of America)?|(?:State|Commonwealth|Republic|Kingdom) of .+|(?:The )?People|Rex|Regina|R)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:inc|llc|llp|ltd|lp|pa|pc|corp|corporation|company|co|bank|trust|association|university|college|institute"
    r"|foundation|union|county|city|town|department|agency|board|commission|council|committee|office|bureau|center"
    r"|centre|project|society|church|diocese|coalition|plaintiffs|press|news|states?|government|district|authority"
    r"|service|partners|group|sealed)\b",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r"\s*(?:inc|incorporated|l\.?l\.?c|l\.?l\.?p|ltd|l\.?p|p\.?a|p\.?c|p\.?l\.?l\.?c|corp|s\.?a|n\.?a|a\.?g|gmbh)\.?\s*",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s*[A-Z]{2}\s*")
_OFFICE = re.compile(
    r"\b(?:judge|justice|magistrate|attorney general|secretary|president|governor|mayor|minister|commissioner|director"
    r"|administrator|warden|sheriff|chief|superintendent|trustee|clerk|prosecutor|(?:county|district|state|city"
    r"|u\.?s\.?|united states) attorney|official capacit(?:y|ies)|officer)\b",
    re.IGNORECASE,
)
REGISTRATION = re.compile(r"(?<!\s)\s*\(#[\w-]+\)")
"""The number that a prison gives a person, as dockets write it behind the name. It is private: nobody keeps it."""
_SIDES = re.compile(r"^In re:?\s+|\s+v\.?\s+")


def kind_of(name: str) -> str:
    """What a party is: `person`, `state` or `organisation`."""
    head, _, tail = name.strip().partition(",")
    if _STATE.fullmatch(name.strip()):
        return "state"
    forms = _LEGAL_FORM.fullmatch(tail) or _PLACE.fullmatch(tail)
    return "organisation" if forms or _ORGANISATION.search(head) else "person"


def official(name: str) -> bool:
    """Whether a party stands in court for an office."""
    return _OFFICE.search(name.partition(",")[2]) is not None


def accused(name: str, part: str) -> bool:
    """Whether a party is a natural person who defends for themselves, and for no office."""
    return kind_of(name) == "person" and "defendant" in part.lower() and not official(name)


def sides(case_name: str) -> tuple[str, ...]:
    """The names between the parties' `v.`; of a matter `In re` the one it is about."""
    return tuple(side.strip() for side in _SIDES.split(" ".join(case_name.split())) if side.strip())


def prosecuted(case_name: str) -> str:
    """Whom a state stands against in the name of a criminal case: one person; empty for anything else."""
    named = sides(case_name)
    alone = len(named) == 2 and kind_of(named[0]) == "state" and kind_of(named[1]) == "person"
    return named[1] if alone and not re.search(r"\bet al\b|\band\b|&", named[1]) else ""
