"""Places in a text: capitalised words that are a country, a capital or a large town; a smaller town only where
a comma and its country follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities import gazetteer
from amparo.records.entities.gazetteer import Place
from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.runs import Run
from amparo.records.entities.words import NOT_NAMES, given_names, listed

_LONGEST = 5
_ASKS = re.compile(
    r"\b(?:in|at|near|from|to|of|into|through|outside|around|visit|visiting|leave|leaving|reach|left|via|toward|towards"
    r"|against|for|with|between|and|en|à|au|aux|nach|aus|bei|dans|a|desde|hacia|the)\s+$",
    re.IGNORECASE,
)


_STATES = listed("regions")
_SENTENCE = listed("sentence")
_SURNAMES = listed("towns_like_names")
_NEVER = frozenset(("White House", "Same", "Most", "Police", "Data", "Date", "Union", "Central"))


def places(text: str, run: Run, taken: set[int], language: str | None) -> Iterator[Mention]:
    """Longest names first, in the tokens that no other rule has taken."""
    at = 0
    while at < len(run):
        known = at not in taken and gazetteer.begins(run[at].text, language)
        found = _longest(text, run, at, taken, language) if known else None
        if found is None:
            at += 1
            continue
        place, last, rule = found
        start, end = run[at].start, run[last - 1].end
        yield Mention(EntityKind.PLACE, " ".join(text[start:end].split()), rule, start, end, key=place.key)
        at = last


def place_of(name: str, language: str | None = None) -> Place | None:
    """What a name means as a place, whatever stands around it."""
    return gazetteer.country(name, language) or gazetteer.town(name)


def _longest(text: str, run: Run, at: int, taken: set[int], language: str | None) -> tuple[Place, int, str] | None:
    for last in range(min(at + _LONGEST, len(run)), at, -1):
        if not run[last - 1].is_capital or not taken.isdisjoint(range(at, last)):
            continue
        name = " ".join(token.text for token in run[at:last])
        if len(name) < 4 and "." not in name and not (name.isupper() and len(name) > 1):
            continue
        if (place := place_of(name, language)) and (rule := _rule(text, run, at, last, name, language)):
            return place, last, rule
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
    if not _alone(run, at, last) or (at == 0 and last == 1 and run[0].is_shouted):
        return ""
    doubtful = name in given_names() or name in _SURNAMES or len(name) < 4
    if town.sure and not doubtful:
        return "large-town"
    return "large-town" if town.sure and town.people > 300_000 and _asked(text, run[at].start) else ""


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


def _asked(text: str, start: int) -> bool:
    return _ASKS.search(text[max(0, start - 20) : start]) is not None
