"""Whole articles of our own writing, in English and in Spanish: speakers, dates, actors, figures, and the heading."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read, read_bytes
from amparo.docket.article.telling import as_data
from amparo.errors import InputError, TooLargeError
from articles import ENGLISH, SPANISH


def reading(text: str, dateline: date | None = None) -> dict[str, Any]:
    return as_data(read(Article(text, "text/plain"), dateline))


def spoken(data: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(one["speaker"], one["quote"]) for one in data["statements"] if one["direct"]]


def dated(data: dict[str, Any]) -> dict[str, str]:
    return {one["expression"]: one["date"]["edtf"] for one in data["events"]}


def test_english_heading() -> None:
    data = reading(ENGLISH)
    assert data["language"] == "en"
    assert data["title"] == "Orlavian court hears the ledger case"
    assert data["dateline"]["place"] == "Halmere"
    assert data["dateline"]["date"] == "2003-03-04"
    assert data["url"] == "https://courier.example/2003/03/04/ledger-case"
    assert data["outlet"] == "The Halmere Courier"


def test_english_speakers() -> None:
    assert spoken(reading(ENGLISH)) == [
        ("Maren Oldeval", "I could not rub out a number that was right,"),
        ("Maren Oldeval", "I would do it again."),
        ("Anton Veld", "a wound to the state"),
        ("Ilse Brandt", "He said that in January as well,"),
        ("Ilse Brandt", "Then they came at night."),
        ("Lena Aldous", "Our door is open,"),
    ]
    reported = [(one["speaker"], one["cue"]) for one in reading(ENGLISH)["statements"] if not one["direct"]]
    assert reported == [("Anton Veld", "said"), ("Karl Ostin", "According to"), ("Lena Aldous", "added")]


def test_english_dates() -> None:
    assert dated(reading(ENGLISH)) == {
        "March 4, 2003": "2003-03-04",
        "Tuesday": "2003-03-04",
        "last week": "2003-02-24/2003-03-02",
        "January": "2003-01",
        "1951": "1951",
        "two years ago": "2001",
        "December": "2003-12",
    }


def test_english_figures_and_charges() -> None:
    data = reading(ENGLISH)
    kinds = {one["kind"]: one["value"] for one in data["figures"] if one["kind"]}
    assert kinds["counts"] == 3
    assert kinds["maximum-years"] == 14
    assert [one["offence"] for one in data["charges"]] == [
        "3 charges under the State Papers Act of 1951 and up to 14 years in prison"
    ]


def test_english_actors() -> None:
    parts = {one["name"]: one["part"] for one in reading(ENGLISH)["actors"] if one["kind"] == "person"}
    assert parts == {
        "Maren Oldeval": "defendant",
        "Anton Veld": "head-of-state",
        "Ilse Brandt": "counsel",
        "Karl Ostin": "prosecutor",
        "Lena Aldous": "minister",
    }


def test_spanish_speakers() -> None:
    data = reading(SPANISH, date(2022, 5, 27))
    assert data["language"] == "es"
    assert spoken(data) == [
        ("Andrés Valdemar Ruiz", "perseguida política"),
        ("Andrés Valdemar Ruiz", "Le abrimos las puertas porque dijo la verdad"),
        ("Andrés Valdemar Ruiz", "No la vamos a abandonar"),
        ("Tomás Brell", "Es un proceso sin pruebas"),
    ]
    assert ("Elena Sarro", "respondió") in [(one["speaker"], one["cue"]) for one in data["statements"]]


def test_spanish_dates() -> None:
    assert dated(reading(SPANISH, date(2022, 5, 27))) == {
        "27 may": "2022-05-27",
        "este viernes": "2022-05-27",
        "semana pasada": "2022-05-16/2022-05-22",
        "20 de abril": "2022-04-20",
        "enero del año pasado": "2021-01",
        "próximo lunes": "2022-05-30",
        "hace dos años": "2020",
        "2019": "2019",
        "años noventa": "199X",
    }
    assert dated(reading(SPANISH))["20 de abril"] == "XXXX-04-20"


def test_spanish_figures_and_charges() -> None:
    data = reading(SPANISH)
    assert [(one["value"], one["kind"]) for one in data["figures"]] == [
        (17, "counts"),
        (1, "counts"),
        (175, "maximum-years"),
    ]
    assert ["us-18-793" in one["statutes"] for one in data["charges"]] == [True, False]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"It is over," Mr. Holt said. "Go home."', "Holt"),
        ('The mayor, Ida Brun, said: "It is over."', "Ida Brun"),
        ('"It is over," said a spokesman for the ministry.', "a spokesman for the ministry"),
        ('Per Holt, 43, a former mayor, told reporters on Monday that the plan was "a disgrace".', "Per Holt"),
        ('The plan is "a disgrace to us all," Per Holt said.', "Per Holt"),
        ('According to Per Holt, the plan is "a disgrace to us all".', "Per Holt"),
        ('"It is a disgrace to us all." — Per Holt', "Per Holt"),
        ("Per Holt: “It is a disgrace to us all.”", "Per Holt"),
        ('Per Holt met Ida Brun on Monday. He called the plan "a disgrace".', "Per Holt"),
        ('Speaking to reporters after the hearing, Ida Brun said "it was a disgrace to us all".', "Ida Brun"),
        ('Ida Brun left the hall, saying: "It is a disgrace to us all."', "Ida Brun"),
        ('The plan was described by Ida Brun as "a disgrace to us all".', "Ida Brun"),
    ],
)
def test_the_speaker_is_the_subject_of_the_verb(text: str, speaker: str) -> None:
    speakers = {one["speaker"] for one in reading(f"A headline\n\n{text}\n")["statements"] if one["direct"]}
    assert speakers == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        'She wrote the book "The Long Way to Halmere" in a year.',
        'The so-called "Harbour Plan" costs money.',
        'Her politically safe messages like "forward" bored them.',
    ],
)
def test_titles_and_doubted_words_have_no_speaker(text: str) -> None:
    assert [one for one in reading(f"A headline\n\n{text}\n")["statements"] if one["direct"] and one["speaker"]] == []


def test_an_address_that_an_extractor_mangled_is_mended() -> None:
    text = "A headline\n\nThe court met on Monday.\n\n $\\frac{https ://news.example/a\\_b/c-1}$ \n\nThe Daily Ledger\n"
    data = reading(text)
    assert data["url"] == "https://news.example/a_b/c-1"
    assert data["outlet"] == "The Daily Ledger"


def test_line_ends_and_marks_of_a_file_are_kept() -> None:
    data = as_data(read_bytes("\ufeffHeadline\r\n\r\n“It is over,” said Per Holt.\r\n".encode()))
    assert data["text"].startswith("\ufeffHeadline\r\n")
    (one,) = data["statements"]
    assert (one["speaker"], data["text"][slice(*one["span"])]) == ("Per Holt", "It is over,")


def test_nothing_to_read_is_refused() -> None:
    for data in (b"", b" \n", b"%PDF-1.4\n", b"\x00\x01\x02\x03" * 50):
        with pytest.raises(InputError):
            read_bytes(data)
    with pytest.raises(TooLargeError):
        read_bytes(b"a" * (8 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Court Hears The Ledger Case.", "Court Hears The Ledger Case."),
        ("Court hears the ledger case", "Court hears the ledger case"),
        ("Can Tarsk keep a secret?", "Can Tarsk keep a secret?"),
        ("## Court hears the ledger case", "Court hears the ledger case"),
        ("The court heard the ledger case on Monday, and nobody came.", None),
        ("“Is it over?” asked Per Holt, “or does it begin?”", None),
        ("HALMERE (HC) — The court hears the ledger case", None),
    ],
)
def test_a_headline_is_told_from_a_first_sentence(first: str, title: str | None) -> None:
    assert reading(f"{first}\n\nThe court met on Monday.\n\nNobody came.\n")["title"] == title


def test_a_first_paragraph_that_quotes_is_read() -> None:
    data = reading("“Is it over?” asked Per Holt, “or does it begin?”\n\nNobody knew.\n")
    assert spoken(data) == [("Per Holt", "Is it over?"), ("Per Holt", "or does it begin?")]


def test_dateline_without_a_day_gives_place_and_agency() -> None:
    data = reading("A headline\n\nHALMERE (HC) — The court hears the ledger case.\n")
    assert (data["dateline"]["place"], data["dateline"]["date"], data["outlet"]) == ("HALMERE", None, "HC")
