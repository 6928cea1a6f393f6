"""The people of an article: each with every form of their name, what they are called, and whom a pronoun or description
means. Spec: specs/article.md, "Who is meant".

A short name belongs to the person whose full name ends (or begins) with it; a description to the person who was given
that office; a pronoun to the person the text was just speaking of. What cannot be told stays as it is written.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.names import Kind, Name, find_names, fold
from amparo.docket.article.spans import nearest_before, overlapping
from amparo.docket.article.subjects import Mention

_APPOSITION = 90
_BODY_REACH = 900


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


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(token.strip(".") for token in fold(name).split())


class People:
    """Everybody an article names. Built once from its names; descriptions and pronouns are resolved against it."""

    def __init__(self, text: str, names: Iterable[Name], language: Language) -> None:
        self._text = text
        self._language = language
        self._roles = _role_pattern(language)
        self.people: list[Person] = []
        named = list(names)
        bodies = (Kind.ORGANISATION, Kind.COURT)
        self._bodies = [one for one in named if one.kind in bodies and text[one.end : one.end + 1] != ":"]
        for name in named:
            if name.kind is Kind.PERSON and len(name.text.split()) > 1:
                self._introduce(name)
        for name in named:
            if len(name.text.split()) == 1 and name.kind in (Kind.PERSON, Kind.OTHER, Kind.PLACE):
                self._shorter(name)

    def _introduce(self, name: Name) -> None:
        tokens = _tokens(name.text)
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
            for match in self._roles.finditer(words):
                person.roles.append(match[0].lower())
            if words and self._roles.search(words):
                person.described.append(" ".join(words.split()))
                person.states |= self._states(words)
        person.gender = person.gender or self._gender(person, name)
        person.described_so = person.described_so or self._like_a_person(name.end)

    def _like_a_person(self, end: int) -> bool:
        """`Najib Razak, 61,`, `Najib Razak, who …`: what follows is only said of people."""
        return (
            re.compile(rf",\s\d\d,|,?\s(?:{self._language.names.only_of_people})\s").match(self._text, end) is not None
        )

    def _apposition(self, end: int) -> str:
        """`, the chairman of the panel,` after a name."""
        match = re.compile(r"\s?,\s+([^.;:,()\n\"“”]{3,90})").match(self._text, end, end + _APPOSITION)
        return match[1] if match and not re.match(r"(?:and|who|which|but|said|told)\b", match[1]) else ""

    def _states(self, words: str) -> set[str]:
        shape, states = _state_words(self._language)
        return {states[match[0]] for match in shape.finditer(words)}

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
        if name.kind is Kind.PLACE:
            known = [one for one in known if one.tokens[-1] == token]
        if not known:
            if (name.kind is Kind.PERSON and name.role) or self._introduced(name):
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

    def _introduced(self, name: Name) -> bool:
        """`Yuni, a resident of Lampung,`, `Roman, 34,`: one word, and behind it what is only said of people."""
        if name.kind is not Kind.OTHER or name.text in self._language.names.peoples:
            return False
        beside = self._apposition(name.end)
        described = re.match(rf"(?:{self._language.names.determiners})\s", beside) and self._roles.search(beside)
        return bool(described) or self._like_a_person(name.end)

    def _claim(self, person: Person, token: str, offset: int) -> tuple[bool, int, int]:
        """How well a short name fits: a surname is left alone for whom a text is about, relatives get a first name."""
        often = sum(start < offset for start, _ in person.mentions)
        return person.tokens[-1] == token, often, self._nearness(person, offset)

    def _definite(self, start: int) -> bool:
        """`the Hurricanes`: no surname has an article."""
        return (
            re.search(rf"\b(?:{self._language.names.definite})\s$", self._text[max(start - 6, 0) : start], re.I)
            is not None
        )

    def _nearness(self, person: Person, offset: int) -> int:
        return nearest_before(person.mentions, offset)

    def add(self, mention: Mention) -> Person:
        """A person only ever named in short, known to be one because they speak."""
        person = Person(mention.text, _tokens(mention.text), mentions=[(mention.start, mention.end)])
        self.people.append(person)
        return person

    def at(self, start: int, end: int) -> Person | None:
        """The person whose mention overlaps a span."""
        return next(
            (one for one in self.people if any(first < end and start < last for first, last in one.mentions)), None
        )

    def note_descriptions(self, paragraphs: Iterable[Paragraph], pursued: Person | None) -> None:
        """Every definite description that means somebody becomes a mention: `the founder of Wikileaks`."""
        names = self._language.names
        shape = re.compile(
            rf"\b(?:{names.definite})\s(?:[\w-]+\s){{0,2}}?(?P<role>{self._roles.pattern})(?:\s(?:of|de|del)\s(?:[Tt]he\s)?[A-ZÀ-Þ]\w+)?",
            re.IGNORECASE,
        )
        for paragraph in paragraphs:
            for match in shape.finditer(paragraph.outside):
                start, end = paragraph.start + match.start(), paragraph.start + match.end()
                if self.at(start, end) or re.match(r"\s[A-ZÀ-Þ]", self._text[end : end + 2]):
                    continue
                person = self.described_by(match[0], start)
                if person is None and match["role"].lower() in names.pursued:
                    person = pursued
                if person is not None:
                    person.note(start, end)

    def described_by(self, words: str, offset: int) -> Person | None:
        """Whom a definite description means: who was given such a role, and belongs to such a state."""
        names = self._language.names
        if not re.match(rf"(?:{names.definite})\b", words, re.IGNORECASE):
            return None
        link = rf"\s(?:{names.prepositions}|who|which|whose|that)\s"
        roles = [
            match[0].lower() for match in self._roles.finditer(words) if not re.search(link, words[: match.start()])
        ][-1:]
        if not roles:
            return None
        states = self._states(words)
        scored = [(self._fit(one, roles[0], states, words), self._nearness(one, offset), one) for one in self.people]
        best = max(
            ((fit, near, one) for fit, near, one in scored if fit > 0 and near >= 0),
            key=lambda one: one[:2],
            default=None,
        )
        return best[2] if best else None

    def body_meant(self, words: str, offset: int) -> str:
        """Which organisation `the company`, `the ministry` means: the last named that may be called so, or nothing."""
        names = self._language.names
        match = re.search(
            rf"^(?:{names.definite})\s(?:[\w-]+\s){{0,2}}?(?P<head>{names.bodies}|{names.companies})$", words, re.I
        )
        if match is None:
            return ""
        head = match["head"].lower()
        any_such = re.fullmatch(names.companies, head) is not None
        press = re.fullmatch(names.press, head) is not None
        near = [
            one for one in self._bodies if offset - _BODY_REACH < one.start < offset and one.text.lower() not in head
        ]
        if press:
            near = [one for one in near if re.search(rf"\b(?:{names.press_names})\b", one.text)]
        elif any_such and not re.fullmatch(names.bodies, head):
            near = [one for one in near if not re.search(rf"\b(?:{names.no_companies})\b", one.text)]
        fits = [one for one in near if any_such or head in fold(one.text)]
        return " ".join(fits[-1].text.split()) if fits else ""

    def body_before(self, pronoun: str, offset: int) -> str:
        """The organisation that `it` means when it speaks: the one named just before."""
        if pronoun.lower() not in self._language.names.speaking_things:
            return ""
        near = [one for one in self._bodies if offset - _BODY_REACH // 3 < one.start < offset]
        return " ".join(near[-1].text.split()) if near else ""

    def named_before(self, mention: Mention) -> bool:
        """Whether `the coach`, `the memo` points back to somebody with a name: no `a memo` stands before it."""
        names, speech = self._language.names, self._language.speech
        head = re.split(rf"\s(?:{names.prepositions}|who|which|that)\s|,", mention.text)[0]
        pointing = re.match(rf"(?:{names.definite})\s", head, re.IGNORECASE)
        last = rf"\b(?:{one_of(names.roles)}|{speech.documents})$"
        found = re.search(last, head, re.IGNORECASE)
        if pointing is None or found is None:
            return False
        told = rf"\b(?:{names.unnamed})\s(?:[\w-]+\s){{0,4}}?{re.escape(found[0])}\b"
        return re.search(told, self._text[: mention.start], re.IGNORECASE) is None

    def only_person_for(self, words: str) -> bool:
        """Whether a definite description names a role of one person, and the article gives nobody such a role."""
        names = self._language.names
        if not re.match(rf"(?:{names.definite})\b", words, re.IGNORECASE):
            return False
        role = re.search(rf"\b(?:{one_of(names.roles)})$", words, re.IGNORECASE)
        kind = names.roles.get(role[0].lower(), "") if role else ""
        return bool(kind) and kind not in names.common_people

    def _fit(self, person: Person, role: str, states: set[str], words: str) -> float:
        kinds = self._language.names.roles
        role = _singular(role, kinds)
        same = any(_singular(one, kinds) == role for one in person.roles)
        kind = kinds.get(role, "")
        generic, common = self._language.names.generic_roles, self._language.names.common_people
        alike = kind not in common and any(
            kinds.get(_singular(one, kinds)) == kind and (role in generic or _singular(one, kinds) in generic)
            for one in person.roles
        )
        if not same and not alike:
            return 0.0
        if states and person.states and not states & person.states:
            return 0.0
        capitals = re.findall(r"[A-Z]\w+", words)
        shared = sum(any(fold(word) in fold(one) for one in person.described) for word in capitals if word != "The")
        return 1.0 + same + bool(states & person.states) + 0.5 * shared


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of several words are one: the shorter is in the longer, in order, ending alike."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    rest = iter(long)
    inside = all(any(token == mine or (len(token) == 1 and mine.startswith(token)) for mine in rest) for token in short)
    return inside and (len(short) > 1)


@lru_cache
def _state_words(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names of states and of their peoples as one pattern, and the state of each."""
    names = language.names
    states = {word: state for table in (names.peoples, names.places) for word, state in table.items() if state}
    words = one_of(states)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), states


