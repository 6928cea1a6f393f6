"""Figures: numbers with what they count; and the charges and statutes that an article names.

Spec: specs/article.md, "Figures". A number inside a date is none. Statutes are those of `amparo.docket.statutes`: an
article that names an act means one of the sections of that act in the table, and which of them is the editor's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.dates.find import DateExpression
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.spans import Taken
from amparo.docket.citing import by_citation, named

_MOST = 10**15


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the text: its value, what it counts in the text's words, and the kind a case keeps."""

    start: int
    end: int
    value: int | float
    counts: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Charge:
    """Counts of an offence as the text names it, and the statutes of the table that it may mean."""

    start: int
    end: int
    count: int | None
    offence: str
    statutes: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Shapes:
    number: re.Pattern[str]
    counted: re.Pattern[str]
    charge: re.Pattern[str]
    one_more: re.Pattern[str]
    prison: re.Pattern[str]
    most: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    words, numbers = language.figures, language.dates.numbers
    named = "|".join(sorted((one for one in numbers if " " not in one), key=len, reverse=True))
    multiple = "|".join(words.multiples)
    number = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{named})(?:-(?:{named}))?)"
    number += rf"(?:[\s-](?P<m>{multiple}))?"
    return _Shapes(
        number=re.compile(
            rf"(?<![\w.,/@#-])(?P<cur>[$€£])?\s?{number}(?P<p>\s?(?:{words.percent}))?(?![\w/]|[.,:]\d)", re.IGNORECASE
        ),
        counted=re.compile(rf"[\s-]+(?P<what>(?:(?!(?:{words.stop})\b)[\w’'-]+[\s]?){{1,3}})"),
        charge=re.compile(rf"\b(?:{words.of_charges})\b", re.IGNORECASE),
        one_more=re.compile(rf"(?:{words.one_more})\s+(?P<what>[\w\s’'-]{{3,60}}?)(?=[,.;:()\n\"“”]|$)", re.IGNORECASE),
        prison=re.compile(rf"(?P<years>\s+(?:{words.years}))\s+(?:{words.of_prison})", re.IGNORECASE),
        most=re.compile(rf"(?:{words.most})\s+$", re.IGNORECASE),
    )


def find_figures(text: str, dates: Sequence[DateExpression], language: Language) -> Iterator[Figure]:
    """The numbers of a text, in its order; those of dates, addresses and names are left out."""
    shapes = _shapes(language)
    addresses = (match.span() for match in re.finditer(r"https?://\S+", text))
    taken = Taken(len(text), [*((one.start, one.end) for one in dates), *addresses])
    for match in shapes.number.finditer(text):
        if taken.touches(match.start(), match.end()):
            continue
        if (figure := _figure(text, match, shapes, language)) is not None:
            yield figure


def _figure(text: str, match: re.Match[str], shapes: _Shapes, language: Language) -> Figure | None:
    value = _value(match, language)
    if value is None or value > _MOST:
        return None
    start = match.start("cur") if match["cur"] else match.start("n")
    if prison := shapes.prison.match(text, match.end()):
        most = shapes.most.search(text[max(start - 24, 0) : start])
        return Figure(
            start,
            prison.end("years"),
            value,
            "years in prison",
            "maximum-years" if most else "years",
            "years-in-prison",
        )
    if match["cur"] or match["p"]:
        return Figure(
            start,
            match.end(),
            value,
            (match["cur"] or match["p"]).strip(),
            "money" if match["cur"] else "percent",
            "unit",
        )
    counted = shapes.counted.match(text, match.end())
    what = counted["what"].rstrip() if counted else ""
    if not match["n"][0].isdigit() and (value == 1 or not what):
        return (
            None
            if not shapes.charge.search(what)
            else Figure(start, match.end(), value, what, "counts", "number-and-noun")
        )
    end = counted.start("what") + len(what) if counted and what else match.end()
    kind = "counts" if shapes.charge.search(what) else ""
    return Figure(start, end, value, " ".join(what.split()), kind, "number-and-noun" if what else "number")


def _value(match: re.Match[str], language: Language) -> int | float | None:
    text = match["n"].lower().replace(",", "")
    numbers = language.dates.numbers
    if text[0].isdigit():
        value: int | float = float(text) if "." in text else int(text[:18])
    elif text in numbers:
        value = numbers[text]
    elif all(part in numbers for part in text.split("-")):
        value = sum(numbers[part] for part in text.split("-"))
    else:
        return None
    multiple = match["m"]
    value *= language.figures.multiples[multiple.lower()] if multiple else 1
    return int(value) if value == int(value) else value


def find_charges(text: str, figures: Sequence[Figure], language: Language) -> tuple[list[Charge], list[Figure]]:
    """The charges an article names, and the figures that stand for them (`and one of intrusion` is one count)."""
    shapes = _shapes(language)
    charges, more = [], []
    for figure in figures:
        if figure.kind != "counts":
            continue
        end = _offence_end(text, figure.end)
        another = shapes.one_more.search(text, figure.end, min(len(text), end + 160))
        if another and "." in text[end : another.start()]:
            another = None
        if another:
            end = min(end, figure.end + len(text[figure.end : another.start()].rstrip()))
        charges.append(_charge(text, figure.start, end, int(figure.value), "counted-charge", language))
        if another:
            start = another.start() + len(another[0].split()[0])
            start += len(text[start:]) - len(text[start:].lstrip())
            charges.append(_charge(text, start, another.end(), 1, "one-more-charge", language))
            counts = " ".join(another["what"].split())
            more.append(Figure(start, another.end(), 1, counts, "counts", "one-more-charge"))
    return charges, more


def _charge(text: str, start: int, end: int, count: int, rule: str, language: Language) -> Charge:
    return Charge(start, end, count, text[start:end], statutes_named(text[start:end], language), rule)


def _offence_end(text: str, start: int) -> int:
    match = re.compile(r"[^,.;:()\n\"“”]*").match(text, start)
    return match.end() if match else start


def statutes_named(words: str, language: Language) -> tuple[str, ...]:
    """The statutes of the table that words may mean: by citation, by act, else by the name of the offence."""
    if cited := named(words):
        return cited
    for shape, citations in language.figures.offences.items():
        if re.search(shape, words, re.IGNORECASE):
            return tuple(dict.fromkeys(one for citation in citations for one in by_citation(citation)))
    return ()
