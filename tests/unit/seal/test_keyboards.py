"""Passphrases typed on another keyboard than the one that was meant."""

from __future__ import annotations

import pytest

from amparo.seal.passphrase import Passphrase, PassphraseError, parse
from amparo.seal.wordcode import solve
from amparo.seal.wordlist import index_of, words

SIX = ("wizard", "quiver", "jumbo", "yearbook", "backward", "amazingly")
PHRASE = Passphrase((*SIX, words()[solve((*(index_of()[word] for word in SIX), 0), 6)]))
TEXT = str(PHRASE)
LATIN = "qwertyuiopasdfghjklzxcvbnm"


@pytest.mark.parametrize(
    ("keys", "letters"),
    [
        ("йцукенгшщзфывапролдячсмить", LATIN),
        ("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", LATIN),
        (";ςερτυθιοπασδφγηξκλζχψωβνμ", LATIN),
        ("/'קראטוןםפשדגכעיחלךזסבהנמצ", LATIN),
        ("zyZY", "yzyz"),
        ("qaw,z", "aqzmw"),
        ("aqw;z", "qazmw"),
    ],
)
def test_the_keyboard_makes_no_difference(keys: str, letters: str) -> None:
    assert parse(TEXT.translate(str.maketrans(letters, keys))) == PHRASE


def test_an_arabic_key_writes_two_letters() -> None:
    keys = dict(zip(LATIN.replace("b", ""), "ضصثقفغعهخحشسيبلاتنمئءؤرىة", strict=True)) | {"b": "لا"}
    assert parse("".join(keys.get(letter, letter) for letter in TEXT)) == PHRASE


@pytest.mark.parametrize("alike", ["iı", "oø", "oо", "aа", "cс", "eе"])
def test_letters_that_look_the_same_are_the_same(alike: str) -> None:
    assert parse(TEXT.replace(*alike)) == PHRASE


def test_what_no_keyboard_makes_a_passphrase_is_refused() -> None:
    with pytest.raises(PassphraseError):
        parse("йцукен " * 7)
