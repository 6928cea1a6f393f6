"""What holds of every exposure: counts are neither lost nor doubled, sums are sums, and the law is that of the day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.docket.counts import Moved, spread
from amparo.docket.edtf import When, parse
from amparo.docket.exposure import Exposure, in_force
from amparo.docket.exposure import exposure as of_case
from amparo.docket.model import Case, CaseId, Charge, Dated, FactId, Known, Penalty, Statute, Step
from amparo.docket.penalty import Kind, Maximum
from amparo.docket.penalty_words import derivation, sum_words
from amparo.docket.procedures import CHARGE

START = date(2000, 1, 1)
maxima = st.one_of(
    st.sampled_from([Maximum(kind) for kind in Kind if kind is not Kind.TERM]),
    st.integers(1, 12 * 999).map(lambda months: Maximum(Kind.TERM, months)),
)
days = st.integers(0, 400).map(lambda days: START + timedelta(days))
dates = st.one_of(
    days.map(str),
    days.map(lambda day: f"{day}?"),
    days.map(lambda day: f"{day:%Y-%m}~"),
    st.sampled_from(
        ["2000", "2000-05", "2000-21", "2000-33", "200X", "20XX", "2000-XX-01", "../2000-05-01", "2000/.."]
    ),
    st.tuples(days, days).map(lambda two: f"[{min(two)}..{max(two)}]"),
    st.tuples(days, days).map(lambda two: f"{min(two)}/{max(two)}"),
    days.map(lambda day: f"[..{day}]"),
    days.map(lambda day: f"[{day}..]"),
)
steps = st.lists(
    st.tuples(st.sampled_from(list(CHARGE.moves)), st.none() | st.integers(1, 9), st.none() | dates), max_size=6
)


def known(name: str) -> Known:
    return Known(FactId(name), (), START)


def statute(name: str, *penalties: tuple[Maximum, str]) -> Statute:
    made = tuple(Penalty(maximum, parse(held), "", "", "", START) for maximum, held in penalties)
    return Statute(name, name, name, "Orlavia", made)


def charge(
    name: str, counts: int, taken: list[tuple[str, int | None, str | None]], law: str, offence: When | None = None
) -> Charge:
    made = tuple(
        Step(known(f"{name}-{n}"), kind, "", Dated(parse(when)) if when else None, None, None, None, "", some)
        for n, (kind, some, when) in enumerate(taken)
    )
    person = FactId("oldeval")
    return Charge(known(name), "o", counts, law, "", Dated(offence) if offence else None, person, person, made)


def case(charges: list[Charge], statutes: list[Statute]) -> Case:
    return Case(CaseId("c"), "t", "en", (), tuple(statutes), (), (), tuple(charges), (), (), (), ())


@given(st.integers(1, 9), steps, days)
def test_no_count_is_lost_and_none_is_there_twice(
    counts: int, taken: list[tuple[str, int | None, str | None]], on: date
) -> None:
    moves = [Moved(kind, some) for kind, some, _ in taken]
    shares = spread(counts, moves).shares
    assert sum(one.counts for one in shares) == counts
    assert all(one.counts > 0 for one in shares)
    assert len({one.step for one in shares}) == len(shares)
    law = statute("law", (Maximum(Kind.TERM, 12), "1900/.."))
    shown = of_case(case([charge("c", counts, taken, "law")], [law]), on)
    assert sum(term.counts for term in shown.terms) <= counts
    assert {term.step.known.id for term in shown.counted}.isdisjoint(term.step.known.id for term in shown.left_out)
    for term in shown.terms:
        assert term.counted is not CHARGE.moves[term.step.kind].ends
        assert term.step.date is None or term.step.date.when.settled <= on


@given(st.integers(1, 9), st.lists(st.sampled_from(list(CHARGE.moves)), min_size=1, max_size=6))
def test_steps_of_all_counts_leave_them_together(counts: int, kinds: list[str]) -> None:
    (one,) = spread(counts, [Moved(kind, None) for kind in kinds]).shares
    assert (one.counts, one.step) == (counts, len(kinds) - 1)


@given(st.lists(st.tuples(st.integers(1, 99), maxima, st.sampled_from(["pending", "pardoned"])), max_size=6))
def test_a_sum_is_its_terms_and_says_each_of_them(terms: list[tuple[int, Maximum, str]]) -> None:
    laws = [statute(f"law-{n}", (maximum, "1900/..")) for n, (_, maximum, _) in enumerate(terms)]
    charges = [
        charge(f"c{n}", counts, [(kind, None, "2000-01-01")], f"law-{n}") for n, (counts, _, kind) in enumerate(terms)
    ]
    computed = of_case(case(charges, laws), START)
    stands = [(counts, maximum) for counts, maximum, kind in terms if kind == "pending"]
    assert computed.months == sum(counts * maximum.months for counts, maximum in stands)
    assert computed.counts == sum(counts for counts, _ in stands)
    assert len(computed.left_out) == len(terms) - len(stands)
    known_maxima = [maximum for _, maximum in stands if maximum.kind is not Kind.UNKNOWN]
    assert computed.longest == max(known_maxima, key=lambda one: one.gravity, default=None)
    words = sum_words(computed)
    if not stands:
        assert words == derivation(computed) == ""
        return
    left, equals, right = derivation(computed).partition(" = ")
    assert (right or left) == words
    assert bool(equals) is (left != words)  # what the terms say already, `2 × life`, stands once
    assert len(left.split(" + ")) == len(stands)
    for name, kind in (("death", Kind.DEATH), ("life", Kind.LIFE), ("a term without limit", Kind.INDETERMINATE)):
        assert (name in words) is any(maximum.kind is kind for _, maximum in stands)
    if computed.exact and computed.months:
        assert words == f"{computed.years:,} year{'' if computed.years == 1 else 's'}"


@given(st.lists(maxima, min_size=1, max_size=4), dates, days)
@settings(max_examples=200)
def test_the_law_is_one_that_held_on_a_day_the_date_may_mean(found: list[Maximum], offence: str, begun: date) -> None:
    """Laws of a hundred days each, one after another."""
    spans = [(begun + timedelta(100 * n), begun + timedelta(100 * n + 99)) for n in range(len(found))]
    law = statute("law", *((one, f"{first}/{last}") for one, (first, last) in zip(found, spans, strict=True)))
    when = parse(offence)
    held = [one for one, (first, last) in zip(found, spans, strict=True) if first <= when.last and last >= when.first]
    one = charge("c", 1, [("pending", None, None)], "law", when)
    by, penalties = in_force(one, law)
    assert [penalty.maximum for penalty in penalties] == (held or [found[-1]])
    assert (by == "offence") is bool(held)
    (term,) = of_case(case([one], [law]), date(2300, 1, 1)).terms
    assert term.maximum.gravity == max(maximum.gravity for maximum in held or [found[-1]])
    assert len(term.others) == len(penalties) - 1


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(1, 9)), min_size=1, max_size=6))
def test_the_sums_of_persons_are_apart_and_make_the_whole(told: list[tuple[str, int]]) -> None:
    law = statute("law", (Maximum(Kind.TERM, 12), "1900/.."))
    charges = []
    for n, (person, counts) in enumerate(told):
        one = charge(f"c{n}", counts, [("pending", None, None)], "law")
        charges.append(Charge(one.known, "o", counts, "law", "", None, one.by, FactId(person), one.steps))
    computed = of_case(case(charges, [law]), START)
    parts = [computed.of(person) for person in computed.persons]
    assert [term for part in parts for term in part.terms] == sorted(
        computed.terms, key=lambda term: computed.persons.index(term.charge.against)
    )
    assert sum(part.years for part in parts) == Exposure(computed.terms).years
