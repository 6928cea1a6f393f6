"""A collection in time: how many documents each day, month or year has. Reads only.

A date that may mean several steps is counted in none: it is counted apart, as are documents without one.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from amparo.charts.histogram import Bar, histogram
from amparo.desk.documents_store import CollectionId
from amparo.records import edtf

_MOST = 120
"""Steps in one picture; with more, the step grows."""


class Step(StrEnum):
    """How long one bar is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True)
class Counted:
    """One step: its first and last day, and the documents dated within."""

    first: date
    last: date
    documents: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """`inexact` documents have a date longer than a step, `far` ones a date that lies far from nearly all others (a
    wrong clock, a slip), `undated` none. Steps without documents are there too.
    """

    step: Step
    steps: tuple[Counted, ...]
    inexact: int
    far: int
    undated: int


def of_collection(database: sqlite3.Connection, collection: CollectionId) -> Timeline:
    """The whole collection."""
    rows = database.execute(
        "SELECT date, count(*) FROM documents WHERE number IN (SELECT number FROM members WHERE collection = ?)"
        " GROUP BY date",
        (collection,),
    ).fetchall()
    spans = [(edtf.days(row[0]) if row[0] else None, row[1]) for row in rows]
    undated = sum(count for span, count in spans if span is None)
    return _counted([(span, count) for span, count in spans if span is not None], undated)


def _counted(spans: Sequence[tuple[edtf.Days, int]], undated: int) -> Timeline:
    exact = [(span, count) for span, count in spans if (span.last - span.first).days <= 366]
    if not exact:
        return Timeline(Step.YEAR, (), sum(count for _, count in spans), 0, undated)
    early, late = _usual(exact)
    far = sum(count for span, count in exact if not early <= span.first.year <= late)
    spans = [each for each in spans if each not in exact or early <= each[0].first.year <= late]
    exact = [each for each in exact if early <= each[0].first.year <= late]
    first, last = min(span.first for span, _ in exact), max(span.last for span, _ in exact)
    step = next((each for each in Step if _places(each)(last) - _places(each)(first) < _MOST), Step.DECADE)
    place = _places(step)
    counts: Counter[int] = Counter()
    inexact = 0
    for span, count in spans:
        if place(span.first) == place(span.last):
            counts[place(span.first)] += count
        else:
            inexact += count
    if not counts:
        return Timeline(step, (), inexact, far, undated)
    steps = tuple(
        Counted(_begin(step, each), _begin(step, each + 1) - timedelta(days=1), counts[each])
        for each in range(min(counts), max(counts) + 1)
    )
    return Timeline(step, steps, inexact, far, undated)


def _usual(exact: Sequence[tuple[edtf.Days, int]]) -> tuple[int, int]:
    """The years from 50 before the middle 99 of a hundred documents to 50 after: further ones would leave the rest no
    room in the picture.
    """
    years = sorted((span.first.year, count) for span, count in exact)
    whole = sum(count for _, count in years)
    before, low, high = 0, years[0][0], years[-1][0]
    for year, count in years:
        if before <= whole * 0.005:
            low = year
        if before < whole * 0.995:
            high = year
        before += count
    return low - 50, high + 50


def _places(step: Step) -> Callable[[date], int]:
    """The number of the step a day lies in."""
    return {
        Step.DAY: date.toordinal,
        Step.MONTH: lambda day: day.year * 12 + day.month - 1,
        Step.YEAR: lambda day: day.year,
        Step.DECADE: lambda day: day.year // 10,
    }[step]


def _begin(step: Step, place: int) -> date:
    if step is Step.DAY:
        return date.fromordinal(place)
    if step is Step.MONTH:
        return date(place // 12, place % 12 + 1, 1)
    return date(max(place * (10 if step is Step.DECADE else 1), 1), 1, 1)


def name(step: Step, counted: Counted) -> str:
    """What a step is called: `1961-03-09`, `1961-03`, `1961`, `1960s`."""
    day = counted.first.isoformat()
    return {Step.DAY: day, Step.MONTH: day[:7], Step.YEAR: day[:4], Step.DECADE: f"{day[:4]}s"}[step]


def as_json(found: Timeline) -> dict[str, object]:
    """Stable keys; dates are EDTF."""
    return {
        "step": found.step.value,
        "steps": [
            {"from": each.first.isoformat(), "to": each.last.isoformat(), "documents": each.documents}
            for each in found.steps
        ],
        "inexact": found.inexact,
        "far": found.far,
        "undated": found.undated,
    }


def search_address(collection: str, counted: Counted) -> str:
    """Where the documents of a step are listed."""
    query = f"date:{counted.first.isoformat()}..{counted.last.isoformat()}"
    return "/search?" + urlencode({"q": query, "collection": collection})


def as_svg(found: Timeline, label: str, collection: str = "") -> str:
    """The picture; with `collection` each bar leads to a search."""
    bars = [
        Bar(name(found.step, each), each.documents, search_address(collection, each) if collection else "")
        for each in found.steps
    ]
    return histogram(bars, label=label, height=180)
