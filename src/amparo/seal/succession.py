"""Successions of a newsroom's root key (specs/succession.md): how whoever pinned an old one comes to trust the new one.

One note for each change, signed by the old root and by the new one: the old one names its heir, and the new one owns
up to its ancestor, whose vkey stays the salt of every passphrase. A revocation, signed by the root it names, ends a
root for good: nothing that it signed is believed any more, a succession included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from amparo.errors import InputError, TooLargeError, TrustError
from amparo.seal.note import Algorithm, Signer, Verifier, open_note, sign

SUCCESSION: Final = "amparo/succession/v1"
REVOCATION: Final = "amparo/root-revocation/v1"
MAX_NOTES: Final = 64
MAX_LINEAGE: Final = 64 * 1024
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_START: Final = re.compile(rb"(?m)^(?=amparo/(?:succession|root-revocation)/v1$)")


@dataclass(frozen=True, slots=True)
class Succession:
    """`old` is followed by `new` from `issued` on."""

    issued: date
    old: Verifier
    new: Verifier

    def __post_init__(self) -> None:
        for key in (self.old, self.new):
            if key.algorithm is not Algorithm.ED25519:
                raise InputError("A root key must be an Ed25519 key.")
        if self.old == self.new:
            raise InputError("A root key cannot follow itself.")

    def to_text(self) -> str:
        """The text that both keys sign."""
        return f"{SUCCESSION}\nissued {self.issued.isoformat()}\nold {self.old}\nnew {self.new}\n"

    @classmethod
    def parse(cls, note: bytes) -> Succession:
        """Open a succession note. TrustError unless both of the keys it names have signed it; InputError otherwise."""
        issued, untrusted_old, untrusted_new = _values(note, SUCCESSION, ("issued", "old", "new"))
        read = cls(_day(issued), Verifier.parse(untrusted_old), Verifier.parse(untrusted_new))
        opened = open_note(note, (read.old, read.new), limit=MAX_LINEAGE)
        if len(opened.signatures) != 2:
            raise TrustError("A succession needs the signatures of the old root key and of the new one.")
        if opened.text != read.to_text():
            raise InputError("The succession is not written in its one canonical form.")
        return read


@dataclass(frozen=True, slots=True)
class Revocation:
    """`root` is not to be believed any more, from `issued` on and for what it signed before."""

    issued: date
    root: Verifier

    def to_text(self) -> str:
        """The text that the root itself signs: a thief of the key could do no more with it than end it."""
        return f"{REVOCATION}\nissued {self.issued.isoformat()}\nroot {self.root}\n"

    @classmethod
    def parse(cls, note: bytes) -> Revocation:
        """Open a revocation note. TrustError unless the key it names has signed it, InputError when it is none."""
        issued, untrusted_root = _values(note, REVOCATION, ("issued", "root"))
        read = cls(_day(issued), Verifier.parse(untrusted_root))
        if open_note(note, (read.root,), limit=MAX_LINEAGE).text != read.to_text():
            raise InputError("The revocation is not written in its one canonical form.")
        return read


@dataclass(frozen=True, slots=True)
class Lineage:
    """The roots a newsroom has had, each following the one before, and those of them that were revoked."""

    successions: tuple[Succession, ...] = ()
    revoked: frozenset[Verifier] = frozenset()

    def __post_init__(self) -> None:
        keys = [each.old for each in self.successions] + [each.new for each in self.successions[-1:]]
        if len(set(keys)) != len(keys):
            raise InputError("A root key comes twice in the newsroom's succession.")
        for before, after in zip(self.successions, self.successions[1:], strict=False):
            if before.new != after.old or before.issued > after.issued:
                raise TrustError("The newsroom's succession of root keys has a gap.")

    @classmethod
    def parse(cls, notes: bytes) -> Lineage:
        """Read the notes one after another, as a drop serves them; none at all is a lineage without a change.

        InputError when malformed, TooLargeError beyond 64 notes or 64 KiB, TrustError when a signature is missing or
        does not hold, or when one note does not follow from the one before.
        """
        split = split_notes(notes)
        revocations = [Revocation.parse(each) for each in split if each.startswith(REVOCATION.encode())]
        successions = [Succession.parse(each) for each in split if each.startswith(SUCCESSION.encode())]
        return cls(tuple(successions), frozenset(each.root for each in revocations))

    def roots(self, otherwise: Verifier) -> tuple[Verifier, ...]:
        """Every root, the first one first; `otherwise` alone when there was no change."""
        if not self.successions:
            return (otherwise,)
        return (self.successions[0].old, *(each.new for each in self.successions))

    def heir(self, pinned: Verifier) -> Verifier:
        """The root that whoever trusts `pinned` should trust now.

        TrustError when `pinned` has no part in this lineage, or when it, or a root after it, was revoked.
        """
        roots = self.roots(pinned)
        if pinned not in roots:
            raise TrustError(
                "The drop shows a newsroom key that the key you trust did not name as its heir.",
                "Send nothing. Ask the newsroom, by another way, whether it has a new key.",
            )
        if self.revoked.intersection(roots[roots.index(pinned) :]):
            raise TrustError(
                "The newsroom has revoked the key you trust: it may be in the wrong hands.",
                "Send nothing. Ask the newsroom, by another way, for its new key and its new address.",
            )
        return roots[-1]

    def founder(self, otherwise: Verifier) -> Verifier:
        """The first root: the salt of every passphrase, which a change of keys must not change."""
        return self.roots(otherwise)[0]


def split_notes(notes: bytes) -> tuple[bytes, ...]:
    """The single notes of a lineage, unread. Each begins with its own first line, which no signature line can be."""
    if len(notes) > MAX_LINEAGE:
        raise TooLargeError("The newsroom's succession of keys is too long to be true.")
    before, *found = _START.split(notes)
    if before:
        raise InputError("This is not a succession of root keys.")
    if len(found) > MAX_NOTES:
        raise TooLargeError("The newsroom's succession of keys is too long to be true.")
    return tuple(found)


def succeed(old: Signer, new: Signer, issued: date) -> bytes:
    """The note by which `new` follows `old`."""
    return sign(Succession(issued, old.verifier, new.verifier).to_text(), (old, new))


def revoke(root: Signer, issued: date) -> bytes:
    """The note by which a root ends itself."""
    return sign(Revocation(issued, root.verifier).to_text(), (root,))


def extended(notes: bytes, note: bytes) -> bytes:
    """`notes` with one `note` after them; the same when it is among them. Raises as `Lineage.parse`."""
    if len(split_notes(note)) != 1:
        raise _malformed()
    Lineage.parse(notes)
    grown = notes if note in split_notes(notes) else notes + note
    Lineage.parse(grown)
    return grown


def _values(note: bytes, header: str, names: Sequence[str]) -> list[str]:
    """The values of the lines of a note's untrusted text: only the shape is checked here."""
    try:
        lines = note.decode("utf-8").split("\n")[: len(names) + 2]
    except UnicodeDecodeError:
        raise _malformed() from None
    if lines[0] != header or len(lines) != len(names) + 2 or lines[-1] != "":
        raise _malformed()
    found = [line.partition(" ") for line in lines[1:-1]]
    if [name for name, _, _ in found] != list(names):
        raise _malformed()
    return [value for _, _, value in found]


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise _malformed()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _malformed() from None


def _malformed() -> InputError:
    return InputError("The succession of root keys is malformed.")
