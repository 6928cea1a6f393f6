"""A language's date rules, compiled: tables become alternations, blanks become space within a paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.dates.openings import LENGTH, beginnings, shown
from amparo.docket.article.languages.vocabulary import Language

SPACE = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"
_BEFORE = r"(?<![\w$€£#@/])"
_COMPOUNDS = r"(?:(?<=[Mm]id-)|(?<=[Ll]ate-)|(?<=[Ee]arly-)|(?<!\w[-’']))"
_YEAR = r"(?:1[1-9]\d\d|20\d\d)(?![\d%]|[.,]\d)"
_PLACE = re.compile(rf"{_BEFORE}\S")
"""Where an expression may begin."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way a date looks; `rank` orders rules that match the same words, the smaller first."""

    name: str
    shape: str
    rank: int
    language: Language

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first asked for: an article needs half of the rules."""
        return _compiled(self.shape, self.language)


@lru_cache
def rules_of(language: Language) -> tuple[Rule, ...]:
    """The rules of a language."""
    return tuple(Rule(name, shape, rank, language) for rank, (name, shape) in enumerate(language.dates.rules))


def matches_in(text: str, first: int, last: int, language: Language) -> Iterator[tuple[re.Match[str], Rule]]:
    """What each rule matches in a part of a text; matches of one rule do not overlap."""
    ends: dict[int, int] = {}
    for place in _PLACE.finditer(text, first, last):
        at = place.start()
        for rule in _beginning(text[at : at + LENGTH], language):
            if ends.get(rule.rank, 0) > at or (match := rule.pattern.match(text, at, last)) is None:
                continue
            ends[rule.rank] = match.end()
            yield match, rule


@lru_cache(maxsize=8192)
def _beginning(text: str, language: Language) -> tuple[Rule, ...]:
    """The rules whose expressions can begin with these characters."""
    found, by_letters = shown(text), _by_beginning(language)
    rules = {rule for length in range(LENGTH + 1) for rule in by_letters.get(found[:length], ())}
    return tuple(sorted(rules, key=lambda one: one.rank))


@lru_cache
def _by_beginning(language: Language) -> dict[str, set[Rule]]:
    """The rules by the letters that their expressions begin with, as far as these are certain."""
    tables = {name: beginnings(table, {}) for name, table in _tables(language).items()}
    found = defaultdict[str, set[Rule]](set)
    for rule in rules_of(language):
        for letters, _ in beginnings(rule.shape, tables):
            found[letters].add(rule)
    return dict(found)


@lru_cache
def triggers_of(language: Language) -> re.Pattern[str]:
    """What every date expression has: a word of time or figures. Rules are tried only near one."""
    words = language.dates
    names = one_of(shape for table in (words.months, words.weekdays) for shape in _shapes(table, words.capitals))
    others = one_of(word for table in (words.units, words.days, words.seasons, words.holidays) for word in table)
    return re.compile(rf"\b(?:{names}|(?i:{others}|{words.triggers})|\d{{4}}|\d{{1,2}}(?=[:./ ]?\d|[ap ]))|[’']\d0")


@lru_cache(maxsize=512)
def _compiled(shape: str, language: Language) -> re.Pattern[str]:
    for name, table in _tables(language).items():
        shape = shape.replace("{" + name + "}", table)
    return re.compile(rf"{_BEFORE}(?<!\d[.,:]){_COMPOUNDS}(?:{_spaced(shape)})(?!\w)")


def _spaced(shape: str) -> str:
    """Blanks outside classes as any space; ` ?` stays optional."""
    return re.sub(r" (?![^\[]*\])", lambda _: SPACE, shape)


@lru_cache
def _tables(language: Language) -> dict[str, str]:
    words = language.dates
    unit = any_of(unit for unit, kind in words.units.items() if kind != "time")
    units = "|".join(sorted(words.units, key=len, reverse=True))
    return {
        "month": _named(words.months, words.capitals),
        "weekday": _named(words.weekdays, words.capitals),
        "year": _YEAR,
        "day": r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|º|er)?(?![\d.,]*\d)(?!\w)",
        "number": rf"(?:\d{{1,3}}|{any_of(words.numbers)})",
        "to": words.to,
        "vague": any_of(words.vague),
        "direction": _either(words.directions),
        "unit": unit,
        "units": rf"(?:{units})(?:e?s)?",
        "relative": any_of(words.days),
        "season": any_of(words.seasons),
        "holiday": _titled(words.holidays),
        "ordinal": any_of(words.ordinals),
        "decade": any_of(words.decades),
    }


def any_of(words: Iterable[str]) -> str:
    """An alternation, longest first, so that no word hides a longer one."""
    return rf"(?:{one_of(words)})\b"


def _named(words: Iterable[str], capitals: bool) -> str:
    """Names as they are written: with a capital where the language has it so, in capitals, or short with a dot."""
    return "(?:" + "|".join(_shapes(words, capitals)) + r")(?:\.(?= ?\d)|\b)"


def _shapes(words: Iterable[str], capitals: bool) -> list[str]:
    ordered = sorted(words, key=len, reverse=True)
    shapes = [] if capitals else [*ordered]
    return shapes + [word.capitalize() for word in ordered] + [word.upper() for word in ordered if len(word) > 4]


def _either(words: Iterable[str]) -> str:
    """Words with or without a capital at their beginning."""
    return any_of(dict.fromkeys(shape for word in words for shape in (word, word[:1].upper() + word[1:])))


def _titled(words: Iterable[str]) -> str:
    return any_of(dict.fromkeys(re.sub(r"(?<![’'\w])[a-z]", lambda m: m[0].upper(), word) for word in words))
