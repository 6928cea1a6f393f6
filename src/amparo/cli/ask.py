"""Questions to the person at the terminal: secrets, typed without an echo, never taken from a pipe or an argument."""

from __future__ import annotations

import getpass
import os

from amparo.errors import InputError, StateError


def typed_unseen(prompt: str) -> str:
    """What a person types at the terminal without an echo. An error when it is the end of input, or no text."""
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise StateError("Nothing was typed.", "Run the command again, in a terminal.") from None
    except UnicodeDecodeError:
        raise InputError("What was typed is not text in this terminal's encoding.", "Type it in UTF-8.") from None


def ask_passphrase(*, twice: bool = False) -> bytes:
    """A passphrase from the controlling terminal; `twice` asks again and compares. StateError without a terminal."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        raise StateError("there is no terminal to ask for the passphrase", "run the command in a terminal") from None
    passphrase = typed_unseen("Passphrase: ")
    if not passphrase:
        raise InputError("the passphrase is empty", "type a passphrase, best of several random words")
    if twice and typed_unseen("Once more: ") != passphrase:
        raise InputError("the two passphrases differ", "run the command again")
    return passphrase.encode()
