"""Where names stand in running text: runs of words with capitals, joined by particles, cut where a name ends.

Spec: specs/article.md, "Actors".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language, NameWords
from amparo.docket.article.name_kinds import body_shapes, kind_of, role_before
from amparo.docket.article.names import Kind, Name, is_given

_CAPITAL = (
    r"[A-ZÀ-ÖØ-Þ](?:\.(?:[A-Z]\.)*(?!\w)|(?:\.[A-Z])+(?![\w.])|[\w’'-]*\w)?"
    r"|(?:al|el|ad|as|ar|an|ash)-[A-ZÀ-Þ][\w’'-]*|[dD][’'][A-ZÀ-Þ]\w+"
)

_LINKS = 4
_OWNED = re.compile(r"[’']s\b(?:\s+|$)|[’'](?=\s|$)\s*")
_WORD = re.compile(r"([\w’'.-]+)(\s+|$)")
_LAST_WORD = re.compile(r"(?:^|\s+)([\w’'-]+)$")


@dataclass(frozen=True, slots=True)
class _Shapes:
    run: re.Pattern[str]
    join: re.Pattern[str]
    participle: re.Pattern[str]
    joined: re.Pattern[str] | None


@lru_cache
def _shapes(language: Language) -> _Shapes:
    words = language.names
    capital = rf"(?:(?:{words.short_titles})\.(?= )|{_CAPITAL})"
    run = rf"{capital}(?:[^\S\n]+(?:(?:{words.particles})[^\S\n]+){{0,2}}{capital})*"
    joins = [word for word in language.speech.joins.split("|") if re.fullmatch(words.particles, word)]
    return _Shapes(
        run=re.compile(rf"(?<![\w@#/.-]){run}"),
        join=re.compile(rf"\s(?:{words.joins})\s(?:(?:{words.determiners})\s)?(?=[A-ZÀ-Þ])"),
        participle=re.compile(rf"(\w{{3,}}(?:{language.speech.progressive}))\s+(?=[A-ZÀ-Þ])"),
        joined=re.compile(rf"\s(?:{'|'.join(joins)})\s(?=([A-ZÀ-Þ]\w+)\s)") if joins else None,
    )


def find_names(text: str, language: Language, start: int = 0, end: int | None = None) -> Iterator[Name]:
    """Names of a text, in its order."""
    for first, last in _joined(text, start, len(text) if end is None else end, language):
        yield from _split(text, first, last, language)


def _joined(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Runs of capitals; those of an office or court with the `of …` that belongs to its name."""
    shapes, bodies = _shapes(language), body_shapes(language)
    position = start
    while match := shapes.run.search(text, position, end):
        last = match.end()
        for _ in range(_LINKS):
            more = shapes.join.match(text, last, end)
            head = text[match.start() : last]
            if more is None or not (bodies.organisation.search(head.split()[-1]) or bodies.court.search(head)):
                break
            follows = shapes.run.match(text, more.end(), end)
            if follows is None:
                break
            last = follows.end()
        yield match.start(), last
        position = last


def _split(text: str, start: int, end: int, language: Language) -> Iterator[Name]:
    """One run of capitals as the name or names it holds: possessives part, and words that only begin a sentence go."""
    for first, last in _unpossessed(text, start, end, body_shapes(language).owned_title):
        first = _skip_common(text, first, last, language.names)
        first = _skip_participle(text, first, last, language)
        last = _drop_common(text, first, last, language.names)
        for one, end_of_one in _each(text, first, last, language):
            if one < end_of_one:
                yield _named(text, one, end_of_one, language)


def _each(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """`Ada Marsh y Ida Brun` are two, but `Ortega y Gasset` is one: behind the word that joins is a given name."""
    joined = _shapes(language).joined
    for match in joined.finditer(text, start, end) if joined else ():
        if " " in text[start : match.start()] and is_given(match[1], language):
            yield start, match.start()
            start = match.start(1)
    yield start, end


def _unpossessed(text: str, start: int, end: int, title: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    position = start
    for match in _OWNED.finditer(text[start:end]):
        if title.match(text, position, end):
            continue  # `the People's Daily` is one name.
        yield position, start + match.start()
        position = start + match.end()
    if position < end:
        yield position, end


def _plain(word: str) -> str:
    """A word as the tables of common ones have it: `Don’t`."""
    return word.lower().replace("’", "'").rstrip(".")


def _skip_common(text: str, start: int, end: int, words: NameWords) -> int:
    while match := _WORD.match(text, start, end):
        if _plain(match[1]) not in words.not_names or (len(match[1]) == 1 and match[2] and text[start + 1] == "."):
            return start
        if fold(match[1].rstrip(".")) in ("us", "it") and match[1].isupper():
            return start
        start = match.end()
    return start


def _skip_participle(text: str, start: int, end: int, language: Language) -> int:
    """`Comparing Clinton with …`: a participle that begins a sentence is no part of a name."""
    match = _shapes(language).participle.match(text, start, end)
    if match is None or text[max(start - 2, 0) : start].rstrip(' \n"“')[-1:] not in ("", ".", "?", "!", ":"):
        return start
    return start if is_given(match[1], language) else match.end()


def _drop_common(text: str, start: int, end: int, words: NameWords) -> int:
    while start < end and (match := _LAST_WORD.search(text[start:end])):
        before = text[start : start + match.start()].rstrip(".")
        if _plain(match[1]) not in words.not_names or _takes_surname(before, match[1], words):
            return end
        end = start + match.start()
    return end


def _takes_surname(before: str, last: str, words: NameWords) -> bool:
    """`Theresa May`, `Ms. May`: behind one given name or title what could be another word is a surname."""
    given = fold(before)
    return last in words.surnames_too and (given in words.male or given in words.female or given in words.genders)


def _named(text: str, start: int, end: int, language: Language) -> Name:
    words = text[start:end]
    kind, cut = kind_of(words, text[max(start - 60, 0) : start], language)
    role = ""
    if kind is Kind.PERSON and not _begins_anew(text, start, end):
        role = role_before(text, start, start + cut, language)
    return Name(start + cut, end, text[start + cut : end], kind, role)


def _begins_anew(text: str, start: int, end: int) -> bool:
    """`Through a spokesman, Holt has denied it`: what stands before the comma is nobody's role."""
    return text[max(start - 2, 0) : start] == ", " and re.match(r"\s[a-z]", text[end : end + 2]) is not None
