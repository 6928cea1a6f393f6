"""A language's date rules, compiled: tables become alternations, blanks become space within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import DateWords, Language

SPACE = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"
_KINDS = ("month", "weekday", "season", "holiday", "relative", "year", "unit", "units")
_YEAR = r"(?:1[1-9]\d\d|20\d\d)(?![\d%]|[.,]\d)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way a date looks; `rank` orders rules that match the same words, the smaller first.

    `needs` are kinds of words of which one must stand in the text for the rule to match.
    """

    name: str
    pattern: re.Pattern[str]
    rank: int
    needs: frozenset[str]

    def may_match(self, there: frozenset[str]) -> bool:
        """Whether what it must have is there."""
        return self.needs <= there


@lru_cache
def rules_of(language: Language) -> tuple[Rule, ...]:
    """The rules of a language."""
    tables = _tables(language.dates)
    return tuple(
        Rule(name, _compiled(shape, tables), rank, _needs(shape))
        for rank, (name, shape) in enumerate(language.dates.rules)
    )


def _needs(shape: str) -> frozenset[str]:
    """The tables that a rule cannot do without: what is in an optional part or a choice does not count."""
    certain = re.sub(r"\(\?:[^()]*\)\?", "", re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)\?", "", shape))
    return frozenset(name for name in _KINDS if re.search(rf"(?<!\|)\{{{name}\}}(?!\|)", certain))


@lru_cache
def kinds_of(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each kind of word that rules need."""
    tables = _tables(language.dates)
    return tuple((name, re.compile(_spaced(tables[name]), re.IGNORECASE)) for name in _KINDS)


def kinds_in(text: str, first: int, last: int, language: Language) -> frozenset[str]:
    """The kinds of words that stand in a part of a text."""
    return frozenset(name for name, pattern in kinds_of(language) if pattern.search(text, first, last))


@lru_cache
def triggers_of(language: Language) -> re.Pattern[str]:
    """What every date expression has: a word of time or figures. Rules are tried only near one."""
    words = language.dates
    names = "|".join(shape for table in (words.months, words.weekdays) for shape in _shapes(table, words.capitals))
    others = one_of(word for table in (words.units, words.days, words.seasons, words.holidays) for word in table)
    return re.compile(rf"\b(?:{names}|(?i:{others}|{words.triggers})|\d{{4}}|\d{{1,2}}(?=[:./ ]?\d|[ap ]))|[’']\d0")


def _compiled(shape: str, tables: dict[str, str]) -> re.Pattern[str]:
    for name, table in tables.items():
        shape = shape.replace("{" + name + "}", table)
    compounds = r"(?:(?<=[Mm]id-)|(?<=[Ll]ate-)|(?<=[Ee]arly-)|(?<!\w[-’']))"
    return re.compile(rf"(?<![\w$€£#@/])(?<!\d[.,:]){compounds}(?:{_spaced(shape)})(?!\w)")


def _spaced(shape: str) -> str:
    """Blanks outside classes as any space; ` ?` stays optional."""
    return re.sub(r" (?![^\[]*\])", lambda _: SPACE, shape)


def _tables(words: DateWords) -> dict[str, str]:
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
