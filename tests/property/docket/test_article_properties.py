"""Of any article: reading never fails, every span's text is the source's, and the same bytes are read the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from amparo.docket.article.article import Article
from amparo.docket.article.dates.find import Anchor, find_dates
from amparo.docket.article.languages import LANGUAGES
from amparo.docket.article.languages.english import ENGLISH
from amparo.docket.article.reader import read, read_bytes
from amparo.docket.article.telling import as_data
from amparo.errors import InputError
from amparo.records.edtf import is_edtf

# Pieces that the rules look at, so that they meet in every order.
PIECES = st.sampled_from(
    [
        *(
            "“",
            "”",
            '"',
            "'",
            "‘",
            "’",
            "«",
            "»",
            "(",
            ")",
            "--",
            " — ",
            ",",
            ".",
            "?",
            "!",
            ":",
            ";",
            "\n",
            "\n\n",
            " ",
        ),
        *(
            "Anna Holt",
            "Holt",
            "Mr. Holt",
            "President Ben Arre",
            "the president",
            "he",
            "She",
            "a spokesman for",
            "who",
        ),
        *(" said ", " told ", "according to ", " called it ", " added", " was asked by ", "that", "and", "’s ", "'s "),
        *("Tuesday", "last week", "May", "March 3", "2019", "the 1990s", "two years ago", "31 February 2020", "22:30"),
        *(
            "the next day",
            "29 February",
            "the past 30 days",
            "summer of 2012",
            "9/11",
            "99999",
            "Easter",
            "00:61",
            "mid-",
        ),
        *(
            "17 charges",
            "up to 175 years in prison",
            "and one of hacking",
            "$3.5 million",
            "http://a.example/2020/13/45/",
        ),
        *(
            "# ",
            "$\\frac{",
            "}$",
            "Source: ",
            "\x00",
            "\ufeff",
            "é",
            "ß",
            "\u202e",
            "😀",
            "dijo ",
            "ayer",
            "el presidente ",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=300))


def spans(data: dict[str, Any]) -> list[tuple[list[int], str]]:
    """Every span of a reading with the text it claims."""
    found = [(one["span"], one["quote"]) for one in data["statements"]]
    found += [(one["mention"]["span"], one["mention"]["text"]) for one in data["statements"] if one["mention"]]
    found += [(one["sentence_span"], one["sentence"]) for one in (*data["statements"], *data["events"])]
    found += [(one["span"], one["expression"]) for one in data["events"]]
    found += [(one["what_span"], one["what"]) for one in data["events"]]
    found += [(one["span"], one["text"]) for one in data["figures"]]
    return found + [(one["span"], one["offence"]) for one in data["charges"]]


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.none() | st.dates())
@example("The charges fell: 17 charges of", None)
@example("“One. " * 40, date.max)
def test_every_span_holds_the_text_it_claims(text: str, dateline: date | None) -> None:
    data = as_data(read(Article(text, "text/plain"), dateline))
    for (start, end), words in spans(data):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == words
    names = {actor["id"]: actor["name"] for actor in data["actors"]}
    for one in data["statements"]:
        assert one["actor"] is None or (one["resolved"] and names[one["actor"]] == one["speaker"])
    for actor in data["actors"]:
        assert all(0 <= start < end <= len(text) for start, end in actor["mentions"])
    assert data == as_data(read(Article(text, "text/plain"), dateline))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | TEXTS.map(str.encode))
@example(b"%PDF-1.7\nnot one")
@example(b"<html><body></body></html>")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        reading = read_bytes(data)
    except InputError as refusal:
        assert refusal.what and refusal.hint
    else:
        assert reading.article.text.strip()


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1000, 1, 1), date(2899, 12, 31)), TEXTS)
def test_values_are_edtf_and_their_days_in_order(anchor: date, text: str) -> None:
    for language in LANGUAGES:
        for one in find_dates(text, Anchor(anchor.year, anchor.month, anchor.day), language):
            value = one.value
            assert is_edtf(value.edtf), value
            assert value.first is None or value.last is None or value.first <= value.last


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_weekday_told_of_is_the_last_one_up_to_the_dateline(written: date, weekday: int) -> None:
    text = f"He was arrested on {WEEKDAYS[weekday]}."
    (found,) = find_dates(text, Anchor(written.year, written.month, written.day), ENGLISH)
    assert found.value.first == found.value.last
    assert found.value.first is not None
    assert found.value.first.weekday() == weekday
    assert timedelta(0) <= written - found.value.first < timedelta(days=7)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_an_open_year_holds_what_every_year_gives(written: date) -> None:
    """What a dateline without a year leaves open is never at odds with the dateline in any one year."""
    text = "Ordered on April 20th, filed last week, offered since January last year, filed on Tuesday."
    loose = find_dates(text, Anchor(None, written.month, written.day), ENGLISH)
    for one, exact in zip(
        loose,
        find_dates(text, Anchor(2000 + written.year % 28, written.month, min(written.day, 28)), ENGLISH),
        strict=True,
    ):
        assert exact.value.first is not None
        parts = one.value.edtf.split("-")[1:]
        if written.day <= 28 and parts:
            assert parts[0] == f"{exact.value.first.month:02}"
            assert len(parts) == 1 or parts[1] == f"{exact.value.first.day:02}"
