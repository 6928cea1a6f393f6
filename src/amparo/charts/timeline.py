"""A timeline: numbered events in lanes above one axis, for dates that may be inexact (a day, a month, a range).

Across, everything is in per cent of the width and down in pixels, so the picture grows with its column while its words
keep their size: it can be read on a phone and needs no second drawing for a wide page. A round mark is one day, a long
one the days that a date may mean, an open one is uncertain; so no meaning hangs on colour. The numbers lead to a list
that stands beside the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from amparo.charts import svg

_ROW = 26.0  # pixels: a mark and the air below it
_HEAD = 22.0  # the name of a lane
_FOOT = 26.0  # the axis and its years
_RADIUS = 11.0
_EDGE = 6.0  # per cent left free at both ends, so that a mark at an end is whole
_APART = 8.0  # per cent: marks nearer than this get a row of their own
_MOST_ROWS = 3  # of one lane
_TICKS = 5
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)  # months between ticks
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its number in the list, its lane, the first and last day it may mean (None: open), what it is."""

    number: int
    lane: str
    first: date | None
    last: date | None
    words: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """Events of one lane and one date, drawn as one; `left` and `right` in per cent of the width."""

    left: float
    right: float
    numbers: tuple[int, ...]
    words: str
    uncertain: bool
    exact: bool

    @property
    def label(self) -> str:
        """What stands in the mark."""
        return _numbers(self.numbers)

    def with_(self, other: _Mark) -> _Mark:
        """Both as one long mark."""
        numbers = tuple(sorted((*self.numbers, *other.numbers)))
        words, unsure = f"{self.words}; {other.words}", self.uncertain and other.uncertain
        return _Mark(self.left, max(self.right, other.right), numbers, words, unsure, exact=False)


