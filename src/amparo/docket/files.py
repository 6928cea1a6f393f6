"""Case files and the static tree on the disk: reading with a bound, placing whole, removing only what we wrote."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from uuid import UUID

from amparo.docket.reading import MOST_BYTES
from amparo.errors import FullError, InputError, StoreError

LIST = "docket-files.json"
"""Names what a build wrote, so that the next one knows what it may remove."""
OWN_NAME = "feed-name"
"""Beside the case files: what feeds are named by (specs/case.md, "Feeds")."""
_NEW = ".amparo-new"


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (28, 122):  # ENOSPC, EDQUOT
            raise FullError("The disk is full.", "Make room, then build again.") from error
        raise StoreError(f"The docket's files cannot be written ({error.strerror}).") from error


def read_case(path: Path) -> bytes:
    """The bytes of a case file, one more than the limit at most, so that a longer one is seen to be longer."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"The case file cannot be read ({error.strerror}).", "Check its name.") from error


def read_text(path: Path) -> bytes:
    """The bytes of a source text."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"The text of a source cannot be read ({error.strerror}).", "Check its name.") from error


def case_files(folder: Path) -> tuple[Path, ...]:
    """The case files of a folder, by name."""
    return tuple(
        sorted(path for path in folder.glob("*") if path.suffix in (".yaml", ".yml", ".json") and path.is_file())
    )


def own_name(folder: Path, random: Callable[[int], bytes] = os.urandom) -> str:
    """The name of the docket in HOME/docket, by which its feeds are told from others: made once, of no meaning."""
    path = folder / OWN_NAME
    with _explained():
        with suppress(FileNotFoundError):
            if kept := path.read_text("utf-8").strip():
                return kept
        name = str(UUID(bytes=random(16), version=4))
        _put(path, f"{name}\n".encode())
    return name


def place(tree: Mapping[PurePosixPath, bytes], to: Path) -> tuple[int, int]:
    """Put the files of a tree into a folder; how many changed, and how many of an earlier build went."""
    with _explained():
        to.mkdir(parents=True, exist_ok=True)
        earlier = _listed(to)
        written = sum(_put(to / path, data) for path, data in tree.items())
        _put(to / LIST, _list(tree))
        removed = sum(_remove(to, path) for path in earlier - set(tree))
    return written, removed


def _list(tree: Iterable[PurePosixPath]) -> bytes:
    return json.dumps(sorted(path.as_posix() for path in tree), indent=0).encode() + b"\n"


def _listed(to: Path) -> set[PurePosixPath]:
    """What an earlier build says it wrote; only paths below the folder, and none through a link."""
    with suppress(FileNotFoundError, ValueError, TypeError):
        paths = {PurePosixPath(path) for path in json.loads((to / LIST).read_bytes())}
        return {path for path in paths if not path.is_absolute() and ".." not in path.parts}
    return set()


def _put(path: Path, data: bytes) -> bool:
    with suppress(FileNotFoundError):
        if path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + _NEW)
    new.write_bytes(data)
    new.replace(path)
    return True


def _remove(to: Path, path: PurePosixPath) -> bool:
    """Remove one file, and its folders when they are empty. A folder that is a link now is not followed."""
    file = to / path
    if any((to / parent).is_symlink() for parent in path.parents) or not file.is_file():
        return False
    file.unlink()
    for parent in path.parents:
        if parent != PurePosixPath("."):
            with suppress(OSError):
                (to / parent).rmdir()
    return True
