"""A short text of a public key for people to compare by eye or ear: what the desk prints and the drop's page shows."""

from __future__ import annotations

import hashlib

from amparo.seal.notekeys import Verifier


def fingerprint(key: Verifier) -> str:
    """The first 160 bits of SHA-256 over the whole vkey (name, type, key), in ten groups of four hex digits."""
    digits = hashlib.sha256(str(key).encode()).hexdigest()[:40]
    return " ".join(digits[start : start + 4] for start in range(0, 40, 4))
