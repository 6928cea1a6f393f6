"""Dates of a case: what EDTF text means, how exact it is, and what it is called."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.docket.edtf import Precision, parse
from amparo.docket.standing import Days, days_since
from amparo.docket.words import date_words, days_words
from amparo.errors import InputError


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "words"),
    [
        ("2022-04-20", date(2022, 4, 20), date(2022, 4, 20), Precision.DAY, "20 April 2022"),
        ("2022?-04-20", date(2022, 4, 20), date(2022, 4, 20), Precision.DAY, "20 April 2022"),
        ("2021-01", date(2021, 1, 1), date(2021, 1, 31), Precision.MONTH, "January 2021"),
        ("2020-02-XX", date(2020, 2, 1), date(2020, 2, 29), Precision.MONTH, "February 2020"),
        ("1917", date(1917, 1, 1), date(1917, 12, 31), Precision.YEAR, "1917"),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), Precision.RANGE, "between 2010 and 2019"),
        (
            "[2022-05-16..2022-05-22]",
            date(2022, 5, 16),
            date(2022, 5, 22),
            Precision.RANGE,
            "between 16 and 22 May 2022",
        ),
        ("2021/2022-03", date(2021, 1, 1), date(2022, 3, 31), Precision.RANGE, "2021 to March 2022"),
        ("2022-04-28/2022-05-02", date(2022, 4, 28), date(2022, 5, 2), Precision.RANGE, "28 April 2022 to 2 May 2022"),
        ("[..2021-01]", date.min, date(2021, 1, 31), Precision.RANGE, "by January 2021"),
        ("2022-33", date(2022, 1, 1), date(2022, 3, 31), Precision.RANGE, "between January 2022 and March 2022"),
        ("2022-10/2022-12", date(2022, 10, 1), date(2022, 12, 31), Precision.RANGE, "October 2022 to December 2022"),
        ("1950-09-23/..", date(1950, 9, 23), date.max, Precision.RANGE, "from 23 September 1950"),
    ],
)
def test_a_date_means_these_days(text: str, first: date, last: date, precision: Precision, words: str) -> None:
    when = parse(text)
    assert (when.first, when.last, when.precision) == (first, last, precision)
    assert date_words(when) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "27 May",
        "2022-5-27",
        "2022-02-30",
        "2022-13",
        "2022-05-27T10:00",
        "2022/2021",
        "../..",
        "??",
        "2022-05-27??x",
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2022-02-30", "no such day"),
        ("2022-13", "no such day"),
        ("2022-05-27T10:00", "no times"),
        ("2022/2021", "before it begins"),
        ("[2022..2021]", "before it begins"),
        ("{2001,2003}", "list of dates"),
        ("[2001,2003]", "list of dates"),
        ("27/05/2022", "begins with its year"),
        ("XXXX-05-27", "no year"),
    ],
)
def test_a_refused_date_is_told_why(text: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        parse(text)


def test_doubt_is_told_apart_from_approximation() -> None:
    assert parse("2022?-05-27").uncertain
    assert not parse("2022?-05-27").approximate
    assert parse("2022~").approximate
    assert not parse("2022~").uncertain
    both = parse("2022%")
    assert both.uncertain
    assert both.approximate


def test_a_span_of_time_has_begun_when_its_beginning_has_and_one_day_of_a_range_when_the_range_is_over() -> None:
    assert parse("2022-04-28/2022-05-02").begun_by(date(2022, 4, 28))
    assert not parse("[2022-04-28..2022-05-02]").begun_by(date(2022, 5, 1))
    assert parse("[2022-04-28..2022-05-02]").begun_by(date(2022, 5, 2))


def test_days_since_an_inexact_date_are_a_range() -> None:
    on = date(2022, 6, 1)
    assert days_since(parse("2022-05-31"), on) == Days(1, 1)
    assert days_since(parse("[2022-05-16..2022-05-22]"), on) == Days(10, 16)
    assert days_since(parse("[..2022-05-22]"), on) == Days(10, None)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (Days(1, 1), "1 day"),
        (Days(0, 0), "0 days"),
        (Days(1647, 1653), "1,647 to 1,653 days"),
        (Days(10, None), "at least 10 days"),
    ],
)
def test_days_in_words(days: Days, words: str) -> None:
    assert days_words(days) == words
