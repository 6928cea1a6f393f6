"""Which organisation a description means: `the company`, `the ministry`, `the zoo`; and `it`, where it speaks.

Spec: specs/article.md, "Who is meant". What cannot be told is left to be as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.names import Name
from amparo.docket.article.people import People
from amparo.docket.article.spans import places

_BODY_REACH = 900
_APPOSED = re.compile(
    r", (?:the )?(?P<name>[A-ZÀ-Þ][\w’&.-]*(?:\s(?:(?:of|for|the|and|de|la)\s){0,2}[A-ZÀ-Þ][\w’&.-]*){0,4}),(?=\s[a-z])"
)
"""`, Halmere Forward,` behind `The group`."""
_CAPITAL = re.compile(r"\s[A-ZÀ-Þ](?!\w+-[a-z]+\s)")


@dataclass(frozen=True, slots=True)
class _Shapes:
    pointing: re.Pattern[str]
    body: re.Pattern[str]
    bodies: re.Pattern[str]
    companies: re.Pattern[str]
    teams: re.Pattern[str]
    no_companies: re.Pattern[str]
    told_to: re.Pattern[str]
    no_news: re.Pattern[str]
    press: re.Pattern[str]
    press_names: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    names, speech = language.names, language.speech
    return _Shapes(
        pointing=re.compile(rf"(?:{names.definite})\s", re.IGNORECASE),
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
    )


class Bodies:
    """The organisations of one article, by what they may be called."""

    def __init__(self, text: str, people: People, language: Language) -> None:
        self._text, self._people, self._language = text, people, language
        self._shapes = _shapes(language)

    def called(self, words: str, offset: int, spoke: str) -> str:
        """Which organisation `the company` or `the ministry` is: the last that may be called so, else `spoke`."""
        shapes, match = self._shapes, self._shapes.body.search(words)
        if _CAPITAL.search(words):
            return ""  # `the Halmere Post website` has its own name, `the Halmere-based paper` has none.
        if named := self._said_to_be(words, offset) or self._named_so(words, offset) or self._apposed(words, offset):
            return named
        if match is None:
            return ""
        head = match["head"].lower()
        if shapes.press.fullmatch(head) and (titled := self._titled_so(head, offset)):
            return titled
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

    def known(self, name: str) -> bool:
        """Whether a name is that of an organisation or a team."""
        return any(one.text == name for one in (*self._people.bodies, *self._people.teams))

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
        for start in places(self._text, behind, offset):
            if found := _APPOSED.match(self._text, start + len(behind)):
                return " ".join(found["name"].split())
        return ""

    def _said_to_be(self, words: str, offset: int) -> str:
        """`the group`, behind `the Halmere Truckers, an industry group,`: what was said to be one, the last."""
        head = re.escape(words.split()[-1])
        is_one = re.compile(rf",?\s(?:{self._language.names.indefinite})\s(?:[\w’'-]+\s){{0,3}}?{head}\b")
        told = [one.text for one in self._people.things if one.end < offset and is_one.match(self._text, one.end)]
        return " ".join(told[-1].split()) if told else ""

    def _named_so(self, words: str, offset: int) -> str:
        """`the zoo`, where the text names the Halmere Zoo before: what has that word last in its name."""
        head = self._shapes.pointing.sub("", words, count=1).lower()
        if not self._shapes.pointing.match(words) or " " in head:
            return ""
        named = [one.text for one in self._people.things if one.end < offset and fold(one.text.split()[-1]) == head]
        return " ".join(named[-1].split()) if named and len({fold(one) for one in named}) == 1 else ""

    def _titled_so(self, head: str, offset: int) -> str:
        """`the newspaper`, where `the Halmere Daily newspaper` stands before it, and no other."""
        named = re.compile(rf"\b(?:(?!(?i:{self._language.names.determiners})\s)[A-ZÀ-Þ][\w’&.]*\s){{1,4}}(?={head}\b)")
        found = {one[0].strip() for one in named.finditer(self._text, max(offset - _BODY_REACH, 0), offset)}
        found -= {*self._language.names.peoples, *self._language.names.places}
        return found.pop() if len(found) == 1 else ""

    def _team(self, offset: int) -> str:
        """The team named last, by its fullest name."""
        near = [one.text for one in self._people.teams if offset - _BODY_REACH < one.start < offset][-1:]
        return max((one.text for one in self._people.teams if near and one.text.endswith(near[0])), key=len, default="")

    def owner(self, offset: int) -> str:
        """The organisation that `its` or `it` means: the only one named just before."""
        near = [one for one in self._people.bodies if offset - _BODY_REACH // 3 < one.start < offset]
        names = {" ".join(one.text.split()) for one in near}
        return names.pop() if len(names) == 1 else ""
