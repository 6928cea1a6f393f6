"""Tile paths, widths and entry bundles, as C2SP tlog-tiles gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import InputError, TooLargeError, TruncatedError
from amparo.ledger.tiles import (
    Bundle,
    Tile,
    bundle_at,
    bundles_between,
    decode_bundle,
    edge_of,
    encode_entries,
    parse_path,
    tile_at,
    tiles_between,
)


def test_paths_of_the_specification() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(2, 0, 1).path == "tile/2/000.p/1"
    assert Bundle(273, 112).path == "tile/entries/273.p/112"
    assert Tile(0, 999).path == "tile/0/999" and Tile(0, 1000).path == "tile/0/x001/000"


def test_the_tree_of_70000_entries() -> None:
    tiles = list(tiles_between(0, 70_000))
    assert [tile for tile in tiles if tile.width < 256] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(edge_of(70_000)) == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert len(tiles) == 273 + 1 + 1 + 1 + 1


def test_the_tree_of_256_entries() -> None:
    assert list(tiles_between(0, 256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(bundles_between(0, 256)) == [Bundle(0)]


@given(st.integers(0, 7), st.integers(0, 2**40), st.integers(1, 256))
def test_paths_are_read_back(level: int, index: int, width: int) -> None:
    assert parse_path(Tile(level, index, width).path) == Tile(level, index, width)
    assert parse_path(Bundle(index, width).path) == Bundle(index, width)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/0/0001", "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x001",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/-1", "tile/-1/000", "tile/0/000/",
        "tile/0/../000", "/tile/0/000", "tile/entries/x000/000", "tile/data/000", "tile/0/٠٠٠", "tile/0/000\n", "",
    ],
)  # fmt: skip
def test_other_spellings_are_refused(path: str) -> None:
    with pytest.raises(InputError):
        parse_path(path)


def test_tiles_that_a_tree_does_not_have() -> None:
    for level, index, size in [(0, 0, 0), (0, 1, 256), (1, 0, 255), (2, 0, 65_535)]:
        with pytest.raises(InputError):
            tile_at(level, index, size)
    with pytest.raises(InputError):
        bundle_at(1, 256)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_are_read_back(entries: list[bytes]) -> None:
    data = encode_entries(entries)
    assert decode_bundle(data, len(entries)) == tuple(entries)
    with pytest.raises(InputError):
        decode_bundle(data + b"\x00", len(entries))
    if entries:
        with pytest.raises(TruncatedError):
            decode_bundle(data[:-1], len(entries))
        with pytest.raises(InputError):
            decode_bundle(data, len(entries) - 1)


def test_the_longest_entry() -> None:
    longest = b"x" * 65_535
    assert decode_bundle(encode_entries([longest]), 1) == (longest,)
    with pytest.raises(TooLargeError):
        encode_entries([longest + b"x"])
