"""Brings a copy of the static tree up to date, for another web server's folder.

Files that are the same by size and time are left alone; what is no longer in the tree, because it was withdrawn, is
removed from the copy. The checkpoint comes last, so that a reader of the copy never sees a log without its tiles.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from amparo.errors import InputError
from amparo.library.files import explained
from amparo.library.sums import FILE, NOTE

Progress = Callable[[str, int, int], None]
_NEW = ".amparo-new"
LAST = ("checkpoint", FILE, NOTE)


def copy_tree(tree: Path, to: Path, progress: Progress) -> int:
    """Make `to` like `tree`; how many files were copied. Raises InputError when `to` holds something else."""
    if to == tree or tree in to.parents or to in tree.parents:
        raise InputError("The copy cannot lie inside the library, nor the library inside the copy.")
    with explained():
        if not _is_copy(tree, to):
            raise InputError("The folder for the copy holds something else.", "Name an empty folder.")
        wanted = sorted(_files(tree), key=lambda path: (LAST.index(path) + 1 if path in LAST else 0, path))
        copied = 0
        for done, path in enumerate(wanted, start=1):
            copied += _copy(tree / path, to / path)
            progress("copying the tree", done, len(wanted))
        for gone in _files(to) - set(wanted):
            (to / gone).unlink()
    return copied


def _is_copy(tree: Path, to: Path) -> bool:
    """Whether a folder is a copy of this library's tree, or was to become one: what the tree lacks will be removed."""
    with suppress(OSError):
        if _origin(to) == _origin(tree):
            return True
    return {path.removesuffix(_NEW) for path in _files(to)} <= _files(tree)


def _origin(tree: Path) -> bytes:
    """The name of the log that a tree's checkpoint is of: other programs have files called so too."""
    with (tree / "checkpoint").open("rb") as file:
        return file.readline(1024)


def _files(folder: Path) -> set[str]:
    return {Path(at, name).relative_to(folder).as_posix() for at, _, names in os.walk(folder) for name in names}


def _copy(source: Path, target: Path) -> bool:
    there = source.stat()
    if target.exists():
        here = target.stat()
        if (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns):
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + _NEW)
    shutil.copy2(source, new)
    new.replace(target)
    return True
