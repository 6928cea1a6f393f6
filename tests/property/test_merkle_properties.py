"""The tree, its tiles and its proofs against a naive reading of RFC 6962, for all small sizes and beyond one tile."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import TrustError
from amparo.ledger.merkle import (
    EMPTY_ROOT,
    leaf_hash,
    leaf_hashes,
    root,
    verify_consistency,
    verify_inclusion,
)
from amparo.ledger.proofs import Tree
from amparo.ledger.tiles import bundles_between, edge_of, tiles_between
from amparo.ledger.tree import Edge

SMALL = 40
LARGE = 256 * 256 + 700


class Files(dict[str, bytes]):
    read = dict.__getitem__


def naive_root(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


def naive_path(m: int, entries: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_subproof(m: int, entries: list[bytes], complete: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if m == len(entries):
        return [] if complete else [naive_root(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, entries[:k], complete), naive_root(entries[k:])]
    return [*naive_subproof(m - k, entries[k:], False), naive_root(entries[:k])]


def numbers(size: int) -> list[bytes]:
    return [b"%d" % at for at in range(size)]


def grow(entries: list[bytes], batches: list[int] | None = None) -> tuple[Edge, Files]:
    """A tree appended in batches of the given sizes (the rest at once), with all its tiles."""
    edge, files, at = Edge(), Files(), 0
    for size in [*(batches or []), len(entries)]:
        for full in edge.append(leaf_hashes(entries[at : at + size])):
            assert full.tile.path not in files, "a tile is written once"
            files[full.tile.path] = full.data
        at = min(len(entries), at + size)
    files.update({tile.path: data for tile, data in edge.partial_tiles().items()})
    return edge, files


@pytest.fixture(scope="module")
def large() -> tuple[Edge, Files]:
    return grow(numbers(LARGE))


def test_roots_and_proofs_of_every_small_tree() -> None:
    for size in range(1, SMALL + 1):
        entries = numbers(size)
        edge, files = grow(entries)
        tree = Tree(files, size)
        expected = naive_root(entries)
        assert edge.root() == tree.root() == root([leaf_hash(entry) for entry in entries]) == expected
        for index in range(size):
            path = tree.inclusion_proof(index)
            assert list(path) == naive_path(index, entries)
            verify_inclusion(leaf_hash(entries[index]), index, size, expected, path)
        for old in range(1, size + 1):
            proof = tree.consistency_proof(old)
            assert list(proof) == naive_subproof(old, entries, True)
            verify_consistency(old, size, naive_root(entries[:old]), expected, proof)


def test_empty_tree() -> None:
    assert Edge().root() == Tree(Files(), 0).root() == root([]) == EMPTY_ROOT == naive_root([])
    assert edge_of(0) == () and list(tiles_between(0, 0)) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(1, LARGE), st.data())
def test_proofs_in_a_tree_of_three_levels(large: tuple[Edge, Files], size: int, data: st.DataObject) -> None:
    """The tiles of the large tree serve every smaller one: a partial tile is cut from the full one."""
    files = large[1]
    tree = Tree(PrefixOnly(files), size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    expected = tree.root()
    verify_inclusion(leaf_hash(b"%d" % index), index, size, expected, tree.inclusion_proof(index))
    verify_consistency(old, size, Tree(PrefixOnly(files), old).root(), expected, tree.consistency_proof(old))


class PrefixOnly:
    """The files of the large tree; a partial tile they do not have is cut as a log could have served it."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        if path in self.files or ".p/" not in path:
            return self.files[path]
        stem, width = path.split(".p/")
        wider = [name for name in self.files if name == stem or name.startswith(stem + ".p/")]
        return self.files[wider[0]][: int(width) * 32]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1500), st.lists(st.integers(0, 700), max_size=6))
def test_any_batching_makes_the_same_tree(size: int, batches: list[int]) -> None:
    once, files = grow(numbers(size))
    bit_by_bit, other = grow(numbers(size), batches)
    assert once.root() == bit_by_bit.root()
    assert files == other
    assert sorted(files) == sorted(tile.path for tile in tiles_between(0, size))
    loaded = Edge.load(files, size)
    assert loaded.root() == once.root() and loaded.partial_tiles() == once.partial_tiles()


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_what_an_append_adds_is_what_the_larger_tree_has_more(first: int, second: int) -> None:
    old, new = sorted((first, second))
    before, after = set(tiles_between(0, old)), set(tiles_between(0, new))
    assert set(tiles_between(old, new)) == after - before
    assert set(bundles_between(old, new)) == set(bundles_between(0, new)) - set(bundles_between(0, old))
    assert set(edge_of(new)) == {tile for tile in after if tile.width < 256}


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 300), st.data())
def test_a_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    edge, files = grow(numbers(size))
    index = data.draw(st.integers(0, size - 1))
    leaf, path, top = leaf_hash(b"%d" % index), list(Tree(files, size).inclusion_proof(index)), edge.root()
    change = data.draw(st.sampled_from(["leaf", "root", "path", "drop", "add", "index", "length"]))
    at = data.draw(st.integers(0, len(path) - 1))
    if change == "leaf":
        leaf = flipped(leaf, data)
    elif change == "root":
        top = flipped(top, data)
    elif change == "path":
        path[at] = flipped(path[at], data)
    elif change == "drop":
        del path[at]
    elif change == "add":
        path.insert(at, data.draw(st.binary(min_size=32, max_size=32)))
    elif change == "length":
        path[at] += b"\x00"
    else:
        index = data.draw(st.integers(-3, 2 * size).filter(lambda other: other != index))
    with pytest.raises(TrustError):
        verify_inclusion(leaf, index, size, top, path)


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 300), st.data())
def test_a_changed_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    edge, files = grow(numbers(size))
    old = data.draw(st.integers(1, size - 1))
    before, after = naive_root(numbers(old)), edge.root()
    proof = list(Tree(files, size).consistency_proof(old))
    verify_consistency(old, size, before, after, proof)
    at = data.draw(st.integers(0, len(proof) - 1))
    change = data.draw(st.sampled_from(["before", "after", "proof", "drop", "add", "swap"]))
    if change == "before":
        before = flipped(before, data)
    elif change == "after":
        after = flipped(after, data)
    elif change == "proof":
        proof[at] = flipped(proof[at], data)
    elif change == "drop":
        del proof[at]
    elif change == "add":
        proof.insert(at, data.draw(st.binary(min_size=32, max_size=32)))
    else:
        before, after = after, before
    with pytest.raises(TrustError):
        verify_consistency(old, size, before, after, proof)


def flipped(value: bytes, data: st.DataObject) -> bytes:
    """The value with one bit changed."""
    bit = data.draw(st.integers(0, 8 * len(value) - 1))
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
