"""The people of an article: each with every form of their name, and what they are called.

Spec: specs/article.md, "Who is meant". A short name belongs to the person whose full name ends (or begins) with it.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.mentions import Mention
from amparo.docket.article.name_kinds import roles_in
from amparo.docket.article.names import Kind, Name
from amparo.docket.article.spans import nearest_before, overlapping

_APPOSITION = 90
_ASIDE = re.compile(r"\s?,\s+([^.;:,()\n\"“”]{3,90})")


@dataclass(frozen=True, slots=True)
class _Shapes:
    only_of_people: re.Pattern[str]
    determiner: re.Pattern[str]
    definite_at_end: re.Pattern[str]
    clause: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    names = language.names
    return _Shapes(
        only_of_people=re.compile(rf",\s\d\d[,.]|,?\s(?:{names.only_of_people})\s"),
        determiner=re.compile(rf"(?:{names.determiners})\s"),
        definite_at_end=re.compile(rf"\b(?:{names.definite})\s$", re.IGNORECASE),
        clause=re.compile(
            rf"^(?:{names.determiners})\s(?:(?!(?:{language.speech.relative})\s)[\w’'-]+\s){{1,5}}?(?:{language.speech.finite})\s"
        ),
    )


@dataclass(slots=True)
class Person:
    """One person: the fullest name, folded tokens of it, gender when known, roles and states, mentions."""

    name: str
    tokens: tuple[str, ...]
    gender: str = ""
    roles: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    mentions: list[tuple[int, int]] = field(default_factory=list)
    speaks: bool = False
    shortened: bool = False
    described_so: bool = False

    @property
    def sure(self) -> bool:
        """Whether more than capitals says that this is a person: a role, a known first name, a surname that stands
        alone later, or that they speak."""
        return bool(self.gender or self.roles or self.speaks or self.shortened or self.described_so)

    def note(self, start: int, end: int) -> None:
        """Add a mention; a longer one takes the place of what it covers."""
        if overlapping(self.mentions, start, end):
            self.mentions = [span for span in self.mentions if span[1] <= start or end <= span[0]]
        insort(self.mentions, (start, end))


def name_tokens(name: str) -> tuple[str, ...]:
    """The folded parts of a name."""
    return tuple(token.strip(".") for token in fold(name).split())


class People:
    """Everybody an article names. Built once from its names; descriptions and pronouns are resolved against it.

    `bodies` are the organisations and courts that it names, `teams` what it names as many: `the Halmere Rovers`,
    `things` whatever has a name of several words and is nobody.
    """

    def __init__(self, text: str, names: Iterable[Name], language: Language) -> None:
        self._text = text
        self._language = language
        self._shapes = _shapes(language)
        self.people: list[Person] = []
        named = list(names)
        bodies = (Kind.ORGANISATION, Kind.COURT)
        self.bodies = [one for one in named if one.kind in bodies and text[one.end : one.end + 1] != ":"]
        self.things = [one for one in named if one.kind is not Kind.PERSON and " " in one.text]
        many = [one for one in named if one.kind is Kind.OTHER and one.text[-1] == "s"]
        called = {one.text.split()[-1] for one in many if self._definite(one.start)}
        self.teams = [one for one in many if one.text.split()[-1] in called]
        self._often = Counter(one.text for one in named)
        for name in named:
            if name.kind is Kind.PERSON and len(name.text.split()) > 1:
                self._introduce(name)
        for name in named:
            if len(name.text.split()) == 1 and name.kind in (Kind.PERSON, Kind.OTHER, Kind.PLACE):
                self._shorter(name)

    def _introduce(self, name: Name) -> None:
        tokens = name_tokens(name.text)
        person = next((one for one in self.people if _same(one.tokens, tokens)), None)
        if person is None:
            person = Person(name.text, tokens)
            self.people.append(person)
        elif len(tokens) > len(person.tokens) and self._fuller(tokens, person.tokens):
            person.name, person.tokens = name.text, tokens
        self._note(person, name)

    def _fuller(self, tokens: tuple[str, ...], than: tuple[str, ...]) -> bool:
        """Whether a longer name is the better: not `Former Senator Hillary Clinton`, where words before it are none."""
        names = self._language.names
        given = names.male | names.female
        if than[0] in given and tokens[0] not in given:
            return False
        return tokens[-1] == than[-1] or tokens[: len(than)] != than

    def _note(self, person: Person, name: Name) -> None:
        person.note(name.start, name.end)
        said = [name.role, self._apposition(name.end)]
        for words in said:
            roles = [match[0].lower() for match in roles_in(words, self._language)]
            person.roles += roles
            if roles:
                person.described.append(" ".join(words.split()))
                person.states |= states_in(words, self._language)
        person.gender = person.gender or self._gender(person, name)
        names = self._language.names
        given = person.tokens[0] in names.male and person.tokens[0] in names.female
        person.described_so = person.described_so or given or self._like_a_person(name.end)

    def _like_a_person(self, end: int) -> bool:
        """`Najib Razak, 61,`, `Najib Razak, who …`: what follows is only said of people."""
        return self._shapes.only_of_people.match(self._text, end) is not None

    def _apposition(self, end: int) -> str:
        """`, the chairman of the panel,` after a name."""
        match = _ASIDE.match(self._text, end, end + _APPOSITION)
        if match is None or re.match(r"(?:and|who|which|but|said|told)\b", match[1]):
            return ""
        role = next(roles_in(match[1], self._language), None)
        if role is not None and role[0].lower() not in self._language.names.roles:
            return ""  # `After the arrest of Holt, officials of the ministry …`: of one person, no roles of many.
        return "" if self._shapes.clause.search(match[1]) else match[1]  # `To Holt, the mayor said that …`

    def _gender(self, person: Person, name: Name) -> str:
        names, first = self._language.names, person.tokens[0]
        words = re.findall(
            r"\w+", fold(f"{self._text[max(name.start - 14, 0) : name.start]}\n{name.role}").split("\n")[-1]
        )
        title = re.search(r"\b(\w+)\.?\s$", self._text[max(name.start - 10, 0) : name.start])
        for word in ([title[1].lower()] if title else []) + words:
            if gender := names.genders.get(word):
                return gender
        male, female = first in names.male, first in names.female
        return "m" if male and not female else "f" if female and not male else ""

    def _shorter(self, name: Name) -> None:
        token = fold(name.text).strip(".")
        known = [one for one in self.people if token in (one.tokens[-1], one.tokens[0]) or token in one.tokens[1:]]
        known = [one for one in known if not self._other_office(one, name)]
        if name.kind is Kind.PLACE:
            known = [one for one in known if one.tokens[-1] == token]
        if not known:
            given = name.kind is Kind.PERSON and (name.role or self._often[name.text] > 1)
            if given or self._introduced(name):
                self.people.append(person := Person(name.text, (token,)))
                self._note(person, name)
            return
        before = [one for one in known if one.mentions[0][0] < name.start] or known
        titled = self._gender(Person(name.text, ("",)), name)
        before = [one for one in before if not titled or one.gender in ("", titled)] or before
        person = max(before, key=lambda one: self._claim(one, token, name.start))
        alone = person.tokens[-1] == token and not self._definite(name.start)
        person.shortened = person.shortened or (alone and name.text not in self._language.names.peoples)
        self._note(person, name)

    def _other_office(self, person: Person, name: Name) -> bool:
        """`President Holt`, where only `first lady Ida Holt` is named in full: an office that they were not given."""
        offices = self._language.names.offices
        kinds = self._language.names.roles
        title = [kinds[one[0].lower()] for one in roles_in(name.role, self._language) if one[0].lower() in kinds]
        theirs = [kinds[one] for one in person.roles if one in kinds]
        first = person.mentions[0][0]
        return bool(title and theirs) and title[-1] in offices and title[-1] not in theirs and first > name.start

    def _introduced(self, name: Name) -> bool:
        """`Yuni, a resident of Lampung,`, `Roman, 34,`: one word, and behind it what is only said of people."""
        if name.kind is not Kind.OTHER or name.text in self._language.names.peoples:
            return False
        beside = self._apposition(name.end)
        described = self._shapes.determiner.match(beside) is not None and any(roles_in(beside, self._language))
        return described or self._like_a_person(name.end)

    def _claim(self, person: Person, token: str, offset: int) -> tuple[bool, int, int]:
        """How well a short name fits: a surname is left alone for whom a text is about, relatives get a first name."""
        often = sum(start < offset for start, _ in person.mentions)
        return person.tokens[-1] == token, often, self._nearness(person, offset)

    def _definite(self, start: int) -> bool:
        """`the Hurricanes`: no surname has an article."""
        return self._shapes.definite_at_end.search(self._text[max(start - 6, 0) : start]) is not None

    def _nearness(self, person: Person, offset: int) -> int:
        return nearest_before(person.mentions, offset)

    def add(self, mention: Mention) -> Person:
        """A person only ever named in short, known to be one because they speak."""
        person = Person(mention.text, name_tokens(mention.text), mentions=[(mention.start, mention.end)])
        self.people.append(person)
        return person

    def at(self, start: int, end: int) -> Person | None:
        """The person whose mention overlaps a span."""
        return next(
            (one for one in self.people if any(first < end and start < last for first, last in one.mentions)), None
        )


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of several words are one: the shorter is in the longer, in order, ending alike."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    rest = iter(long)
    inside = all(any(token == mine or (len(token) == 1 and mine.startswith(token)) for mine in rest) for token in short)
    return inside and (len(short) > 1)


def states_in(words: str, language: Language) -> set[str]:
    """The states that words name, by their own name or by that of their people."""
    shape, states = _state_words(language)
    return {states[match[0]] for match in shape.finditer(words)}


@lru_cache
def _state_words(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names of states and of their peoples as one pattern, and the state of each."""
    names = language.names
    states = {word: state for table in (names.peoples, names.places) for word, state in table.items() if state}
    words = one_of(states)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), states
