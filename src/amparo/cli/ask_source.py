"""What `give` and `check` ask a person, at the terminal itself and nowhere else: neither pipes nor arguments answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from amparo.cli.ask import typed_unseen
from amparo.errors import StateError
from amparo.seal.passphrase import Passphrase, PassphraseError, parse
from amparo.seal.wordreading import tokens

TERMINAL = Path("/dev/tty")
TRIES = 3
MOST_SUGGESTIONS = 4


@contextmanager
def _terminal(what: str) -> Iterator[tuple[TextIO, TextIO]]:
    """The controlling terminal, to read and to write. StateError when there is none."""
    try:
        # Two of them: a text file cannot both read and write a terminal, which has no position.
        # Half of a letter, which some terminals leave behind a backspace, is a wrong answer and no surprise.
        reading, writing = TERMINAL.open(encoding="utf-8", errors="replace"), TERMINAL.open("w", encoding="utf-8")
    except OSError:
        raise StateError(f"There is no terminal to ask {what}.", "Run the command in a terminal.") from None
    with reading, writing:
        yield reading, writing


def confirm_newsroom(newsroom: str, digits: str) -> bool:
    """Whether the person knows this fingerprint. StateError without a terminal."""
    try:
        with _terminal("about the newsroom's key") as (reading, writing):
            print(f"This drop says that it belongs to: {newsroom}", file=writing)
            print(f"The fingerprint of its key: {digits}", file=writing)
            print(
                "Compare it with the one that the newsroom publishes elsewhere, in print say.",
                file=writing,
            )
            print("Is it the same? Type yes: ", end="", file=writing, flush=True)
            return reading.readline().strip().lower() == "yes"
    except StateError:
        raise StateError(
            "Without a terminal nobody can be asked whether the drop's key is the newsroom's.",
            "Give the newsroom's key or its fingerprint with --root.",
        ) from None


def ask_words() -> Passphrase:
    """The seven words, typed without an echo; when mistyped, the nearest valid ones are offered to choose from.

    StateError without a terminal, PassphraseError when they are none of ours after a few tries.
    """
    with _terminal("for the passphrase") as (reading, writing):
        for left in reversed(range(TRIES)):
            try:
                return parse(typed_unseen("Passphrase: "))
            except PassphraseError as error:
                print(error.what, file=writing, flush=True)
                if chosen := _choose(error.suggestions[:MOST_SUGGESTIONS], reading, writing):
                    return chosen
                if not left:
                    raise
    raise StateError("No passphrase was typed.")


def ask_back(passphrase: Passphrase) -> bool:
    """Ask for the words just shown, from the paper; whether they were typed right, or not at all. Never an error."""
    try:
        with _terminal("for the words on your paper") as (reading, writing):
            for what in ("Type them back from the paper", "Type them once more", "And once more"):
                print(f"{what} (Enter alone to go on): ", end="", file=writing, flush=True)
                typed = reading.readline().strip()
                if not typed:
                    return False
                if _is(passphrase, typed):
                    print("Your paper is right.", file=writing, flush=True)
                    return True
                given = tokens(typed)
                places = [f"{n} {word}" for n, word in enumerate(passphrase.words, 1) if word not in given[n - 1 : n]]
                print(f"Compare your paper: {', '.join(places)}", file=writing, flush=True)
    except StateError:
        pass
    return False


def _is(passphrase: Passphrase, typed: str) -> bool:
    try:
        return parse(typed) == passphrase
    except PassphraseError:
        return False


def _choose(suggestions: tuple[Passphrase, ...], reading: TextIO, writing: TextIO) -> Passphrase | None:
    """The suggestion the person picks by number, or None."""
    if not suggestions:
        return None
    print("Did you mean:", file=writing)
    for number, each in enumerate(suggestions, start=1):
        print(f"  {number}  {each}", file=writing)
    print("Its number, or Enter to type again: ", end="", file=writing, flush=True)
    answer = reading.readline().strip()
    return suggestions[int(answer) - 1] if answer in map(str, range(1, len(suggestions) + 1)) else None
