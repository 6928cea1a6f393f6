"""Passphrases (specs/passphrase.md): seven words of the EFF long list, six random and one checksum.

This module holds the type and its ways in and out; the checksum code is in `wordcode`, reading typed text in
`wordreading`, suggestions in `wordrepair`, keys from a passphrase in `source_keys`. Nothing here asks a network or a
list of who exists: a mistyped passphrase is recognised by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from amparo.errors import InputError
from amparo.seal.keyboards import retyped
from amparo.seal.source_keys import SourceKeys, derive_keys
from amparo.seal.wordcode import LENGTH, solve, syndrome
from amparo.seal.wordlist import LIST_SIZE, index_of, words
from amparo.seal.wordreading import Indices, as_typed, same_letters, tokens
from amparo.seal.wordrepair import suggestions

__all__ = ["Mistake", "Passphrase", "PassphraseError", "SourceKeys", "derive", "generate", "parse"]

Random = Callable[[int], bytes]

MAX_TYPED: Final = 1000
"""Longest text read as a passphrase, in characters."""


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Seven words that fit together. `str()` is the secret itself, `repr()` is not."""

    words: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        known = index_of()
        if len(self.words) != LENGTH or any(word not in known for word in self.words):
            raise InputError("A passphrase is seven words of the list.")
        if syndrome([known[word] for word in self.words]):
            raise InputError("The words of the passphrase do not fit together.")

    def __str__(self) -> str:
        return " ".join(self.words)


class Mistake(StrEnum):
    """What is wrong with a typed passphrase."""

    NOTHING_TYPED = "nothing typed"
    WORD_COUNT = "word count"
    UNKNOWN_WORD = "unknown word"
    WRONG_WORDS = "wrong words"


class PassphraseError(InputError):
    """A typed passphrase that is none, and the valid ones it may have been meant for.

    `suggestions` is a secret as much as a passphrase is: show it to whoever typed, log it never. `count` is the number
    of words typed, `unknown` the places (from 1) of words that are not on the list.
    """

    def __init__(
        self,
        mistake: Mistake,
        what: str,
        hint: str,
        *,
        count: int = 0,
        unknown: tuple[int, ...] = (),
        suggestions: tuple[Passphrase, ...] = (),
    ) -> None:
        super().__init__(what, hint)
        self.mistake = mistake
        self.count = count
        self.unknown = unknown
        self.suggestions = suggestions


def generate(random: Random = os.urandom) -> Passphrase:
    """A new passphrase: six uniformly random words (77.5 bits) and the checksum word."""
    drawn = [_random_index(random) for _ in range(LENGTH - 1)]
    return _passphrase((*drawn, solve((*drawn, 0), LENGTH - 1)))


def parse(untrusted_text: str) -> Passphrase:
    """Read what a person typed. Case, accents, spaces, hyphens, line breaks and numbering do not matter, nor does the
    keyboard it was typed on.

    Raises PassphraseError, with suggestions where there are any.
    """
    if len(untrusted_text) > MAX_TYPED:
        raise _error(Mistake.WORD_COUNT, (), ())
    # What our own pages fill in needs none of the care that typed text does.
    with suppress(InputError):
        return Passphrase(tuple(untrusted_text.split(" ")))
    typed = tokens(untrusted_text)
    read = as_typed(typed)
    spelled = _valid_readings(typed, read)
    if len(spelled) == 1:
        return _passphrase(spelled[0])
    for other in retyped(untrusted_text):
        meant = as_typed(tokens(other))
        known = tuple(index for index in meant if index is not None)
        if len(meant) == len(known) == LENGTH and not syndrome(known):
            return _passphrase(known)
    unknown = tuple(place for place, index in enumerate(read, start=1) if index is None)
    raise _error(_mistake(typed, unknown), typed, unknown)


def derive(passphrase: Passphrase, root_vkey: str) -> SourceKeys:
    """The source's keys at the drop whose newsroom root key is `root_vkey` (specs/passphrase.md, "Keys")."""
    return derive_keys(str(passphrase), root_vkey)


def _valid_readings(typed: tuple[str, ...], read: tuple[int | None, ...]) -> list[Indices]:
    known = tuple(index for index in read if index is not None)
    if len(known) != LENGTH or len(read) != LENGTH:
        return same_letters(typed)
    # Seven words of the list are taken at their word: cutting their letters anew could undo the code's certainty.
    return [] if syndrome(known) else [known]


def _passphrase(indices: Indices) -> Passphrase:
    return Passphrase(tuple(words()[index] for index in indices))


def _random_index(random: Random) -> int:
    """Uniform below 7,776: 13 random bits, drawn again while they are too large."""
    while True:
        value = int.from_bytes(random(2), "big") & 0x1FFF
        if value < LIST_SIZE:
            return value


def _mistake(typed: tuple[str, ...], unknown: tuple[int, ...]) -> Mistake:
    if not typed:
        return Mistake.NOTHING_TYPED
    if len(typed) != LENGTH:
        return Mistake.WORD_COUNT
    return Mistake.UNKNOWN_WORD if unknown else Mistake.WRONG_WORDS


def _error(mistake: Mistake, typed: tuple[str, ...], unknown: tuple[int, ...]) -> PassphraseError:
    what, hint = _EXPLANATIONS[mistake]
    places = ", ".join(str(place) for place in unknown)
    return PassphraseError(
        mistake,
        what.format(count=len(typed) or "many more", places=places),
        hint,
        count=len(typed),
        unknown=unknown,
        suggestions=tuple(_passphrase(indices) for indices in suggestions(typed)),
    )


_EXPLANATIONS: Final = {
    Mistake.NOTHING_TYPED: ("No passphrase was typed.", "Type the seven words you were given."),
    Mistake.WORD_COUNT: (
        "A passphrase has 7 words; this one has {count}.",
        "Check that no word is missing or typed twice, and that there is a space between any two.",
    ),
    Mistake.UNKNOWN_WORD: (
        "Not on the word list: word {places}.",
        "Compare it letter by letter with what you wrote down.",
    ),
    Mistake.WRONG_WORDS: (
        "These seven words do not belong together.",
        "One of them is wrong, or two have changed places. Compare them with what you wrote down.",
    ),
}
