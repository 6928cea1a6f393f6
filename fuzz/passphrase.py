"""Target: what somebody typed as a passphrase (amparo.seal.passphrase; specs/passphrase.md).

Never anything but a passphrase or our error, in bounded time; what is read, or suggested, is read again as itself; and
no error says a word of what was typed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from amparo.errors import AmparoError
from amparo.seal.passphrase import MAX_TYPED, PassphraseError, generate, parse
from amparo.seal.wordlist import words


def seeds() -> Iterator[bytes]:
    """Right ones, wrong ones, glued ones."""
    dice = random.Random(5)
    for _ in range(4):
        right = str(generate(dice.randbytes))
        yield right.encode()
        yield right.upper().replace(" ", "-").encode()
        yield right.replace(" ", "").encode()
        yield right.replace("a", "e", 1).encode()
        yield " ".join(f"{number}. {word}" for number, word in enumerate(right.split(), 1)).encode()
        yield right.partition(" ")[2].encode()
    yield b"a" * 63
    yield ("ﬁ" * 20 + "\u0301\u200b t-shirt yo-yo").encode()


def one(data: bytes) -> None:
    """Read it."""
    typed = data.decode("utf-8", "surrogateescape")
    try:
        found = parse(typed)
    except PassphraseError as error:
        assert all(parse(str(each)) == each for each in error.suggestions)
        said = error.explain().split()
        assert len(typed) > MAX_TYPED or not {word for word in typed.split() if word in LONG} & set(said)
        return
    except AmparoError:
        return
    assert parse(str(found)) == found


LONG = frozenset(words()) - frozenset(
    ("letter", "wrong", "typed", "seven", "compare", "check", "word", "words", "list")
)
