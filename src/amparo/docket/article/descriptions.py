"""Whom a description means: `the Mexican ruler`, `the officer`, `the Republican`. What it means of bodies: bodies.py.

Spec: specs/article.md, "Who is meant". A definite description belongs to the person who was given that office. What
cannot be told stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.mentions import Mention
from amparo.docket.article.name_kinds import roles_in
from amparo.docket.article.people import People, Person, states_in
from amparo.docket.article.spans import nearest_before, places


@dataclass(frozen=True, slots=True)
class _Shapes:
    definite: re.Pattern[str]
    pointing: re.Pattern[str]
    definite_at_end: re.Pattern[str]
    anybody: re.Pattern[str]
    described: re.Pattern[str]
    unnamed: re.Pattern[str]
    link: re.Pattern[str]
    head: re.Pattern[str]
    role_or_document: re.Pattern[str]
    role: re.Pattern[str]
    many: re.Pattern[str]
    public: re.Pattern[str]
    thing: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    names, speech = language.names, language.speech
    roles = one_of(names.roles)
    return _Shapes(
        definite=re.compile(rf"(?:{names.definite})\b", re.IGNORECASE),
        pointing=re.compile(rf"(?:{names.definite})\s", re.IGNORECASE),
        definite_at_end=re.compile(rf"\b(?:{names.definite})\s$", re.IGNORECASE),
        anybody=re.compile(rf"\b(?:{names.definite})\s.*?(?:{names.anybody})$", re.IGNORECASE),
        described=re.compile(
            rf"\b(?:{names.definite})\s(?:[\w-]+\s){{0,2}}?(?P<role>\b(?:{roles})s?\b)(?:\s(?:of|de|del)\s(?:[Tt]he\s)?[A-ZÀ-Þ]\w+)?",
            re.IGNORECASE,
        ),
        unnamed=re.compile(rf"(?:{names.unnamed})\s", re.IGNORECASE),
        link=re.compile(rf"\s(?:{names.prepositions}|who|which|whose|that)\s"),
        head=re.compile(rf"\s(?:{names.prepositions}|who|which|that)\s|,"),
        role_or_document=re.compile(rf"\b(?:{roles}|{speech.documents})$", re.IGNORECASE),
        role=re.compile(rf"\b(?:{roles})$", re.IGNORECASE),
        many=re.compile(r"(?<!s)s$|people$|police$|men$"),
        thing=re.compile(rf"\b(?:{speech.documents}|{speech.papers}|{names.bodies}|{names.companies})$", re.IGNORECASE),
        public=re.compile(rf"(?!(?:{names.companies})$)(?:{names.bodies}|{speech.papers}|{speech.speakers})"),
    )


@lru_cache(maxsize=256)
def _told_of(word: str, language: Language) -> re.Pattern[str]:
    """`a coach`, where nobody with a name was meant."""
    return re.compile(rf"\b(?:{language.names.unnamed})\s(?:[\w-]+\s){{0,4}}?{re.escape(word)}\b", re.IGNORECASE)


class Descriptions:
    """What descriptions mean in one article, whose people are known."""

    def __init__(self, text: str, people: People, language: Language) -> None:
        self._text, self._people, self._language = text, people, language
        self._shapes = _shapes(language)
        self._plain = language.names.plain

    def note(self, paragraphs: Iterable[Paragraph], pursued: Person | None) -> None:
        """Every definite description that means somebody becomes a mention: `the founder of Wikileaks`."""
        for paragraph in paragraphs:
            for match in self._shapes.described.finditer(paragraph.outside):
                start, end = paragraph.start + match.start(), paragraph.start + match.end()
                if self._people.at(start, end) or re.match(r"\s[A-ZÀ-Þ]", self._text[end : end + 2]):
                    continue
                person = self.person(match[0], start)
                if person is None and match["role"].lower() in self._language.names.pursued:
                    person = pursued
                if person is not None:
                    person.note(start, end)

    def person(self, words: str, offset: int) -> Person | None:
        """Whom a definite description means: who was given such a role, and belongs to such a state."""
        if not self._shapes.definite.match(words):
            return None
        roles = [
            match[0].lower()
            for match in roles_in(words, self._language)
            if not self._shapes.link.search(words[: match.start()])
        ][-1:]
        if not roles or roles[0] not in self._language.names.roles:
            return None  # `the ministers` are no one person.
        states = states_in(words, self._language)
        scored = [
            (self._fit(one, roles[0], states, words), nearest_before(one.mentions, offset), one)
            for one in self._people.people
        ]
        best = max(
            ((fit, near, one) for fit, near, one in scored if fit > 0 and near >= 0),
            key=lambda one: one[:2],
            default=None,
        )
        if best is None:
            return self._only_one(roles[0], states, offset)
        # `the official` behind `an official said`: somebody without a name, told of since.
        return None if self._told_of(roles[0], offset, best[1]) else best[2]

    def _only_one(self, role: str, states: set[str], offset: int) -> Person | None:
        """`the officer` for a sergeant, `the musician` for a singer: the only one of that kind named so far."""
        kinds, role = self._language.names.roles, _singular(role, self._language.names.roles)
        if role not in self._language.names.wide_roles or self._told_of(role, offset):
            return None
        of_kind = [
            one
            for one in self._people.people
            if any(kinds.get(_singular(word, kinds)) == kinds[role] for word in one.roles)
            and one.mentions[0][0] < offset
            and not (states and one.states and not states & one.states)
        ]
        return of_kind[0] if len(of_kind) == 1 else None

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
        if self._of_another(person, role, words):
            return 0.0
        capitals = re.findall(r"[A-Z]\w+", words)
        shared = sum(any(fold(word) in fold(one) for one in person.described) for word in capitals if word != "The")
        return 1.0 + same + bool(states & person.states) + 0.5 * shared

    def _of_another(self, person: Person, role: str, words: str) -> bool:
        """`the health minister` is not whom the text calls Civil Aviation Minister: what an office is of must agree."""
        of = [one for one in words.lower().partition(f" {role}")[0].split()[1:] if one not in self._plain]
        if not of or any(one[:1].isupper() for one in words.split()[1:]):
            return False
        theirs = [re.findall(r"[\w-]+", one) for one in person.described if role in one.lower()]
        named = [[one for one in each if one.lower() != role] for each in theirs]
        if not named or any(not each or any(one.isupper() for one in each) for each in named):
            return False
        return not any(one in fold(" ".join(each)) for each in named for one in of)

    def anybody(self, mention: Mention) -> bool:
        """`the Republican`, `the 61-year-old`, `the guitarist` of whom nobody is told: whoever the text speaks of."""
        article = self._shapes.definite_at_end.search(self._text[max(mention.start - 5, 0) : mention.start])
        words = (article[0] if article else "") + mention.text
        last = _last_word(words)
        if last in self._language.names.genders and self._told_of(last, mention.start):
            return False
        if last and self._introduced_without_name(last, mention.start):
            return False
        return self._shapes.anybody.search(words) is not None or self._one_person(words)

    def _one_person(self, words: str) -> bool:
        """Whether a definite description names a role of one person, whoever has it."""
        if not self._shapes.definite.match(words):
            return False
        names = self._language.names
        role = self._shapes.role.search(words)
        kind = names.roles.get(role[0].lower(), "") if role else ""
        return bool(kind) and kind not in names.common_people

    def held_by(self, person: Person, words: str) -> bool:
        """Whether somebody may hold an office that the text gives to nobody: no other office is told of them."""
        kinds = self._language.names.roles
        role = self._shapes.role.search(words)
        kind = kinds.get(role[0].lower(), "") if role else ""
        return kind not in self._language.names.offices or not person.roles

    def thing(self, words: str) -> bool:
        """Whether words describe a document or a body, which `it` may mean: `the lawsuit`, `the council`."""
        return self._shapes.thing.search(self._shapes.head.split(words)[0]) is not None

    def unnamed_one(self, words: str, gender: str) -> bool:
        """Whether words describe one person whom nobody has named, who may be of a gender: `another student`."""
        names, head = self._language.names, self._shapes.head.split(words)[0]
        last = _last_word(head)
        known = last in names.roles or last in names.genders
        return self._shapes.unnamed.match(head) is not None and known and names.genders.get(last, gender) == gender

    def gender(self, words: str) -> str:
        """Of `the man`, `the spokeswoman`: what the last word says; else empty."""
        return self._language.names.genders.get(_last_word(words), "")

    def named_before(self, mention: Mention) -> bool:
        """Whether `the coach`, `the airline`, `the memo` points back to somebody with a name.

        Not where `a coach` stands before it, where it says itself whose it is, or where it means a public body.
        """
        head = self._shapes.head.split(mention.text)[0]
        if self._shapes.pointing.match(head) is None or re.search(r"\s[A-ZÀ-Þ]", mention.text):
            return False
        if found := self._shapes.role_or_document.search(head):
            # `the organiser of the fair` says itself who that is.
            return head == mention.text and not self._told_of(found[0], mention.start)
        last = _last_word(head)
        if self._shapes.many.search(last) or self._shapes.public.fullmatch(last):
            return False
        return not self._told_of(last, mention.start)

    def _introduced_without_name(self, word: str, offset: int) -> bool:
        """Whether the text has let `a doctor` speak, so that `the doctor` is nobody with a name."""
        before, behind = _letting_speak(self._language)
        for start in places(self._text, word, offset):
            end = start + len(word)
            if re.match(r"\w|,?\s[A-ZÀ-Þ]", self._text[end : end + 3]):
                continue  # `a doctor, Ida Brun`
            placed = before.search(self._text[max(start - 60, 0) : start])
            if placed and (placed["verb"] or behind.match(self._text, end)):
                return True
        return False

    def _told_of(self, word: str, offset: int, since: int = 0) -> bool:
        """Whether `a coach` stands before an offset, so that `the coach` may be somebody without a name."""
        found = _told_of(word, self._language).search(self._text, since, offset)
        return found is not None and (not since or self._text[found.end() : found.end() + 2].strip()[:1].islower())


@lru_cache
def _letting_speak(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before the word for somebody let speak, and behind: `said a doctor`, `A doctor at the port told`."""
    said = rf"(?:{language.speech.said}|{language.speech.told})\b"
    return (
        re.compile(
            rf"(?:(?P<verb>\b(?:{language.speech.said})\s)|(?:^|[.!?”\"]\s|\n))"
            rf"(?i:{language.names.indefinite})\s(?:[\w-]+\s){{0,3}}$"
        ),
        re.compile(rf"(?:\s[a-z-]+|\s(?:{language.names.prepositions})\s(?:the\s)?\w+){{0,4}}?\s{said}"),
    )


def _last_word(words: str) -> str:
    return (words.lower().split() or [""])[-1]


def _singular(role: str, kinds: Container[str]) -> str:
    role = role.lower()
    return role if role in kinds else role.removesuffix("s")
