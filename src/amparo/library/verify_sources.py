"""Where a published tree is read from when it is verified: a folder, or a web server.

Both answer by path below the tree's root, and neither is believed: files are read up to a limit, documents are hashed
as they stream past.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Protocol

import httpx

from amparo.errors import InputError, StoreError, TooLargeError
from amparo.ledger.tiles import MAX_BUNDLE

_PIECE = 1 << 18
_ADDRESS = re.compile(r"https?://[^\s#?]+", re.IGNORECASE)


class PublishedTree(Protocol):
    """A static tree: the log's files and the documents. `read` makes it a `TileSource`."""

    def read(self, path: str) -> bytes:
        """A small file, whole; raises KeyError when there is none, `TooLargeError` above the size of a bundle."""
        ...

    def digest(self, path: str, limit: int) -> tuple[str, int]:
        """SHA-256 in hexadecimal and size of a file, reading at most one byte beyond `limit`; KeyError when absent."""
        ...

    def stream(self, path: str, limit: int) -> Iterator[bytes]:
        """A file piece by piece, at most one piece beyond `limit` bytes; raises KeyError when there is none."""
        ...

    def children(self, folder: str) -> Iterator[str]:
        """The names of the folders in a folder, where the source can tell."""
        ...

    def files(self) -> Iterator[str]:
        """The paths of all files, where the source can tell."""
        ...


class FolderTree:
    """A tree in a folder."""

    def __init__(self, top: Path) -> None:
        if not top.is_dir():
            raise InputError("There is no such folder to verify.")
        self._top = top

    def read(self, path: str) -> bytes:
        """See `PublishedTree`."""
        with self._open(path) as file:
            return _limited(file.read(MAX_BUNDLE + 1))

    def digest(self, path: str, limit: int) -> tuple[str, int]:
        """See `PublishedTree`."""
        with self._open(path) as file:
            found = hashlib.file_digest(file, "sha256")
            return found.hexdigest(), file.tell()

    def children(self, folder: str) -> Iterator[str]:
        """See `PublishedTree`."""
        place = self._top / folder
        if place.is_dir():
            yield from (child.name for child in place.iterdir() if child.is_dir())

    def stream(self, path: str, limit: int) -> Iterator[bytes]:
        """See `PublishedTree`."""
        with self._open(path) as file:
            size = 0
            while size <= limit and (piece := file.read(_PIECE)):
                size += len(piece)
                yield piece

    def files(self) -> Iterator[str]:
        """See `PublishedTree`."""
        for folder, folders, names in os.walk(self._top):
            below = Path(folder).relative_to(self._top)
            # A link to a folder is a file too: a web server would follow it out of the tree.
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            yield from ((below / name).as_posix() for name in (*names, *links))

    @contextmanager
    def _open(self, path: str) -> Iterator[BufferedReader]:
        place = self._top / path
        try:
            if not place.is_file():
                raise KeyError(path)
            with place.open("rb") as file:
                yield file
        except OSError as error:
            raise StoreError("A file of the archive cannot be read.", "Check the disk and its permissions.") from error


class WebTree:
    """A tree on a web server. Redirects are not followed: the address given is the one that is verified."""

    def __init__(self, address: str, client: httpx.Client | None = None) -> None:
        if not _ADDRESS.fullmatch(address):
            raise InputError("This is not the address of an archive.", "It begins with http:// or https://.")
        self._address = address.rstrip("/")
        self._client = client or httpx.Client(timeout=30)
        # As the files are: what a server packs, a few bytes could unpack to any number.
        self._client.headers["accept-encoding"] = "identity"

    def read(self, path: str) -> bytes:
        """See `PublishedTree`."""
        return _limited(b"".join(self.stream(path, MAX_BUNDLE)))

    def digest(self, path: str, limit: int) -> tuple[str, int]:
        """See `PublishedTree`."""
        found, size = hashlib.sha256(), 0
        for piece in self.stream(path, limit):
            found.update(piece)
            size += len(piece)
        return found.hexdigest(), size

    def children(self, folder: str) -> Iterator[str]:
        """A web server does not list folders."""
        return iter(())

    def files(self) -> Iterator[str]:
        """A web server does not list files."""
        return iter(())

    def stream(self, path: str, limit: int) -> Iterator[bytes]:
        """See `PublishedTree`."""
        try:
            with self._client.stream("GET", f"{self._address}/{path}", follow_redirects=False) as answer:
                if answer.status_code in (404, 410):
                    raise KeyError(path)
                if answer.status_code != 200:
                    raise StoreError("The archive did not answer as a web server should.", "Try again later.")
                size = 0
                if answer.headers.get("content-encoding", "identity").lower() != "identity":
                    raise StoreError("The archive sends its files packed, though it was asked not to.", _UNPACKED)
                for piece in answer.iter_raw(_PIECE):
                    size += len(piece)
                    yield piece
                    if size > limit:
                        return
        except httpx.HTTPError as error:
            raise StoreError("The archive cannot be reached.", "Check the address and the connection.") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> WebTree:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


_UNPACKED = "Its web server must send the files as they are, or take another mirror."


def _limited(data: bytes) -> bytes:
    if len(data) > MAX_BUNDLE:
        raise TooLargeError("A file of the log is larger than it can be.", "This copy is damaged.")
    return data
