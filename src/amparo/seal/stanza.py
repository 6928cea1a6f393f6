"""Recipient stanzas and the unpadded base64 they are written in (age, "Recipient stanza" and "ABNF").

Knows how a stanza looks; does not know what any kind of stanza means.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.utils import Buffer

from amparo.seal.faults import Fault

COLUMNS = 64
_ARGUMENTS = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrapped file key: its arguments (the first names the kind) and its body."""

    arguments: tuple[str, ...]
    body: bytes

    @property
    def kind(self) -> str:
        """The first argument."""
        return self.arguments[0]

    def encode(self) -> bytes:
        """The stanza's lines; the last body line is shorter than 64 columns, perhaps empty."""
        text = to_base64(self.body)
        lines = [text[at : at + COLUMNS] for at in range(0, len(text) + 1, COLUMNS)]
        return "\n".join([f"-> {' '.join(self.arguments)}", *lines, ""]).encode()


def parse_stanza(arguments: bytes, body: Sequence[bytes]) -> Stanza:
    """A stanza from its first line and its body lines (no line ends); the caller has checked the body's columns."""
    match = _ARGUMENTS.fullmatch(arguments)
    if match is None:
        raise Fault.HEADER.error()
    return Stanza(tuple(match[1].decode("ascii").split(" ")), from_base64(b"".join(body)))


def to_base64(data: Buffer) -> str:
    """Canonical base64 without padding."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=").decode("ascii")


def from_base64(text: bytes) -> bytes:
    """The bytes of canonical base64 without padding; anything else is a malformed header."""
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except binascii.Error:
        raise Fault.HEADER.error() from None
    if to_base64(data).encode() != text:
        raise Fault.HEADER.error()
    return data


def field(stanza: Stanza, position: int, length: int) -> bytes:
    """Argument `position` as base64 of exactly `length` bytes, else a malformed stanza."""
    data = from_base64(stanza.arguments[position].encode())
    if len(data) != length:
        raise Fault.STANZA.error()
    return data
