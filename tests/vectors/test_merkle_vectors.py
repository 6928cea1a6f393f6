"""Every Merkle proof vector of transparency-dev/merkle: inclusion, consistency, subtrees, and compact ranges."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.errors import TrustError
from amparo.ledger.merkle import (
    leaf_hashes,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)
from amparo.ledger.proofs import consistency_proof
from amparo.ledger.tiles import WIDTH, edge_of
from amparo.ledger.tree import Edge


class Files(dict[str, bytes]):
    read = dict.__getitem__


def grown(size: int) -> tuple[bytes, dict[str, bytes]]:
    """The root and the tiles of a tree whose entries are their own numbers."""
    edge = Edge()
    files = {full.tile.path: full.data for full in edge.append(leaf_hashes(b"%d" % at for at in range(size)))}
    return edge.root(), files | {tile.path: data for tile, data in edge.partial_tiles().items()}


COUNTS = {"inclusion": 98, "consistency": 98, "subtreeinclusion": 204, "subtreeconsistency": 118}


def vectors(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.rglob("*.json")):
        yield str(path.relative_to(folder)), json.loads(path.read_text())


def proof_of(vector: dict[str, Any]) -> list[bytes]:
    return [b64decode(line) for line in vector["proof"] or []]


def check(kind: str, vector: dict[str, Any]) -> None:
    proof = proof_of(vector)
    if "leafHash" in vector:
        leaf, root = b64decode(vector["leafHash"] or ""), b64decode(vector["root"] or "")
        if kind == "inclusion":
            verify_inclusion(leaf, vector["leafIdx"], vector["treeSize"], root, proof)
        else:
            verify_subtree_inclusion(leaf, vector["leafIdx"], vector["start"], vector["end"], root, proof)
        return
    root1, root2 = b64decode(vector["root1"] or ""), b64decode(vector["root2"] or "")
    if kind == "consistency":
        verify_consistency(vector["size1"], vector["size2"], root1, root2, proof)
    else:
        verify_subtree_consistency(vector["start"], vector["end"], vector["size"], root1, root2, proof)


@pytest.mark.parametrize("kind", sorted(COUNTS))
def test_every_vector_agrees(corpora: Path, kind: str) -> None:
    wrong, count = [], 0
    for name, vector in vectors(corpora / "conformance" / "merkle" / "testdata" / kind):
        count += 1
        try:
            check(kind, vector)
            refused = False
        except TrustError:
            refused = True
        if refused != vector["wantErr"]:
            wrong.append((name, vector["desc"], refused))
    assert wrong == []
    assert count == COUNTS[kind]


def test_compact_range_seeds_decompose_the_same_way(corpora: Path) -> None:
    """The fuzz seeds are pairs (begin, end) for compact ranges: here, the edges of two trees and the proof between."""
    seeds = list((corpora / "conformance/merkle/compact/testdata/fuzz/FuzzRangeNodes").iterdir())
    assert len(seeds) == 19
    for seed in seeds:
        begin, end = sorted(int(text) for text in re.findall(r"uint64\((\d+)\)", seed.read_text()))
        assert sum(tile.width * WIDTH**tile.level for tile in edge_of(end)) == end
        if begin:
            (old, files), (new, more) = grown(begin), grown(end)
            proof = consistency_proof(Files(files | more), begin, end)
            verify_consistency(begin, end, old, new, proof)
