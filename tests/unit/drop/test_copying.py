"""The words typed back: right however written, and otherwise which of them differ."""

from __future__ import annotations

import pytest

from amparo.drop.copying import Copied, compare
from amparo.seal.passphrase import Passphrase, generate, parse

WORDS = generate(lambda size: bytes(range(7, 7 + size)))


def differing(typed: str) -> list[str]:
    return [word.text for word in compare(WORDS, typed).words if word.differs]


@pytest.mark.parametrize("join", [" ", "\n", ", ", " - ", "  \t"])
def test_right_however_written(join: str) -> None:
    for text in (join.join(WORDS.words), join.join(WORDS.words).upper(), f"  {join.join(WORDS.words)}.\n"):
        assert compare(WORDS, text).state is Copied.RIGHT
    numbered = " ".join(f"{place}. {word}" for place, word in enumerate(WORDS.words, 1))
    assert compare(WORDS, numbered).state is Copied.RIGHT


@pytest.mark.parametrize("typed", ["", " \n\t", "1. 2. 3.", "…"])
def test_nothing_typed(typed: str) -> None:
    assert compare(WORDS, typed).state is Copied.MISSING and differing(typed) == []


def test_one_word_wrong_is_shown_in_its_place() -> None:
    typed = [*WORDS.words[:3], "hause", *WORDS.words[4:]]
    copy = compare(WORDS, " ".join(typed))
    assert copy.state is Copied.WRONG and differing(" ".join(typed)) == [WORDS.words[3]]
    assert copy.words[3].typed == "hause" and not any(word.typed for word in copy.words if not word.differs)


def test_a_word_too_few_shows_what_is_missing() -> None:
    assert differing(" ".join(WORDS.words[:6])) == [WORDS.words[6]]
    assert differing("nothing of the sort") == list(WORDS.words)


def test_another_valid_passphrase_is_wrong() -> None:
    other = parse(str(generate(lambda size: bytes(range(90, 90 + size)))))
    assert other != WORDS and compare(WORDS, str(other)).state is Copied.WRONG


def test_very_much_typed_is_wrong_and_quick() -> None:
    assert compare(WORDS, "abacus " * 100_000).state is Copied.WRONG
    assert compare(Passphrase(WORDS.words), "x" * 1_000_000).state is Copied.WRONG
