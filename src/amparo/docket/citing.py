"""Finds the statutes of the table that words name: by citation, else by the name of their act.

Spec: specs/article.md, "Figures". The longest citation wins, and ends where the words do: § 7931 is not § 793, and
§ 1030(a)(5) is not § 1030(a)(2). An act is found by a name that only it has, standing whole: neither a code's bare
name nor a part of a longer name (`Economic Espionage Act`) names a statute. Which maximum holds is a question of dates,
answered by `statutes`.
"""

from __future__ import annotations

import re
from functools import cache

from amparo.docket.model import Statute
from amparo.docket.statutes import STATUTES

_TOKEN = re.compile(r"\(\w{1,5}\)|§+|u\.?\s?s\.?\s?c\b\.?|\w[\w’'-]*", re.IGNORECASE)
_SIGN = re.compile(r"§+|sections?|secs?|ss?|articles?|arts?|art[íi]culos?", re.IGNORECASE)
"""What stands before the number of a section."""
_SILENT = frozenset({"of", "the", "du", "de", "des", "del", "la", "le"})
"""Words between the parts of a citation, which say nothing by themselves."""
_NUMBERED = re.compile(
    rf"(?:§+|(?<![’'])\b(?:{_SIGN.pattern.removeprefix('§+|')})\b\.?)\s*(\d[\w-]*(?:\(\w{{1,5}}\))*)", re.IGNORECASE
)
_CODE = r"(?:,?\s+(?:of\s+)?(?:the\s+)?(?:U\.?\s?S\.?|United States)\s+Code)"
_WRITTEN_OUT = (
    re.compile(rf"\btitle\s+(?P<title>\d+){_CODE}?,?\s+(?:sections?|§+)\s*(?P<section>\d[\w()-]*)", re.IGNORECASE),
    re.compile(rf"(?:\bsections?|§+)\s*(?P<section>\d[\w()-]*)\s+of\s+title\s+(?P<title>\d+){_CODE}?", re.IGNORECASE),
)
"""The Code of the United States as indictments write it: `Title 18, United States Code, Section 793`."""
_BEFORE = re.compile(r"\b([A-Z][\w’'-]*)\s+$")
_AFTER = re.compile(r",?\s*(?:of\s+)?(?:1[6-9]|20)\d\d\b")
_NO_NAME = frozenset(
    {
        *("The", "A", "An", "Under", "This", "That", "US", "USA", "UK", "American", "British"),
        *("Britain’s", "Britain's", "America’s", "America's"),
    }
)
"""Words with a capital that may stand before the name of an act without being part of it."""

Tokens = tuple[str, ...]


def named(words: str) -> tuple[str, ...]:
    """The identities of the statutes that words cite, or whose act they name; in the order of the table."""
    return by_citation(words) or _by_act(words)


def by_citation(words: str) -> tuple[str, ...]:
    """The statutes whose citation the words hold; a section alone means all that the table has of it."""
    for shape in _WRITTEN_OUT:
        words = shape.sub(r"\g<title> U.S.C. § \g<section>", words)
    text = _tokens(words)
    found: dict[str, None] = {}
    for start in range(len(text)):
        found |= dict.fromkeys(_at(text, start))
    return tuple(one.id for one in STATUTES if one.id in found)


def _at(text: Tokens, start: int) -> tuple[str, ...]:
    """The statutes cited at one place, by the most of their citation that stands there."""
    best, length = list[str](), 0
    for statute, citation in _citations():
        shared = _shared(text, start, citation)
        more = text[start + shared : start + shared + 1]
        if shared < len(citation) and (not _is_part(citation[shared:]) or _is_part(more)):
            continue
        if shared > length:
            best, length = [], shared
        if shared == length and shared > 0:
            best.append(statute.id)
    return tuple(best)


def _shared(text: Tokens, start: int, citation: Tokens) -> int:
    count = 0
    while count < len(citation) and text[start + count : start + count + 1] == (citation[count],):
        count += 1
    return count


def _is_part(tokens: Tokens) -> bool:
    """Whether there are tokens, all of them parts of a section: `(a)`, `(2)`."""
    return bool(tokens) and all(token.startswith("(") for token in tokens)


def _tokens(words: str) -> Tokens:
    """The parts of a citation: all section signs alike, and none behind `U.S.C.`, where many leave it out."""
    found = list[str]()
    for token in _TOKEN.findall(words):
        if re.fullmatch(r"u\.?\s?s\.?\s?c\.?", token, re.IGNORECASE):
            found.append("usc")
        elif _SIGN.fullmatch(token):
            found += [] if found[-1:] == ["usc"] else ["§"]
        elif token.lower() not in _SILENT:
            found.append(token.lower())
    return tuple(found)


@cache
def _citations() -> tuple[tuple[Statute, Tokens], ...]:
    return tuple((statute, _tokens(statute.citation)) for statute in STATUTES)


def _by_act(words: str) -> tuple[str, ...]:
    """The statutes of an act that is named; where the words also number its sections, those alone."""
    found = [statute for statute in STATUTES if any(_stands(name, words) for name in statute.called)]
    numbers = {match.lower() for match in _NUMBERED.findall(words)}
    if not numbers:
        return tuple(statute.id for statute in found)
    return tuple(statute.id for statute in found if any(_within(statute, number) for number in numbers))


def _within(statute: Statute, number: str) -> bool:
    """Whether a numbered section is this statute, a part of it, or the whole that it is part of."""
    own = next((match.lower() for match in _NUMBERED.findall(statute.citation)), "")
    return number == own or number.startswith(f"{own}(") or own.startswith(f"{number}(")


def _stands(name: str, words: str) -> bool:
    """Whether the name of an act stands in the words whole: not within a longer name, nor with another year."""
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE):
        before = _BEFORE.search(words[: match.start()])
        if (before is None or before[1] in _NO_NAME) and not _AFTER.match(words, match.end()):
            return True
    return False