class _Axis:
    """Days to per cent of the width."""

    def __init__(self, events: Sequence[Event]) -> None:
        days = [day for event in events for day in (event.first, event.last) if day is not None]
        self.first = min(days, default=date(2000, 1, 1))
        self.last = max(days, default=self.first)

    def at(self, day: date | None, otherwise: float) -> float:
        """Where a day lies; `otherwise` for an open end."""
        if day is None:
            return otherwise
        whole = (self.last - self.first).days
        share = (day - self.first).days / whole if whole else 0.5
        return _EDGE + share * (100 - 2 * _EDGE)

    def ticks(self) -> list[tuple[float, str]]:
        """At most `_TICKS` dates with their words, on whole months or years."""
        months = [self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month - 1]
        step = next((step for step in _STEPS if (months[1] - months[0]) / step <= _TICKS - 1), _STEPS[-1])
        start = -(-months[0] // step) * step
        ticks = [(date(month // 12, month % 12 + 1, 1), month) for month in range(start, months[1] + 1, step)]
        return [(self.at(day, 0), _tick_words(day, step)) for day, _ in ticks if self.first <= day <= self.last]


def _tick_words(day: date, step: int) -> str:
    return str(day.year) if step % 12 == 0 else f"{_SHORT[day.month - 1]} {day.year}"


def timeline(events: Sequence[Event], lanes: Sequence[tuple[str, str]], *, label: str) -> str:
    """An `<svg>` of the events. `lanes` are (key, name) from top to bottom; lanes without events are left out.

    `label` says in words what is shown. No events give an empty text.
    """
    if not events:
        return ""
    axis, top, drawn = _Axis(events), 0.0, []
    for key, name in lanes:
        marks = _marks([event for event in events if event.lane == key], axis)
        if marks:
            lane, top = _lane(name, marks, top)
            drawn.append(lane)
    return _picture(label, top, _grid(axis, top), *drawn)


def _picture(label: str, top: float, *children: str) -> str:
    return svg.element(
        "svg",
        svg.element("title", svg.text(label)),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_="fluid",
        role="img",
        aria_label=label,
        width="100%",
        height=top + _FOOT,
    )


def _marks(events: Sequence[Event], axis: _Axis) -> list[_Mark]:
    """One mark a date, from left to right."""
    ordered = sorted(events, key=lambda event: (event.first or date.min, event.last or date.max, event.uncertain))
    groups = groupby(ordered, key=lambda event: (event.first, event.last, event.uncertain))
    return [_mark(first, last, uncertain, list(group), axis) for (first, last, uncertain), group in groups]


def _mark(first: date | None, last: date | None, uncertain: bool, group: list[Event], axis: _Axis) -> _Mark:
    words = "; ".join(f"{event.number}. {event.words}" for event in group)
    numbers = tuple(sorted(event.number for event in group))
    left, right = axis.at(first, _EDGE / 2), axis.at(last, 100 - _EDGE / 2)
    return _Mark(left, right, numbers, words, uncertain, first == last)


def _numbers(numbers: Sequence[int]) -> str:
    """`4`, `4–7` for a run, `4 +2` for others that a mark has no room to name."""
    if len(numbers) == 1:
        return str(numbers[0])
    run = numbers[-1] - numbers[0] == len(numbers) - 1
    return f"{numbers[0]}–{numbers[-1]}" if run else f"{numbers[0]} +{len(numbers) - 1}"


def _lane(name: str, marks: Sequence[_Mark], top: float) -> tuple[str, float]:
    """A lane as markup, and where the next one begins."""
    rows = _rows(marks)
    drawn = [svg.element("text", svg.text(name), x=0, y=top + _HEAD - 7, class_="lane")]
    for number, row in enumerate(rows):
        drawn += [_drawn(mark, top + _HEAD + number * _ROW + _RADIUS) for mark in row]
    return svg.element("g", *drawn), top + _HEAD + len(rows) * _ROW + 4


def _rows(marks: Sequence[_Mark]) -> list[list[_Mark]]:
    """Marks set into rows so that none touches another; where too many crowd, they become one with their neighbour."""
    rows: list[list[_Mark]] = []
    for mark in marks:
        free = next((row for row in rows if mark.left - row[-1].right >= _APART), None)
        if free is not None:
            free.append(mark)
        elif len(rows) < _MOST_ROWS:
            rows.append([mark])
        else:
            rows[-1][-1] = rows[-1][-1].with_(mark)
    return rows


def _drawn(mark: _Mark, middle: float) -> str:
    """A round mark for a day, a bar for days; its number in it, its words for whoever asks."""
    shape = _dot(mark, middle) if mark.exact else _bar(mark, middle)
    place = f"{svg.number((mark.left + mark.right) / 2)}%"
    # The page's style gives `full` the colour of the paper; without one the words are black, and still there.
    look = "open" if mark.uncertain else "full"
    number = svg.element("text", svg.text(mark.label), x=place, y=middle + 4, text_anchor="middle", class_=look)
    return svg.element("g", svg.element("title", svg.text(mark.words)), shape, number)


def _dot(mark: _Mark, middle: float) -> str:
    """A circle, or a pill when its numbers need more room."""
    look = {"fill": "none", "stroke": "currentColor"} if mark.uncertain else {"fill": "currentColor"}
    stroke = 1.5 if mark.uncertain else None
    if _wide(mark) <= _RADIUS * 2:
        place = f"{svg.number(mark.left)}%"
        return svg.element("circle", cx=place, cy=middle, r=_RADIUS, stroke_width=stroke, **look)
    return _pill(mark, middle, 0, stroke_width=stroke, **look)


def _wide(mark: _Mark) -> float:
    """Pixels that a mark needs for its numbers."""
    return max(_RADIUS * 2, 8.0 * len(mark.label) + 8)


def _pill(mark: _Mark, middle: float, thinner: float, **look: str | float | None) -> str:
    """Around the numbers: its place is in per cent and its width in pixels, so it is moved by half its width."""
    wide, radius = _wide(mark) - 2 * thinner, _RADIUS - thinner
    return svg.element(
        "rect",
        x=f"{svg.number((mark.left + mark.right) / 2)}%",
        y=middle - radius,
        width=wide,
        height=radius * 2,
        rx=radius,
        transform=f"translate({svg.number(-wide / 2)} 0)",
        **look,
    )


def _bar(mark: _Mark, middle: float) -> str:
    """From the first to the last day, with round ends, and never narrower than its numbers."""
    whole = _stretch(mark, middle, 0, "currentColor", None)
    if not mark.uncertain:
        return whole
    # An outline of a shape made of two: the same shape in the page's own colour, a little thinner, over it.
    return whole + _stretch(mark, middle, 1.5, "Canvas", "inside")


def _stretch(mark: _Mark, middle: float, thinner: float, ink: str, class_: str | None) -> str:
    ends = {"x1": f"{svg.number(mark.left)}%", "x2": f"{svg.number(max(mark.right, mark.left + 0.1))}%"}
    wide = (_RADIUS - thinner) * 2
    line = svg.element(
        "line", y1=middle, y2=middle, stroke=ink, stroke_width=wide, stroke_linecap="round", class_=class_, **ends
    )
    if _wide(mark) <= _RADIUS * 2:
        return line
    return line + _pill(mark, middle, thinner, fill=ink, class_=class_)


def _grid(axis: _Axis, top: float) -> str:
    """The axis, and a fine line up from each of its dates."""
    drawn = [svg.element("line", x1="0", x2="100%", y1=top, y2=top, stroke="currentColor", opacity="0.5")]
    for place, words in axis.ticks():
        across = f"{svg.number(place)}%"
        drawn.append(svg.element("line", x1=across, x2=across, y1=0, y2=top + 5, stroke="currentColor", opacity="0.18"))
        drawn.append(svg.element("text", svg.text(words), x=across, y=top + 19, text_anchor="middle", class_="tick"))
    return svg.element("g", *drawn)
