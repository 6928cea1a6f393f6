"""Checkpoints: the signed statement of how large a log is and what its root is.

C2SP tlog-checkpoint: origin, decimal size, base64 root, one a line, inside a signed note. Which keys count is decided
by `policy`; this module reads and writes the text, and knows what it means that one checkpoint extends another.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from amparo.errors import InputError, RollbackError, TrustError
from amparo.ledger.merkle import EMPTY_ROOT, HASH_SIZE, MAX_SIZE, verify_consistency
from amparo.seal.notekeys import decode_base64

DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
"""A size or index as the C2SP specifications write it: no leading zeroes, no sign, below 2^63 after `parse_decimal`."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's state: origin (its identity), number of entries, root hash (32 bytes), extension lines (none of ours)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The text of the note, line break at its end."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read a note's text; raises `InputError` when it is no checkpoint."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise InputError("The note is not a checkpoint: it needs three lines, none of them empty.")
        origin, size, root, *extensions = lines
        checkpoint = cls(origin, parse_decimal(size), parse_hash(root), tuple(extensions))
        if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
            raise InputError("The checkpoint of an empty log has another root than the empty tree.")
        return checkpoint


def parse_decimal(text: str) -> int:
    """A size or index; raises `InputError` for leading zeroes, other characters, or a number of 2^63 or more."""
    if not DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise InputError("A size or an index is not a plain decimal number below 2^63.")
    return int(text)


def parse_hash(text: str) -> bytes:
    """A SHA-256 hash in base64; raises `InputError`."""
    value = decode_base64(text)
    if len(value) != HASH_SIZE:
        raise InputError("A hash has the wrong length.")
    return value


def check_extends(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> None:
    """Check that `new` is a later state of the same log as `old`, both already verified.

    Every log extends the empty one, and then the proof is empty. Raises `RollbackError` when the log went back, or when
    the proof does not hold: keep both checkpoints then, they are evidence.
    """
    if old.origin != new.origin:
        raise TrustError("The two checkpoints are of different logs.")
    if new.size < old.size:
        raise RollbackError("The log shows fewer entries than it had before.", _EVIDENCE)
    if old.size == 0:
        if proof or (new.size == 0 and old.root != new.root):
            raise RollbackError("The proof from the empty log is not empty.", _EVIDENCE)
        return
    try:
        verify_consistency(old.size, new.size, old.root, new.root, proof)
    except TrustError as error:
        raise RollbackError("The log is not an extension of what it was before.", _EVIDENCE) from error


_EVIDENCE = "Keep both checkpoints: with their signatures they are evidence. Do not use this copy."
