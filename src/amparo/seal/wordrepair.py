"""What a person may have meant: valid passphrases near a typed one that is not valid, nearest first.

Works from the typed words and the checksum code alone: nobody's list of passphrases exists. One word that cannot be
read is solved exactly; one wrong word of the list leaves seven candidates, one for each place; exchanged words, spaces
that slipped, a word too many or one missing are tried too. A lower cost (see `typing_distance`) is more likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Final

from amparo.seal.typing_distance import TYPO, distance
from amparo.seal.wordcode import LENGTH, solve, syndrome
from amparo.seal.wordlist import index_of_letters, words
from amparo.seal.wordreading import Indices, as_typed

MOST_SUGGESTIONS: Final = LENGTH
_SLIPPED_SPACE: Final = TYPO
_WORD_CHANGED: Final = 1
_WORDS_SWAPPED: Final = 2 * TYPO
_WORD_EXTRA: Final = 3 * TYPO
_WORD_MISSING: Final = 4 * TYPO
_NEAR: Final = 2 * TYPO
"""A word of the list this near to an unreadable one is tried in its place when a second word is in doubt."""
_MOST_NEAR: Final = 12

Priced = tuple[int, Indices]


def suggestions(typed: Sequence[str]) -> tuple[Indices, ...]:
    """At most seven valid passphrases for words that are not one, most likely first; maybe none."""
    best: dict[Indices, int] = {}
    for cost, indices in _candidates(typed):
        best[indices] = min(cost, best.get(indices, cost))
    return tuple(sorted(best, key=lambda indices: (best[indices], indices))[:MOST_SUGGESTIONS])


def _candidates(typed: Sequence[str]) -> Iterator[Priced]:
    if len(typed) == LENGTH:
        yield from _repaired(typed)
        for reading in _shifted(typed):
            yield from _if_valid(_SLIPPED_SPACE, reading)
    elif len(typed) == LENGTH + 1:
        for reading in _joined(typed):
            yield from _raised(_SLIPPED_SPACE, _repaired(reading, doubtful=1))
        for place in range(len(typed)):
            yield from _if_valid(_WORD_EXTRA, (*typed[:place], *typed[place + 1 :]))
    elif len(typed) == LENGTH - 1:
        for reading in _split(typed):
            yield from _raised(_SLIPPED_SPACE, _repaired(reading, doubtful=1))
        for place in range(LENGTH):
            yield from _raised(_WORD_MISSING, _solved((*typed[:place], "", *typed[place:]), place, 0))


def _repaired(typed: Sequence[str], doubtful: int = 2) -> Iterator[Priced]:
    """Candidates for seven typed words of which at most `doubtful` cannot be read."""
    known = as_typed(typed)
    unread = [place for place, index in enumerate(known) if index is None]
    if len(unread) > doubtful:
        return
    if not unread:
        yield from _wrong_word(typed)
        yield from _exchanged(typed)
    elif len(unread) == 1:
        exact = list(_solved(typed, unread[0]))
        yield from exact
        if doubtful > 1 and all(cost > _NEAR for cost, _ in exact):
            yield from _one_read_as_near(typed, unread[0])
    else:
        for place in unread:
            yield from _one_read_as_near(typed, place)


def _solved(typed: Sequence[str], place: int, cost: int | None = None) -> Iterator[Priced]:
    """The one passphrase that differs from the typed words at `place` only, if all others can be read."""
    known = as_typed(typed)
    if any(index is None for other, index in enumerate(known) if other != place):
        return
    readable = [index or 0 for index in known]
    answer = solve(readable, place)
    price = distance(typed[place], words()[answer]) + _WORD_CHANGED if cost is None else cost
    yield price, (*readable[:place], answer, *readable[place + 1 :])


def _wrong_word(typed: Sequence[str]) -> Iterator[Priced]:
    for place in range(LENGTH):
        yield from _solved(typed, place)


def _exchanged(typed: Sequence[str]) -> Iterator[Priced]:
    for one, other in combinations(range(LENGTH), 2):
        reading = list(typed)
        reading[one], reading[other] = reading[other], reading[one]
        yield from _if_valid(_WORDS_SWAPPED, reading)


def _one_read_as_near(typed: Sequence[str], place: int) -> Iterator[Priced]:
    """Two words in doubt: read the one at `place` as each near word of the list, then repair the other."""
    for cost, word in _near(typed[place]):
        reading = (*typed[:place], word, *typed[place + 1 :])
        others = [p for p in range(LENGTH) if p != place]
        for other in others:
            yield from _raised(cost, _solved(reading, other))


def _near(token: str) -> list[tuple[int, str]]:
    known = frozenset(token)
    close = (
        word for word, letters in _letters() if abs(len(word) - len(token)) <= 2 and _within_two_edits(known, letters)
    )
    priced = ((distance(token, word) + _WORD_CHANGED, word) for word in close)
    return sorted(pair for pair in priced if pair[0] <= _NEAR + _WORD_CHANGED)[:_MOST_NEAR]


def _within_two_edits(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two edits could be enough, by letters alone: each brings at most one new letter to either side.

    Spares nine tenths of the words a distance, so that a stranger's wrong passphrases cost a server little.
    """
    return len(one - other) <= 2 and len(other - one) <= 2


@cache
def _letters() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((word, frozenset(word) - {"-"}) for word in words())


def _joined(typed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Readings of eight words as seven: a space or hyphen too many."""
    for place in range(len(typed) - 1):
        yield (*typed[:place], typed[place] + typed[place + 1], *typed[place + 2 :])


def _split(typed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Readings of six words as seven: a space left out, or struck as another key; one half at least can be read."""
    letters = index_of_letters()
    for place, token in enumerate(typed):
        for cut in range(1, len(token)):
            for skip in (0, 1):
                first, second = token[:cut], token[cut + skip :]
                if first in letters or second in letters:
                    yield (*typed[:place], first, second, *typed[place + 1 :])


def _shifted(typed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Readings in which one space stands elsewhere: `ab cdef` for `abc def`."""
    for place in range(len(typed) - 1):
        both = typed[place] + typed[place + 1]
        for cut in range(1, len(both)):
            yield (*typed[:place], both[:cut], both[cut:], *typed[place + 2 :])


def _if_valid(cost: int, reading: Sequence[str]) -> Iterator[Priced]:
    known = [index for index in as_typed(reading) if index is not None]
    if len(known) == LENGTH and syndrome(known) == 0:
        yield cost, tuple(known)


def _raised(cost: int, candidates: Iterable[Priced]) -> Iterator[Priced]:
    return ((cost + price, indices) for price, indices in candidates)
