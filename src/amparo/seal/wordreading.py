"""From what a person typed to word indices: case, spaces, hyphens, line breaks, and nothing about repair."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from amparo.seal.wordcode import LENGTH, syndrome
from amparo.seal.wordlist import hyphenated, index_of, index_of_letters

Indices = tuple[int, ...]

_LONGEST: Final = 9
_SHORTEST: Final = 3
_MOST_CUTS: Final = 1000
"""Ways of cutting one text into words that are looked at; real texts have a handful."""
_SEPARATORS: Final = re.compile(r"[\s,;:/|+_\u2010-\u2015\u2212-]+")
_ALIKE: Final = str.maketrans("ıøłđðаеосрхуіјѕ", "iolddaeocpxyijs")
"""Letters that Unicode does not take apart, and letters of Cyrillic that look like ours."""
_EDGES: Final = re.compile(r"^[^a-z]+|[^a-z]+$")


def tokens(untrusted_text: str) -> tuple[str, ...]:
    """The typed words: lower case, no accents, no punctuation or numbers around them, hyphenated words whole."""
    folded = unicodedata.normalize("NFKD", untrusted_text).casefold()
    plain = "".join(c for c in folded.translate(_ALIKE) if unicodedata.category(c) not in ("Mn", "Cf"))
    pieces = [_EDGES.sub("", piece) for piece in _SEPARATORS.split(plain)]
    return tuple(_rejoin_hyphenated([piece for piece in pieces if piece]))


def as_typed(typed: Sequence[str]) -> tuple[int | None, ...]:
    """The index of every typed word, None where it is not on the list."""
    return tuple(_index(token) for token in typed)


def same_letters(typed: Sequence[str]) -> list[Indices]:
    """All valid passphrases spelled by exactly the typed letters, wherever the spaces and hyphens stand."""
    letters = "".join(typed).replace("-", "")
    if not LENGTH * _SHORTEST <= len(letters) <= LENGTH * _LONGEST:
        return []
    return [cut for cut in islice(_cuts(letters, LENGTH), _MOST_CUTS) if syndrome(cut) == 0]


def _index(token: str) -> int | None:
    exact = index_of().get(token)
    if exact is not None:
        return exact
    found = index_of_letters().get(token.replace("-", ""), ())
    return found[0] if len(found) == 1 else None


def _rejoin_hyphenated(pieces: Sequence[str]) -> Iterator[str]:
    """`t` `shirt` is `t-shirt`: no first half of the list's four hyphenated words is a word of the list itself."""
    position = 0
    while position < len(pieces):
        pair = "-".join(pieces[position : position + 2])
        yield pair if pair in hyphenated() else pieces[position]
        position += 2 if pair in hyphenated() else 1


def _cuts(letters: str, left: int) -> Iterator[Indices]:
    """Every way to cut `letters` into `left` words of the list."""
    if not left:
        if not letters:
            yield ()
        return
    for length in range(_SHORTEST, min(_LONGEST, len(letters)) + 1):
        for index in index_of_letters().get(letters[:length], ()):
            for rest in _cuts(letters[length:], left - 1):
                yield (index, *rest)
