"""The greatest penalty that the counts of a case could add up to, and how it comes about.

Spec: specs/case.md, "Exposure". Arithmetic, not forecast: each count's statutory maximum as if served in full, one
after another (`months` and what no months can say), and all at the same time (`longest`). Counts that threaten no more
(dropped, dismissed, ended in acquittal, pardoned…) are left out, and listed as left out, with the step that ended them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amparo.docket.counts import Moved, spread
from amparo.docket.edtf import When
from amparo.docket.model import Case, Charge, FactId, Penalty, Statute, Step
from amparo.docket.penalty import Kind, Maximum
from amparo.docket.procedures import CHARGE
from amparo.docket.statutes import BY_ID, holding, holding_on
from amparo.docket.steps import happened, in_order


class By(StrEnum):
    """The day whose law sets the maximum: that of the offence, else that of the charge, else the newest law."""

    OFFENCE = "offence"
    CHARGE = "charge"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Term:
    """Counts of one charge that stand alike, by the same `step`: `counted` is false when they threaten no more.

    `penalty` is the law that was in force, by the day `by` says; of several that may have been (`others`), the gravest.
    """

    charge: Charge
    counts: int
    step: Step
    statute: Statute
    penalty: Penalty
    by: By
    others: tuple[Penalty, ...]
    status: str
    counted: bool

    @property
    def maximum(self) -> Maximum:
        """The maximum of one count."""
        return self.penalty.maximum

    @property
    def months(self) -> int:
        """What these counts add to the sum, in months; 0 when no months can say it."""
        return self.counts * self.maximum.months


@dataclass(frozen=True, slots=True)
class Exposure:
    """The sum and its terms, in the order of the file."""

    terms: tuple[Term, ...]

    @property
    def persons(self) -> tuple[FactId, ...]:
        """Who is charged, in the order of the file. Sums are of one person: nobody serves another's term."""
        return tuple(dict.fromkeys(term.charge.against for term in self.terms))

    def of(self, person: FactId) -> Exposure:
        """The terms of one person."""
        return Exposure(tuple(term for term in self.terms if term.charge.against == person))

    @property
    def counted(self) -> tuple[Term, ...]:
        """The terms that are in the sum."""
        return tuple(term for term in self.terms if term.counted)

    @property
    def left_out(self) -> tuple[Term, ...]:
        """The terms that were charged and are in the sum no more."""
        return tuple(term for term in self.terms if not term.counted)

    @property
    def months(self) -> int:
        """The terms of imprisonment one after another, in months."""
        return sum(term.months for term in self.counted)

    @property
    def years(self) -> int:
        """The whole years of `months`."""
        return self.months // 12

    @property
    def counts(self) -> int:
        """How many counts are in the sum."""
        return sum(term.counts for term in self.counted)

    @property
    def longest(self) -> Maximum | None:
        """The gravest maximum of one count that is known: what is left when all run at the same time."""
        known = (term.maximum for term in self.counted if term.maximum.kind is not Kind.UNKNOWN)
        return max(known, key=lambda one: one.gravity, default=None)

    @property
    def exact(self) -> bool:
        """Whether whole years say all of it: nothing beyond terms and fines, and no odd months."""
        return self.months % 12 == 0 and all(term.maximum.kind in (Kind.TERM, Kind.FINE) for term in self.counted)

    def counts_of(self, kind: Kind) -> int:
        """How many counts of the sum threaten a penalty of one kind."""
        return sum(term.counts for term in self.counted if term.maximum.kind is kind)


def exposure(case: Case, on: date) -> Exposure:
    """What the charges of a case amount to on a day."""
    return Exposure(tuple(term for charge in case.charges for term in _terms(charge, case.statutes, on)))


def _terms(charge: Charge, own: Iterable[Statute], on: date) -> Iterator[Term]:
    """The counts that have been charged by a day, together as long as they stand alike; those that stand first."""
    steps = happened(charge.steps, on)
    shares = spread(charge.counts, [Moved(step.kind, step.counts) for step in steps]).shares
    terms = [_term(charge, one.counts, steps[one.step], own) for one in shares if one.step is not None]
    yield from sorted(terms, key=lambda term: not term.counted)


def _term(charge: Charge, counts: int, step: Step, own: Iterable[Statute]) -> Term:
    statute = next((one for one in own if one.id == charge.statute), None) or BY_ID[charge.statute]
    move = CHARGE.moves[step.kind]
    by, penalties = in_force(charge, statute)
    gravest = max(penalties, key=lambda one: one.maximum.gravity)
    others = tuple(one for one in penalties if one is not gravest)
    return Term(charge, counts, step, statute, gravest, by, others, move.standing, counted=not move.ends)


def in_force(charge: Charge, statute: Statute) -> tuple[By, tuple[Penalty, ...]]:
    """The penalties that may have been in force, and by which day. The newest when none held on a day we know."""
    if charge.offence_date and (held := holding_on(statute, charge.offence_date.when)):
        return By.OFFENCE, held
    if (day := _charged(charge)) and (held := holding(statute, day.settled, day.settled)):
        return By.CHARGE, held
    return By.NEWEST, statute.penalties[-1:]


def _charged(charge: Charge) -> When | None:
    """When the charge was brought, as far as its steps say: of a date with an open start, its last day."""
    return next((step.date.when for step in in_order(charge.steps) if step.date), None)
