"""What holds for every case: the sum, what dates may mean, and that no day shows what came to be known later."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.docket.edtf import parse
from amparo.docket.exposure import exposure
from amparo.docket.footnotes import letters
from amparo.docket.knowing import as_known_on, days_of_record, every_fact
from amparo.docket.model import Case
from amparo.docket.penalty_words import derivation
from amparo.docket.standing import days_since
from amparo.docket.view import view
from amparo.docket.words import date_words
from amparo.errors import InputError
from docket_cases import case_of, fact, sample, values

FIRST = date(2004, 3, 4)
days = st.dates(date(1600, 1, 1), date(2400, 12, 31))
charges = st.lists(
    st.tuples(
        st.integers(1, 500), st.integers(1, 99), st.sampled_from(["pending", "dropped", "acquitted", "convicted"])
    ),
    max_size=6,
)


def charged(terms: list[tuple[int, int, str]]) -> Case:
    """A case with these counts, maxima and outcomes."""
    case = values()
    case["charges"], case["statutes"] = [], []
    for number, (counts, years, outcome) in enumerate(terms):
        case["statutes"].append(
            fact(
                f"law-{number}",
                "Papers",
                citation="s",
                title="t",
                jurisdiction="j",
                maximum_years=years,
                in_force="1900/..",
            )
        )
        steps = [fact(f"step-{number}", "charged", kind=outcome, date="2004-01-20")]
        case["charges"].append(
            fact(
                f"charge-{number}",
                "charged",
                offence="o",
                counts=counts,
                statute=f"law-{number}",
                by="orlavia",
                against="oldeval",
                steps=steps,
            )
        )
    return case_of(case)


@given(charges)
@settings(max_examples=40, deadline=None)
def test_exposure_is_the_sum_over_the_charges_that_stand(terms: list[tuple[int, int, str]]) -> None:
    computed = exposure(charged(terms), date(2004, 3, 4))
    standing = [(counts, years) for counts, years, outcome in terms if outcome in ("pending", "convicted")]
    assert computed.years == sum(counts * years for counts, years in standing)
    assert computed.counts == sum(counts for counts, _ in standing)
    assert len(computed.terms) == len(terms)
    if standing:
        left, right = derivation(computed).removesuffix(" years").removesuffix(" year").replace(",", "").split(" = ")
        parts = [tuple(int(number) for number in part.split(" × ")) for part in left.split(" + ")]
        assert sum(counts * years for counts, years in parts) == int(right) == computed.years
        assert parts == standing
    else:
        assert derivation(computed) == ""


@given(days, days)
def test_a_range_means_all_days_from_its_first_to_its_last(one: date, other: date) -> None:
    first, last = sorted((one, other))
    interval, either = parse(f"{first}/{last}"), parse(f"[{first}..{last}]")
    assert (interval.first, interval.last) == (either.first, either.last) == (first, last)
    assert interval.settled == first
    assert either.settled == last


@given(days, st.sampled_from(["{:%Y-%m-%d}", "{:%Y-%m}", "{:%Y}", "{:%Y?-%m-%d}", "{:%Y-%m-%d~}", "{:%Y-%m-XX}"]))
def test_a_date_holds_the_day_it_was_written_from(day: date, form: str) -> None:
    when = parse(form.format(day))
    assert when.first <= day <= when.last
    assert when.first <= when.settled <= when.last
    assert str(day.year) in date_words(when)


@given(st.text("0123456789-/X.[]?~%T:Z", max_size=30))
def test_no_text_makes_the_date_parser_fail_otherwise_than_by_refusing(text: str) -> None:
    try:
        when = parse(text)
    except InputError:
        return
    assert when.first <= when.settled <= when.last
    assert date_words(when)


@given(days, days, days)
def test_days_since_holds_the_true_number_whatever_the_day_was(one: date, true: date, on: date) -> None:
    first, last = sorted((one, true))
    span = days_since(parse(f"[{first}..{last}]"), on)
    assert span.most is not None
    assert span.least <= span.most
    if true <= on:
        assert span.least <= (on - true).days <= span.most


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_as_known_on_never_includes_what_came_to_be_known_later(data: st.DataObject) -> None:
    """Facts get random days of knowing; those that a check would refuse for their order are not made."""
    case = values()
    spread = st.integers(0, 400).map(lambda days: (FIRST + timedelta(days)).isoformat())
    for one in [*case["statements"], *case["figures"], *case["disclosures"], case["offers"][0]["steps"][0]]:
        if data.draw(st.booleans()):
            one["known"] = data.draw(spread)
    known = case_of(case)
    day = FIRST + timedelta(data.draw(st.integers(-10, 410)))
    then = as_known_on(known, day)
    assert all(one.known.since <= day for one in every_fact(then))
    assert {one.known.id for one in every_fact(then)} == {
        one.known.id for one in every_fact(known) if one.known.since <= day
    }
    assert all(source.retrieved <= day for source in then.sources)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_facts_added_later_never_change_the_case_as_known_earlier(data: st.DataObject) -> None:
    before = values()
    day = FIRST + timedelta(data.draw(st.integers(0, 300)))
    later = (day + timedelta(data.draw(st.integers(1, 300)))).isoformat()
    after = deepcopy(before)
    kinds = data.draw(
        st.lists(st.sampled_from(["statement", "step", "charge", "ending", "actor", "source", "figure"]), min_size=1)
    )
    for number, kind in enumerate(kinds):
        add(after, kind, number, later)
    assert asdict(view(case_of(before), day)) == asdict(view(case_of(after), day))
    assert days_of_record(case_of(after))[-1].isoformat() == later


def add(case: dict[str, Any], kind: str, number: int, later: str) -> None:
    name = f"added-{number}"
    if kind == "statement":
        case["statements"].append(fact(name, "told", by="premier", direct=True, known=later, date="2004-02-02"))
    elif kind == "step":
        case["proceedings"][0]["steps"].append(fact(name, "refuse", kind="discharged", known=later, date="2004-02-26"))
    elif kind == "charge":
        steps = [fact(f"{name}-step", "charged", kind="pending", known=later, date="2004-01-01")]
        more = {"offence": "o", "counts": 3, "statute": "state-papers", "by": "orlavia", "against": "oldeval"}
        case["charges"].insert(0, fact(name, "charged", **more, steps=steps, known=later))
    elif kind == "ending":  # of an old charge, put before and between its steps, with and without a date, whole or not
        more = [{"date": "2004-01-19"}, {}, {"counts": 1, "date": "2004-02-02"}][number % 3]
        steps = case["charges"][-1]["steps"]
        steps.insert(number % 2, fact(name, "told", kind="pending", known=later, **more))
    elif kind == "actor":
        case["actors"].insert(0, fact(name, "lawyers", kind="person", name="N", role="counsel", known=later))
    elif kind == "source":
        case["sources"].append(case["sources"][0] | {"id": name, "retrieved": later})
        case["figures"][0]["cites"].append(case["figures"][0]["cites"][0] | {"source": name})
    else:
        case["figures"].append(fact(name, "fourteen", counts="counts", value=9, known=later))


@given(st.dates(date(2026, 11, 24), date(2100, 1, 1)))
@settings(max_examples=20, deadline=None)
def test_a_view_is_reproducible(day: date) -> None:
    assert asdict(view(sample(), day)) == asdict(view(sample(), day))


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")]
)
def test_remarks_are_lettered_like_columns(index: int, letter: str) -> None:
    assert letters(index) == letter
