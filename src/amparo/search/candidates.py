"""The words of one folded text that a wildcard, an expression or a misspelling may mean, found by the letters that they
must have, so that a text need not be read word by word. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice, pairwise

from amparo.search.letters import PARTS, is_part

MOST_WORDS = 50_000
"""Different words of one text that are tried."""
_SHORTEST_PART = 2
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(rf"(?:[^\W_]+|[{PARTS}]+)+")
_GAPS = "".join(chr(sign) if chr(sign).isalnum() else " " for sign in range(128))


def parts_of(text: str, number: int) -> tuple[str, ...]:
    """A word cut into this many parts, nearly equal; none when they would be too short to tell anything."""
    if len(text) < number * _SHORTEST_PART:
        return ()
    cuts = [len(text) * place // number for place in range(number + 1)]
    return tuple(text[start:end] for start, end in pairwise(cuts))


def useful(parts: Collection[str]) -> bool:
    """Whether looking for these parts is quicker than reading the text."""
    return bool(parts) and all(len(part) >= _SHORTEST_PART for part in parts)


def words_with(low: str, parts: Collection[str]) -> set[str]:
    """Words with one of these parts in them, and every word with a letter outside of ASCII, which may be folded into
    others (ß into ss). `low` is folded character for character.
    """
    found = foreign_words(low)
    for part in parts:
        found.update(islice(_around(part, low), MOST_WORDS))
    return found


def all_words(low: str) -> Collection[str]:
    """Different words of a folded text, at most MOST_WORDS, the first ones."""
    if not low.isascii():
        low = _FOREIGN.sub(_without_gaps, low)
    found = low.translate(_GAPS).split() if low.isascii() else _WORD.findall(low)
    return list(islice(dict.fromkeys(found), MOST_WORDS))


def foreign_words(low: str) -> set[str]:
    """Words with a letter outside of ASCII."""
    if low.isascii():
        return set()
    found: set[str] = set()
    end = 0
    for run in _FOREIGN.finditer(low):
        if run.end() > end and any(map(is_part, run[0])):
            for word in _words_touching(low, max(run.start(), end), run.end()):
                end = word.end()
                found.add(word[0])
    return found


def _around(part: str, low: str) -> Iterator[str]:
    """The whole words in which a part stands."""
    at = low.find(part)
    while at >= 0:
        word = _WORD.match(low, _start(low, at))
        if word is None:
            return
        yield word[0]
        at = low.find(part, word.end())


def _words_touching(low: str, first: int, last: int) -> Iterator[re.Match[str]]:
    at = _start(low, first)
    while at < last:
        word = _WORD.search(low, at)
        if word is None or word.start() >= last:
            return
        if not word[0].isascii():
            yield word
        at = word.end()


def _start(low: str, at: int) -> int:
    """Where the word begins that a place is in."""
    while at and is_part(low[at - 1]):
        at -= 1
    return at


def _without_gaps(run: re.Match[str]) -> str:
    return "".join(sign if is_part(sign) else " " for sign in run[0])
