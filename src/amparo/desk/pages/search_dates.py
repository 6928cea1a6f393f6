"""When the documents found were written: months counted by the index, drawn as bars and given as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from amparo.charts.histogram import Bar, histogram

_MOST_MONTHS = 36
_MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Dates:
    """`bars_svg` is an SVG of ours; `bars` are the same numbers, without those that are zero."""

    bars_svg: str
    bars: tuple[Bar, ...]


def dates_of(months: Sequence[tuple[str, int]], narrowed: Callable[[str], str]) -> Dates | None:
    """Bars by month while there are few, by year, by decade; None with fewer than two. `narrowed` gives the address
    of a date or a span of dates.
    """
    if not months:
        return None
    span = _place(months[-1][0]) - _place(months[0][0]) + 1
    years = span // 12 + 1
    length = 1 if span <= _MOST_MONTHS else 12 if years <= _MOST_BARS else 120 if years <= 10 * _MOST_BARS else 1200
    counts: dict[int, int] = {}
    for month, count in months:
        step = _place(month) // length
        counts[step] = counts.get(step, 0) + count
    steps = range(min(counts), max(counts) + 1)
    bars = [_bar(step, length, counts.get(step, 0), narrowed) for step in steps]
    if len(counts) < 2:
        return None
    picture = histogram(bars, label=f"Documents by date, {bars[0].name} to {bars[-1].name}")
    return Dates(picture, tuple(bar for bar in bars if bar.count))


def _place(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _bar(step: int, length: int, count: int, narrowed: Callable[[str], str]) -> Bar:
    year, month = divmod(step * length, 12)
    if length == 1:
        name = value = f"{year:04}-{month + 1:02}"
    elif length == 12:
        name = value = f"{year:04}"
    else:
        last = year + length // 12 - 1
        name, value = f"{year}–{last}", f"{max(year, 1):04}..{last:04}"
    return Bar(name, count, narrowed(value) if count else "")
