"""What holds for days computed from inexact dates, and for the record before a correction."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.docket.build import tree_of
from amparo.docket.custody import custody
from amparo.docket.deadlines import last_day
from amparo.docket.edtf import parse
from amparo.docket.model import Case, Dated, FactId, Known, Proceeding, Step
from amparo.docket.procedures import UNDER_LAW
from docket_cases import case_of, fact, values

START = date(2003, 1, 1)
TODAY = date(2005, 6, 1)
LIMITS = [limit for one in UNDER_LAW.values() for limit in one.limits]


def detained(spans: list[tuple[date, date]]) -> Case:
    """The test case with a detention whose steps begin and end custody in turn, each on a day of a span of days."""
    case = case_of(values())
    known = Known(FactId("d"), case.actors[0].known.cites, date(2004, 3, 4))
    steps = tuple(
        Step(known, kind, "", Dated(parse(f"[{first}..{last}]" if first < last else f"{first}")), None, None, None)
        for (first, last), kind in zip(spans, ["detained", "released"] * len(spans), strict=False)
    )
    one = Proceeding(known, "detention", "", "T", case.actors[0].known.id, steps)
    return replace(case, proceedings=(one,))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_the_days_in_detention_hold_the_true_number(data: st.DataObject) -> None:
    """True days in the order of the file, each given as a span around it; the true count is done day by day."""
    true = sorted(data.draw(st.lists(st.integers(0, 40), min_size=1, max_size=6)))
    slack = st.integers(0, 6)
    days = [START + timedelta(day) for day in true]
    spans = [(day - timedelta(data.draw(slack)), day + timedelta(data.draw(slack))) for day in days]
    on = START + timedelta(data.draw(st.integers(-5, 50)))
    held = set[date]()
    for begun, ended in zip(days[::2], [*days[1::2], None], strict=False):
        last = min(ended or on, on)
        held |= {begun + timedelta(day) for day in range((last - begun).days + 1)}
    (found,) = custody(detained(spans), on)
    assert found.days.most is not None
    assert found.days.least <= len(held) <= found.days.most
    if all(first == last for first, last in spans):
        assert found.days.least == found.days.most


@given(st.sampled_from(LIMITS), st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_a_later_step_never_has_an_earlier_last_day(limit: Any, day: date, more: int) -> None:
    assert day <= last_day(limit, day) <= last_day(limit, day + timedelta(more))
    length = (last_day(limit, day) - day).days
    assert length == limit.days - limit.counts_first or 28 * limit.months - 1 <= length <= 31 * limit.months


LATER = (
    "statement",
    "step",
    "charge",
    "actor",
    "source",
    "reply",
    "conflict",
    "correction",
    "withdrawal",
    "declined",
    "detention",
)


@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pages_as_known_earlier_stay_the_same_bytes_whatever_is_added_later(data: st.DataObject) -> None:
    before = values()
    day = date(2004, 3, 4) + timedelta(data.draw(st.integers(0, 200)))
    for one in (before["statements"][0], before["figures"][0]):
        if data.draw(st.booleans()):
            one["known"] = day.isoformat()
    after = deepcopy(before)
    later = (day + timedelta(data.draw(st.integers(1, 200)))).isoformat()
    for number, kind in enumerate(data.draw(st.lists(st.sampled_from(LATER), min_size=1, max_size=5, unique=True))):
        add(after, kind, f"later-{number}", later)
    old, new = tree_of([case_of(before)], TODAY), tree_of([case_of(after)], TODAY)
    earlier = {path for path in old if "as-known-on" in path.parts}
    assert earlier
    assert {path: new[path] for path in earlier} == {path: old[path] for path in earlier}
    assert PurePosixPath(f"oldeval/as-known-on/{later}/index.html") in new
    assert new[PurePosixPath("oldeval/case.json")] != old[PurePosixPath("oldeval/case.json")]


def add(case: dict[str, Any], kind: str, name: str, later: str) -> None:
    if kind == "statement":
        case["statements"].insert(0, fact(name, "told", by="premier", direct=True, known=later))
    elif kind == "step":
        steps = next(one["steps"] for one in case["proceedings"] if one["id"] == "extradition")
        steps.insert(0, fact(name, "refuse", kind="heard", known=later, date="2004-02-10"))
    elif kind == "charge":
        step = fact(f"{name}-s", "charged", kind="pending", known=later, date="2004-01-01")
        more = {"offence": "o", "counts": 3, "statute": "state-papers", "by": "orlavia", "against": "oldeval"}
        case["charges"].insert(0, fact(name, "charged", **more, steps=[step], known=later, offence_date="2003"))
    elif kind == "actor":
        case["actors"].insert(0, fact(name, "lawyers", kind="person", name="N", role="counsel", known=later))
    elif kind == "source":
        case["sources"].insert(0, case["sources"][0] | {"id": name, "retrieved": later})
        case["offers"][0]["cites"].append(case["offers"][0]["cites"][0] | {"source": name})
    elif kind == "reply":
        about = {"kind": "correction-request", "by": "oldeval", "about": ["papers"]}
        case.setdefault("replies", []).append(
            fact(name, "told", **about, direct=False, what="Three counts, not two.", date="2004-03-05", known=later)
        )
    elif kind == "conflict":
        case.setdefault("conflicts", []).append(fact(name, "told", fact="ordered", what="The 19th.", known=later))
    elif kind == "detention":
        step = fact(f"{name}-s", "told", kind="detained", date="2004-01-05", known=later)
        case["proceedings"].insert(
            0, fact(name, "told", kind="detention", title="T", person="oldeval", steps=[step], known=later)
        )
    else:
        correct(case, kind, name, later)


def correct(case: dict[str, Any], kind: str, name: str, later: str) -> None:
    if kind == "correction":
        premier = next(one for one in case["actors"] if one["id"] == "premier")
        case["actors"].append(premier | {"id": f"{name}-new", "name": "The president", "known": later})
        what = {"fact": "premier", "outcome": "corrected", "instead": f"{name}-new"}
    elif kind == "withdrawal":
        what = {"fact": "ordered", "outcome": "withdrawn"}
    else:
        what = {"fact": "ledgers", "outcome": "declined"}
    case.setdefault("corrections", []).append(
        fact(name, "told", **what, what="It was not so.", asked="editor", known=later)
    )
