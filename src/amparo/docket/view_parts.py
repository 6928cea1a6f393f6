"""The parts that views of a case are made of: dates, numbers of days, actors, and procedures with their steps.

Plain frozen data as in `view_model`, whose keys are stable. Spec: specs/case.md, "The JSON twin".
"""

from __future__ import annotations

from dataclasses import dataclass

from amparo.docket.footnotes import Marks


@dataclass(frozen=True, slots=True)
class DateView:
    """A date: EDTF, the days it may mean (ISO 8601, null for an open end), in words, and how it came about."""

    edtf: str
    first: str | None
    last: str | None
    precision: str
    uncertain: bool
    words: str
    written: str
    inferred: str


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days, `least` to `most` (null: no limit), and in words."""

    least: int
    most: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of the case."""

    id: str
    kind: str
    name: str
    role: str
    capacity: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class StepView:
    """A step. `asks`: what it asks for, unanswered for `open_for`; `answered_after`: how long an answer took."""

    id: str
    kind: str
    name: str
    what: str
    date: DateView | None
    by: str
    to: str
    asks: str
    open_for: Span | None
    answered_after: Span | None
    since: Span | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """What a law makes due: the last day (`first` to `last` when dates are not exact), in words, and the rule.

    `left`: days until then, or none when it is past; `passed`: it is over without doubt. `right`: something that may be
    done until then, not a duty.
    """

    due: str
    first: str
    last: str
    words: str
    passed: bool
    left: Span | None
    right: bool
    note: str
    rule: str
    address: str
    step: str


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """A proceeding or an offer on the day: `standing` in words, since when, what is due, what comes next.

    `kind_name`: what the kind of procedure is called; `law`: the law whose rules it follows, or empty; `deadlines`:
    what that law makes due by when; `possible`: the steps that can come next, by kind and name.
    """

    id: str
    kind: str
    kind_name: str
    law: str
    title: str
    person: str
    by: str
    to: str
    standing: str
    since: DateView | None
    ended: bool
    due: tuple[StepView, ...]
    deadlines: tuple[DeadlineView, ...]
    possible: tuple[tuple[str, str], ...]
    next: StepView | None
    steps: tuple[StepView, ...]
    marks: Marks
