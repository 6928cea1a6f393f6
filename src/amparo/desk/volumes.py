"""Which files are the volumes of one split archive, by their names, and in which order their bytes follow.

Known are the ways of 7-Zip and HJSplit (X.7z.001), split(1) (X.tar.gz.aa), RAR before version 3 and since (X.rar,
X.r00; X.part1.rar) and ZIP (X.z01, X.zip). The bytes of all, one after another, are what the readers of archives take:
of ZIP and RAR too, whose volumes have headers of their own. Names decide, because a further volume has nothing else
that says what it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, product, takewhile
from string import ascii_lowercase

_MOST = 10_000
_PIECE = re.compile(r"(.+\.(?:7z|zip|rar|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|iso))\.(?:([0-9]{2,4})|([a-z]{2,3}))", re.S)
_PART = re.compile(r"(.+\.part)([0-9]{1,4})\.rar", re.S)
_OLD_RAR = re.compile(r"(.+)\.(?:rar|[rs][0-9]{2})", re.S)
_OLD_ZIP = re.compile(r"(.+)\.(?:zip|z[0-9]{2,3})", re.S)


def volumes_of(name: str, beside: Callable[[], Mapping[str, str]]) -> tuple[str, ...]:
    """The names of the volumes of which `name` is one, in the order of their bytes; () when it is no split archive.

    `beside` gives all names of its folder by their small letters; it is asked only where the name could be one of a
    set. A set ends before the first volume that is missing.
    """
    for expected in _expected(name.lower()):
        known = beside()
        found = tuple(known[each] for each in expected(known.__contains__))
        if len(found) > 1 and name in found:
            return found
    return ()


def standing_for(volumes: tuple[str, ...]) -> str:
    """The volume whose name is the archive's: the first, but of a ZIP the last."""
    return volumes[-1] if _OLD_ZIP.fullmatch(volumes[-1].lower()) else volumes[0]


def by_small_letters(names: Iterable[str]) -> dict[str, str]:
    """Names as `volumes_of` takes them."""
    return {each.lower(): each for each in names}


_Is = Callable[[str], bool]
_Expected = Callable[[_Is], Iterable[str]]


def _expected(name: str) -> Iterator[_Expected]:
    """The sets that a file of this name could belong to."""
    if found := _PIECE.fullmatch(name):
        base, number, letters = found.groups()
        yield partial(_while, _numbered(f"{base}.", len(number), "") if number else _lettered(base, len(letters)))
    elif found := _PART.fullmatch(name):
        # part10 follows part9, or part09.
        for width in range(1, len(found[2]) + 1):
            yield partial(_while, _numbered(found[1], width, ".rar"))
    elif found := _OLD_RAR.fullmatch(name):
        yield partial(_while, _old_rar(found[1]))
    elif found := _OLD_ZIP.fullmatch(name):
        yield partial(_old_zip, found[1])


def _while(names: Iterable[str], is_there: _Is) -> Iterable[str]:
    return takewhile(is_there, names)


def _numbered(front: str, width: int, end: str) -> Iterator[str]:
    return (f"{front}{number:0{width}}{end}" for number in range(1, _MOST))


def _lettered(base: str, width: int) -> Iterator[str]:
    return (f"{base}.{''.join(letters)}" for letters in product(ascii_lowercase, repeat=width))


def _old_rar(base: str) -> Iterator[str]:
    return chain((f"{base}.rar",), (f"{base}.{letter}{number:02}" for letter in "rs" for number in range(100)))


def _old_zip(base: str, is_there: _Is) -> Iterable[str]:
    """The archive's own name comes last, after all others."""
    found = [*takewhile(is_there, (f"{base}.z{number:02}" for number in range(1, _MOST)))]
    last = f"{base}.zip"
    return [*found, last] if is_there(last) else []
