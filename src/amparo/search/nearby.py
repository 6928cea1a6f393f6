"""Whether words stand near each other in a text, in any order: what an index says of two of them, and what must be read
for more. Tantivy looks for a third word only beside the first pair it comes upon, and lets one word be two. Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from amparo.search.analysis import globs, is_glob, words
from amparo.search.expressions import glob_pattern
from amparo.search.tree import Phrase


def must_be_read(phrase: Phrase) -> bool:
    """Whether the index alone would leave documents out, or find too many."""
    sequence = sequence_of(phrase.text)
    return phrase.slop > 0 and len(sequence) > 1 and (len(sequence) > 2 or sequence[0] == sequence[1])


def sequence_of(text: str) -> tuple[str, ...]:
    """The words of a phrase, wildcards kept."""
    return globs(text) if is_glob(text) else words(text)


def pairs(phrase: Phrase) -> tuple[Phrase, ...]:
    """Neighbours in the phrase, each pair so near: what every document has in which all are."""
    return tuple(
        Phrase(f"{first} {second}", phrase.slop, phrase.field, phrase.position)
        for first, second in pairwise(sequence_of(phrase.text))
        if first != second
    )


def are_near(text: str, sequence: Sequence[str], slop: int) -> bool:
    """Whether all of the words stand at most `slop` places out of the places that they have in the sequence, each a
    place of its own.
    """
    places = _places(words(text), set(sequence))
    if len(places) < len(set(sequence)):
        return False
    wanted = {word: [at for at, each in enumerate(sequence) if each == word] for word in places}
    first = min(places, key=lambda word: len(places[word]))
    # One occurrence of the rarest word is among them, so the window begins at most `slop` places before it.
    starts = {place - at for word in places for at in wanted[word] for place in places[word]}
    anchors = sorted(place - at for at in wanted[first] for place in places[first])
    return any(
        _all_within(start, slop, places, wanted) for start in starts if _has_between(anchors, start, start + slop)
    )


def _has_between(numbers: Sequence[int], low: int, high: int) -> bool:
    at = bisect_left(numbers, low)
    return at < len(numbers) and numbers[at] <= high


def _all_within(
    start: int, slop: int, places: Mapping[str, Sequence[int]], wanted: Mapping[str, Sequence[int]]
) -> bool:
    """Whether each word has a place of its own at most `slop` behind the one that it has where the phrase begins at
    `start`. The first free place is the best: places that a word may have end in the order in which they begin.
    """
    for word, numbers in wanted.items():
        taken = -1
        for number in numbers:
            at = bisect_left(places[word], max(start + number, taken + 1))
            if at == len(places[word]) or places[word][at] > start + number + slop:
                return False
            taken = places[word][at]
    return True


def _places(text: Sequence[str], sequence: Iterable[str]) -> dict[str, list[int]]:
    """Where in a text the words of the phrase stand, in order; without those that it does not have."""
    found: dict[str, list[int]] = {}
    alike = {glob: frozenset(glob_pattern(glob).among(set(text))) for glob in sequence if is_glob(glob)}
    meant = {word: [word] for word in sequence if word not in alike}
    for glob, fitting in alike.items():
        for word in fitting:
            meant.setdefault(word, []).append(glob)
    for place, word in enumerate(text):
        for each in meant.get(word, ()):
            found.setdefault(each, []).append(place)
    return found
