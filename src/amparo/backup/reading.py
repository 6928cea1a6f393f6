"""Reads the stream back into a new home: all of it, checked, or nothing. Spec: specs/backup.md.

What is read may have been forged: whoever knows a recipient can seal to it. So names are held to a grammar before a
file is made, and the home appears only when every hash agrees and the sealed file has proved whole.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from amparo.backup.writing import ABOUT, FORMAT, SUMS, About
from amparo.errors import InputError, StateError, StoreError, TooLargeError

_PIECE = 1024 * 1024
_LONGEST_ABOUT = 1024 * 1024
_LONGEST_SUMS = 1024 * 1024 * 1024
_COMPONENT = re.compile(r"[^./\x00][^/\x00]*|\.[^./\x00][^/\x00]*")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the first member, and how many files of how many bytes."""

    about: About
    files: int
    bytes: int


@contextmanager
def new_home(home: Path) -> Iterator[Path]:
    """A directory that becomes `home` when the block ends well, else vanishes. StateError when home is in use."""
    if home.is_symlink() or home.is_mount():
        # Neither can be put in the place of a finished directory, as would show after hours of work.
        raise StateError("This home is a link or a disk of its own.", "Name a new directory in it: --home DIR/amparo")
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise StateError(
            "There is something in this home already, and nothing is overwritten.",
            "Restore into a new directory: --home DIR",
        )
    home.parent.mkdir(parents=True, exist_ok=True)
    for left in home.parent.glob(f".{glob.escape(home.name)}.restoring-*"):
        # A killed restore left it; it may hold a desk's plaintext.
        shutil.rmtree(left)
    beside = home.with_name(f".{home.name}.restoring-{secrets.token_hex(4)}")
    beside.mkdir(mode=0o700)
    try:
        yield beside
        os.sync()
        beside.rename(home)
    except OSError as error:
        raise StoreError(f"The home cannot be written ({error.strerror}).", "Check the disk and its room.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def extract(stream: IO[bytes], into: Path, told: Callable[[int], None] = lambda _: None) -> Restored:
    """Write every member below `into`, then compare with the hashes at the end. InputError when anything disagrees."""
    found: dict[str, str] = {}
    about: About | None = None
    listed: dict[str, str] | None = None
    size = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as tar:
            for header in tar:
                if listed is not None:
                    raise _not_a_backup()
                body = _body(tar, header)
                if about is None:
                    about = _about(header, body)
                elif header.name == SUMS:
                    listed = _sums(header, body)
                else:
                    found[header.name] = _write(into, header, body)
                    size += header.size
                    told(size)
    except tarfile.TarError:
        raise _not_a_backup() from None
    if about is None or listed is None or {name: listed[name] for name in listed if name != ABOUT} != found:
        raise InputError("The backup is not whole: a file is missing, added or altered.", "Take another copy of it.")
    return Restored(about, len(found), size)


def _body(tar: tarfile.TarFile, header: tarfile.TarInfo) -> IO[bytes]:
    # A file with holes is larger than what was sealed: any number of bytes from a few.
    body = tar.extractfile(header) if header.isreg() and not header.issparse() else None
    if body is None:
        raise _not_a_backup()
    return body


def _about(header: tarfile.TarInfo, body: IO[bytes]) -> About:
    if header.name != ABOUT:
        raise _not_a_backup()
    if header.size > _LONGEST_ABOUT:
        raise TooLargeError("The backup begins with too much.")
    try:
        facts = json.loads(body.read())
        if facts["format"] != FORMAT:
            raise StateError("This backup was made by another version.", "Install the version that made it.")
        day, version = date.fromisoformat(facts["day"]), str(facts["version"])
        return About(day, version, tuple(map(str, facts["rooms"])), tuple(map(str, facts["without"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _not_a_backup() from None


def _sums(header: tarfile.TarInfo, body: IO[bytes]) -> dict[str, str]:
    if header.size > _LONGEST_SUMS:
        raise TooLargeError("The backup's list of hashes is too long.")
    found = (_LINE.fullmatch(line) for line in body.read().decode("utf-8", "surrogateescape").split("\n")[:-1])
    return {match[2]: match[1] for match in found if match}


def _write(into: Path, header: tarfile.TarInfo, body: IO[bytes]) -> str:
    parts = header.name.split("/")
    if len(parts) < 2 or not all(_COMPONENT.fullmatch(part) for part in parts):
        raise _not_a_backup()
    public = bool(header.mode & 0o004)
    path = into.joinpath(*parts)
    _make_folders(into, parts[:-1], public=public)
    digest = hashlib.sha256()
    # A name that comes twice is refused here.
    handle = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644 if public else 0o600
    )
    with os.fdopen(handle, "wb", buffering=0) as file:
        while piece := body.read(_PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _make_folders(into: Path, parts: list[str], *, public: bool) -> None:
    """What holds public files may be looked into, but for the room's own directory."""
    here = into
    for depth, part in enumerate(parts):
        here /= part
        if not here.exists():
            here.mkdir(mode=0o700)
        if public and depth:
            here.chmod(0o755)


def _not_a_backup() -> InputError:
    return InputError("This is not a backup of Amparo.", "Name a file that amparo backup wrote.")
