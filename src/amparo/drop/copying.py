"""The seven words typed back from the paper: are they the ones that were shown, and if not, which of them differ?

Pure. Nothing depends on the answer but a page: what was sent is stored whether the copy is right or not
(docs/adr/0095).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from amparo.seal.passphrase import MAX_TYPED, Passphrase, PassphraseError, parse
from amparo.seal.wordreading import tokens


class Copied(StrEnum):
    """What became of the copy."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class CopiedWord:
    """One word that was shown. `typed` is what stands in its place, when it differs and the places can be told."""

    text: str
    differs: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A passphrase beside what was typed for it."""

    state: Copied
    words: tuple[CopiedWord, ...]


def compare(passphrase: Passphrase, untrusted_typed: str) -> Copy:
    """How the typed words compare with those shown. Case, hyphens and line breaks do not matter."""
    text = untrusted_typed[: MAX_TYPED + 1]
    typed = tokens(text)
    if not typed:
        return Copy(Copied.MISSING, tuple(map(CopiedWord, passphrase.words)))
    if _is(passphrase, text):
        return Copy(Copied.RIGHT, tuple(map(CopiedWord, passphrase.words)))
    return Copy(Copied.WRONG, _beside(typed, passphrase))


def differences(typed: tuple[str, ...], meant: Passphrase) -> tuple[bool, ...]:
    """What differs: place by place when as many words were typed, else the words that were not typed at all."""
    if len(typed) == len(meant.words):
        return tuple(word != other for word, other in zip(meant.words, typed, strict=True))
    return tuple(word not in typed for word in meant.words)


def _is(passphrase: Passphrase, text: str) -> bool:
    try:
        return parse(text) == passphrase
    except PassphraseError:
        return False


def _beside(typed: tuple[str, ...], meant: Passphrase) -> tuple[CopiedWord, ...]:
    places = typed if len(typed) == len(meant.words) else ("",) * len(meant.words)
    return tuple(
        CopiedWord(word, differs, other if differs else "")
        for word, differs, other in zip(meant.words, differences(typed, meant), places, strict=True)
    )
