"""What a published log says is in view, read once and hashed anew.

One pass over all entries makes the tree and compares its every tile; a second reads the entries that count. Only hashes
are kept between, so that millions of documents fit in memory and a source that changes its answers is found out.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.errors import TrustError
from amparo.ledger.checkpoint import Checkpoint, check_extends
from amparo.ledger.entries import LoggedDocument, Withdrawal, parse_entry
from amparo.ledger.manifest import DOCUMENT_ID
from amparo.ledger.merkle import leaf_hash, leaf_hashes
from amparo.ledger.proofs import Tree
from amparo.ledger.tiles import Tile, bundles_between
from amparo.ledger.tree import Edge, read_tile
from amparo.library.log_reader import read_bundle
from amparo.library.verify_reports import Problem, Reason
from amparo.library.verify_sources import PublishedTree


class LogView:
    """What the entries of a log say is in view; made in one pass that also hashes the log anew."""

    def __init__(self, source: PublishedTree, checkpoint: Checkpoint) -> None:
        self._source = source
        self._checkpoint = checkpoint
        self.latest: dict[str, bytes] = {}  # "<collection>/<id>" → leaf hash of the entry that counts
        self.withdrawn: dict[str, None] = {}
        self._places: dict[str, set[str]] = {}
        edge = Edge()
        for bundle in bundles_between(0, checkpoint.size):
            entries = read_bundle(source, bundle)
            for full in edge.append(leaf_hashes(entries)):
                self._compare(full.tile, full.data)
            for entry in entries:
                self._take(entry)
        for tile, data in edge.partial_tiles().items():
            self._compare(tile, data)
        if edge.root() != checkpoint.root:
            raise TrustError("The log's entries do not hash to the root of its checkpoint.", DAMAGED)

    def entries(self) -> Iterator[tuple[LoggedDocument, bool]]:
        """Read again, the document entries that count (True) and those of withdrawn documents (False)."""
        for bundle in bundles_between(0, self._checkpoint.size):
            for data in read_bundle(self._source, bundle):
                entry = parse_entry(data)
                if isinstance(entry, LoggedDocument):
                    place = place_of(entry)
                    if place in self.withdrawn or self.latest.get(place) == leaf_hash(data):
                        yield entry, place in self.latest

    def check_extends(self, seen: Checkpoint) -> None:
        """Check against a checkpoint seen earlier."""
        tree = Tree(self._source, self._checkpoint.size)
        known = seen.size <= tree.size
        check_extends(seen, self._checkpoint, tree.consistency_proof(seen.size) if known else ())

    def unlogged(self) -> Iterator[Problem]:
        """Documents' folders that no entry stands for."""
        known = self.latest.keys() | self.withdrawn.keys()
        for collection in sorted({place.partition("/")[0] for place in known}):
            for name in self._source.children(collection):
                place = f"{collection}/{name}"
                if DOCUMENT_ID.fullmatch(name) and place not in known:
                    yield Problem(place, Reason.UNLOGGED)

    def _take(self, data: bytes) -> None:
        entry = parse_entry(data)
        if isinstance(entry, LoggedDocument):
            place = place_of(entry)
            self.latest[place] = leaf_hash(data)
            self.withdrawn.pop(place, None)
            self._places.setdefault(entry.document.id, set()).add(place)
        elif isinstance(entry, Withdrawal):
            for place in self._places.pop(entry.document, ()):
                self.latest.pop(place, None)
                self.withdrawn[place] = None

    def _compare(self, tile: Tile, data: bytes) -> None:
        if read_tile(self._source, tile) != data:
            raise TrustError("A tile of the log is not what its entries hash to.", DAMAGED)


def place_of(entry: LoggedDocument) -> str:
    """The document's folder below the root of the tree: `<collection>/<id>`."""
    return f"{entry.collection}/{entry.document.id}"


DAMAGED = "This copy is damaged or was tampered with: keep it as evidence, and copy the archive again elsewhere."
