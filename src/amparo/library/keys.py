"""The keys of the log on disk: Ed25519 and ML-DSA-44, one file each, for the library's user alone."""

from __future__ import annotations

import os
from pathlib import Path

from amparo.errors import StateError, StoreError
from amparo.library.log import new_keys
from amparo.seal.note import Signer
from amparo.seal.notekeys import Random

FILES = ("log-ed25519.key", "log-ml-dsa-44.key")


def make_keys(folder: Path, origin: str, random: Random = os.urandom) -> None:
    """Make the two keys of a log, unless they are there: a key is never replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if all((folder / name).exists() for name in FILES):
        return
    for name, signer in zip(FILES, new_keys(origin, random), strict=True):
        _write_secret(folder / name, f"{signer.secret_text()}\n")


def _write_secret(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise StateError(
            "One key of the log is there and the other is not.", "Restore the keys from a backup."
        ) from None
    except OSError as error:
        raise StoreError(f"The log's keys cannot be written ({error.strerror}).") from error


def load_signers(folder: Path) -> tuple[Signer, ...]:
    """The keys of the log, Ed25519 first; StateError when one is missing or others may read it."""
    return tuple(_load(folder / name) for name in FILES)


def _load(path: Path) -> Signer:
    try:
        if path.stat().st_mode & 0o077:
            raise StateError("Other users may read the keys of the log.", f"Run: chmod 600 {path}")
        return Signer.parse(path.read_text("ascii").strip())
    except FileNotFoundError:
        raise StateError("The keys of the log are not there.", "Restore HOME/library/keys from a backup.") from None
