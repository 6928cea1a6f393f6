"""EDTF dates in words, as sort keys, as years."""

from __future__ import annotations

import pytest

from amparo.library.dates import UNDATED, sort_key, year_of
from amparo.records.edtf_words import words


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        (None, ""),
        ("1961-03-09", "9 March 1961"),
        ("1961-03", "March 1961"),
        ("1961", "1961"),
        ("196X", "1960s"),
        ("19XX", "1900 to 1999"),
        ("1961-XX-XX", "1961"),
        ("1961~", "about 1961"),
        ("1961-03?", "perhaps March 1961"),
        ("1961/1962-05", "1961 to May 1962"),
        ("1961/..", "from 1961"),
        ("../1962", "until 1962"),
        ("[1961-01-02..1961-03]", "between 2 January 1961 and March 1961"),
        ("1962-10-23T18:51", "23 October 1962, 18:51"),
        ("2011-05-02T09:01:00Z", "2 May 2011, 09:01 UTC"),
        ("2011-05-02T09:01:00+02:00", "2 May 2011, 09:01 UTC+02:00"),
        ("some time in spring", "some time in spring"),
    ],
)
def test_words(edtf: str | None, said: str) -> None:
    assert words(edtf) == said


def test_sort_keys_follow_time_and_the_undated_come_last() -> None:
    dates = ["1961", "1961-03-09", "1961-03-09T08:00", "1961-03-09T18:00", "1961-04", "1970/1980", None]
    assert [sort_key(date) for date in dates] == sorted(sort_key(date) for date in dates)
    assert sort_key(None) == sort_key("nonsense") == UNDATED


def test_a_year_is_counted_only_when_the_date_leaves_no_other() -> None:
    assert year_of("1961-03") == 1961
    assert year_of("1961-01/1961-05") == 1961
    assert year_of("196X") is year_of("1961/1962") is year_of(None) is None
