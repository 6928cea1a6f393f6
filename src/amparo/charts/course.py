"""The course of a procedure from top to bottom: what was done, what stood beside it, and what can come next.

Across, everything is in pixels from the left and the picture is as wide as its column, so words keep their size on a
phone. A filled mark is a step that moved the matter on, a small one a step beside it, an open one a step that is still
to come or, on a broken line, can come: no meaning hangs on colour. The same stands in words beside the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from amparo.charts import svg

_ROW = 40.0  # pixels: a step with its date below
_NEXT = 24.0  # a step that can come: a name alone
_HEAD = 30.0  # the words above the steps that can come
_LINE = 12.0  # where the line runs, from the left
_ASIDE = 34.0  # where marks of steps beside the course stand
_GAP = 12.0  # between a mark and its words
_OPEN = {"fill": "Canvas", "stroke": "currentColor", "class_": "inside-open"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: its name, its date in words, whether it stands beside the course, and whether it is still to come."""

    name: str
    date: str
    beside: bool = False
    coming: bool = False


def course(taken: Sequence[Stop], possible: Sequence[str], *, label: str, next_label: str) -> str:
    """An `<svg>` of the steps in order, then of the names of those that can come, under `next_label`.

    Steps of one name that follow one another are drawn as one. Nothing taken gives an empty text.
    """
    stops = _runs(taken)
    if not stops:
        return ""
    marks, top = list[str](), _ROW / 2
    for stop in stops:
        marks.append(_stop(stop, top))
        top += _ROW
    end = top - _ROW
    if possible:
        top += _HEAD - _ROW / 2
        marks += [
            _line(end, top + (len(possible) - 0.5) * _NEXT, "3 4"),
            _words(next_label, _LINE + _GAP, top - 6, "tick"),
        ]
        marks += [_possible(name, top + (number + 0.5) * _NEXT) for number, name in enumerate(possible)]
    return svg.element(
        "svg",
        svg.element("title", svg.text(label)),
        _line(_ROW / 2, end, None),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_="course",
        role="img",
        aria_label=label,
        # Left is where the line is, on pages of every direction; words within are laid out by their own letters.
        direction="ltr",
        width="100%",
        height=top + len(possible) * _NEXT + 2,
    )


def _runs(taken: Sequence[Stop]) -> list[Stop]:
    """Steps of one name in a row as one, with how many they are, and their first and last dates."""
    runs = list[Stop]()
    for (name, beside, coming), group in groupby(taken, key=lambda stop: (stop.name, stop.beside, stop.coming)):
        steps = list(group)
        dates = list(dict.fromkeys(step.date for step in (steps[0], steps[-1]) if step.date))
        one = Stop(name, " – ".join(dates), beside, coming)
        runs.append(one if len(steps) == 1 else replace(one, name=f"{name} × {len(steps)}"))
    return runs


def _stop(stop: Stop, middle: float) -> str:
    across, radius = (_ASIDE, 4.0) if stop.beside else (_LINE, 8.0)
    look = _OPEN if stop.coming else {"fill": "currentColor"}
    mark = svg.element("circle", cx=across, cy=middle, r=radius, **look)
    joint = svg.element(
        "line", x1=_LINE, x2=_ASIDE, y1=middle, y2=middle, stroke="currentColor", stroke_width="1", opacity="0.5"
    )
    name = _words(stop.name, across + _GAP, middle + (-1 if stop.date else 5), "stop")
    date = _words(stop.date, across + _GAP, middle + 14, "tick") if stop.date else ""
    return svg.element("g", joint if stop.beside else "", mark, name, date)


def _possible(name: str, middle: float) -> str:
    return svg.element(
        "g", svg.element("circle", cx=_LINE, cy=middle, r=5.0, **_OPEN), _words(name, _LINE + _GAP, middle + 4)
    )


def _line(top: float, end: float, dashes: str | None) -> str:
    return svg.element(
        "line", x1=_LINE, x2=_LINE, y1=top, y2=end, stroke="currentColor", stroke_width="1.5", stroke_dasharray=dashes
    )


def _words(words: str, across: float, base: float, class_: str | None = None) -> str:
    return svg.element("text", svg.text(words), x=across, y=base, fill="currentColor", font_size="14", class_=class_)
