"""The original bytes of every document, by hash, under HOME/desk/files. Whole or absent; private; made durable
batch by batch.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from amparo.desk.disk import make_private_directory, private_descriptor, write_all
from amparo.errors import StoreError

_UNFINISHED = ".unfinished-"


class Originals:
    """One directory of originals, each at `ab/abcdef…`."""

    def __init__(self, directory: Path) -> None:
        self.directory = make_private_directory(directory)
        self._place = str(self.directory)
        self._made: set[str] = set()

    def path(self, sha256: str) -> Path:
        """Where the original with this hash lies, or would."""
        return self.directory / sha256[:2] / sha256

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes under their hash; nothing happens when they are kept already. Durable after `sync`."""
        # Plain strings: a Path for each of many small files costs as much as writing them.
        folder = f"{self._place}/{sha256[:2]}"
        path, beside = f"{folder}/{sha256}", f"{folder}/{_UNFINISHED}{os.getpid()}"
        if os.path.exists(path):  # noqa: PTH110 - a Path costs as much as the file
            return
        if sha256[:2] not in self._made:
            make_private_directory(Path(folder))
            self._made.add(sha256[:2])
        try:
            descriptor = private_descriptor(beside, os.O_WRONLY | os.O_TRUNC)
            try:
                write_all(descriptor, data)
            finally:
                os.close(descriptor)
            os.replace(beside, path)  # noqa: PTH105 - the same
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise StoreError(
                "An original cannot be stored.", "Check that the disk has room, then run it again."
            ) from None

    def get(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises StoreError when they are gone."""
        try:
            return self.path(sha256).read_bytes()
        except OSError:
            raise StoreError("The original of a document is missing on disk.", "Add its file again.") from None

    def remove(self, sha256: str) -> None:
        """Let the bytes with this hash go; missing ones are fine."""
        self.path(sha256).unlink(missing_ok=True)

    def sweep_unknown(self, known: Callable[[str], set[str]]) -> None:
        """Remove originals that no document has; `known` gives the hashes that begin with two digits."""
        for folder in self.directory.iterdir():
            hashes = known(folder.name)
            for path in folder.iterdir():
                if path.name not in hashes:
                    path.unlink()

    def sync(self) -> None:
        """Make everything put so far durable: one call for a batch instead of one for a file."""
        descriptor = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # syncfs has no wrapper in Python; where libc lacks it, the whole system is synced.
            syncfs = getattr(_libc(), "syncfs", None)
            if syncfs is None or syncfs(descriptor):
                os.sync()
        finally:
            os.close(descriptor)

    def sweep(self) -> None:
        """Remove what a killed process left half-written."""
        for path in self.directory.glob(f"*/{_UNFINISHED}*"):
            with contextlib.suppress(OSError):
                path.unlink()


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
