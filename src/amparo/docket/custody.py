"""How many days a person has been held, from the steps of the proceedings about detention.

Spec: specs/case.md, "Days in detention". Every day begun in custody counts, the first and the last too; a day counts
once, however many proceedings hold the person. Dates that are not exact give the fewest and the most days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.docket.model import Case, FactId, Proceeding, Step
from amparo.docket.procedures import procedure
from amparo.docket.standing import Days
from amparo.docket.steps import in_order

_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Spell:
    """One time in custody: the step that began it, the one that ended it, if any, and the day asked about."""

    begun: Step
    ended: Step | None
    until: date

    @property
    def surely(self) -> tuple[date, date] | None:
        """The days it lasted without doubt, first and last; None when none is sure."""
        if self.begun.date is None or self.begun.date.when.settled > self.until:
            return None
        first = self.begun.date.when.settled
        last = min(self.ended.date.when.first if self.ended and self.ended.date else self.until, self.until)
        return (first, last) if first <= last else None

    @property
    def possibly(self) -> tuple[date, date] | None:
        """The days it may have lasted; None when it had not begun by then."""
        if self.begun.date is None or self.begun.date.when.first > self.until:
            return None
        last = min(self.ended.date.when.settled if self.ended and self.ended.date else self.until, self.until)
        first = self.begun.date.when.first
        return first, max(first, last)


@dataclass(frozen=True, slots=True)
class Custody:
    """The time a person has been held by a day; `held`: whether the last that is known is custody."""

    person: FactId
    days: Days
    held: bool
    spells: tuple[Spell, ...]


def custody(case: Case, on: date) -> tuple[Custody, ...]:
    """The time in custody of each person with proceedings about detention, in the order of the file."""
    about = [one for one in case.proceedings if one.kind == "detention"]
    persons = dict.fromkeys(person for one in about for person in one.persons)
    return tuple(_of(person, [one for one in about if person in one.persons], on) for person in persons)


def _of(person: FactId, about: Sequence[Proceeding], on: date) -> Custody:
    spells = tuple(spell for one in about for spell in _spells(one, on))
    sure = [days for spell in spells if (days := spell.surely)]
    possible = [days for spell in spells if (days := spell.possibly)]
    begun = any(_happened(step, on) for spell in spells for step in (spell.begun, spell.ended))
    least = max(_covered(sure), 1 if begun else 0)
    # A record that begins with a review or a transfer does not say since when.
    endless = any(first == date.min for first, _ in possible) or any(one.begun.kind != "detained" for one in spells)
    most = None if endless else _covered(possible)
    return Custody(person, Days(least, most), any(_lasts(spell) for spell in spells), spells)


def _spells(one: Proceeding, on: date) -> Iterator[Spell]:
    """The spells of one proceeding that may have begun by a day. Steps without a date begin and end nothing."""
    moves = procedure(one.kind, one.law).moves
    begun: Step | None = None
    for step in in_order([step for step in one.steps if step.date]):
        turn = moves[step.kind].custody
        if turn == "begins" and begun is None:
            begun = step
        elif turn == "ends" and begun is not None:
            yield from _begun_by(Spell(begun, step, on))
            begun = None
    if begun is not None:
        yield from _begun_by(Spell(begun, None, on))


def _begun_by(spell: Spell) -> Iterator[Spell]:
    if spell.possibly is not None:
        yield spell


def _lasts(spell: Spell) -> bool:
    return _happened(spell.begun, spell.until) and not _happened(spell.ended, spell.until)


def _happened(step: Step | None, on: date) -> bool:
    return step is not None and step.date is not None and step.date.when.begun_by(on)


def _covered(spans: Iterable[tuple[date, date]]) -> int:
    """How many days spans of days cover together."""
    days, end = 0, date.min
    for first, last in sorted(spans):
        start = max(first, end + _DAY) if days else first
        if last >= start:
            days += (last - start).days + 1
            end = last
    return days
