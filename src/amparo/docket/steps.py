"""Dated steps in their order, and which of them had happened by a day. Spec: specs/case.md, "Standing"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from amparo.docket.model import Step

Order = tuple[date, date]
_FIRST: Order = (date.min, date.min)
T = TypeVar("T")


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """By date; of the same date, and where a step has none, the order of the file."""
    return tuple(step for _, step in placed(steps, _order))


def placed(steps: Sequence[T], order: Callable[[T], Order | None]) -> list[tuple[Order, T]]:
    """Steps in order, with what they are sorted by: one without a date stands behind the one above it in the file."""
    found, above = list[tuple[Order, T]](), _FIRST
    for step in steps:
        above = order(step) or above
        found.append((above, step))
    return sorted(found, key=lambda one: one[0])


def _order(step: Step) -> Order | None:
    return step.date.when.order if step.date else None


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
    """The steps that had begun by the end of a day without doubt, in order.

    A step without a date counts as past as soon as the dated step above it in the file does; with none above it, ever.
    """
    return tuple(step for (settled, _), step in placed(steps, _order) if settled <= on)


def ahead(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that lie wholly after a day, in order."""
    return tuple(step for step in in_order(steps) if step.date is not None and step.date.when.first > on)
