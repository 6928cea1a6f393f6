"""Passphrases: how they are made, read, refused, and turned into keys."""

from __future__ import annotations

import hashlib
from importlib import resources

import pytest

from amparo.errors import InputError
from amparo.seal.passphrase import Mistake, Passphrase, PassphraseError, derive, generate, parse
from amparo.seal.wordcode import solve
from amparo.seal.wordlist import LIST_SHA256, LIST_SIZE, index_of, words

ROOT = "newsroom.example+01e1ab4c+AaBuLXxbJoaZ4BqVkmBLXoDc2UcdN2eHeZZOa0kCSYMF"


def counting(start: int) -> object:
    """A random source that counts, for passphrases that are the same in every run."""
    state = [start]

    def random(size: int) -> bytes:
        state[0] += 1
        return hashlib.sha256(str(state[0]).encode()).digest()[:size]

    return random


PHRASE = generate(counting(0))


def mistake(text: str) -> PassphraseError:
    with pytest.raises(PassphraseError) as caught:
        parse(text)
    return caught.value


def test_the_word_list_is_the_eff_long_list() -> None:
    data = resources.files("xkcdpass").joinpath("static", "eff-long").read_bytes()
    assert hashlib.sha256(data).hexdigest() == LIST_SHA256
    assert len(words()) == len(set(words())) == LIST_SIZE == 6**5


def test_a_fresh_passphrase_reads_back() -> None:
    phrase = generate()
    assert len(phrase.words) == 7
    assert parse(str(phrase)) == phrase


def test_all_values_below_the_list_size_are_drawn_alike() -> None:
    """Thirteen random bits, and those beyond the list drawn again: no word is favoured."""
    draws = iter([8191, 7776, 7775, 0, 1, 2, 3, 4])
    phrase = generate(lambda size: next(draws).to_bytes(size, "big"))
    assert phrase.words[:6] == tuple(words()[i] for i in (7775, 0, 1, 2, 3, 4))


@pytest.mark.parametrize(
    "typed",
    [
        "{0} {1} {2} {3} {4} {5} {6}",
        "  {0}\n{1}\r\n{2}\t{3}   {4}\u00a0{5}\u3000{6}\n",
        "{0}-{1}-{2}-{3}-{4}-{5}-{6}",
        "{0}–{1}—{2}−{3}‐{4}/{5}|{6}",
        "1. {0} 2. {1} 3. {2} 4. {3} 5. {4} 6. {5} 7. {6}",
        "{0}, {1}, {2}, {3}, {4}, {5}, {6}.",
        "“{0} {1} {2} {3} {4} {5} {6}”",
        "{0}{1} {2} {3}{4}{5} {6}",
        "{0}{1}{2}{3}{4}{5}{6}",
        "\ufeff{0}\u200b {1} {2} {3} {4} {5} {6}",
    ],
)
def test_separators_do_not_matter(typed: str) -> None:
    assert parse(typed.format(*PHRASE.words)) == PHRASE


def test_case_width_and_accents_do_not_matter() -> None:
    assert parse(str(PHRASE).upper()) == PHRASE
    assert parse(str(PHRASE).title()) == PHRASE
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in str(PHRASE))
    assert parse(wide) == PHRASE
    assert parse(str(PHRASE).replace("e", "é").replace("i", "ï")) == PHRASE


def completed(*beginning: str) -> Passphrase:
    """A valid passphrase that begins with these words."""
    given = [index_of()[word] for word in beginning]
    given += [5] * (6 - len(given))
    return Passphrase(tuple(words()[i] for i in (*given, solve((*given, 0), 6))))


@pytest.mark.parametrize("word", ["drop-down", "felt-tip", "t-shirt", "yo-yo"])
@pytest.mark.parametrize("written", ["{0}-{1}", "{0} {1}", "{0}—{1}", "{0}-\n{1}", "{0}{1}"])
def test_hyphenated_words_however_written(word: str, written: str) -> None:
    phrase = completed("abacus", word, word, "zoom")
    first, second = word.split("-")
    typed = str(phrase).replace(word, written.format(first, second))
    if written == "{0}{1}" and word == "yo-yo":
        # "yoyo" is a word of the list too, so seven known words were typed: a mistake, with its answer first.
        single = completed("abacus", word)
        assert mistake(str(single).replace("yo-yo", "yoyo")).suggestions[0] == single
    else:
        assert parse(typed) == phrase
        assert parse(typed.replace(" ", "-")) == phrase


