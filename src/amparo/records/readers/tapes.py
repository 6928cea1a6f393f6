"""What tar archives lie on: one behind another, with damage between.

Python's tarfile takes a damaged header for the end of an archive, and the end of the first of several for the end of
all. Here it is told what an archive ended by, and the next header is looked for.
"""

from __future__ import annotations

import itertools
import tarfile
from collections.abc import Callable
from typing import Protocol, Self

BLOCK = 512
_CHECKSUM = 148
_OFTEN = 10_000
"""Blocks without a header after which it is said that work goes on."""


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are the header of a tar archive: its checksum fits."""
    # A letter where the checksum stands: most texts have one there.
    if len(head) < BLOCK or not head[0] or head[_CHECKSUM : _CHECKSUM + 1].isalpha():
        return False
    try:
        tarfile.TarInfo.frombuf(head[:BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


class Readable(Protocol):
    """As much of a file as is needed here; fewer bytes than asked for are no end."""

    def read(self, size: int, /) -> bytes: ...


def block_of(stream: Readable) -> bytes:
    """The next block of a tar archive; fewer bytes at the end."""
    block = stream.read(BLOCK)
    while len(block) < BLOCK and (more := stream.read(BLOCK - len(block))):
        block += more
    return block


class _Header(tarfile.TarInfo):
    """Tells what an archive ended by: tarfile takes a damaged header for the end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if isinstance(archive, Tar):
                archive.ended_by = error
            raise


class Tar(tarfile.TarFile):
    """An archive that knows how it ended."""

    tarinfo = _Header
    ended_by: tarfile.HeaderError | None = None

    @property
    def is_cut(self) -> bool:
        """Whether something else stood where a header, or the end, should."""
        damages = tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError  # type: ignore[attr-defined]  # no stubs
        return isinstance(self.ended_by, damages)


class Tape:
    """What tar archives lie on, one behind another; `taken` bytes were taken since the last `rewind`."""

    def __init__(self, stream: Readable) -> None:
        self._stream, self._held, self.taken = stream, b"", 0

    def read(self, size: int) -> bytes:
        """The next bytes, first those given back."""
        piece, self._held = self._held[:size], self._held[size:]
        piece = piece or self._stream.read(size)
        self.taken += len(piece)
        return piece

    def rewind(self, data: bytes) -> None:
        """The last bytes come again."""
        self._held, self.taken = data + self._held, 0


def wind_on(tape: Tape, working: Callable[[], None]) -> bool:
    """To the next header, behind the end of an archive or a damaged one; whether there is any."""
    for count in itertools.count(1):
        block = block_of(tape)
        if is_tar(block):
            tape.rewind(block)
            return True
        if len(block) < BLOCK:
            return False
        if count % _OFTEN == 0:
            working()
    return False
