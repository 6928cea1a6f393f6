"""Tiles and entry bundles: how a log's tree and entries are cut into static files.

C2SP tlog-tiles, sections "Merkle Tree" and "Log entries": tiles of height 8 (256 hashes), their paths, partial tiles,
and the uint16 length prefix of entries. Paths here are relative to the log's prefix and never come from a peer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from amparo.errors import InputError, TooLargeError, TruncatedError
from amparo.ledger.merkle import HASH_SIZE, MAX_SIZE

HEIGHT = 8
WIDTH = 1 << HEIGHT
TILE_SIZE = WIDTH * HASH_SIZE
MAX_ENTRY = 65_535
MAX_BUNDLE = WIDTH * (2 + MAX_ENTRY)
"""The most bytes an entry bundle may have: 256 entries of 65,535 bytes."""
TOP_LEVEL = 63 // HEIGHT


class TileSource(Protocol):
    """Whatever holds a log's files: a directory, a web server, a dictionary in a test."""

    def read(self, path: str) -> bytes:
        """The bytes of one file, by its path below the log's prefix; raises KeyError when there is none."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One tile: `level` 0 holds leaf hashes, each hash above is the root of a full tile; `width` hashes, 1 to 256."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is served: `tile/<L>/<N>[.p/<W>]`."""
        return f"tile/{self.level}/{_number(self.index)}{_suffix(self.width)}"

    @property
    def size(self) -> int:
        """Its exact length in bytes."""
        return self.width * HASH_SIZE

    @property
    def full(self) -> Tile:
        """The tile this one becomes when it is full."""
        return Tile(self.level, self.index)


@dataclass(frozen=True, slots=True, order=True)
class Bundle:
    """One entry bundle: the entries whose leaf hashes are in the level 0 tile of the same index and width."""

    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is served: `tile/entries/<N>[.p/<W>]`."""
        return f"tile/entries/{_number(self.index)}{_suffix(self.width)}"

    @property
    def full(self) -> Bundle:
        """The bundle this one becomes when it is full."""
        return Bundle(self.index)


def _number(index: int) -> str:
    """The index in three-digit path elements, all but the last with an `x`: 1234067 is `x001/x234/067`."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def _suffix(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"


_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


def parse_path(untrusted_path: str) -> Tile | Bundle:
    """The tile or bundle a path names. Raises `InputError` for anything but the spelling the specification allows."""
    found = _PATH.fullmatch(untrusted_path)
    if found is None:
        raise InputError("This is not the path of a tile.")
    level, number, width_text = found.groups()
    index = int(number.replace("x", "").replace("/", ""))
    width = int(width_text) if width_text else WIDTH
    if (width_text and width >= WIDTH) or _number(index) != number or (level != "entries" and int(level) > 63):
        raise InputError("This is not the path of a tile.")
    return Bundle(index, width) if level == "entries" else Tile(int(level), index, width)


def count_at(level: int, size: int) -> int:
    """How many hashes level `level` holds in a tree of `size` entries: one for each full tile of the level below."""
    return size >> (HEIGHT * level)


def tile_at(level: int, index: int, size: int) -> Tile:
    """Tile `index` of a level as it stands in a tree of `size` entries, partial or full."""
    width = min(WIDTH, count_at(level, size) - index * WIDTH)
    if width < 1:
        raise InputError("There is no such tile in a tree of this size.")
    return Tile(level, index, width)


def bundle_at(index: int, size: int) -> Bundle:
    """Entry bundle `index` as it stands in a tree of `size` entries."""
    return Bundle(index, tile_at(0, index, size).width)


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Every tile of the tree of `new` entries that the tree of `old` entries does not have, lowest level first."""
    for level in range(TOP_LEVEL + 1):
        had, has = count_at(level, old), count_at(level, new)
        if has == had:
            return
        for index in range(had // WIDTH, -(-has // WIDTH)):
            yield tile_at(level, index, new)


def bundles_between(old: int, new: int) -> Iterator[Bundle]:
    """Every entry bundle of the log of `new` entries that the log of `old` entries does not have."""
    for tile in tiles_between(old, new):
        if tile.level:
            return
        yield Bundle(tile.index, tile.width)


def edge_of(size: int) -> tuple[Tile, ...]:
    """The partial tiles on the right edge of a tree of `size` entries, lowest level first: they determine its root."""
    edge = []
    for level in range(TOP_LEVEL + 1):
        count = count_at(level, size)
        if count % WIDTH:
            edge.append(Tile(level, count // WIDTH, count % WIDTH))
    return tuple(edge)


def check_size(size: int) -> int:
    """The size itself when a log may have it; raises `TooLargeError`."""
    if not 0 <= size <= MAX_SIZE:
        raise TooLargeError("The log claims more entries than a log can have.")
    return size


def encode_entries(entries: Iterable[bytes]) -> bytes:
    """The entries as a bundle holds them. Raises `TooLargeError` for one above 65,535 bytes."""
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise TooLargeError("A log entry may have at most 65,535 bytes.", "Log hashes, not documents.")
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def decode_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """Exactly `width` entries from a bundle. Raises `TruncatedError` or `InputError` when the lengths do not add up."""
    entries, at = [], 0
    for _ in range(width):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise TruncatedError("An entry bundle ends before its last entry does.", _HINT)
        entries.append(data[start:at])
    if at != len(data):
        raise InputError("An entry bundle holds more than its entries.", _HINT)
    return tuple(entries)


def hashes_in(tile: bytes) -> Sequence[bytes]:
    """The hashes of a tile, one by one."""
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


_HINT = "Fetch it again; if it still fails, this copy of the log is damaged."
