"""Laws of the rules for entities, over any text; and that no text costs more than its length."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.desk.entities_reading import groups
from amparo.desk.entities_store import Action, Decision
from amparo.records.entities.grouping import Form, FormId, Join
from amparo.records.entities.letters import distance, fold
from amparo.records.entities.model import EntityKind
from amparo.records.entities.read import read

PIECES = st.sampled_from(
    ["Maria Quill", "Lisbon", "Ltd", "Ministry of", "EUR 5", "a@b.example", "+44 20 7031 3000", "(", "\n", ". ", " ",
     "CIA", "GB82 WEST 1234 5698 7654 32", "4 March 2011", "From: ", "<", ">", "Dr. ", "’s", "\x00", "\ud800", "İ",
     "ß", "٣"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_mentions_lie_in_the_text_and_apart(text: str) -> None:
    record = {"kind": "plain", "language": None, "pages": [text], "from": [], "to": [], "fields": {}}
    spans = sorted((each.start, each.end) for each in read(record).mentions)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    ["A ", "A. ", "Aa", "Maria ", "of the ", "1", "1 ", "1,", "+1", "a@", "@a.", "www.", "<", "a <", "P<", "1:", "Ltd ",
     "Bank of ", "From: a;", "\n", "GB82 ", "$1", "VAT A1"],
)  # fmt: skip
def test_no_text_costs_more_than_its_length(piece: str) -> None:
    # 40,000 characters: a cost that grows with the square would show as minutes.
    text = piece * (40_000 // len(piece))
    record = {"kind": "mail", "language": "en", "pages": [text], "from": [text[:20_000]], "to": [], "fields": {}}
    read(record)


def test_a_name_of_endless_accents_costs_no_more() -> None:
    # To put them in order takes the square of their number: in a mail's header these would show as many minutes.
    name = "Maria Quill" + "\u0301" * 200_000 + "\u0323" * 200_000
    record = {"kind": "mail", "language": "en", "pages": [name], "from": [name, f"{name} <a@b.example>"], "to": []}
    read({**record, "fields": {"person": [name], "place": [name]}})


def test_many_names_that_begin_alike_cost_no_more() -> None:
    # Ten thousand names, each introduced and looked for: a look at each for each would show as minutes.
    words = [f"{a}{b}{c}{d}" for a in "QWRT" for b in "aeiouy" for c in "bdfgklmnprst" for d in "aeiouyabcdefghijklmn"]
    text = ". ".join(f"Maria {word}o, Maria. {word} Harbour Ltd, {word}" for word in words)
    record = {"kind": "plain", "language": "en", "pages": [text], "from": [], "to": [], "fields": {}}
    assert len(read(record).mentions) > len(words)


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 6) == distance(other, one, 6)
    assert (distance(one, other, 6) == 0) == (one == other)


NUMBERS = st.integers(0, 7)


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12),
    st.lists(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1]), max_size=4),
)
def test_what_a_person_split_no_rule_joins(pairs: list[tuple[int, int]], split: list[tuple[int, int]]) -> None:
    forms = [Form(FormId(i), EntityKind.PERSON, str(i), "", i) for i in range(8)]
    found = [Join(FormId(one), FormId(other), "rule") for one, other in pairs]
    decided = [
        Decision(n, Action.SPLIT, EntityKind.PERSON, str(a), str(b), date(2026, 1, 1)) for n, (a, b) in enumerate(split)
    ]
    entity = {form.id: form.id for form in forms}
    for of, join in groups(forms, found, decided):
        assert join.form != of and entity[join.form] == join.form  # each form is explained once
        entity[join.form] = of
    assert all(entity[FormId(a)] != entity[FormId(b)] for a, b in split)
    if not split:
        assert all(entity[FormId(one)] == entity[FormId(other)] for one, other in pairs)
