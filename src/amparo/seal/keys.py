"""Recipients and identities as text: one key, or a file of them with comments, as age-keygen writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from amparo.errors import InputError
from amparo.seal import bech32, hybrid, x25519
from amparo.seal.recipient import Recipient

KeyIdentity = x25519.X25519Identity | hybrid.HybridIdentity

_T = TypeVar("_T")

_RECIPIENTS: dict[str, Callable[[bytes], Recipient]] = {
    x25519.RECIPIENT_PREFIX: x25519.X25519Recipient,
    hybrid.RECIPIENT_PREFIX: hybrid.HybridRecipient,
}
_IDENTITIES: dict[str, Callable[[bytes], KeyIdentity]] = {
    x25519.IDENTITY_PREFIX: x25519.X25519Identity,
    hybrid.IDENTITY_PREFIX: hybrid.HybridIdentity,
}


def parse_recipient(text: str) -> Recipient:
    """A recipient from `age1…` or `age1pq1…` (lower case, as age demands). InputError for anything else."""
    if text.upper().startswith("AGE-SECRET-KEY-"):
        raise InputError(
            "this is a secret key, not a recipient", "keep it secret; the recipient is the line that starts with age1"
        )
    prefix, data = bech32.decode(text)
    make = _RECIPIENTS.get(prefix)
    if make is None or text != text.lower():
        raise InputError("this kind of recipient is not known", "recipients start with age1 or age1pq1")
    return make(data)


def parse_identity(text: str) -> KeyIdentity:
    """An identity from `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…` (upper case). InputError for anything else."""
    prefix, data = bech32.decode(text)
    make = _IDENTITIES.get(prefix)
    if make is None or text != text.upper():
        raise InputError("this kind of identity is not known", "identities start with AGE-SECRET-KEY-1 or -PQ-1")
    return make(data)


def parse_recipients_file(text: str) -> tuple[Recipient, ...]:
    """Every recipient of a file: one a line; empty lines and lines that start with # are skipped."""
    return tuple(_each(text, parse_recipient))


def parse_identity_file(text: str) -> tuple[KeyIdentity, ...]:
    """Every identity of a file as age-keygen writes it."""
    return tuple(_each(text, parse_identity))


def _each(text: str, parse: Callable[[str], _T]) -> Iterator[_T]:
    found = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = True
        try:
            yield parse(line.strip())
        except InputError as error:
            raise InputError(f"line {number}: {error.what}", error.hint) from None
    if not found:
        raise InputError("the file holds no key", "it must hold one key a line")
