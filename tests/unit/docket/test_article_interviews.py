"""Interviews without a name beside the words: `Q:` and `A:`, and questions in bold type. Spec: "Turns"."""

from __future__ import annotations

import pytest

from amparo.docket.article.reader import read_bytes

ANSWERS = ["All my life, and my mother did so too.", "It was cold work, then and now.", "The sea comes in.", "We wait."]


def answers(article: str) -> list[tuple[str | None, str]]:
    reading = read_bytes(article.encode())
    text = reading.article.text
    return [(one.speaker, text[one.start : one.end]) for one in reading.statements if one.rule == "answer"]


def letters(ask: str, tell: str, title: str = "Ida Brun on walls") -> str:
    return (
        f"{title}\n\nIda Brun, a mason, told us of her work.\n\n{ask} How long have you built walls?\n\n"
        f"{tell} {ANSWERS[0]}\n\n{ANSWERS[1]}\n\n{ask} Why?\n\n{tell} {ANSWERS[2]}\n\nShe left."
    )


def bold(title: str = "Ida Brun on walls", ask: str = "How long have you built walls?", mark: str = "**") -> str:
    return (
        f"# {title}\n\nIda Brun, a mason, told us of her work.\n\n{mark}{ask}{mark}\n\n{ANSWERS[0]}\n\n{ANSWERS[1]}\n\n"
        f"{mark}Why?{mark}\n\n{ANSWERS[2]}\n\n{mark}And now?{mark}\n\n{ANSWERS[3]}\n\nRead on about our coast."
    )


@pytest.mark.parametrize(("ask", "tell"), [("Q:", "A:"), ("**Q:**", "**A:**"), ("Q.", "A.")])
def test_answers_behind_letters(ask: str, tell: str) -> None:
    assert answers(letters(ask, tell)) == [("Ida Brun", one) for one in ANSWERS[:3]]


def test_answers_behind_questions_in_bold_type() -> None:
    assert answers(bold()) == [("Ida Brun", one) for one in ANSWERS]


def test_answers_of_a_page() -> None:
    page = (
        "<html><head><title>x</title></head><body><article><h1>Ida Brun on walls</h1><p>Ida Brun, a mason, told us.</p>"
        f"<p><strong>How long have you built walls?</strong></p><p>{ANSWERS[0]}</p><p><b>Why?</b><br>{ANSWERS[2]}</p>"
        f"<h3>And now?</h3><p>{ANSWERS[3]}</p></article></body></html>"
    )
    assert answers(page) == [("Ida Brun", ANSWERS[index]) for index in (0, 2, 3)]


@pytest.mark.parametrize(
    "article",
    [
        bold("Ida Brun and Karl Holt on walls"),  # Which of them answers?
        letters("Q:", "A:", "Brun and Karl Holt on walls").replace("Ida Brun", "Ida Brun, with Karl Holt"),
        bold(ask="What walls has Ida Brun built?"),  # Of her, not put to her.
        bold(ask="What walls are there on the coast?"),  # Put to nobody.
        bold(mark=""),  # Nothing tells questions from answers.
    ],
)
def test_where_nothing_tells_who_answers_nothing_is_proposed(article: str) -> None:
    assert answers(article) == []


def test_spanish_letters() -> None:
    text = (
        "Ida Brun sobre los muros\n\nIda Brun, la ministra, nos contó de su trabajo en la costa y en el puerto.\n\n"
        "P. ¿Cuánto tiempo lleva usted en los muros de la costa?\n\nR. Toda mi vida.\n\nP. ¿Por qué lo hace?\n\n"
        "R. Porque el mar entra en las casas del puerto.\n\nSe fue."
    )
    assert answers(text) == [
        ("Ida Brun", "Toda mi vida."),
        ("Ida Brun", "Porque el mar entra en las casas del puerto."),
    ]