def test_yoyo_and_yo_yo_are_two_words() -> None:
    assert parse(str(completed("yoyo"))).words[0] == "yoyo"
    assert parse(str(completed("yo-yo"))).words[0] == "yo-yo"
    assert completed("yoyo").words[6] != completed("yo-yo").words[6]


def test_a_word_that_cannot_be_read_is_computed() -> None:
    for place in range(7):
        typed = list(PHRASE.words)
        typed[place] = "xqzzk"
        error = mistake(" ".join(typed))
        assert error.mistake is Mistake.UNKNOWN_WORD
        assert error.unknown == (place + 1,)
        assert error.suggestions[0] == PHRASE


def test_two_words_that_cannot_be_read_are_found_when_near() -> None:
    phrase = completed("abacus", "zookeeper", "marbles", "footpath")
    error = mistake(str(phrase).replace("zookeeper", "zokeeper").replace("footpath", "footpatj"))
    assert error.unknown == (2, 4)
    assert error.suggestions[0] == phrase


def test_one_unreadable_word_and_one_wrong_one() -> None:
    phrase = completed("abacus", "zookeeper", "marbles", "crumb")
    error = mistake(str(phrase).replace("zookeeper", "zokeeper").replace("crumb", "crumbs"))
    assert phrase in mistake(str(phrase).replace("zookeeper", "zokeeper").replace("crumb", "crush")).suggestions
    assert error.suggestions


def test_too_much_in_doubt_gives_no_suggestion_but_says_where() -> None:
    error = mistake("qqqq wwww " + " ".join(PHRASE.words[2:6]) + " rrrr")
    assert error.suggestions == ()
    assert error.unknown == (1, 2, 7)
    assert "1, 2, 7" in error.what


def test_a_missing_word_leaves_seven_possibilities() -> None:
    for place in range(7):
        error = mistake(" ".join((*PHRASE.words[:place], *PHRASE.words[place + 1 :])))
        assert error.mistake is Mistake.WORD_COUNT
        assert error.count == 6
        assert PHRASE in error.suggestions


def test_a_word_too_many_is_found() -> None:
    doubled = " ".join((*PHRASE.words[:3], PHRASE.words[2], *PHRASE.words[3:]))
    assert mistake(doubled).suggestions[0] == PHRASE


@pytest.mark.parametrize("text", ["", "   ", "- - -", "1234567", "。、"])
def test_nothing_typed(text: str) -> None:
    assert mistake(text).mistake is Mistake.NOTHING_TYPED


def test_wrong_number_of_words_is_said_plainly() -> None:
    error = mistake("abacus zoom")
    assert error.what == "A passphrase has 7 words; this one has 2."
    assert mistake("abacus " * 1000).mistake is Mistake.WORD_COUNT


def test_what_was_typed_is_not_in_the_message() -> None:
    typed = str(PHRASE).replace(PHRASE.words[3], "marker")
    error = mistake(typed)
    assert not any(word in error.explain() for word in (*PHRASE.words, "marker"))
    assert not any(word in repr(error) for word in (*PHRASE.words, "marker"))
    assert PHRASE.words[0] not in repr(PHRASE)


def test_a_passphrase_object_is_always_valid() -> None:
    with pytest.raises(InputError):
        Passphrase(("abacus",) * 6)
    with pytest.raises(InputError):
        Passphrase((*PHRASE.words[:6], "notaword"))
    with pytest.raises(InputError):
        Passphrase(PHRASE.words[::-1])


def test_keys_depend_on_passphrase_and_newsroom_and_nothing_else() -> None:
    one, again = derive(PHRASE, ROOT), derive(parse(str(PHRASE).upper()), ROOT)
    elsewhere, other = derive(PHRASE, ROOT.replace("newsroom", "rival")), derive(generate(), ROOT)
    assert one.identity.secret_text() == again.identity.secret_text()
    assert one.mailbox_secret == again.mailbox_secret
    secrets = {keys.identity.secret_text() for keys in (one, elsewhere, other)}
    assert len(secrets | {keys.mailbox_secret for keys in (one, elsewhere, other)}) == 6
    assert one.mailbox_secret.hex() not in repr(one)
