"""Names in running text: where they stand, and whether of a person, a state, a court or an organisation.

Spec: specs/article.md, "Actors". A name is a run of words with capitals, joined by particles. What kind it is follows
from its own words (Court, Ministry), from the words before it (President, founder), and from the tables of a language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language, NameWords

_CAPITAL = (
    r"[A-ZÀ-ÖØ-Þ](?:\.(?:[A-Z]\.)*(?!\w)|(?:\.[A-Z])+(?![\w.])|[\w’'-]*\w)?"
    r"|(?:al|el|ad|as|ar|an|ash)-[A-ZÀ-Þ][\w’'-]*|[dD][’'][A-ZÀ-Þ]\w+"
)

_LINKS = 4


class Kind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    COURT = "court"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name at its place; `role` is the words before it that say what the person is, empty when there are none."""

    start: int
    end: int
    text: str
    kind: Kind
    role: str = ""


_OWNED = re.compile(r"[’']s\b(?:\s+|$)|[’'](?=\s|$)\s*")
_WORD = re.compile(r"([\w’'.-]+)(\s+|$)")
_LAST_WORD = re.compile(r"(?:^|\s+)([\w’'-]+)$")
_INITIALS = re.compile(r"[A-Z][A-Z&.]{1,6}")
_PART_OF_A_NAME = re.compile(r"(?:[A-Z]\.)+|[A-ZÀ-Þ](?:[a-zà-ÿ’'-]+(?:[A-ZÀ-Þ][a-zà-ÿ]+)?)")


@dataclass(frozen=True, slots=True)
class _Shapes:
    run: re.Pattern[str]
    join: re.Pattern[str]
    organisation: re.Pattern[str]
    court: re.Pattern[str]
    role: re.Pattern[str]
    of: re.Pattern[str]
    titles: re.Pattern[str]
    things: re.Pattern[str]
    participle: re.Pattern[str]
    particle: re.Pattern[str]
    joined: re.Pattern[str] | None
    no_first_name: re.Pattern[str]
    owned_title: re.Pattern[str]
    place_begins: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    words = language.names
    capital = rf"(?:(?:{words.short_titles})\.(?= )|{_CAPITAL})"
    run = rf"{capital}(?:[^\S\n]+(?:(?:{words.particles})[^\S\n]+){{0,2}}{capital})*"
    of = rf"(?:\s(?:{words.role_of})\s[A-ZÀ-Þ][\w’-]*(?:\s[A-ZÀ-Þ][\w’-]*)?\s?(?=,))?[\s,]*"
    joins = [word for word in language.speech.joins.split("|") if re.fullmatch(words.particles, word)]
    return _Shapes(
        run=re.compile(rf"(?<![\w@#/.-]){run}"),
        join=re.compile(rf"\s(?:{words.joins})\s(?:(?:{words.determiners})\s)?(?=[A-ZÀ-Þ])"),
        organisation=re.compile(rf"\b(?:{words.organisations})\b"),
        court=re.compile(rf"\b(?:{words.courts})\b"),
        role=re.compile(rf"\b(?:{one_of(words.roles)})s?\b(?!-\w)", re.IGNORECASE),
        of=re.compile(of),
        titles=re.compile(rf"(?:(?:{words.titles})\b\.?\s+)+"),
        things=re.compile(rf"\b(?:{words.things})$"),
        participle=re.compile(rf"(\w{{3,}}(?:{language.speech.progressive}))\s+(?=[A-ZÀ-Þ])"),
        particle=re.compile(words.particles),
        joined=re.compile(rf"\s(?:{'|'.join(joins)})\s(?=([A-ZÀ-Þ]\w+)\s)") if joins else None,
        no_first_name=re.compile(words.no_first_names),
        owned_title=re.compile(rf"(?:{words.many_owners}){words.possessive}\s[A-ZÀ-Þ]"),
        place_begins=re.compile(r"San|Santa|Santo|Fort|Port|Lake|Mount|St\.?"),
    )


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents, for comparing names."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def is_given(word: str, language: Language) -> bool:
    """Whether a word is a given name that the tables know."""
    folded = fold(word)
    return folded in language.names.male or folded in language.names.female


def find_names(text: str, language: Language, start: int = 0, end: int | None = None) -> Iterator[Name]:
    """Names of a text, in its order."""
    for first, last in _joined(text, start, len(text) if end is None else end, language):
        yield from _split(text, first, last, language)