@lru_cache
def _role_pattern(language: Language) -> re.Pattern[str]:
    roles = one_of(language.names.roles)
    return re.compile(rf"\b(?:{roles})s?\b", re.IGNORECASE)


def _singular(role: str, kinds: Container[str]) -> str:
    role = role.lower()
    return role if role in kinds else role.removesuffix("s")


def names_of(text: str, language: Language, paragraphs: Iterable[Paragraph]) -> tuple[Name, ...]:
    """Every name of an article. Where all words have capitals, a person's name is one that stands elsewhere too."""
    found = [
        (_in_capitals(paragraph), name)
        for paragraph in paragraphs
        for name in find_names(text, language, paragraph.start, paragraph.end)
    ]
    elsewhere = {name.text for capitals, name in found if not capitals}
    loose = (Kind.PERSON, Kind.OTHER)
    return tuple(name for capitals, name in found if not capitals or name.kind not in loose or name.text in elsewhere)


def _in_capitals(paragraph: Paragraph) -> bool:
    """A headline in title case: `Leader Tweets A Wildly Wrong Graphic`."""
    long = re.findall(r"[^\W\d_]{4,}", paragraph.outside)
    return len(long) > 3 and paragraph.outside.rstrip()[-1:] != "." and all(word[0].isupper() for word in long)
