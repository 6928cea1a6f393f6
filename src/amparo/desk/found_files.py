"""Which files `desk add` looks at: the paths given, folders walked in the order of names, and why a file is left out.

A link that a person names is followed, as `grep -r` does; links inside folders never are.
"""

# Plain strings all through: making a Path costs as much as reading a short mail does.
# ruff: noqa: PTH208, PTH100, PTH110, PTH112, PTH114, PTH118, PTH119, PTH120

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from amparo.desk.volumes import Volumes, standing_for
from amparo.errors import InputError

_LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini", ".localized"))
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")
MOST_PATTERNS = 100
LONGEST_PATTERN = 1_000


class Exclusion(StrEnum):
    """Why a file was left out on purpose. The codes of `desk failures --excluded`."""

    LINK = "link"
    LOST_LINK = "lost_link"
    NOT_A_FILE = "not_a_file"
    FILE_MANAGER = "file_manager"
    PATTERN = "pattern"
    GONE = "gone"
    VOLUME = "volume"


EXPLAINED = {
    Exclusion.LINK: "It is a link; links are not followed.",
    Exclusion.LOST_LINK: "It is a link that leads nowhere.",
    Exclusion.NOT_A_FILE: "It is not a file.",
    Exclusion.FILE_MANAGER: "It is a note that a file manager keeps, not a document.",
    Exclusion.PATTERN: "A pattern of --exclude fits it.",
    Exclusion.GONE: "It was gone when it was to be read.",
    Exclusion.VOLUME: "It is a volume of a split archive, or a database's journal, read under the name of the whole.",
}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file on disk. `excluded` says why it is not read; None when it is. `target`: what a link named leads to.
    `volumes`: of a split archive, the paths of all, itself among them, in the order of their bytes.
    """

    path: str
    excluded: Exclusion | None = None
    target: str | None = None
    volumes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The path as the ledger writes it."""
        return shown(self.path)


def absolute(path: str) -> str:
    """The path from the root, without following links: how the ledger names a source."""
    return os.path.normpath(os.path.abspath(path))


def shown(path: str) -> str:
    """A path as the ledger writes it, no two alike: bytes that are not UTF-8 as \\x escapes, and the backslash of what
    looks like one as \\x5c.
    """
    if path.isascii() and "\\x" not in path:
        return path
    return _ESCAPE.sub(rb"\\x5cx\1", os.fsencode(path)).decode("utf-8", "backslashreplace")


def named(path: str) -> str:
    """A path that a person names, as the ledger writes it; they may have it from there."""
    path = absolute(path)
    return shown(path) if os.path.lexists(path) else os.fsencode(path).decode("utf-8", "backslashreplace")


def on_disk(path: str) -> str | None:
    """The file or folder that the ledger writes so; None when there is none any more."""
    raw = os.fsdecode(_ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), os.fsencode(path)))
    # Older ledgers wrote a backslash as it is.
    return next(filter(os.path.lexists, (raw, path)), None)


def _joined(globs: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(fnmatch.translate, globs))) if globs else None


class Patterns:
    """What `--exclude` names: shell patterns for names, or, with a slash in them, for paths below the folder given.
    A folder that fits takes all that lies in it along.
    """

    def __init__(self, globs: Sequence[str] = ()) -> None:
        """InputError for a pattern that is empty, too long, or one too many."""
        if len(globs) > MOST_PATTERNS or not all(0 < len(glob.strip("/")) <= LONGEST_PATTERN for glob in globs):
            raise InputError(
                f"A pattern has 1 to {LONGEST_PATTERN} characters, and there are at most {MOST_PATTERNS}.",
                "Give one with --exclude '*.tmp'.",
            )
        names = [glob.strip("/") for glob in globs if "/" not in glob.strip("/")]
        self._names = _joined(names)
        self._paths = _joined([glob.strip("/") for glob in globs if "/" in glob.strip("/")])

    def fit(self, path: str) -> bool:
        """Whether a path below the folder given, or a part of it, is left out."""
        parts = path.split("/")
        if self._names is not None and any(map(self._names.match, parts)):
            return True
        return self._paths is not None and any(
            self._paths.match("/".join(parts[:length])) for length in range(1, len(parts) + 1)
        )

    def __bool__(self) -> bool:
        return self._names is not None or self._paths is not None


