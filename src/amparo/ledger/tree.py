"""A growing tree: the right edge of a log, and what an append adds to it.

C2SP tlog-tiles, "Partial Tiles": the edge is one partial tile a level; a partial tile is never hashed upward. Appending
hashes whole tiles at a time, so that millions of leaves take seconds, and never holds more than the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from amparo.errors import StateError, TrustError
from amparo.ledger.merkle import HASH_SIZE, fold, peaks_of, perfect_root
from amparo.ledger.tiles import TILE_SIZE, TOP_LEVEL, Tile, TileSource, check_size, count_at, edge_of


@dataclass(frozen=True, slots=True)
class Growth:
    """One tile that an append made full, with its 8,192 bytes."""

    tile: Tile
    data: bytes


class Edge:
    """The right edge of a tree: its size and the hashes of its partial tiles, mutable by `append` alone."""

    __slots__ = ("_rows", "size")

    def __init__(self) -> None:
        self.size = 0
        self._rows = [bytearray() for _ in range(TOP_LEVEL + 1)]

    @classmethod
    def load(cls, source: TileSource, size: int) -> Edge:
        """Read the edge of a tree of `size` entries: at most eight tiles. Check `root()` before relying on it.

        A log may delete a partial tile once the full one exists, so the full one is tried in its place.
        Raises `TrustError` when a tile is missing or has a wrong length.
        """
        edge = cls()
        edge.size = check_size(size)
        for tile in edge_of(size):
            edge._rows[tile.level] += read_tile(source, tile)
        return edge

    def root(self) -> bytes:
        """The root of the tree, from the edge alone."""
        return fold([peak for row in reversed(self._rows) for peak in peaks_of(bytes(row))])

    def append(self, hashes: bytes) -> Iterator[Growth]:
        """Add concatenated leaf hashes; yields every tile that became full, children before parents.

        The edge has grown only when the iterator is exhausted.
        """
        if len(hashes) % HASH_SIZE:
            raise StateError("Leaf hashes come in 32 bytes each.")
        check_size(self.size + len(hashes) // HASH_SIZE)
        at = 0
        while at < len(hashes):
            room = TILE_SIZE - len(self._rows[0])
            piece = hashes[at : at + room]
            at += len(piece)
            self._rows[0] += piece
            self.size += len(piece) // HASH_SIZE
            yield from self._carry()

    def partial_tiles(self) -> Mapping[Tile, bytes]:
        """The partial tiles of the present size, lowest level first."""
        return {tile: bytes(self._rows[tile.level]) for tile in edge_of(self.size)}

    def copy(self) -> Edge:
        """An edge that can grow on its own."""
        twin = Edge()
        twin.size = self.size
        twin._rows = [bytearray(row) for row in self._rows]
        return twin

    def _carry(self) -> Iterator[Growth]:
        for level, row in enumerate(self._rows):
            if len(row) < TILE_SIZE:
                return
            data = bytes(row)
            row.clear()
            self._rows[level + 1] += perfect_root(data)
            yield Growth(Tile(level, count_at(level + 1, self.size) - 1), data)


def read_tile(source: TileSource, tile: Tile) -> bytes:
    """The hashes of one tile, cut from the full tile when the partial one is gone. Raises `TrustError`."""
    for candidate in dict.fromkeys((tile, tile.full)):
        try:
            data = source.read(candidate.path)
        except KeyError:
            continue
        if len(data) != candidate.size:
            raise TrustError("A tile of the log has the wrong length.", "This copy is damaged or was tampered with.")
        return data[: tile.size]
    raise TrustError("A tile of the log is missing.", "Copy the log again from the archive or a mirror.")
