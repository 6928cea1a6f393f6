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
    """As the file has them, but for steps whose dates leave no doubt that they came before one above them."""
    return tuple(step for _, step in placed(steps, _order))


def placed(steps: Sequence[T], order: Callable[[T], Order | None]) -> list[tuple[Order, T]]:
    """Steps in order, with (settled, first) of each: one without a date stands behind the one above it in the file.

    A hearing in September that the file has above a judgment of 18 September came before it.
    """
    found, above, latest = list[tuple[Order, T]](), _FIRST, date.min
    for step in steps:
        above = order(step) or above
        # Most files are in order: then nothing is looked through, however many steps there are.
        later = (place for place, ((_, first), _) in enumerate(found) if first > above[0])
        found.insert(next(later) if latest > above[0] else len(found), (above, step))
        latest = max(latest, above[1])
    return found


def _order(step: Step) -> Order | None:
    return step.date.when.order if step.date else None


def happened(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that had begun by the end of a day without doubt, in order.

    A step without a date counts as past as soon as the dated step above it in the file does; with none above it, ever.
    """
    return tuple(step for (settled, _), step in placed(steps, _order) if settled <= on)


def ahead(steps: Sequence[Step], on: date) -> tuple[Step, ...]:
    """The steps that lie wholly after a day, in order."""
    return tuple(step for step in in_order(steps) if step.date is not None and step.date.when.first > on)
