"""Whom and what a description means: `the Mexican ruler`, `the company`, `the Republican`.

Spec: specs/article.md, "Who is meant". A definite description belongs to the person who was given that office; one
of an organisation to the last that may be called so. What cannot be told stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.mentions import Mention
from amparo.docket.article.names import Name, fold, roles_in
from amparo.docket.article.people import People, Person, states_in
from amparo.docket.article.spans import nearest_before

_BODY_REACH = 900


@dataclass(frozen=True, slots=True)
class _Shapes:
    definite: re.Pattern[str]
    pointing: re.Pattern[str]
    definite_at_end: re.Pattern[str]
    anybody: re.Pattern[str]
    described: re.Pattern[str]
    link: re.Pattern[str]
    body: re.Pattern[str]
    bodies: re.Pattern[str]
    companies: re.Pattern[str]
    teams: re.Pattern[str]
    no_companies: re.Pattern[str]
    told_to: re.Pattern[str]
    no_news: re.Pattern[str]
    press: re.Pattern[str]
    press_names: re.Pattern[str]
    head: re.Pattern[str]
    role_or_document: re.Pattern[str]
    role: re.Pattern[str]


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
        link=re.compile(rf"\s(?:{names.prepositions}|who|which|whose|that)\s"),
        body=re.compile(
            rf"^(?:{names.definite})\s(?:[\w-]+\s){{0,2}}?(?P<head>{names.bodies}|{names.companies}|{names.teams})$",
            re.IGNORECASE,
        ),
        bodies=re.compile(names.bodies),
        companies=re.compile(names.companies),
        teams=re.compile(names.teams),
        no_companies=re.compile(rf"\b(?:{names.no_companies})\b"),
        no_news=re.compile(rf"\b(?:{names.news_names})\b"),
        told_to=re.compile(rf"\b(?:{speech.told_to})\s$"),
        press=re.compile(names.press),
        press_names=re.compile(rf"\b(?:{names.press_names})\b"),
        head=re.compile(rf"\s(?:{names.prepositions}|who|which|that)\s|,"),
        role_or_document=re.compile(rf"\b(?:{roles}|{speech.documents})$", re.IGNORECASE),
        role=re.compile(rf"\b(?:{roles})$", re.IGNORECASE),
    )


@lru_cache(maxsize=256)
def _told_of(word: str, language: Language) -> re.Pattern[str]:
    """`a coach`, where nobody with a name was meant."""
    return re.compile(rf"\b(?:{language.names.unnamed})\s(?:[\w-]+\s){{0,4}}?{re.escape(word)}\b", re.IGNORECASE)


_APPOSED = re.compile(
    r", (?:the )?(?P<name>[A-ZÀ-Þ][\w’&.-]*(?:\s(?:(?:of|for|the|and|de|la)\s){0,2}[A-ZÀ-Þ][\w’&.-]*){0,4}),(?=\s[a-z])"
)
"""`, Halmere Forward,` behind `The group`."""


def _places(text: str, words: str, end: int) -> Iterator[int]:
    """Where words stand in a text before an offset."""
    start = text.find(words, 0, end)
    while start >= 0:
        yield start
        start = text.find(words, start + 1, end)


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

    def gender(self, words: str) -> str:
        """Of `the man`, `the spokeswoman`: what the last word says; else empty."""
        return self._language.names.genders.get(_last_word(words), "")

    def body(self, words: str, offset: int, spoke: str) -> str:
        """Which organisation `the company` or `the ministry` is: the last that may be called so, else `spoke`."""
        shapes, match = self._shapes, self._shapes.body.search(words)
        if re.search(r"\s[A-ZÀ-Þ]", words):
            return ""  # `the Halmere Post website` has its own name.
        if named := self._named_so(words, offset) or self._apposed(words, offset):
            return named
        if match is None:
            return ""
        head = match["head"].lower()
        if shapes.teams.fullmatch(head) and (team := self._team(offset)):
            return team
        any_such = shapes.companies.fullmatch(head) is not None
        bodies = self._people.bodies
        near = [
            one for one in bodies if offset - _BODY_REACH < one.start < offset and one.text.lower() not in words.lower()
        ]
        if shapes.press.fullmatch(head):
            near = [one for one in near if shapes.press_names.search(one.text)]
        elif any_such and not shapes.bodies.fullmatch(head):
            near = [one for one in near if self._may_be_a_company(one)]
        fits = [" ".join(one.text.split()) for one in near if any_such or head in fold(one.text)]
        spoke = "" if shapes.no_news.search(spoke) and not shapes.press.fullmatch(head) else spoke
        if any_such and spoke:
            return spoke
        if any_such and len(set(fits)) > 1 and not self._begins_sentence(near[-1]):
            return ""  # Of several companies none for sure.
        return fits[-1] if fits else spoke

    def _may_be_a_company(self, name: Name) -> bool:
        """Not a ministry, not whom somebody spoke to, no `MBA`."""
        shapes, before = self._shapes, self._text[max(name.start - 9, 0) : name.start]
        no_company = shapes.no_companies.search(name.text) or shapes.no_news.search(name.text)
        return not no_company and shapes.told_to.search(before) is None and "." not in name.text

    def _begins_sentence(self, name: Name) -> bool:
        """Whether a name is what its sentence begins with."""
        before = self._text[max(name.start - 6, 0) : name.start].removesuffix("The ").rstrip(" ")
        return before[-1:] in ("", "\n", ".", "”", '"')

    def _apposed(self, words: str, offset: int) -> str:
        """`the group`, behind `The group, Halmere Forward, was formed …`."""
        behind = words[1:]
        for start in _places(self._text, behind, offset):
            if found := _APPOSED.match(self._text, start + len(behind)):
                return " ".join(found["name"].split())
        return ""

    def _named_so(self, words: str, offset: int) -> str:
        """`the zoo`, where the text names the Halmere Zoo before: what has that word last in its name."""
        head = self._shapes.pointing.sub("", words, count=1).lower()
        if not self._shapes.pointing.match(words) or " " in head:
            return ""
        named = [one.text for one in self._people.things if one.end < offset and fold(one.text.split()[-1]) == head]
        return " ".join(named[-1].split()) if named and len({fold(one) for one in named}) == 1 else ""

    def _team(self, offset: int) -> str:
        """The team named last, by its fullest name."""
        near = [one.text for one in self._people.teams if offset - _BODY_REACH < one.start < offset][-1:]
        return max((one.text for one in self._people.teams if near and one.text.endswith(near[0])), key=len, default="")

    def body_before(self, pronoun: str, offset: int) -> str:
        """The organisation that `it` means when it speaks: the only one named just before."""
        if pronoun.lower() not in self._language.names.speaking_things:
            return ""
        near = [one for one in self._people.bodies if offset - _BODY_REACH // 3 < one.start < offset]
        names = {" ".join(one.text.split()) for one in near}
        return names.pop() if len(names) == 1 else ""

    def named_before(self, mention: Mention) -> bool:
        """Whether `the coach`, `the memo` points back to somebody with a name: no `a memo` stands before it."""
        head = self._shapes.head.split(mention.text)[0]
        found = self._shapes.role_or_document.search(head)
        if found is None or self._shapes.pointing.match(head) is None or head != mention.text:
            return False  # `the organiser of the fair` says itself who that is.
        return not self._told_of(found[0], mention.start)

    def _introduced_without_name(self, word: str, offset: int) -> bool:
        """Whether the text has let `a doctor` speak, so that `the doctor` is nobody with a name."""
        before, behind = _letting_speak(self._language)
        for start in _places(self._text, word, offset):
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
