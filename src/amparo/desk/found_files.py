"""Which files `desk add` looks at: the paths given, folders walked in the order of names.

A link that a person names is followed, as `grep -r` does; links inside folders never are.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini", ".localized"))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file on disk. `excluded` says why it is not read; empty when it is. `target`: what a link named leads to."""

    path: Path
    excluded: str = ""
    target: Path | None = None

    @property
    def shown(self) -> str:
        """The path as text; bytes that are not UTF-8 are written as \\x escapes."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


def absolute(path: str) -> Path:
    """The path from the root, without following links: how the ledger names a source."""
    return Path(os.path.normpath(Path(path).absolute()))


def find(paths: Iterable[str]) -> Iterator[FoundFile]:
    """Every file under the paths, once each."""
    seen: set[Path] = set()
    for path in paths:
        for found in _under(absolute(path)):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _under(top: Path) -> Iterator[FoundFile]:
    if not top.is_dir():
        yield _named_link(top) if top.is_symlink() else _file(top)
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(top, onerror=closed.append):
        folders.sort()
        here = Path(folder)
        for name in sorted(names + [name for name in folders if (here / name).is_symlink()]):
            yield _file(here / name)
    # A folder that does not open is given to be read, so that it fails there and is listed with its reason.
    yield from (FoundFile(Path(os.fsdecode(error.filename))) for error in closed)


def _named_link(path: Path) -> FoundFile:
    """A link to a file, given by name: read what it leads to, under the name given."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return FoundFile(path, "It is a link that leads nowhere.")
    return replace(_file(target), path=path, target=target)


def _file(path: Path) -> FoundFile:
    name = path.name.lower()
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return FoundFile(path, "It was gone when it was to be read.")
    except OSError:
        return FoundFile(path)  # reading it fails, with a reason
    if stat.S_ISLNK(mode):
        return FoundFile(path, "It is a link; links are not followed.")
    if not stat.S_ISREG(mode):
        return FoundFile(path, "It is not a file.")
    if name in _LITTER or name.startswith("._"):
        return FoundFile(path, "It is a note that a file manager keeps, not a document.")
    return FoundFile(path)
