"""Dated steps in their order, and which of them had happened by a day. Spec: specs/case.md, "Standing"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from amparo.docket.model import Step


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """By date; steps without one come first; of the same date, the order of the file."""
    return tuple(sorted(steps, key=_order))


def _order(step: Step) -> tuple[date, date]:
    return step.date.when.order if step.date else (date.min, date.min)


def in_sequence(steps: Sequence[Step]) -> tuple[Step, ...]:
    """As the file has them, except where dates leave no doubt that a step came before one that stands above it.

    Unlike `in_order` this never turns round two steps whose dates overlap: how long something lasted depends on it.
    """
    placed = list[Step]()
    for step in steps:
        settled = step.date.when.settled if step.date else date.min
        later = (place for place, one in enumerate(placed) if one.date and one.date.when.first > settled)
        placed.insert(next(later, len(placed)) if step.date else len(placed), step)
    return tuple(placed)


def happened(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that had begun by the end of a day without doubt, in order. A step without a date counts as past."""
    return tuple(step for step in in_order(steps) if step.date is None or step.date.when.begun_by(on))


def ahead(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that lie wholly after a day, in order."""
    return tuple(step for step in in_order(steps) if step.date is not None and step.date.when.first > on)


def latest(steps: Sequence[Step], on: date) -> Step | None:
    """The last step that had happened by a day."""
    past = happened(steps, on)
    return past[-1] if past else None
