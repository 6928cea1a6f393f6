"""Long lists in pages: which part is shown, and the addresses of the parts before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Paging:
    """`first` and `last` count from 1, both 0 for an empty list; `before` and `after` are addresses, or empty."""

    first: int
    last: int
    total: int
    before: str
    after: str


def paging(number: int, per_page: int, total: int, address: str) -> Paging:
    """The paging of page `number`, from 1; `address` ends where the number of a page goes."""
    first = (number - 1) * per_page + 1
    last = min(number * per_page, total)
    if first > total:
        first = last = 0
    return Paging(
        first=first,
        last=last,
        total=total,
        before=f"{address}{number - 1}" if number > 1 else "",
        after=f"{address}{number + 1}" if number * per_page < total else "",
    )


def paged(items: Sequence[_T], number: int, per_page: int, address: str) -> tuple[tuple[_T, ...], Paging]:
    """The items of page `number` and its paging."""
    return tuple(items[(number - 1) * per_page : number * per_page]), paging(number, per_page, len(items), address)