EVERYTHING = Patterns()


def find(paths: Iterable[str], patterns: Patterns = EVERYTHING) -> Iterator[FoundFile]:
    """Every file under the paths, once each."""
    beside = _Beside()
    for path, top, is_named in _walked(paths):
        if patterns and patterns.fit(os.path.relpath(path, top) if path != top else os.path.basename(path)):
            yield FoundFile(path, Exclusion.PATTERN)
        elif is_named and os.path.islink(path):
            yield _named_link(path)
        else:
            yield _as_volume(_file(path), beside)


def number(paths: Iterable[str]) -> Iterator[int]:
    """1, 2, 3 … as many as `find` finds, without looking at one of them."""
    return (place for place, _ in enumerate(_walked(paths), start=1))


def _walked(paths: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """(path, the path given that it lies under, whether it is that path itself) of every file, once each."""
    given = list(dict.fromkeys(absolute(path) for path in paths))
    folders = {path for path in given if os.path.isdir(path)}
    # Only a link is more when named than when found in a folder; other paths under a folder given are met there.
    links = {path for path in given if os.path.islink(path)}
    for top in given:
        if _is_under(top, folders) and top not in links:
            continue
        if top not in folders:
            yield top, top, True
            continue
        yield from ((path, top, False) for path in _under(top) if path not in links)


def _is_under(path: str, folders: set[str]) -> bool:
    """Whether a folder given has it. What lies behind a link is not met there."""
    parent = os.path.dirname(path)
    while parent != path and parent not in folders:
        if os.path.islink(parent):
            return False
        path, parent = parent, os.path.dirname(parent)
    return parent in folders


def _under(top: str) -> Iterator[str]:
    """Not by os.walk, which calls itself for each level: a folder can be deeper than that goes."""
    closed, waiting = list[str](), [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted((each.name, each.is_dir(follow_symlinks=False)) for each in entries)
        except OSError:
            closed.append(folder)
            continue
        yield from (os.path.join(folder, name) for name, is_folder in found if not is_folder)
        waiting += (os.path.join(folder, name) for name, is_folder in reversed(found) if is_folder)
    # A folder that does not open is given to be read, so that it fails there and is listed with its reason.
    yield from closed


def _named_link(path: str) -> FoundFile:
    """A link to a file, given by name: read what it leads to, under the name given."""
    target = os.path.realpath(path)
    if not os.path.exists(target):
        return FoundFile(path, Exclusion.LOST_LINK)
    return replace(_file(target), path=path, target=target)


class _Beside:
    """The split archives in the folder that was asked for last."""

    def __init__(self) -> None:
        self._folder: str | None = None
        self._volumes = Volumes(tuple)

    def volumes(self, folder: str, name: str) -> tuple[str, ...]:
        if folder != self._folder:
            self._folder, self._volumes = folder, Volumes(lambda: _names_in(folder))
        return self._volumes.of(name)


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _as_volume(file: FoundFile, beside: _Beside) -> FoundFile:
    """The file, which may stand for a split archive, or be left out because another one does."""
    folder, name = os.path.split(file.path)
    volumes = () if file.excluded else beside.volumes(folder, name)
    if not volumes:
        return file
    if name != standing_for(volumes):
        return replace(file, excluded=Exclusion.VOLUME)
    return replace(file, volumes=tuple(os.path.join(folder, each) for each in volumes))


def _file(path: str) -> FoundFile:
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return FoundFile(path, Exclusion.GONE)
    except OSError:
        return FoundFile(path)  # reading it fails, with a reason
    if stat.S_ISLNK(mode):
        return FoundFile(path, Exclusion.LINK)
    # A folder came here because it does not open; trying to read it says so.
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return FoundFile(path, Exclusion.NOT_A_FILE)
    name = os.path.basename(path).lower()
    if name in _LITTER or name.startswith("._"):
        return FoundFile(path, Exclusion.FILE_MANAGER)
    return FoundFile(path)
