"""Dated events: a date expression, its clause, and who is named there. Spec: specs/article.md, "Events"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from amparo.docket.article.dates.find import DateExpression
from amparo.docket.article.layout import Paragraph

_LEAST = 3
_NAMED = re.compile(r"(?<![\w’'-])(?:(?:[A-ZÀ-Þ][\w’'-]*\s)+(?:of|de)|(?:[A-ZÀ-Þ][\w’'-]*\s)+[A-ZÀ-Þ][\w’'-]*)\s$")
_BREAK = re.compile(r"[,;](?=\s)|\s--?\s|--|—|–")


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a date. `what` is the span of the clause, `actors` are names."""

    date: DateExpression
    what: tuple[int, int]
    sentence: tuple[int, int]
    actors: tuple[str, ...]


def name_around(text: str, date: DateExpression) -> tuple[int, int] | None:
    """The name that a year is part of, which tells of no event in that year: `Espionage Act of 1917`."""
    if date.rule != "year":
        return None
    match = _NAMED.search(text, max(date.start - 80, 0), date.start)
    return (match.start(), date.end) if match else None


def clause_around(text: str, paragraph: Paragraph, date: DateExpression) -> tuple[int, int]:
    """The words between commas around a date; with the next ones when they are hardly more: `On Tuesday, …`."""
    sentence = paragraph.sentence_at(date.start)
    breaks = [match.span() for match in _BREAK.finditer(text, sentence.start, max(sentence.end, date.end))]
    start = max([sentence.start, *(end for _, end in breaks if end <= date.start)])
    end = max(sentence.end, date.end)
    for stop, _ in breaks:
        if stop >= date.end and len(text[start:stop].split()) > _LEAST + len(text[date.start : date.end].split()):
            end = stop
            break
    if len(text[start:end].split()) <= _LEAST + len(text[date.start : date.end].split()):
        start = sentence.start
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip(" ,;-—–\n\t"))
    return start, start + len(text[start:end].rstrip(" ,;.\n\t"))
