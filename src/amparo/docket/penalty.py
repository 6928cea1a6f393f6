"""The greatest penalty that a law allows for one count: a term, or what no number of months can say.

Spec: specs/case.md, "Maxima". Pure; knows neither statutes nor cases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from amparo.errors import InputError


class Kind(StrEnum):
    """What kind of penalty is the greatest; from the mildest to the gravest, what is not known last."""

    FINE = "fine"
    TERM = "term"
    INDETERMINATE = "indeterminate"
    LIFE = "life"
    DEATH = "death"
    UNKNOWN = "unknown"


_GRAVITY = {kind: place for place, kind in enumerate(Kind)}
_TERM = re.compile(r"([1-9][0-9]{0,2}) years?(?: ([1-9][0-9]?) months?)?|([1-9][0-9]?) months?", re.ASCII)
_HINT = "Write 10 years, 18 months, 2 years 6 months, life, death, fine, indeterminate or unknown."


@dataclass(frozen=True, slots=True)
class Maximum:
    """One maximum. `months` is its length when it is a term, else 0.

    `fine`: the law allows no imprisonment. `indeterminate`: it allows imprisonment and sets no limit. `unknown`: the
    editor does not know the law's limit.
    """

    kind: Kind
    months: int = 0

    @property
    def years(self) -> int | None:
        """A term of whole years as that number; a fine is no years; None for anything else."""
        if self.kind is Kind.FINE:
            return 0
        return self.months // 12 if self.kind is Kind.TERM and self.months % 12 == 0 else None

    @property
    def gravity(self) -> tuple[int, int]:
        """Sorts maxima from the mildest to the gravest; what is unknown comes last."""
        return _GRAVITY[self.kind], self.months

    @property
    def text(self) -> str:
        """The spelling that `parse` reads."""
        if self.kind is not Kind.TERM:
            return self.kind.value
        years, months = divmod(self.months, 12)
        parts = ((years, "year"), (months, "month"))
        return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


def parse(text: str | int) -> Maximum:
    """A maximum from its text, or from a number of whole years; InputError for anything else."""
    if isinstance(text, int):
        return Maximum(Kind.TERM, text * 12) if text else Maximum(Kind.FINE)
    if text in tuple(Kind) and text != Kind.TERM:
        return Maximum(Kind(text))
    match = _TERM.fullmatch(text)
    if match is None:
        raise InputError("This is not a maximum as a case writes it.", _HINT)
    return Maximum(Kind.TERM, 12 * int(match[1] or 0) + int(match[2] or match[3] or 0))
