"""Where each procedure stands on a day: its last decision, what is open, for how long, and what comes next.

Spec: specs/case.md, "Standing". Computed from the steps, never typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amparo.docket.deadlines import Deadline, deadlines
from amparo.docket.edtf import When
from amparo.docket.model import Case, Offer, Proceeding, Step
from amparo.docket.procedures import OFFER, Move, procedure
from amparo.docket.procedures import Procedure as Kind
from amparo.docket.steps import ahead, happened


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days, both ends included; not exact when a date is not. `most` is None when there is no limit."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked for: its answer if any, the days since it was asked, the days until it was answered."""

    step: Step
    move: Move
    answer: Step | None
    since: Days | None
    answered_after: Days | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A procedure on a day. `decided` is the last step that changed its standing, `move` what kind of step that is.

    `deadlines`: what a law makes due by when; `possible`: the kinds of steps that can come next.
    """

    procedure: Proceeding | Offer
    decided: Step | None
    move: Move | None
    requests: tuple[Request, ...]
    deadlines: tuple[Deadline, ...]
    possible: tuple[str, ...]
    next: Step | None

    @property
    def ended(self) -> bool:
        """Whether the procedure is over."""
        return self.move is not None and self.move.ends

    @property
    def due(self) -> tuple[Request, ...]:
        """Requests without an answer, oldest first; none once the procedure is over."""
        return () if self.ended else tuple(one for one in self.requests if one.answer is None)


def kind_of(one: Proceeding | Offer) -> Kind:
    """The table that a proceeding or an offer follows."""
    return procedure(one.kind, one.law) if isinstance(one, Proceeding) else OFFER


def standings(case: Case, on: date) -> tuple[Standing, ...]:
    """Every proceeding of a case on a day, in the order of the file."""
    return tuple(standing(proceeding, on) for proceeding in case.proceedings)


def standing(one: Proceeding | Offer, on: date) -> Standing:
    """Where one procedure stands on a day."""
    kind = kind_of(one)
    moves = kind.moves
    past = happened(one.steps, on)
    decided = next((step for step in reversed(past) if moves[step.kind].standing), None)
    later = ahead(one.steps, on)
    running = deadlines(kind, past)
    if decided is not None and moves[decided.kind].ends:
        running = tuple(limit for limit in running if limit.step is decided)
    return Standing(
        procedure=one,
        decided=decided,
        move=moves[decided.kind] if decided else None,
        requests=tuple(_request(step, moves[step.kind], past, on) for step in past if moves[step.kind].asks),
        deadlines=running,
        possible=_possible(kind, past),
        next=later[0] if later else None,
    )


def _possible(kind: Kind, past: Sequence[Step]) -> tuple[str, ...]:
    reached = next((step.kind for step in reversed(past) if not kind.moves[step.kind].beside), None)
    return kind.leads[reached] if reached else kind.opens


def _request(step: Step, move: Move, past: Sequence[Step], on: date) -> Request:
    answer = _answer(step, move, past)
    when = step.date.when if step.date else None
    after = between(when, answer.date.when.first, answer.date.when.settled) if when and answer and answer.date else None
    return Request(step, move, answer, days_since(when, on) if when else None, after)


def _answer(step: Step, move: Move, past: Sequence[Step]) -> Step | None:
    """The step that says it answers this one, else the first decision behind it that says of nothing that it does."""
    named = next((one for one in past if one.answers == step.known.id), None)
    behind = past[past.index(step) + 1 :]
    return named or next((one for one in behind if one.kind in move.answered and not one.answers), None)


def days_since(when: When, on: date) -> Days:
    """Days from a date to a day. A date that may lie after the day counts from the day itself."""
    return between(when, on, on)


def between(when: When, first: date, last: date) -> Days:
    """Days from a date to another that lies from `first` to `last`, never less than none."""
    most = None if when.first == date.min else max((last - when.first).days, 0)
    return Days(max((first - when.settled).days, 0), most)
