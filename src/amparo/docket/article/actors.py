"""Actors: the persons, states, courts and organisations of an article, each with every place where it is named.

Spec: specs/article.md, "Actors".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.names import Kind, Name
from amparo.docket.article.people import People, Person
from amparo.docket.article.spans import Taken, overlapping

CASE_ROLES = {
    "head of state": "head-of-state",
    "head of government": "minister",
    "minister": "minister",
    "judge": "judge",
    "prosecutor": "prosecutor",
    "counsel": "counsel",
    "witness": "witness",
    "defendant": "defendant",
}
"""From the kind of public part that a language's tables name to the role that a case gives an actor."""

_KEPT = (Kind.ORGANISATION, Kind.STATE, Kind.COURT)
_PARTS = {Kind.ORGANISATION: "other", Kind.STATE: "state", Kind.COURT: "court"}


@dataclass(slots=True)
class Actor:
    """One actor. `role` is the article's own words for it, `part` the role that a case would give it."""

    name: str
    kind: Kind
    role: str
    part: str
    rule: str
    mentions: list[tuple[int, int]] = field(default_factory=list)


def find_actors(text: str, names: Sequence[Name], people: People, language: Language) -> list[Actor]:
    """Every actor, in the order of the first mention."""
    actors = [_person(text, one, language) for one in people.people if one.mentions]
    actors += _teams(text, people, language)
    taken = Taken(len(text), (span for one in actors if one.kind is Kind.PERSON for span in one.mentions))
    actors += _others(text, (name for name in names if not taken.touches(name.start, name.end)), language)
    return sorted(actors, key=lambda one: one.mentions[0])


def _person(text: str, person: Person, language: Language) -> Actor:
    kinds = language.names.roles
    role = max(person.described, key=_weight, default="")
    parts = [kinds.get(one.lower(), kinds.get(one.lower().removesuffix("s"), "")) for one in person.roles]
    part = next((CASE_ROLES[one] for one in parts if one in CASE_ROLES), "other")
    if is_pursued(text, person, language):
        part = "defendant"
    return Actor(person.name, Kind.PERSON, role, part, "personal-name", sorted(set(person.mentions)))


def is_pursued(text: str, person: Person, language: Language) -> bool:
    """Whether an article tells of charges against a person, of their arrest, extradition or defence."""
    named = [(start, end) for start, end in person.mentions if text[start : start + 1].isupper()]
    return any(overlapping(named, first, last) for first, last in _pursued_names(text, language))


@lru_cache(maxsize=4)
def _pursued_names(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the names stand that charges, arrests, extraditions and defences are told of."""
    return tuple(match.span("who") for shape in _pursuit(language) for match in shape.finditer(text))


@lru_cache
def _pursuit(language: Language) -> tuple[re.Pattern[str], ...]:
    name = r"(?P<who>[A-ZÀ-Þ][\w’-]*(?: [A-ZÀ-Þ][\w’-]*){0,4}?)"
    return tuple(re.compile(shape.replace("{name}", name)) for shape in language.names.pursuit)


@lru_cache
def _team(language: Language) -> re.Pattern[str]:
    names = language.names
    roles = one_of(role for role, kind in names.roles.items() if kind == "counsel")
    return re.compile(rf"{names.possessive}\s(?P<role>{roles})s?\b(?!,?\s[A-Z])")


def _teams(text: str, people: People, language: Language) -> list[Actor]:
    """Those who act for a person and are named only by that: `Assange's defense`."""
    teams: dict[str, Actor] = {}
    for person in people.people:
        for start, end in person.mentions:
            match = _team(language).match(text, end)
            if match is None:
                continue
            team = teams.setdefault(
                person.name,
                Actor(text[start : match.end()], Kind.ORGANISATION, match["role"], "counsel", "possessive-role"),
            )
            team.mentions.append((start, match.end()))
    return list(teams.values())


def _weight(words: str) -> tuple[int, int]:
    """The description that says most: with a name in it, and not a whole sentence."""
    return len(re.findall(r"\b[A-ZÀ-Þ]", words)), -len(words)


def _others(text: str, names: Iterable[Name], language: Language) -> list[Actor]:
    found: dict[tuple[str, Kind], Actor] = {}
    for name in names:
        if name.kind not in _KEPT:
            continue
        shown = (
            language.names.places.get(name.text) or name.text
            if name.kind is Kind.STATE
            else " ".join(name.text.split())
        )
        key = (fold(shown), name.kind)
        actor = found.setdefault(key, Actor(shown, name.kind, "", _PARTS[name.kind], f"{name.kind.value}-name"))
        actor.mentions.append((name.start, name.end))
    return list(found.values())
