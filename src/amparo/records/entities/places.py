"""Places in a text: capitalised words that are a country, a capital or a large town, a known part of the world, or that
a word such as `Lake` or `Province` heads; a smaller town only where a word before it asks for a place, or its country
follows a comma; what begins a dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities import gazetteer
from amparo.records.entities.gazetteer import Place
from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.runs import Run, Token
from amparo.records.entities.words import NOT_NAMES, given_names, listed, phrases, surnames

_LONGEST = 5
_ASKS = re.compile(
    r"\b(?:in|at|near|from|to|of|into|through|outside|around|visit|visiting|leave|leaving|reach|left|via|toward|towards"
    r"|against|for|with|between|and|en|à|au|aux|nach|aus|bei|dans|a|desde|hacia|the)\s+$",
    re.IGNORECASE,
)


_STATES = listed("regions")
_SENTENCE = listed("sentence")
_SURNAMES = listed("towns_like_names")
_AREAS = phrases("areas")
_HEADS = listed("place_heads")
_FRONTS = listed("place_fronts")
_IN = re.compile(r"\b(?:in|near|outside|around|across|throughout|en|bei|dans|cerca de|près de)\s+$")
"""Words that ask for nothing but a place or a time."""
_DATELINE = re.compile(r"[ ]?(?:,[ ]?\w[\w .]{2,20}){0,2}[ ,]{0,2}(?:\(|[-–—]|\d{1,2}\b|\d{4}-\d\d)")
_STARTS = _SENTENCE | listed("generic")
_OPENERS = _SENTENCE | listed("openers") | NOT_NAMES
_NEVER = frozenset(("White House", "Same", "Most", "Police", "Data", "Date", "Union", "Central"))


def places(text: str, run: Run, taken: set[int], language: str | None) -> Iterator[Mention]:
    """Longest names first, in the tokens that no other rule has taken."""
    at = 0
    while at < len(run):
        found = None if at in taken else _area(run, at, taken) or _headed(run, at, taken)
        if found is None and at not in taken and gazetteer.begins(_spelled(run[at]), language):
            found = _longest(text, run, at, taken, language)
        if found is None:
            at += 1
            continue
        key, last, rule = found
        start, end = run[at].start, run[last - 1].end
        name = " ".join(text[start:end].split())
        yield Mention(EntityKind.PLACE, _shown(name), rule, start, end, key=key)
        at = last


def _spelled(token: Token) -> str:
    """With one capital: countries and towns in texts that are written large."""
    return token.text.title() if token.is_shouted and len(token.text) > 2 else token.text


def _shown(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 4 and "." not in name else name


def _area(run: Run, at: int, taken: set[int]) -> tuple[str, int, str] | None:
    """A part of the world, when no other capital touches it."""
    for words in _AREAS.get(run[at].text, ()):
        last = at + len(words)
        fits = tuple(token.text for token in run[at:last]) == words and taken.isdisjoint(range(at, last))
        if fits and _alone(run, at, last):
            return "", last, "area"
    return None


def _headed(run: Run, at: int, taken: set[int]) -> tuple[str, int, str] | None:
    """`Lake Ohrid`, `Gulf of Tonkin`; `Danube River`, `Western Ruritania Province`."""
    before = at == 0 or not run[at - 1].is_capital or run[at - 1].text in _OPENERS
    if not run[at].is_capital or not (before or run[at].start - run[at - 1].end > 1):
        return None
    last = at + 1
    if run[at].text in _FRONTS:
        last += last < len(run) and run[last].text == "of"
        if last < len(run) and run[last].is_capital and not run[last].is_shouted and run[last].text not in NOT_NAMES:
            end = last + 1
            return ("", end, "place-head") if taken.isdisjoint(range(at, end)) and _ends(run, end) else None
        return None
    while last < len(run) and last - at < 4 and run[last].is_capital and run[last].start - run[last - 1].end <= 1:
        last += 1
    named = last - at > 1 and run[last - 1].text in _HEADS and run[at].text not in _STARTS
    return ("", last, "place-head") if named and taken.isdisjoint(range(at, last)) else None


def _ends(run: Run, last: int) -> bool:
    return last >= len(run) or not run[last].is_capital or run[last].start - run[last - 1].end > 1


def place_of(name: str, language: str | None = None) -> Place | None:
    """What a name means as a place, whatever stands around it."""
    return gazetteer.country(name, language) or gazetteer.town(name)


def _longest(text: str, run: Run, at: int, taken: set[int], language: str | None) -> tuple[str, int, str] | None:
    for last in range(min(at + _LONGEST, len(run)), at, -1):
        if not run[last - 1].is_capital or not taken.isdisjoint(range(at, last)):
            continue
        name = " ".join(_spelled(token) for token in run[at:last])
        if last == at + 1 and len(name) < 4:
            name = run[at].text  # USA, and no title of it
        if len(name) < 4 and "." not in name and not (name.isupper() and len(name) > 1):
            continue
        if (place := place_of(name, language)) and (rule := _rule(text, run, at, last, name, language)):
            return place.key, last, rule
    return None


def _rule(text: str, run: Run, at: int, last: int, name: str, language: str | None) -> str:
    """Why this is a place, or empty."""
    country = gazetteer.country(name, language)
    if country is not None:
        if country.sure or (_asked(text, run[at].start) and _alone(run, at, last)):
            return "country"
        return ""
    town = gazetteer.town(name)
    if town is None or name in NOT_NAMES or name in _NEVER:
        return ""
    if _followed_by_region(run, last, language):
        return "town-and-region"
    if not _alone(run, at, last):
        return ""
    if run[at].is_shouted:
        return "dateline" if _begins_line(text, run[at].start) and _DATELINE.match(text, run[last - 1].end) else ""
    doubtful = name in given_names() or name in _SURNAMES or len(name) < 4
    if town.sure and not doubtful:
        return "large-town"
    if town.sure and town.people > 300_000 and _asked(text, run[at].start):
        return "large-town"
    doubtful = doubtful or name in surnames()
    return "town" if not doubtful and asks_for_place(text, run[at].start) else ""


def _begins_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"


def _followed_by_region(run: Run, last: int, language: str | None) -> bool:
    if last + 1 >= len(run) or run[last].text != ",":
        return False
    for end in range(min(last + 4, len(run)), last + 1, -1):
        name = " ".join(token.text for token in run[last + 1 : end])
        if name in _STATES or gazetteer.country(name, language):
            return True
    return False


def _alone(run: Run, at: int, last: int) -> bool:
    """Whether no other capital touches the name; one that begins a sentence or stands behind a comma does not."""
    before = at == 0 or run[at - 1].text == "," or not run[at - 1].is_capital or run[at - 1].text in _SENTENCE
    after = last >= len(run) or not run[last].is_capital or run[last].text in _SENTENCE
    return before and after


def asks_for_place(text: str, start: int) -> bool:
    """Whether the word before asks for a place or a time."""
    return _IN.search(text, max(0, start - 20), start) is not None


def _asked(text: str, start: int) -> bool:
    return _ASKS.search(text[max(0, start - 20) : start]) is not None
