"""The Merkle tree of a log: its hashes, and the checking of proofs.

RFC 6962 sections 2.1 (tree hash), 2.1.1 (audit paths) and 2.1.2 (consistency proofs); the checking loops are those of
RFC 9162 sections 2.1.3.2 and 2.1.4.2. This module knows hashes and numbers only: no tiles, no files, no signatures.
Every hash is 32 bytes of SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from amparo.errors import TrustError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
MAX_SIZE = 2**63 - 1
"""No log is larger: sizes travel as 64-bit numbers, and times and sizes stay below the sign bit (tlog-cosignature)."""

_LEAF = b"\x00"
_NODE = b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry: the hash of one leaf."""
    return sha256(_LEAF + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> bytes:
    """The leaf hashes of many entries, one after another, as a level 0 tile holds them."""
    hash_of = sha256
    return b"".join([hash_of(_LEAF + entry).digest() for entry in entries])


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01, the left and the right child: the hash of an inner node."""
    return sha256(_NODE + left + right).digest()


def pair_up(row: bytes) -> bytes:
    """The row of parents above a row of 2n concatenated hashes."""
    hash_of = sha256
    return b"".join([hash_of(_NODE + row[at : at + 64]).digest() for at in range(0, len(row), 64)])


def perfect_root(row: bytes) -> bytes:
    """The root above 2^k concatenated hashes."""
    while len(row) > HASH_SIZE:
        row = pair_up(row)
    return row


def split_point(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 6962 section 2.1); `size` must be above 1."""
    return 1 << ((size - 1).bit_length() - 1)


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root above the perfect subtrees a tree consists of, given left to right; the empty tree has none."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def peaks_of(row: bytes) -> list[bytes]:
    """The roots of the perfect subtrees, left to right and largest first, above any number of concatenated hashes."""
    peaks, at, count = [], 0, len(row) // HASH_SIZE
    for bit in reversed(range(count.bit_length())):
        if count >> bit & 1:
            end = at + (HASH_SIZE << bit)
            peaks.append(perfect_root(row[at:end]))
            at = end
    return peaks


def root(hashes: Iterable[bytes]) -> bytes:
    """The tree hash (MTH) over leaf hashes; `EMPTY_ROOT` when there are none."""
    return fold(peaks_of(b"".join(hashes)))


def verify_inclusion(leaf: bytes, index: int, size: int, root_hash: bytes, path: Sequence[bytes]) -> None:
    """Check that `leaf` is the hash of entry `index` in the tree of `size` entries with this root.

    Raises `TrustError` when the path does not lead from the leaf to exactly this root.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise TrustError("The proof names an entry outside the tree.", _HINT)
    _all_hashes(leaf, *path)
    position, last, seen = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise TrustError("The inclusion proof is longer than the tree is high.", _HINT)
        if position & 1 or position == last:
            seen = node_hash(sibling, seen)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            seen = node_hash(seen, sibling)
        position, last = position >> 1, last >> 1
    if last or seen != root_hash:
        raise TrustError("The inclusion proof does not lead to the root of the checkpoint.", _HINT)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `new` entries extends the tree of `old` entries, 0 < old <= new.

    RFC 6962 defines no proof from the empty tree, and none is accepted here: every tree extends it
    (`checkpoint.check_extends` knows that case). Raises `TrustError` when the proof does not hold.
    """
    if not 0 < old <= new <= MAX_SIZE:
        raise TrustError("A consistency proof leads from a tree with entries to one of at least the same size.", _HINT)
    if old == new:
        if proof or old_root != new_root:
            raise TrustError("Two checkpoints of one size differ.", "Keep both: together they prove a split view.")
        return
    verify_subtree_consistency(0, old, new, old_root, new_root, proof)


def verify_subtree_consistency(
    start: int, end: int, size: int, subtree_root: bytes, root_hash: bytes, proof: Sequence[bytes]
) -> None:
    """Check that entries [start, end) with this hash are part of the tree of `size` entries with this root.

    The subtree consistency proof of draft-ietf-plants-merkle-tree-certs section 4.4; with `start` 0 and `end` below
    `size` it is RFC 9162's consistency proof. An empty subtree is part of every tree. Raises `TrustError`.
    """
    if 0 <= start == end <= size and not proof and subtree_root == EMPTY_ROOT:
        return
    if not (is_subtree(start, end) and end <= size <= MAX_SIZE):
        raise TrustError("The proof is about something that is no subtree of this tree.", _HINT)
    _all_hashes(*proof)
    first, last, top = _skip_shared(start, end - 1, size - 1)
    hashes = list(proof)
    if first == last:
        old_seen = new_seen = subtree_root
    elif hashes:
        old_seen = new_seen = hashes.pop(0)
    else:
        raise TrustError("The consistency proof is empty.", _HINT)
    for sibling in hashes:
        if top == 0:
            raise TrustError("The consistency proof is longer than the tree is high.", _HINT)
        if last & 1 or last == top:
            if first < last:
                old_seen = node_hash(sibling, old_seen)
            new_seen = node_hash(sibling, new_seen)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            new_seen = node_hash(new_seen, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    if top or old_seen != subtree_root or new_seen != root_hash:
        raise TrustError("The consistency proof does not connect the two trees.", _HINT)


def verify_subtree_inclusion(
    leaf: bytes, index: int, start: int, end: int, subtree_root: bytes, path: Sequence[bytes]
) -> None:
    """Check that `leaf` is entry `index` of the subtree [start, end) with this hash. Raises `TrustError`."""
    if not is_subtree(start, end):
        raise TrustError("The proof is about something that is no subtree.", _HINT)
    verify_inclusion(leaf, index - start, end - start, subtree_root, path)


def is_subtree(start: int, end: int) -> bool:
    """Whether [start, end) is a subtree: not empty, and aligned to the power of two that holds it (section 4.1)."""
    if not 0 <= start < end <= MAX_SIZE:
        return False
    return start % (1 << (end - start - 1).bit_length()) == 0


def _skip_shared(first: int, last: int, top: int) -> tuple[int, int, int]:
    """Rise through the levels that the old and the new tree share, where a proof says nothing."""
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    return first, last, top


def _all_hashes(*values: bytes) -> None:
    """Refuse anything that is not 32 bytes: a longer 'hash' could smuggle in a sibling's bytes."""
    if any(len(value) != HASH_SIZE for value in values):
        raise TrustError("The proof holds something that is not a SHA-256 hash.", _HINT)


_HINT = "Fetch the proof again from the archive; if it still fails, do not trust this copy."
