"""What an envelope looks like from outside: its age header and its length, for envelopes that come already sealed.

Nobody here can open one. But its header must have as many stanzas, of the same kinds and sizes and in the same order
of kinds, as one that the drop would seal itself today, and its length must be one that a padded envelope has
(specs/envelope.md): so nothing that lies in the store tells which door it came through.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from amparo.errors import InputError
from amparo.seal.age import Sealer, parse_recipient
from amparo.seal.envelope import MINIMUM, padded_length
from amparo.seal.header import Header, HeaderReader
from amparo.seal.recipient import TAG
from amparo.seal.stream import CHUNK, NONCE

Outline = tuple[tuple[str, tuple[int, ...], int], ...]
"""For each stanza: its kind, the lengths of its other arguments, the length of its body."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The header of an envelope sealed to today's recipients. `header` is its length in bytes, with its last line."""

    outline: Outline
    header: int

    def check_length(self, length: int) -> None:
        """InputError unless an envelope can be `length` bytes long."""
        plain = _plain_length(length - self.header - NONCE)
        if plain is None or plain < MINIMUM or padded_length(plain) != plain:
            raise _no_envelope()

    def check_header(self, start: bytes) -> None:
        """InputError unless `start` (at least `header` bytes of the file) begins with such a header."""
        try:
            found = HeaderReader().push(memoryview(start[: self.header]))
        except InputError:
            raise _no_envelope() from None
        if found is None or len(found[1]) or outline_of(found[0]) != self.outline:
            raise _no_envelope()


def outline_of(header: Header) -> Outline:
    """The shape of a header, without anything random in it."""
    return tuple((each.kind, tuple(map(len, each.arguments[1:])), len(each.body)) for each in header.stanzas)


@lru_cache(maxsize=4)
def shape_of(recipients: tuple[str, ...]) -> Shape:
    """The shape of what is sealed to these recipients: found by sealing nothing to them."""
    start = Sealer([parse_recipient(text) for text in recipients]).push(b"")
    found = HeaderReader().push(memoryview(start))
    if found is None:
        raise _no_envelope()
    return Shape(outline_of(found[0]), len(start) - len(found[1]))


def _plain_length(sealed: int) -> int | None:
    """The plaintext's length when the payload after the nonce has `sealed` bytes; None when that cannot be."""
    chunks = -(-sealed // (CHUNK + TAG))
    plain = sealed - chunks * TAG
    return plain if plain > 0 and -(-plain // CHUNK) == chunks else None


def _no_envelope() -> InputError:
    return InputError(
        "This is not an envelope sealed to this newsroom's desks of today.", "Fetch the roster and seal again."
    )
