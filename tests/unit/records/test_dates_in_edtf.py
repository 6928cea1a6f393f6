"""EDTF: what a date may mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.records import edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1974", "1974-01-01", "1974-12-31"),
        ("1974-02", "1974-02-01", "1974-02-28"),
        ("1976-02", "1976-02-01", "1976-02-29"),
        ("1974-05-21", "1974-05-21", "1974-05-21"),
        ("1974-05-21T14:48:00", "1974-05-21", "1974-05-21"),
        ("1974-05-21T14:48:00Z", "1974-05-21", "1974-05-21"),
        ("1974-05-21T14:48:00+02:00", "1974-05-21", "1974-05-21"),
        ("1974?", "1974-01-01", "1974-12-31"),
        ("1974-05~", "1974-05-01", "1974-05-31"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("1974-XX", "1974-01-01", "1974-12-31"),
        ("1974-05-XX", "1974-05-01", "1974-05-31"),
        ("1974/1976", "1974-01-01", "1976-12-31"),
        ("1974-22", "1974-06-01", "1975-02-28"),
        ("1974-25", "1974-03-01", "1974-05-31"),
        ("1974-32", "1974-06-01", "1974-08-31"),
        ("1974-36", "1974-10-01", "1974-12-31"),
        ("1974-41/1975-37", "1974-07-01", "1975-04-30"),
        ("1974-05-21/1974-06", "1974-05-21", "1974-06-30"),
        ("1974/..", "1974-01-01", "9999-12-31"),
        ("../1974", "0001-01-01", "1974-12-31"),
        ("[1974-05..1974-06]", "1974-05-01", "1974-06-30"),
        ("[1974..]", "1974-01-01", "9999-12-31"),
    ],
)
def test_means(text: str, first: str, last: str) -> None:
    assert edtf.days(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "x", "74", "1974-13", "1974-02-30", "1976/1974", "1974-5", "../..", "/", "1974-05-21 14:48", "１９７４"],
)
def test_is_not_a_date(text: str) -> None:
    assert edtf.days(text) is None


def test_moments_are_written_with_their_zone() -> None:
    assert edtf.from_datetime(datetime(2001, 5, 14, 16, 39, 5, 9, tzinfo=UTC)) == "2001-05-14T16:39:05Z"
    west = timezone(-timedelta(hours=7))
    assert edtf.from_datetime(datetime(2001, 5, 14, 16, 39, tzinfo=west)) == "2001-05-14T16:39:00-07:00"
    assert edtf.from_datetime(datetime(2001, 5, 14)) == "2001-05-14T00:00:00"


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    found = edtf.days(text)
    assert found is None or found.first <= found.last
