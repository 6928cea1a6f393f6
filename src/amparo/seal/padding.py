"""Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", algorithm 1).

A length keeps only as many leading bits as its own magnitude needs to be written, so a padded length of up to M bits
tells O(log log M) bits about the plain one, at a cost of at most 12 %. Integer arithmetic only: floats would misjudge
lengths near powers of two.
"""

from __future__ import annotations

from amparo.errors import StateError


def padme(length: int) -> int:
    """The smallest Padmé length (bytes) that is at least `length` (bytes, not negative)."""
    if length < 0:
        raise StateError("A length cannot be negative.")
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept_bits = exponent.bit_length()
    zero_bits = exponent - kept_bits
    mask = (1 << zero_bits) - 1
    return (length + mask) & ~mask
