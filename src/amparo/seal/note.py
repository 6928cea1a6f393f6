"""Signed notes (C2SP signed-note): text, a blank line, then one line for each signature.

Sans-I/O: whole notes in, whole notes out. What a note says is its reader's business (rosters, checkpoints, releases);
this module only decides whether a known key stands behind it. Signatures of unknown keys are ignored, a bad signature
of a known key rejects the note, and a note without one good signature of a known key is never opened.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from amparo.errors import InputError, StateError, TooLargeError, TrustError
from amparo.seal.notekeys import (
    KEY_ID_SIZE,
    Algorithm,
    Signer,
    Verifier,
    check_name,
    decode_base64,
)

__all__ = [
    "MAX_NOTE",
    "MAX_SIGNATURES",
    "Algorithm",
    "Note",
    "Signature",
    "SignatureLine",
    "Signer",
    "UnverifiedNote",
    "Verifier",
    "add_signatures",
    "open_note",
    "parse_note",
    "sign",
]

MAX_NOTE: Final = 8 * 1024 * 1024
"""Largest note opened, in bytes: a roster of 64 desks for 60 days is 7.6 MB."""
MAX_SIGNATURES: Final = 100
_LINE_START: Final = "— "
_UNWANTED: Final = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as it stands in a note, not yet checked. `signature` excludes the key ID."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_LINE_START}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class UnverifiedNote:
    """A well-formed note nobody has vouched for yet."""

    untrusted_text: str
    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that holds: whose, and the POSIX time a cosignature states (None for plain ones)."""

    verifier: Verifier
    timestamp: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note some known key has signed. `signatures` holds every good signature of a known key, once each.

    An ML-DSA-44 cosignature vouches for a checkpoint's first three lines only: behind it alone, nobody has signed the
    lines that follow.
    """

    text: str
    signatures: tuple[Signature, ...]

    @property
    def verified(self) -> tuple[str, ...]:
        """The vkeys that stand behind the text, in the order of their lines."""
        return tuple(str(signature.verifier) for signature in self.signatures)


def sign(text: str, signers: Sequence[Signer], *, at: datetime | None = None) -> bytes:
    """A note of `text`, which ends in a newline, signed by each signer in turn.

    `at` (aware) is the time stated by cosignatures; see `Signer.sign`. Raises StateError when there is no signer, and
    InputError when the text cannot be a note's.
    """
    if not signers:
        raise StateError("A note needs at least one signature.")
    _check_text(text)
    return f"{text}\n{_signature_lines(text, signers, at)}".encode()


def add_signatures(note: bytes, signers: Sequence[Signer], *, at: datetime | None = None) -> bytes:
    """The same note with further signature lines, for cosigners. The caller has verified what it cosigns."""
    unverified = parse_note(note)
    return note + _signature_lines(unverified.untrusted_text, signers, at).encode()


def parse_note(data: bytes, *, limit: int = MAX_NOTE) -> UnverifiedNote:
    """Take a note apart without judging it. Raises InputError when malformed, TooLargeError beyond `limit` bytes."""
    if len(data) > limit:
        raise TooLargeError("The signed note is too large.")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("The signed note is not UTF-8.") from error
    head, blank, tail = whole.rpartition("\n\n")
    text = head + "\n"
    if not blank or not tail.endswith("\n"):
        raise InputError("The signed note has no signatures, or ends in the middle of one.")
    _check_text(text)
    raw_lines = tail[:-1].split("\n")
    if len(raw_lines) > MAX_SIGNATURES:
        raise TooLargeError("The signed note has too many signatures.")
    return UnverifiedNote(text, tuple(_parse_line(line) for line in raw_lines))


def open_note(data: bytes, verifiers: Iterable[Verifier], *, limit: int = MAX_NOTE) -> Note:
    """Open a note that at least one of `verifiers` has signed.

    Raises TrustError when none has, or when one of their signatures does not hold; InputError when malformed,
    TooLargeError beyond `limit` bytes or MAX_SIGNATURES lines.
    """
    note = parse_note(data, limit=limit)
    known = _by_name_and_id(verifiers)
    good: dict[Verifier, Signature] = {}
    for line in note.lines:
        verifier = known.get((line.name, line.key_id))
        if verifier is not None:
            timestamp = verifier.verify(note.untrusted_text, line.signature)
            good.setdefault(verifier, Signature(verifier, timestamp))
    if not good:
        raise TrustError("No key that is trusted here has signed this note.")
    return Note(note.untrusted_text, tuple(good.values()))


def _signature_lines(text: str, signers: Sequence[Signer], at: datetime | None) -> str:
    timestamp = None if at is None else int(at.timestamp())
    lines = (SignatureLine(s.name, s.verifier.key_id, s.sign(text, timestamp)) for s in signers)
    return "".join(str(line) for line in lines)


def _by_name_and_id(verifiers: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise StateError("Two trusted keys share one name and one ID.")
    return known


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise InputError("The text of a note must end with a line break.")
    if _UNWANTED.search(text):
        raise InputError("The text of a note holds a control character.")


def _parse_line(line: str) -> SignatureLine:
    name, space, encoded = line.removeprefix(_LINE_START).partition(" ")
    if not line.startswith(_LINE_START) or not space:
        raise InputError("A signature line of the note is malformed.")
    data = decode_base64(encoded)
    if len(data) <= KEY_ID_SIZE:
        raise InputError("A signature of the note is too short.")
    return SignatureLine(check_name(name), data[:KEY_ID_SIZE], data[KEY_ID_SIZE:])
