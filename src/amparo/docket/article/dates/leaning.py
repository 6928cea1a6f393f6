"""Whether the words around a date speak of what was or of what will be: `met on Tuesday`, `will meet on Tuesday`."""

from __future__ import annotations

import re
from functools import lru_cache

from amparo.docket.article.dates.found import Lean
from amparo.docket.article.languages.vocabulary import DateWords

_STOP = re.compile(r"[.!?;\n\"“”]|\s(?:that|que)\s")
_REACH = 120
_TOGETHER = 30
"""A word of the future governs the participle up to so many characters after it: `will be held`."""


@lru_cache
def _cues(future: str, past: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?P<future>{future})|(?P<past>{past}))\b")


def leaning(text: str, match: re.Match[str], words: DateWords) -> Lean:
    """From the nearest verb before the date in its clause, else from the first after it."""
    cues = _cues(words.future, words.past)
    before = _STOP.split(text[max(match.start() - _REACH, 0) : match.start()])[-1]
    seen = [(cue.start(), cue.end(), cue.lastgroup) for cue in cues.finditer(before)]
    if seen:
        return _of(seen)
    if re.search(rf"\b(?:{words.ahead})\s$", before):
        return Lean.FUTURE
    after = _STOP.split(text[match.end() : match.end() + _REACH])[0]
    first = cues.search(after)
    return Lean(first.lastgroup) if first and first.lastgroup else Lean.OPEN


def _of(seen: list[tuple[int, int, str | None]]) -> Lean:
    start, _, kind = seen[-1]
    futures = [end for _, end, one in seen if one == "future"]
    if kind == "past" and futures and start - futures[-1] < _TOGETHER:
        return Lean.FUTURE
    return Lean(kind or "open")
