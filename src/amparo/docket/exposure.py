"""The greatest penalty that the counts of a case could add up to, and how it comes about.

Spec: specs/case.md, "Exposure". Arithmetic, not forecast: each count's statutory maximum as if served in full, one
after another. Counts that were dropped or ended in acquittal are left out, and listed as left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from amparo.docket.model import Case, Charge, Statute
from amparo.docket.procedures import CHARGE
from amparo.docket.statutes import BY_ID
from amparo.docket.steps import latest


@dataclass(frozen=True, slots=True)
class Term:
    """One charge of the sum: `years` is counts × maximum; `counted` is false when it threatens no more."""

    charge: Charge
    statute: Statute
    status: str
    counted: bool

    @property
    def years(self) -> int:
        """What all counts of this charge add to the sum, in years."""
        return self.charge.counts * self.statute.maximum_years


@dataclass(frozen=True, slots=True)
class Exposure:
    """The sum and its terms, in the order of the file."""

    terms: tuple[Term, ...]

    @property
    def counted(self) -> tuple[Term, ...]:
        """The terms that are in the sum."""
        return tuple(term for term in self.terms if term.counted)

    @property
    def years(self) -> int:
        """The sum, in years."""
        return sum(term.years for term in self.counted)

    @property
    def counts(self) -> int:
        """How many counts are in the sum."""
        return sum(term.charge.counts for term in self.counted)

    @property
    def derivation(self) -> str:
        """The sum as arithmetic: `17 × 10 + 1 × 5 = 175`; empty when no count threatens."""
        if not self.counted:
            return ""
        parts = (f"{term.charge.counts} × {term.statute.maximum_years}" for term in self.counted)
        return f"{' + '.join(parts)} = {self.years}"


def exposure(case: Case, on: date) -> Exposure:
    """What the charges of a case amount to on a day."""
    return Exposure(tuple(_term(charge, case.statutes, on) for charge in case.charges if _begun(charge, on)))


def _begun(charge: Charge, on: date) -> bool:
    return latest(charge.steps, on) is not None


def _term(charge: Charge, own: Iterable[Statute], on: date) -> Term:
    statute = next((one for one in own if one.id == charge.statute), None) or BY_ID[charge.statute]
    step = latest(charge.steps, on)
    move = CHARGE[step.kind] if step else CHARGE["pending"]
    return Term(charge, statute, move.standing, counted=not move.ends)
