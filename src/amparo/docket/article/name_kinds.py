"""What a name is the name of, person, body, court or place, from its own words and those before it; and of a person,
the role that the words before give. Spec: specs/article.md, "Actors".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.names import Kind, is_given

_INITIALS = re.compile(r"[A-Z][A-Z&.]{1,6}")
_PART_OF_A_NAME = re.compile(r"(?:[A-Z]\.)+|[A-ZÀ-Þ](?:[a-zà-ÿ’'-]+(?:[A-ZÀ-Þ][a-zà-ÿ]+)?)")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The patterns that tell kinds apart; what each is for, its use says."""

    organisation: re.Pattern[str]
    court: re.Pattern[str]
    role: re.Pattern[str]
    of: re.Pattern[str]
    of_office: re.Pattern[str]
    titles: re.Pattern[str]
    things: re.Pattern[str]
    particle: re.Pattern[str]
    no_first_name: re.Pattern[str]
    owned_title: re.Pattern[str]
    place_begins: re.Pattern[str]


@lru_cache
def body_shapes(language: Language) -> Shapes:
    """The patterns of a language, compiled once."""
    words = language.names
    of = rf"(?:\s(?:{words.role_of})\s[A-ZÀ-Þ][\w’-]*(?:\s[A-ZÀ-Þ][\w’-]*)?\s?(?=,))?[\s,]*"
    return Shapes(
        organisation=re.compile(rf"\b(?:{words.organisations})\b"),
        court=re.compile(rf"\b(?:{words.courts})\b"),
        role=re.compile(rf"\b(?:{one_of(words.roles)})s?\b(?!-\w)", re.IGNORECASE),
        of=re.compile(of),
        of_office=re.compile(rf"(?:{words.role_of})\s"),
        titles=re.compile(rf"(?:(?:{words.titles})\b\.?\s+)+"),
        things=re.compile(rf"\b(?:{words.things})$"),
        particle=re.compile(words.particles),
        no_first_name=re.compile(words.no_first_names),
        owned_title=re.compile(rf"(?:{words.many_owners}){words.possessive}\s[A-ZÀ-Þ]"),
        place_begins=re.compile(r"San|Santa|Santo|Fort|Port|Lake|Mount|St\.?"),
    )


@lru_cache(maxsize=8192)
def kind_of(words: str, before: str, language: Language) -> tuple[Kind, int]:
    """The kind of a run of capitals after the words `before`; and for a person, where in the run the name begins."""
    shapes = body_shapes(language)
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
    if lead and shapes.of_office.match(words, lead):
        return Kind.OTHER, 0  # `Ministro de Defensa`: nobody is called `de Defensa`
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
    return body_shapes(language).role.finditer(words)


def _role_at_end(before: str, language: Language) -> re.Match[str] | None:
    """The role that a name follows at once, or with what it is the role of between: `president of Mexico, …`."""
    shapes = body_shapes(language)
    return next((one for one in shapes.role.finditer(before) if shapes.of.fullmatch(before, one.end())), None)


def _holds_other_words(parts: list[str], language: Language) -> bool:
    """Whether one of the words is never a name, nor what joins the parts of one, `de`, nor behind that."""
    joins = [body_shapes(language).particle.fullmatch(part.lower()) is not None for part in parts]
    common = language.names.not_names
    return any(
        part.lower() in common and not here and not before
        for part, here, before in zip(parts, joins, [False, *joins], strict=False)
    )


def _looks_like_person(words: str, language: Language) -> bool:
    parts, names = words.split(), language.names
    if body_shapes(language).no_first_name.fullmatch(parts[0]):
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
    shapes = body_shapes(language)
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


def role_before(text: str, start: int, name: int, language: Language) -> str:
    """The words that say what a person is, just before the name: within the run, or in lower case before it."""
    inside = text[start:name].strip()
    outside = text[max(start - 60, 0) : start]
    role = _role_at_end(outside, language)
    if role is None:
        return inside
    before = re.search(r"((?:[A-ZÀ-Þ][\w’'-]*\s+)*)$", outside[: role.start()])
    return f"{before[1] if before else ''}{outside[role.start() :].strip(' ,')} {inside}".strip()
