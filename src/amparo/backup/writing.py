"""Writes the stream: a tar archive that begins with what it is and ends with the hash of everything in it.

`tar` reads it once it is opened, and `sha256sum -c` checks it against its last member. Spec: specs/backup.md.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from amparo.backup.members import Member, of_bytes
from amparo.errors import StateError

FORMAT = "amparo/backup/v1"
ABOUT, SUMS = "BACKUP.json", "SHA256SUMS"
_BLOCK = tarfile.BLOCKSIZE


@dataclass(frozen=True, slots=True)
class About:
    """The first member. `rooms`: what is in it; `without`: what was left out on purpose; `version`: of Amparo."""

    day: date
    version: str
    rooms: tuple[str, ...]
    without: tuple[str, ...]

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        facts = {"day": self.day.isoformat(), "format": FORMAT, "rooms": self.rooms, "version": self.version}
        return json.dumps({**facts, "without": self.without}, indent=1).encode() + b"\n"


@dataclass(slots=True)
class Counted:
    """How much went in so far."""

    files: int = 0
    bytes: int = 0


def archive(about: About, members: Iterable[Member], count: Counted) -> Iterator[bytes]:
    """The archive in pieces; `count` grows as it goes."""
    sums: list[str] = []
    yield from _member(of_bytes(ABOUT, about.to_json()), sums, Counted())
    for member in members:
        yield from _member(member, sums, count)
    # A name need not be UTF-8; its bytes are listed as they are.
    yield from _member(of_bytes(SUMS, "".join(sums).encode("utf-8", "surrogateescape")), [], Counted())
    yield bytes(2 * _BLOCK)


def _member(member: Member, sums: list[str], count: Counted) -> Iterator[bytes]:
    if "\n" in member.name or "\\" in member.name:
        raise StateError("A file's name has a line end or a backslash in it: a backup cannot hold it.", "Rename it.")
    yield _header(member)
    digest, size = hashlib.sha256(), 0
    for piece in member.pieces:
        digest.update(piece)
        size += len(piece)
        count.bytes += len(piece)
        yield piece
    if size != member.size:
        raise StateError("A member of the backup has another size than it was said to have.")
    yield bytes(-size % _BLOCK)
    sums.append(f"{digest.hexdigest()}  {member.name}\n")
    count.files += 1


def _header(member: Member) -> bytes:
    """Nothing of times, users and machines."""
    header = tarfile.TarInfo(member.name)
    header.size, header.mode = member.size, 0o644 if member.public else 0o600
    return header.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