def _joined(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Runs of capitals; those of an office or court with the `of …` that belongs to its name."""
    shapes = _shapes(language)
    position = start
    while match := shapes.run.search(text, position, end):
        last = match.end()
        for _ in range(_LINKS):
            more = shapes.join.match(text, last, end)
            head = text[match.start() : last]
            if more is None or not (shapes.organisation.search(head.split()[-1]) or shapes.court.search(head)):
                break
            follows = shapes.run.match(text, more.end(), end)
            if follows is None:
                break
            last = follows.end()
        yield match.start(), last
        position = last


def _split(text: str, start: int, end: int, language: Language) -> Iterator[Name]:
    """One run of capitals as the name or names it holds: possessives part, and words that only begin a sentence go."""
    for first, last in _unpossessed(text, start, end, _shapes(language).owned_title):
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
        role = _role_before(text, start, start + cut, language)
    return Name(start + cut, end, text[start + cut : end], kind, role)


def _begins_anew(text: str, start: int, end: int) -> bool:
    """`Through a spokesman, Holt has denied it`: what stands before the comma is nobody's role."""
    return text[max(start - 2, 0) : start] == ", " and re.match(r"\s[a-z]", text[end : end + 2]) is not None


@lru_cache(maxsize=8192)
def kind_of(words: str, before: str, language: Language) -> tuple[Kind, int]:
    """The kind of a run of capitals after the words `before`; and for a person, where in the run the name begins."""
    shapes = _shapes(language)
    names = language.names
    if shapes.court.search(words):
        return Kind.COURT, 0
    if shapes.owned_title.match(words):
        return Kind.ORGANISATION, 0
    if words in names.places:
        return (Kind.STATE if names.places[words] else Kind.PLACE), 0
    if words in names.peoples:
        return Kind.OTHER, 0
    lead = _lead(words, language)
    if lead and lead < len(words) and not shapes.organisation.search(words[lead:]):
        return Kind.PERSON, lead
    if shapes.things.search(words):
        return Kind.OTHER, 0
    if shapes.organisation.search(words) or _INITIALS.fullmatch(words):
        return Kind.ORGANISATION, 0
    parts = words.split()
    given = [is_given(part, language) for part in parts]
    if len(parts) > 3 and _holds_other_words(parts[1:-1], language):
        return Kind.OTHER, 0  # `Ada Marsh Just Responded To Holt`
    if given[0]:
        return Kind.PERSON, 0
    if not shapes.place_begins.fullmatch(parts[0]):
        for index in range(1, len(parts) - 1):
            if given[index] and not shapes.particle.fullmatch(parts[index].lower()):
                # `State Hillary Clinton`, of a secretary of state; not `San Jose Rovers`
                return Kind.PERSON, [part.start() for part in re.finditer(r"\S+", words)][index]
    if _role_at_end(before, language) and not words.isupper():
        return Kind.PERSON, 0
    return (Kind.PERSON, 0) if _looks_like_person(words, language) else (Kind.OTHER, 0)


def roles_in(words: str, language: Language) -> Iterator[re.Match[str]]:
    """The roles that words name: `president`, `chief executive`."""
    return _shapes(language).role.finditer(words)


def _role_at_end(before: str, language: Language) -> re.Match[str] | None:
    """The role that a name follows at once, or with what it is the role of between: `president of Mexico, …`."""
    shapes = _shapes(language)
    return next((one for one in shapes.role.finditer(before) if shapes.of.fullmatch(before, one.end())), None)


def _holds_other_words(parts: list[str], language: Language) -> bool:
    """Whether one of the words is never a name, nor what joins the parts of one, `de`, nor behind that."""
    joins = [_shapes(language).particle.fullmatch(part.lower()) is not None for part in parts]
    common = language.names.not_names
    return any(
        part.lower() in common and not here and not before
        for part, here, before in zip(parts, joins, [False, *joins], strict=False)
    )


def _looks_like_person(words: str, language: Language) -> bool:
    parts, names = words.split(), language.names
    if _shapes(language).no_first_name.fullmatch(parts[0]):
        return False
    if any(part in names.peoples or part in names.places or part.lower() in names.roles for part in parts[:-1]):
        return False
    if _holds_other_words(parts, language):
        return False  # `Baking With Julia`
    if parts[-1].lower() in names.roles or parts[-1] in names.places:
        return False
    return len(parts) in (2, 3) and all(_PART_OF_A_NAME.fullmatch(part) for part in parts) and len(parts[-1]) > 2


def _lead(words: str, language: Language) -> int:
    """Where a person's name begins in a run after nationality, office or title: `US President Barack Obama`."""
    shapes = _shapes(language)
    end = 0
    for match in shapes.titles.finditer(words):
        end = match.end()
    for match in shapes.role.finditer(words):
        follows = words[match.end() :]
        if follows[:1].isspace():
            end = max(end, match.end() + len(follows) - len(follows.lstrip()))
    if end:
        return end
    parts = words.split()
    for count in (2, 1):
        one = " ".join(parts[:count])
        if len(parts) >= count + 2 and (one in language.names.peoples or one in language.names.places):
            return len(one) + 1 if _looks_like_person(" ".join(parts[count:]), language) else 0
    return 0


def _role_before(text: str, start: int, name: int, language: Language) -> str:
    """The words that say what a person is, just before the name: within the run, or in lower case before it."""
    inside = text[start:name].strip()
    outside = text[max(start - 60, 0) : start]
    role = _role_at_end(outside, language)
    if role is None:
        return inside
    before = re.search(r"((?:[A-ZÀ-Þ][\w’'-]*\s+)*)$", outside[: role.start()])
    return f"{before[1] if before else ''}{outside[role.start() :].strip(' ,')} {inside}".strip()
