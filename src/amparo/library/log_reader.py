"""Reading a log through its tiles, at one checkpoint: entries, proofs, the root anew from every entry.

The source may be the library's own disk, a mirror's, or a web server: nothing it says is believed beyond what hashes to
the checkpoint's root. specs/log.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from amparo.errors import StateError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.merkle import leaf_hash, leaf_hashes, verify_inclusion
from amparo.ledger.proofs import Tree
from amparo.ledger.tiles import WIDTH, Bundle, TileSource, bundle_at, bundles_between, decode_bundle, tile_at
from amparo.ledger.tlog_proof import TlogProof
from amparo.ledger.tree import Edge, read_tile

CHECKPOINT = "checkpoint"
_BUNDLES_KEPT = 8


class LogReader:
    """A log as of one checkpoint, which somebody has verified."""

    def __init__(self, source: TileSource, checkpoint: Checkpoint, note: bytes) -> None:
        self.checkpoint = checkpoint
        self.note = note
        self._source = source
        self._tree = Tree(source, checkpoint.size)
        self._bundle = lru_cache(_BUNDLES_KEPT)(self._read_bundle)

    def entry(self, index: int) -> bytes:
        """One entry. Raises `StateError` when there is none of this number, `TrustError` when its bytes are wrong."""
        if not 0 <= index < self.checkpoint.size:
            raise StateError("The log has no entry of this number.")
        return self._bundle(index // WIDTH)[index % WIDTH]

    def entries(self, start: int = 0) -> Iterator[bytes]:
        """Every entry from `start` on, each bundle checked against its tile of leaf hashes."""
        for index in range(start // WIDTH, -(-self.checkpoint.size // WIDTH)):
            yield from self._bundle(index)[max(0, start - index * WIDTH) :]

    def proof_for(self, index: int) -> TlogProof:
        """The proof file of one entry, the entry itself in `extra`. Checked: no spoilt tile becomes a proof."""
        entry, path = self.entry(index), self._tree.inclusion_proof(index)
        verify_inclusion(leaf_hash(entry), index, self.checkpoint.size, self.checkpoint.root, path)
        return TlogProof(index, path, self.note, entry)

    def consistency_proof(self, old: int) -> tuple[bytes, ...]:
        """The proof that this log extends its own first `old` entries."""
        return self._tree.consistency_proof(old)

    def check_edge(self) -> Edge:
        """The tree's right edge, checked against the root; raises `TrustError`."""
        edge = Edge.load(self._source, self.checkpoint.size)
        if edge.root() != self.checkpoint.root:
            raise TrustError("The log's tiles do not hash to the root of its checkpoint.", _HINT)
        return edge

    def _read_bundle(self, index: int) -> tuple[bytes, ...]:
        entries = read_bundle(self._source, bundle_at(index, self.checkpoint.size))
        if leaf_hashes(entries) != read_tile(self._source, tile_at(0, index, self.checkpoint.size)):
            raise TrustError("The log's entries do not hash to its tiles.", _HINT)
        return entries


def read_bundle(source: TileSource, bundle: Bundle) -> tuple[bytes, ...]:
    """The entries of a bundle, cut from the full one when the partial is gone; raises `TrustError`, `InputError`."""
    for candidate in dict.fromkeys((bundle, bundle.full)):
        try:
            data = source.read(candidate.path)
        except KeyError:
            continue
        return decode_bundle(data, candidate.width)[: bundle.width]
    raise TrustError("Entries of the log are missing.", _HINT)


def root_of_entries(source: TileSource, size: int) -> Edge:
    """The tree built anew from every entry, in one pass; its `root()` is what the checkpoint must say."""
    edge = Edge()
    for bundle in bundles_between(0, size):
        for _ in edge.append(leaf_hashes(read_bundle(source, bundle))):
            pass
    return edge


_HINT = "This copy is damaged or was tampered with: restore it from a backup or copy it from a mirror."
