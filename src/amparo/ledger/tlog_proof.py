"""Proof files: everything needed to prove offline that an entry is in a log.

C2SP tlog-proof v1, whole. In ours, `extra` holds the entry itself, so that a proof file and a document suffice; it is
trusted only after its leaf hash has led to the root of a checkpoint that the policy accepts.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from amparo.errors import InputError, TooLargeError
from amparo.ledger.checkpoint import parse_decimal, parse_hash
from amparo.ledger.merkle import leaf_hash, verify_inclusion
from amparo.ledger.policy import Attested, Policy
from amparo.seal.notekeys import decode_base64

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
MAX_PROOF = 1 << 20
MAX_PATH = 63
"""No tree below 2^63 entries is higher."""


@dataclass(frozen=True, slots=True)
class TlogProof:
    """One proof: entry number, path of 32-byte hashes from the leaf's sibling up, the checkpoint note, extra bytes."""

    index: int
    path: tuple[bytes, ...]
    checkpoint_note: bytes
    extra: bytes | None = None

    def to_bytes(self) -> bytes:
        """The proof file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(sibling).decode() for sibling in self.path]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint_note

    @classmethod
    def parse(cls, data: bytes) -> TlogProof:
        """Read a proof file without judging it; raises `InputError`, `TooLargeError` above 1 MiB."""
        if len(data) > MAX_PROOF:
            raise TooLargeError("The proof file is too large.", "A proof is a few kilobytes: is this the right file?")
        head, blank, note = data.partition(b"\n\n")
        if not blank:
            raise InputError("The proof file has no checkpoint.", _HINT)
        lines = _lines(head)
        extra = lines.pop(0).removeprefix("extra ") if lines and lines[0].startswith("extra ") else None
        if not lines or not lines[0].startswith("index ") or len(lines) > 1 + MAX_PATH:
            raise InputError("The proof file has no index, or too many hashes.", _HINT)
        return cls(
            index=parse_decimal(lines[0].removeprefix("index ")),
            path=tuple(parse_hash(line) for line in lines[1:]),
            checkpoint_note=note,
            extra=None if extra is None else decode_base64(extra),
        )

    def verify(self, entry: bytes, policy: Policy) -> Attested:
        """Check that the log has `entry` at this proof's index, in a checkpoint the policy accepts.

        Raises `TrustError` when any step fails, `InputError` when the checkpoint is malformed.
        """
        attested = policy.check(self.checkpoint_note)
        checkpoint = attested.checkpoint
        verify_inclusion(leaf_hash(entry), self.index, checkpoint.size, checkpoint.root, self.path)
        return attested


def _lines(head: bytes) -> list[str]:
    try:
        header, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise InputError("The proof file is not text.", _HINT) from error
    if header != HEADER:
        raise InputError("This is not a proof file.", _HINT)
    return lines


_HINT = "A proof file begins with c2sp.org/tlog-proof@v1; fetch it again from the archive."
