"""Organisations whose names nothing tells but the sentence: `Meridan, a shipping company`, `Meridan is a Greek label`,
`the shipping company Meridan`. What is in lists of towns and names of people is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from amparo.records.entities import gazetteer
from amparo.records.entities.letters import UPPER, fold
from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.places import asks_for_place
from amparo.records.entities.runs import Run
from amparo.records.entities.words import NOT_NAMES, TITLES, given_names, listed

RULE = "described"
_MOST = 5
"""Words of such a name."""
_BODIES = listed("body_words") | listed("body_words_said")
_BODIES_BEFORE = listed("body_words") | listed("body_words_before")
_WORD = r"[\w’'-]{1,30}"
_SAID = re.compile(
    rf"(?:[ ]\([^()\n]{{1,40}}\))?(?:,[ ](?:an?|one of the)|,?[ ](?:is|was|are|were)[ ](?:an?|the|one of the))[ ]"
    rf"((?:{_WORD},?[ ]){{0,6}}?)({_WORD})(?=[.,;:)\n]|$|[ ](?:based|that|which|in|from|for|with|registered|founded"
    rf"|formed|headquartered|owned|located|run|set|known|specialising|specializing|whose|on|at|and|of|to|by|operating)\b)"
)
_GOES_ON = (", a", ", one of", " is ", " was ", " are ", " were ", ", is ", ", was ", " (")
_DEFINED = re.compile(rf"\b(?:[Tt]he|[Aa]ny|[Ee]ach|[Ss]uch|[Aa]n?|[Nn]o|[Ee]very)[ ]([{UPPER}][\w-]+)(?![\w’'-])")
_NO_LINKS = frozenset(("of", "for", "with", "from", "at", "in", "by", "who", "that", "which", "and", "or", "to", "on"))
_NO_BODIES = (
    NOT_NAMES
    | TITLES
    | listed("parties")
    | listed("openers")
    | listed("sentence")
    | listed("not_surnames")
    | listed("generic")
)


def described(text: str, run: Run, taken: set[int], language: str | None) -> Iterator[tuple[Mention, int, int]]:
    """Mentions with the tokens they take, from one to before another; `taken` are those of other mentions."""
    at = 0
    while at < len(run):
        last = _end(run, at, taken)
        if last > at and _is_told(text, run[at].start, run[last - 1].end) and _is_name(run, at, last, language):
            name = " ".join(text[run[at].start : run[last - 1].end].split())
            if last - at == 1 and name in _defined(text):
                at = last
                continue
            yield Mention(EntityKind.ORGANISATION, name, RULE, run[at].start, run[last - 1].end), at, last
        at = max(last, at + 1)


def _end(run: Run, at: int, taken: set[int]) -> int:
    """Behind the capitals that stand together here; `at` where they are none, or touch what another mention has."""
    last = at
    while last < len(run) and last not in taken and run[last].is_capital and (last == at or _touches(run, last)):
        last += 1
    if last < len(run) and last > at and (run[last].is_capital or last in taken) and _touches(run, last):
        return at
    is_cut = at > 0 and at - 1 in taken and _touches(run, at)
    return at if is_cut or last - at > _MOST else last


def _touches(run: Run, at: int) -> bool:
    return run[at].start - run[at - 1].end <= 1


def _is_name(run: Run, at: int, last: int, language: str | None) -> bool:
    first = run[at].text
    if last - at == 1 and (len(first) < 4 or first in given_names()):
        return False
    if first in _NO_BODIES and (last - at == 1 or first in NOT_NAMES):
        return False
    words = [token.text for token in run[at:last]]
    whole = " ".join(words)
    is_place = gazetteer.country(whole, language) is not None or gazetteer.town(whole) is not None
    return not is_place and not (len(words) > 1 and first in given_names()) and len(fold(whole)) > 2


def _is_told(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 32) : start].rsplit(None, 1) if text.startswith(" ", start - 1) else ()
    if before and before[-1] in _BODIES_BEFORE:
        return True
    after = _SAID.match(text, end, end + 160) if text.startswith(_GOES_ON, end) else None
    if after is None or after[2] not in _BODIES or asks_for_place(text, start):
        return False
    if after[2] == "group" and text.startswith(" of ", after.end()):
        return False  # Oskeld, a group of women
    return _NO_LINKS.isdisjoint(after[1].replace(",", "").split())


@lru_cache(maxsize=1)
def _defined(text: str) -> frozenset[str]:
    """Words of which the page says *the* or *any*: not names but what a contract defines."""
    return frozenset(_DEFINED.findall(text))
