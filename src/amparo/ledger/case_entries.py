"""What the log says of a case: each published state of its record, each correction of it, and that it was withdrawn.

specs/release.md, "Entries of cases". The entries hold hashes and the words that explain a change; the record itself,
and with it every value, lies beside the log and can go when it must.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from amparo.errors import InputError
from amparo.ledger.canonical import Fields
from amparo.ledger.manifest import SHA256, SLUG, parse_day

CASE, CORRECTION, WITHDRAWAL = "amparo/case-state/v1", "amparo/case-correction/v1", "amparo/case-withdrawal/v1"
OUTCOMES = ("corrected", "withdrawn", "declined", "edited", "removed", "backdated")
"""What becomes of a fact: the first three as the case's own corrections say, the others without such a correction.

`backdated`: it was added as known on a day before the state of the record that did not have it.
"""
MOST_RECORD = 4 << 20
"""The most bytes a record has: case files are bounded more tightly (specs/case.md)."""

_WORDS = re.compile(r"[^\x00-\x1f\x7f]{1,4000}")
_ASKED = re.compile(r"[a-z]{1,32}")
_FACT = re.compile(r"[a-z_]{1,32}(?:/[a-z0-9-]{1,64}){0,2}")
_OUTCOME = re.compile("|".join(OUTCOMES))


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as it was published on a day: SHA-256 in hexadecimal and size of its record, its canonical JSON."""

    case: str
    title: str
    sha256: str
    size: int
    day: date


@dataclass(frozen=True, slots=True)
class CaseCorrection:
    """What became of one fact with a state of the record, that of SHA-256 `record`.

    `fact` is its path (`charges/c1`, `charges/c1/s2`, `title`); `correction` the correction in the record that says so,
    None when the editor changed the fact in place. `old` and `new` are the SHA-256 of its value before and of what
    stands instead, as canonical JSON (`case_record.value_hash`); `new` is None when nothing does, `old` when it was not
    there before. `asked` says who asked, where the record says it.
    """

    case: str
    record: str
    correction: str | None
    fact: str
    outcome: str
    old: str | None
    new: str | None
    reason: str
    asked: str | None
    day: date


@dataclass(frozen=True, slots=True)
class CaseWithdrawal:
    """A case taken out of view, all its states: why, on whose authority, when. Hashes and corrections stay logged."""

    case: str
    reason: str
    authority: str
    day: date


CaseEntry = CaseState | CaseCorrection | CaseWithdrawal
_TYPES: dict[type[CaseEntry], str] = {CaseState: CASE, CaseCorrection: CORRECTION, CaseWithdrawal: WITHDRAWAL}


def case_fields(entry: CaseEntry) -> dict[str, Any]:
    """The fields of an entry as JSON values, its type among them."""
    return asdict(entry) | {"day": entry.day.isoformat(), "type": _TYPES[type(entry)]}


def take_state(fields: Fields) -> CaseState:
    """A state from the fields of an entry."""
    state = CaseState(
        case=fields.text("case", pattern=SLUG),
        title=fields.text("title", pattern=_WORDS),
        sha256=fields.text("sha256", pattern=SHA256),
        size=fields.integer("size"),
        day=fields.parsed("day", parse_day),
    )
    if state.size > MOST_RECORD:
        raise InputError("A case's record is larger than one can be.")
    return state


def take_correction(fields: Fields) -> CaseCorrection:
    """A correction from the fields of an entry."""
    return CaseCorrection(
        case=fields.text("case", pattern=SLUG),
        record=fields.text("record", pattern=SHA256),
        correction=fields.optional_text("correction", pattern=SLUG),
        fact=fields.text("fact", pattern=_FACT),
        outcome=fields.text("outcome", pattern=_OUTCOME),
        old=fields.optional_text("old", pattern=SHA256),
        new=fields.optional_text("new", pattern=SHA256),
        reason=fields.text("reason", pattern=_WORDS),
        asked=fields.optional_text("asked", pattern=_ASKED),
        day=fields.parsed("day", parse_day),
    )


def take_withdrawal(fields: Fields) -> CaseWithdrawal:
    """A withdrawal from the fields of an entry."""
    return CaseWithdrawal(
        case=fields.text("case", pattern=SLUG),
        reason=fields.text("reason", pattern=_WORDS),
        authority=fields.text("authority", pattern=_WORDS),
        day=fields.parsed("day", parse_day),
    )
