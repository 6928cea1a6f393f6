"""What a published log says is in view, read once and hashed anew.

One pass over all entries makes the tree and compares its every tile; a second parses them strictly. Only hashes are
kept between, so that millions of documents fit in memory and a source that changes its answers is found out.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from amparo.errors import TrustError
from amparo.ledger import case_entries
from amparo.ledger.case_entries import CaseCorrection, CaseEntry, CaseState, CaseWithdrawal
from amparo.ledger.checkpoint import Checkpoint, check_extends
from amparo.ledger.entries import ARTIFACT, DOCUMENT, WITHDRAWAL, Artifact, LoggedDocument, parse_entry, peek
from amparo.ledger.manifest import DOCUMENT_ID
from amparo.ledger.merkle import leaf_hashes
from amparo.ledger.proofs import Tree
from amparo.ledger.tiles import WIDTH, Tile, bundles_between
from amparo.ledger.tree import Edge, read_tile
from amparo.library.log_reader import read_bundle
from amparo.library.verify_reports import Problem, Reason
from amparo.library.verify_sources import PublishedTree

_OF_CASES = frozenset({case_entries.CASE, case_entries.CORRECTION, case_entries.WITHDRAWAL})


class LogView:
    """What the entries of a log say is in view; made in one pass that also hashes the log anew."""

    def __init__(self, source: PublishedTree, checkpoint: Checkpoint) -> None:
        self._source = source
        self._checkpoint = checkpoint
        self.latest: dict[str, int] = {}  # "<collection>/<id>" → number of the entry that counts
        self.withdrawn: dict[str, None] = {}
        self.artifacts: list[tuple[int, Artifact]] = []
        self.cases: list[tuple[int, CaseEntry]] = []
        self._collections: dict[str, None] = {}
        self._rows: list[bytes] = []  # for each bundle, a hash of its leaf hashes
        edge = Edge()
        for bundle in bundles_between(0, checkpoint.size):
            entries = read_bundle(source, bundle)
            row = leaf_hashes(entries)
            self._rows.append(sha256(row).digest())
            for full in edge.append(row):
                self._compare(full.tile, full.data)
            for index, entry in enumerate(entries, start=bundle.index * WIDTH):
                self._take(index, entry)
        for tile, data in edge.partial_tiles().items():
            self._compare(tile, data)
        if edge.root() != checkpoint.root:
            raise TrustError("The log's entries do not hash to the root of its checkpoint.", DAMAGED)

    def entries(self) -> Iterator[tuple[LoggedDocument, bool]]:
        """Read again, the document entries that count (True) and those of withdrawn documents (False).

        Raises `TrustError` when the source now gives other entries than those that made the root.
        """
        for bundle, row in zip(bundles_between(0, self._checkpoint.size), self._rows, strict=True):
            entries = read_bundle(self._source, bundle)
            if sha256(leaf_hashes(entries)).digest() != row:
                raise TrustError("The archive changed its entries while it was verified.", DAMAGED)
            for index, data in enumerate(entries, start=bundle.index * WIDTH):
                entry = parse_entry(data)
                if isinstance(entry, LoggedDocument):
                    place = place_of(entry)
                    if place in self.withdrawn or self.latest.get(place) == index:
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

    def _take(self, index: int, data: bytes) -> None:
        kind, collection, document = peek(data)
        if kind == DOCUMENT:
            place = f"{collection}/{document}"
            self.latest[place] = index
            self.withdrawn.pop(place, None)
            self._collections[collection] = None
        elif kind == ARTIFACT:
            entry = parse_entry(data)
            if isinstance(entry, Artifact):
                self.artifacts.append((index, entry))
        elif kind in _OF_CASES:
            entry = parse_entry(data)
            if isinstance(entry, CaseState | CaseCorrection | CaseWithdrawal):
                self.cases.append((index, entry))
        elif kind == WITHDRAWAL:
            for place in (f"{collection}/{document}" for collection in self._collections):
                if self.latest.pop(place, None) is not None:
                    self.withdrawn[place] = None

    def _compare(self, tile: Tile, data: bytes) -> None:
        if read_tile(self._source, tile) != data:
            raise TrustError("A tile of the log is not what its entries hash to.", DAMAGED)


def place_of(entry: LoggedDocument) -> str:
    """The document's folder below the root of the tree: `<collection>/<id>`."""
    return f"{entry.collection}/{entry.document.id}"


DAMAGED = "This copy is damaged or was tampered with: keep it as evidence, and copy the archive again elsewhere."
