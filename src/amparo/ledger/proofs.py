"""Making proofs from tiles.

RFC 6962 sections 2.1.1 and 2.1.2, over the tiles of C2SP tlog-tiles. A `Tree` reads the tiles it needs once and keeps
them unfolded; what it makes proves itself: `merkle.verify_inclusion` against a checkpoint catches a lying tile.
"""

from __future__ import annotations

from functools import lru_cache

from amparo.errors import StateError
from amparo.ledger.merkle import EMPTY_ROOT, HASH_SIZE, node_hash, pair_up, split_point
from amparo.ledger.tiles import HEIGHT, TileSource, check_size, tile_at
from amparo.ledger.tree import read_tile

_TILES_KEPT = 256
"""Unfolded tiles kept at once, 16 KiB each: enough for proofs in index order, and 4 MiB at most."""


class Tree:
    """A tree of fixed size, read through its tiles."""

    def __init__(self, source: TileSource, size: int) -> None:
        self.size = check_size(size)
        self._source = source
        self._rows = lru_cache(_TILES_KEPT)(self._unfold)
        self._ragged = lru_cache(256)(self._split)

    def root(self) -> bytes:
        """The root of the tree."""
        return self.hash_of(0, self.size) if self.size else EMPTY_ROOT

    def hash_of(self, start: int, end: int) -> bytes:
        """The tree hash over entries [start, end), where [start, end) is a node of the tree or of one it extends."""
        count = end - start
        if count & (count - 1) == 0:
            return self._node(count.bit_length() - 1, start)
        return self._ragged(start, end)

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """The path from leaf `index` to the root: sibling hashes, the leaf's own sibling first."""
        if not 0 <= index < self.size:
            raise StateError("The log has no entry of this number.")
        path, start, end = [], 0, self.size
        while end - start > 1:
            middle = start + split_point(end - start)
            if index < middle:
                path.append(self.hash_of(middle, end))
                end = middle
            else:
                path.append(self.hash_of(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency_proof(self, old: int) -> tuple[bytes, ...]:
        """The proof that this tree extends its own first `old` entries; empty for 0 and for the whole."""
        if not 0 <= old <= self.size:
            raise StateError("A log extends only what it had before.")
        if old in (0, self.size):
            return ()
        proof, start, end = [], 0, self.size
        while old != end:
            middle = start + split_point(end - start)
            if old <= middle:
                proof.append(self.hash_of(middle, end))
                end = middle
            else:
                proof.append(self.hash_of(start, middle))
                start = middle
        if start:
            proof.append(self.hash_of(start, end))
        return tuple(reversed(proof))

    def _node(self, height: int, start: int) -> bytes:
        """The root of the perfect subtree of 2^height entries from `start`: a stored hash or one inside a tile."""
        level, inner = divmod(height, HEIGHT)
        position = start >> height
        index, at = divmod(position << inner, 1 << HEIGHT)
        at >>= inner
        row = self._rows(level, index)[inner]
        return row[at * HASH_SIZE : (at + 1) * HASH_SIZE]

    def _split(self, start: int, end: int) -> bytes:
        middle = start + split_point(end - start)
        return node_hash(self.hash_of(start, middle), self.hash_of(middle, end))

    def _unfold(self, level: int, index: int) -> tuple[bytes, ...]:
        """All rows of a tile, from its hashes up; a row of a partial tile ends at its last complete node."""
        rows = [read_tile(self._source, tile_at(level, index, self.size))]
        for _ in range(HEIGHT - 1):
            whole = len(rows[-1]) // (2 * HASH_SIZE) * 2 * HASH_SIZE
            rows.append(pair_up(rows[-1][:whole]))
        return tuple(rows)


def inclusion_proof(source: TileSource, index: int, size: int) -> tuple[bytes, ...]:
    """The inclusion proof of entry `index` in the tree of `size` entries; for many, keep a `Tree`."""
    return Tree(source, size).inclusion_proof(index)


def consistency_proof(source: TileSource, old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the tree of `new` entries extends that of `old` entries."""
    return Tree(source, new).consistency_proof(old)
