"""Forms: one text each, no answer invented, none lost but by another answer."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import AmparoError
from amparo.seal.form import Channel, Condition, Form, Kind, Question, applicable
from forms import QUESTIONS

NAMES = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
TEXTS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)


@st.composite
def channels(draw: st.DrawFn) -> Channel:
    questions: list[Question] = []
    for key in draw(st.lists(NAMES, unique=True, max_size=5)):
        kind = draw(st.sampled_from(Kind))
        options = draw(st.lists(TEXTS, unique=True, min_size=1, max_size=4)) if kind.startswith("choice") else []
        parents = [each for each in questions if each.options and each.only_if is None]
        parent = draw(st.sampled_from(parents)) if parents and draw(st.booleans()) else None
        condition = None if parent is None else Condition(parent.key, draw(st.sampled_from(parent.options)))
        questions.append(Question(key, draw(TEXTS), kind, draw(TEXTS | st.just("")), tuple(options), condition))
    desks = tuple(sorted(draw(st.sets(NAMES, max_size=3))))
    return Channel(
        draw(NAMES), draw(TEXTS), draw(TEXTS), draw(st.sampled_from(["", "de", "pt-BR"])), desks, tuple(questions)
    )


@given(st.lists(channels(), max_size=3, unique_by=lambda each: each.name), st.dates(), st.integers(1, 999_999))
def test_a_form_and_its_text_are_one(given_channels: list[Channel], issued: date, edition: int) -> None:
    form = Form(issued, tuple(given_channels), edition)
    assert Form.from_text(form.to_text()) == form


@given(st.lists(channels(), min_size=1, max_size=2, unique_by=lambda each: each.name), st.data())
def test_a_text_changed_anywhere_is_refused_or_another_form(given_channels: list[Channel], data: st.DataObject) -> None:
    text = Form(date(2026, 11, 24), tuple(given_channels)).to_text()
    place = data.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + data.draw(st.text(max_size=2)) + text[place + data.draw(st.integers(0, 2)) :]
    try:
        read = Form.from_text(changed)
    except AmparoError:
        return
    assert read.to_text() == changed


ANSWERS = st.dictionaries(
    st.sampled_from([*(question.key for question in QUESTIONS), "unknown"]),
    st.lists(st.sampled_from(["", " ", "A company", "An authority", "I saw it", "Papers", "text\r\n"]), max_size=3).map(
        tuple
    ),
)


@given(ANSWERS)
def test_an_answer_goes_only_when_it_is_empty_or_its_parent_was_answered_otherwise(
    answers: dict[str, tuple[str, ...]],
) -> None:
    kept = applicable(QUESTIONS, answers)
    conditions = {question.key: question.only_if for question in QUESTIONS}
    for key, values in answers.items():
        texts = tuple(value.strip() for value in values if value.strip())
        condition = conditions.get(key)
        otherwise = condition and condition.key in answers and condition.option not in answers[condition.key]
        assert (key in kept) == (bool(texts) and not otherwise)
        assert kept.get(key, texts) == texts
    assert set(kept) <= set(answers)
