"""Which files are the volumes of one split archive, or a database and its journal, by their names, and in which order
their bytes follow.

Known are the ways of 7-Zip and HJSplit (X.7z.001), split(1) (X.tar.gz.aa), RAR before version 3 and since (X.rar,
X.r00; X.part1.rar) and ZIP (X.z01, X.zip). The bytes of all, one after another, are what the readers of archives take:
of ZIP and RAR too, whose volumes have headers of their own. Names decide, because a further volume has nothing else
that says what it belongs to. Of SQLite's write-ahead log (X.db-wal) the reader of databases knows the first bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import cached_property
from itertools import chain, product, takewhile
from string import ascii_lowercase
from typing import NamedTuple

_MOST = 10_000
_PIECE = re.compile(r"(.+\.(?:7z|zip|rar|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|iso))\.(?:([0-9]{2,4})|([a-z]{2,3}))", re.S)
_PART = re.compile(r"(.+\.part)([0-9]{1,4})\.rar", re.S)
_DATABASE = re.compile(r"(.+\.(?:s?db3?|sqlite\w{0,3}|s3db|abcddb|storedata|store|data))(?:-wal)?", re.S)
_OLD_RAR = re.compile(r"(.+)\.(?:rar|[rs][0-9]{2})", re.S)
_OLD_ZIP = re.compile(r"(.+)\.(?:zip|z[0-9]{2,3})", re.S)


class Volumes:
    """The split archives among the names of one folder, or of one container. Each set is put together once, however
    many of its volumes are asked for.
    """

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        """`names` gives all names; it is asked once, and only where a name could be one of a set."""
        self._ask = names
        self._found: dict[_Set, tuple[tuple[str, ...], frozenset[str]]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """The names of the volumes of which `name` is one, in the order of their bytes; () when it is no split archive.

        Names that differ in capitals belong together unless they are there in both spellings. A set ends before the
        first volume that is missing.
        """
        # As it is written first: beside A.7z.001 there may be an a.7z.001.
        for written in dict.fromkeys((name, name.lower())):
            for expected in _expected(written):
                volumes, members = self._volumes(expected)
                if len(volumes) > 1 and name in members:
                    return volumes
        return ()

    def _volumes(self, expected: _Set) -> tuple[tuple[str, ...], frozenset[str]]:
        if expected not in self._found:
            known = self._known
            volumes = tuple(known[each] for each in expected.names(known))
            self._found[expected] = volumes, frozenset(volumes)
        return self._found[expected]

    @cached_property
    def _known(self) -> Mapping[str, str]:
        names = list(self._ask())
        return {each.lower(): each for each in names} | {each: each for each in names}


def standing_for(volumes: tuple[str, ...]) -> str:
    """The volume whose name is the archive's: the first, but of a ZIP the last."""
    return volumes[-1] if _OLD_ZIP.fullmatch(volumes[-1].lower()) else volumes[0]


class _Way(Enum):
    NUMBERED = auto()
    LETTERED = auto()
    PART = auto()
    OLD_RAR = auto()
    OLD_ZIP = auto()
    JOURNAL = auto()


class _Set(NamedTuple):
    """A set that there may be: all its names follow from what they have in common. `width`: digits or letters."""

    way: _Way
    base: str
    width: int = 0

    def names(self, known: Mapping[str, str]) -> Iterable[str]:
        """Those that are there, up to the first that is missing."""
        there = takewhile(known.__contains__, self._expected())
        if self.way is not _Way.OLD_ZIP:
            return there
        # The archive's own name comes last, after all others.
        last = f"{self.base}.zip"
        return [*there, last] if last in known else []

    def _expected(self) -> Iterable[str]:
        match self.way:
            case _Way.NUMBERED:
                return _numbered(f"{self.base}.", self.width, "")
            case _Way.PART:
                return _numbered(self.base, self.width, ".rar")
            case _Way.LETTERED:
                return _lettered(self.base, self.width)
            case _Way.OLD_RAR:
                return _old_rar(self.base)
            case _Way.JOURNAL:
                return (self.base, f"{self.base}-wal")
            case _Way.OLD_ZIP:
                return (f"{self.base}.z{number:02}" for number in range(1, _MOST))


def _expected(name: str) -> Iterator[_Set]:
    """The sets that a file of this name could belong to."""
    if found := _PIECE.fullmatch(name):
        base, number, letters = found.groups()
        yield _Set(_Way.NUMBERED, base, len(number)) if number else _Set(_Way.LETTERED, base, len(letters))
    elif found := _PART.fullmatch(name):
        # part10 follows part9, or part09.
        yield from (_Set(_Way.PART, found[1], width) for width in range(1, len(found[2]) + 1))
    elif found := _OLD_RAR.fullmatch(name):
        yield _Set(_Way.OLD_RAR, found[1])
    elif found := _OLD_ZIP.fullmatch(name):
        yield _Set(_Way.OLD_ZIP, found[1])
    elif found := _DATABASE.fullmatch(name):
        yield _Set(_Way.JOURNAL, found[1])


def _numbered(front: str, width: int, end: str) -> Iterator[str]:
    return (f"{front}{number:0{width}}{end}" for number in range(1, _MOST))


def _lettered(base: str, width: int) -> Iterator[str]:
    return (f"{base}.{''.join(letters)}" for letters in product(ascii_lowercase, repeat=width))


def _old_rar(base: str) -> Iterator[str]:
    return chain((f"{base}.rar",), (f"{base}.{letter}{number:02}" for letter in "rs" for number in range(100)))
