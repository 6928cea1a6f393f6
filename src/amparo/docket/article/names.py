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
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|St|Prof|Rev|Sr|Sra)\.(?= )"
    r"|[A-ZÀ-ÖØ-Þ](?:\.(?:[A-Z]\.)*(?!\w)|[\w’'-]*\w)?"
    r"|(?:al|el|ad|as|ar|an|ash)-[A-ZÀ-Þ][\w’'-]*|[dD][’'][A-ZÀ-Þ]\w+)"
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


@lru_cache
def _shapes(
    language: Language,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = language.names
    run = rf"{_CAPITAL}(?:[^\S\n]+(?:(?:{words.particles})[^\S\n]+){{0,2}}{_CAPITAL})*"
    roles = one_of(words.roles)
    return (
        re.compile(rf"(?<![\w@#/.-]){run}"),
        re.compile(rf"\b(?:{words.organisations})\b"),
        re.compile(rf"\b(?:{words.courts})\b"),
        re.compile(rf"\b(?:{roles})s?\b", re.IGNORECASE),
        re.compile(rf"(?:(?:{words.titles})\b\.?\s+)+"),
    )


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents, for comparing names."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def find_names(text: str, language: Language, start: int = 0, end: int | None = None) -> Iterator[Name]:
    """Names of a text, in its order."""
    for first, last in _joined(text, start, len(text) if end is None else end, language):
        yield from _split(text, first, last, language)


def _joined(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Runs of capitals; those of an office or court with the `of …` that belongs to its name."""
    run, organisation, court, _, _ = _shapes(language)
    join = re.compile(rf"\s(?:{language.names.joins})\s(?:(?:{language.names.determiners})\s)?(?=[A-ZÀ-Þ])")
    position = start
    while match := run.search(text, position, end):
        last = match.end()
        for _ in range(_LINKS):
            more = join.match(text, last, end)
            head = text[match.start() : last]
            if more is None or not (organisation.search(head.split()[-1]) or court.search(head)):
                break
            follows = run.match(text, more.end(), end)
            if follows is None:
                break
            last = follows.end()
        yield match.start(), last
        position = last


def _split(text: str, start: int, end: int, language: Language) -> Iterator[Name]:
    """One run of capitals as the name or names it holds: possessives part, and words that only begin a sentence go."""
    for first, last in _unpossessed(text, start, end):
        first = _skip_common(text, first, last, language.names)
        first = _skip_participle(text, first, last, language)
        last = _drop_common(text, first, last, language.names)
        if first < last:
            yield _named(text, first, last, language)


def _unpossessed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for match in re.finditer(r"[’']s\b(?:\s+|$)|[’'](?=\s|$)\s*", text[start:end]):
        yield position, start + match.start()
        position = start + match.end()
    if position < end:
        yield position, end


def _skip_common(text: str, start: int, end: int, words: NameWords) -> int:
    while match := re.compile(r"([\w’'.-]+)(\s+|$)").match(text, start, end):
        if match[1].lower().rstrip(".") not in words.not_names or (
            len(match[1]) == 1 and match[2] and text[start + 1] == "."
        ):
            return start
        if fold(match[1].rstrip(".")) in ("us", "it") and match[1].isupper():
            return start
        start = match.end()
    return start


def _skip_participle(text: str, start: int, end: int, language: Language) -> int:
    """`Comparing Clinton with …`: a participle that begins a sentence is no part of a name."""
    match = re.compile(rf"(\w{{3,}}(?:{language.speech.progressive}))\s+(?=[A-ZÀ-Þ])").match(text, start, end)
    if match is None or text[max(start - 2, 0) : start].rstrip(' \n"“')[-1:] not in ("", ".", "?", "!", ":"):
        return start
    return start if fold(match[1]) in language.names.male | language.names.female else match.end()


def _drop_common(text: str, start: int, end: int, words: NameWords) -> int:
    while start < end and (match := re.search(r"(?:^|\s+)([\w’'-]+)$", text[start:end])):
        if match[1].lower() not in words.not_names:
            return end
        end = start + match.start()
    return end


def _named(text: str, start: int, end: int, language: Language) -> Name:
    words = text[start:end]
    kind, cut = kind_of(words, text[max(start - 60, 0) : start], language)
    role = ""
    if kind is Kind.PERSON:
        role = _role_before(text, start, start + cut, language)
    return Name(start + cut, end, text[start + cut : end], kind, role)


@lru_cache(maxsize=8192)
def kind_of(words: str, before: str, language: Language) -> tuple[Kind, int]:
    """The kind of a run of capitals after the words `before`; and for a person, where in the run the name begins."""
    _, organisation, court, _, _ = _shapes(language)
    names = language.names
    if court.search(words):
        return Kind.COURT, 0
    if words in names.places:
        return (Kind.STATE if names.places[words] else Kind.PLACE), 0
    if words in names.peoples:
        return Kind.OTHER, 0
    lead = _lead(words, language)
    if lead and lead < len(words) and not organisation.search(words[lead:]):
        return Kind.PERSON, lead
    if re.search(rf"\b(?:{names.things})$", words):
        return Kind.OTHER, 0
    if organisation.search(words) or re.fullmatch(r"[A-Z][A-Z&.]{1,6}", words):
        return Kind.ORGANISATION, 0
    parts = words.split()
    given = [fold(part) in names.male or fold(part) in names.female for part in parts[:2]]
    if given[0]:
        return Kind.PERSON, 0
    if len(parts) > 2 and given[1] and not re.fullmatch(names.particles, parts[1].lower()):
        return Kind.PERSON, len(parts[0]) + 1  # `State Hillary Clinton`, of a secretary of state
    if _role_at_end(before, language) and not words.isupper():
        return Kind.PERSON, 0
    return (Kind.PERSON, 0) if _looks_like_person(words, names) else (Kind.OTHER, 0)


def _role_at_end(before: str, language: Language) -> re.Match[str] | None:
    """The role that a name follows at once, or with what it is the role of between: `president of Mexico, …`."""
    roles = _shapes(language)[3]
    of = rf"(?:\s(?:{language.names.role_of})\s[A-ZÀ-Þ][\w’-]*(?:\s[A-ZÀ-Þ][\w’-]*)?)?[\s,]*"
    return next((match for match in roles.finditer(before) if re.fullmatch(of, before[match.end() :])), None)


def _looks_like_person(words: str, names: NameWords) -> bool:
    parts = words.split()
    if re.fullmatch(names.no_first_names, parts[0]):
        return False
    if any(part in names.peoples or part in names.places or part.lower() in names.roles for part in parts[:-1]):
        return False
    if parts[-1].lower() in names.roles or parts[-1] in names.places:
        return False
    return (
        len(parts) in (2, 3)
        and all(re.fullmatch(r"(?:[A-Z]\.)+|[A-ZÀ-Þ](?:[a-zà-ÿ’'-]+(?:[A-ZÀ-Þ][a-zà-ÿ]+)?)", part) for part in parts)
        and len(parts[-1]) > 2
    )


def _lead(words: str, language: Language) -> int:
    """Where a person's name begins in a run after nationality, office or title: `US President Barack Obama`."""
    _, _, _, roles, titles = _shapes(language)
    end = 0
    for match in titles.finditer(words):
        end = match.end()
    for match in roles.finditer(words):
        follows = words[match.end() :]
        if follows[:1].isspace():
            end = max(end, match.end() + len(follows) - len(follows.lstrip()))
    if end:
        return end
    parts = words.split()
    for count in (2, 1):
        one = " ".join(parts[:count])
        if len(parts) >= count + 2 and (one in language.names.peoples or one in language.names.places):
            return len(one) + 1 if _looks_like_person(" ".join(parts[count:]), language.names) else 0
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
