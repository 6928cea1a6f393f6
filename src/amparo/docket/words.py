"""Dates and numbers of days in words. Pure; `speak` translates (gettext). Spec: specs/case.md, "Dates".

A date in words never says more than its EDTF: a month stays a month, one day of a range is said to be one of a range.
Marks of doubt are not put into words here: pages show them beside the date, with the editor's reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from unicodedata import bidirectional

from amparo.docket.edtf import Precision, When
from amparo.docket.standing import Days

Speak = Callable[[str], str]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_words(day: date, speak: Speak = str) -> str:
    """`27 May 2022`."""
    return f"{day.day} {speak(_MONTHS[day.month - 1])} {day.year}"


def date_words(when: When, speak: Speak = str) -> str:
    """A date in words: `27 May 2022`, `January 2021`, `between 16 and 22 May 2022`, `by January 2021`."""
    if when.precision is Precision.DAY:
        return day_words(when.first, speak)
    if when.precision is Precision.MONTH:
        return _month(when.first, speak)
    if when.precision is Precision.YEAR:
        return str(when.first.year)
    if when.first == date.min:
        return speak("by {}").format(_end(when.last, speak))
    if when.last == date.max:
        return speak("from {}").format(_start(when.first, speak))
    month = _month(when.first, speak)
    if "/" not in when.text and when.first.day == 1 and _end(when.last, speak) == month:
        return month  # one of all days of a month
    pattern = speak("{} to {}") if "/" in when.text else speak("between {} and {}")
    is_within = when.first.year == when.last.year and (when.last.month, when.last.day) == (12, 31)
    last = _month(when.last, speak) if is_within else _end(when.last, speak)
    return pattern.format(_before(when, speak), last)


def _month(day: date, speak: Speak) -> str:
    return f"{speak(_MONTHS[day.month - 1])} {day.year}"


def _before(when: When, speak: Speak) -> str:
    """The start of a range, without what its end says again: `16` before `22 May 2022`."""
    if _end(when.last, speak) == day_words(when.last, speak):
        if (when.first.year, when.first.month) == (when.last.year, when.last.month):
            return str(when.first.day)
        return day_words(when.first, speak)
    is_within = when.first.year == when.last.year and when.first.day == 1
    return _month(when.first, speak) if is_within else _start(when.first, speak)


def _start(day: date, speak: Speak) -> str:
    if (day.month, day.day) == (1, 1):
        return str(day.year)
    return _month(day, speak) if day.day == 1 else day_words(day, speak)


def _end(day: date, speak: Speak) -> str:
    if (day.month, day.day) == (12, 31):
        return str(day.year)
    ends_month = day == date.max or date.fromordinal(day.toordinal() + 1).day == 1
    return _month(day, speak) if ends_month else day_words(day, speak)


def days_words(days: Days, speak: Speak = str) -> str:
    """`12 days`, `1,647 to 1,653 days`, `at least 90 days`."""
    if days.most is None:
        return speak("at least {} days").format(f"{days.least:,}")
    if days.least == days.most:
        return speak("1 day") if days.least == 1 else speak("{} days").format(f"{days.least:,}")
    return speak("{} to {} days").format(f"{days.least:,}", f"{days.most:,}")


def kept_apart(words: str, beside: str) -> str:
    """Words that stand in a line with others written from right to left: between marks that keep theirs in order."""
    return f"\u2068{words}\u2069" if any(bidirectional(sign) in ("R", "AL") for sign in beside) else words
