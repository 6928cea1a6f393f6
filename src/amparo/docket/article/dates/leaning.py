"""Whether the words around a date speak of what was or of what will be: `met on Tuesday`, `will meet on Tuesday`."""

from __future__ import annotations

import re
from functools import lru_cache

from amparo.docket.article.dates.found import Lean
from amparo.docket.article.languages.vocabulary import DateWords

_STOP = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.(?=\s|$)|[!?;\n\"“”]|''|``")
"""A sentence's end, or a quotation's; the dot of an initial, a title or a short month is none."""
_REACH = 120


@lru_cache
def _shapes(words: DateWords) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"\b(?:(?P<future>{words.commits}|{words.future})|(?P<past>{words.past}))\b"),
        re.compile(rf"\b(?:(?P<future>{words.future})|(?P<past>{words.past}))\b"),
        re.compile(rf"\s+(?:(?:{words.between_verbs})\s+)*"),
        re.compile(rf"\b(?:{words.put_off})\s$"),
        re.compile(rf"\b(?:{words.ahead})\s$"),
        re.compile(rf"\b(?:{words.awaited})\s$"),
        re.compile(rf"\s(?:{words.clause})\s"),
    )


def leaning(text: str, match: re.Match[str], words: DateWords) -> Lean:
    """From the nearest verb before the date in its clause, else from the first after it."""
    before_cues, cues, between, put_off, ahead, awaited, clause = _shapes(words)
    sentence = _STOP.split(text[max(match.start() - _REACH, 0) : match.start()])[-1]
    before = clause.split(sentence)[-1]
    if put_off.search(sentence):
        return Lean.FUTURE
    seen = list(before_cues.finditer(before))
    if text[match.end() : match.end() + 2] in ("'s", "’s") and not awaited.search(before):
        return Lean.PAST  # `Wednesday's ruling` is known; `ahead of Wednesday's vote` is not.
    if seen:
        return _governed(before, seen, between)
    after = clause.split(_STOP.split(text[match.end() : match.end() + _REACH])[0])[0]
    first = cues.search(after)
    if ahead.search(before) and (first is None or first.lastgroup != "past"):
        return Lean.FUTURE
    return Lean(first.lastgroup) if first and first.lastgroup else Lean.OPEN


def _governed(before: str, seen: list[re.Match[str]], between: re.Pattern[str]) -> Lean:
    """The last verb's time; a participle has that of the word it belongs to: `will be held`, `is to be held`."""
    last = seen[-1]
    if last.lastgroup == "past":
        for cue in seen[:-1]:
            if cue.lastgroup == "future" and between.fullmatch(before, cue.end(), last.start()):
                return Lean.FUTURE
    return Lean(last.lastgroup or "open")
