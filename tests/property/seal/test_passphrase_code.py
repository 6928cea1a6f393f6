"""What the checksum word promises: every one-word change and every exchange is recognised, and typos are undone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from amparo.errors import InputError
from amparo.seal.passphrase import Passphrase, PassphraseError, parse
from amparo.seal.typing_distance import distance
from amparo.seal.wordcode import solve, syndrome
from amparo.seal.wordlist import LIST_SIZE, words

symbols = st.integers(min_value=0, max_value=LIST_SIZE - 1)
sixes = st.tuples(*[symbols] * 6)
TRIALS = 10_000


def phrase_of(six: tuple[int, ...]) -> tuple[int, ...]:
    return (*six, solve((*six, 0), 6))


def passphrase_of(indices: tuple[int, ...]) -> Passphrase:
    return Passphrase(tuple(words()[i] for i in indices))


@given(sixes, sixes)
def test_the_code_is_linear(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    """The sum of two valid phrases is valid, which is what makes the next two tests exhaustive."""

    def added(a: int, b: int) -> int:
        three = sum(((a // 32 // 3**k) + (b // 32 // 3**k)) % 3 * 3**k for k in range(5))
        return (a ^ b) % 32 + 32 * three

    assert syndrome([added(a, b) for a, b in zip(phrase_of(one), phrase_of(other), strict=True)]) == 0


def test_no_change_of_one_word_is_ever_valid() -> None:
    """By linearity: all 7 x 7,775 differences a substitution can make, none with sum zero."""
    for place in range(7):
        for difference in range(1, LIST_SIZE):
            assert syndrome([difference if p == place else 0 for p in range(7)])


def test_no_exchange_of_two_words_is_ever_valid() -> None:
    """By linearity: exchanging leaves +d at one place and -d at the other; all 21 x 7,775 of them."""
    minus = [(d % 32) + 32 * sum((3 - d // 32 // 3**k % 3) % 3 * 3**k for k in range(5)) for d in range(LIST_SIZE)]
    for one, other in combinations(range(7), 2):
        for d in range(1, LIST_SIZE):
            assert syndrome([d if p == one else minus[d] if p == other else 0 for p in range(7)])


@given(sixes, st.integers(0, 6), symbols)
def test_any_place_is_solved_exactly(six: tuple[int, ...], place: int, noise: int) -> None:
    phrase = phrase_of(six)
    assert solve((*phrase[:place], noise, *phrase[place + 1 :]), place) == phrase[place]


@given(sixes, st.integers(0, 6), symbols)
@settings(max_examples=60, deadline=None)
def test_a_substituted_word_is_recognised_and_the_right_phrase_is_among_seven(
    six: tuple[int, ...], place: int, other: int
) -> None:
    phrase = phrase_of(six)
    assume(phrase[place] != other)
    wrong = (*phrase[:place], other, *phrase[place + 1 :])
    with pytest.raises(InputError):
        passphrase_of(wrong)
    with pytest.raises(PassphraseError) as caught:
        parse(" ".join(words()[i] for i in wrong))
    assert len(caught.value.suggestions) == 7
    assert passphrase_of(phrase) in caught.value.suggestions or _has_swap(wrong)


def _has_swap(indices: tuple[int, ...]) -> bool:
    """Whether some exchange happens to make the phrase valid, which may push out the last of seven suggestions."""
    for one, other in combinations(range(7), 2):
        swapped = list(indices)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if syndrome(swapped) == 0:
            return True
    return False


@given(sixes, st.sampled_from(list(combinations(range(7), 2))))
@settings(max_examples=60, deadline=None)
def test_exchanged_words_are_recognised_and_put_back(six: tuple[int, ...], places: tuple[int, int]) -> None:
    phrase = phrase_of(six)
    swapped = list(phrase)
    swapped[places[0]], swapped[places[1]] = swapped[places[1]], swapped[places[0]]
    assume(tuple(swapped) != phrase)
    with pytest.raises(PassphraseError) as caught:
        parse(" ".join(words()[i] for i in swapped))
    assert passphrase_of(phrase) in caught.value.suggestions


def typos(seed: int) -> Iterator[tuple[Passphrase, str]]:
    """A passphrase, and what became of it by one wrong keystroke anywhere in it, spaces and hyphens included."""
    dice = random.Random(seed)
    while True:
        phrase = passphrase_of(phrase_of(tuple(dice.randrange(LIST_SIZE) for _ in range(6))))
        text = str(phrase)
        at = dice.randrange(len(text))
        key = dice.choice("abcdefghijklmnopqrstuvwxyz")
        typed = dice.choice(
            (
                text[:at] + text[at + 1 :],
                text[:at] + key + text[at:],
                text[:at] + key + text[at + 1 :],
                text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
            )
        )
        if typed.split() != text.split():
            yield phrase, typed


def test_every_one_word_typo_is_recognised_and_the_right_word_comes_first() -> None:
    """10,000 typos: none may pass for another passphrase, and 95 of 100 at least must be undone by the first offer."""
    first = 0
    for (phrase, typed), _ in zip(typos(20261124), range(TRIALS), strict=False):
        try:
            read = parse(typed)
        except PassphraseError as error:
            first += error.suggestions[:1] == (phrase,)
        else:
            assert read == phrase
            first += 1
    assert first >= TRIALS * 95 // 100


@given(st.text(max_size=1200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(PassphraseError):
        parse(text)


@given(st.lists(st.sampled_from(words()), max_size=12))
@settings(max_examples=150, deadline=None)
def test_suggestions_are_valid_and_at_most_seven(typed: list[str]) -> None:
    try:
        parse(" ".join(typed))
    except PassphraseError as error:
        assert len(error.suggestions) <= 7
        assert all(parse(str(phrase)) == phrase for phrase in error.suggestions)


letters = st.text("abcdefg", max_size=7)


@given(letters, letters)
def test_distance_is_symmetric_and_zero_only_for_equals(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)


def test_a_slip_to_the_next_key_is_nearer_than_another_letter() -> None:
    assert distance("able", "abld") < distance("able", "ablm") == distance("able", "abel") == distance("able", "abl")
