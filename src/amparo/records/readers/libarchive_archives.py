"""Archives that Python cannot open, by Debian's libarchive: 7z, RAR, CAB, ar, cpio, ISO 9660, LHA, xar, RPM, WARC, and
the compressions zstd, lz4, compress, lzip. Every member is a part; nothing is written anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from ctypes import create_string_buffer
from typing import IO, Any, cast

from amparo.records.names import shown_name, shown_path
from amparo.records.readers.unpacking import BoundReached, Unpacking, until_bound
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

# The name of the library, told here because looking for it would start a program, which the wall forbids.
os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")

_ABSENT = Unreadable(
    Reason.MISSING_TOOL,
    "This archive needs libarchive, which is not installed. Add it with: apt install libarchive13, and add it again.",
)
_DAMAGED = Unreadable(Reason.CORRUPT, "This archive is damaged; what could be read before the damage was kept.")
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This archive opens only with a password.")
_UNKNOWN = Unreadable(Reason.UNSUPPORTED, "This archive is of a kind, or compressed in a way, that cannot be read.")
_BLOCK = 1024 * 1024
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"


def read_archive(given: Input) -> Iterator[Found]:
    """The members of an archive, or what one compressed file holds."""
    try:
        import libarchive  # type: ignore[import-untyped]
    except (ImportError, OSError, AttributeError):
        yield _ABSENT
        return
    if not given.keyring or given.head(len(_SEVEN_ZIP)) != _SEVEN_ZIP:
        yield from until_bound(_members(given, libarchive))
        return
    # Looked through first and then read: all members together may be more than memory holds.
    is_locked = any(map(_is_lock, until_bound(_members(given, libarchive))))
    too_large: list[Found] = []
    try:
        opened = _by_password(given) if is_locked else []
    except BoundReached as bound:
        opened, too_large = [], [bound.finding]
    yield from opened or until_bound(_members(given, libarchive))
    yield from too_large


def _is_lock(found: Found) -> bool:
    return isinstance(found, Unreadable) and found.reason is Reason.PASSWORD_PROTECTED


def _by_password(given: Input) -> list[Found]:
    """The members of a locked 7z by one of the passwords given; none where that opens nothing. Raises BoundReached."""
    from amparo.records.readers.seven_zip import DAMAGE, TOO_LARGE, SevenZip

    data = given.whole()
    if data is None:
        raise BoundReached(TOO_LARGE)
    for password in given.keyring:
        given.ocr.working()
        try:
            archive = SevenZip(data, password, given.bounds.part)
            members: list[Found] = [Part(shown_path(name), each) for name, each in archive.members()]
        except DAMAGE:
            continue
        except MemoryError:
            raise BoundReached(TOO_LARGE) from None
        given.keyring.has_opened = True
        return members
    return []


def _members(given: Input, libarchive: Any) -> Iterator[Found]:
    given.file.seek(0)
    unpacking = Unpacking(given)
    count = 0
    try:
        with _opened(given, libarchive) as archive:
            for entry in archive:
                if entry.isdir:
                    continue
                unpacking.count_member()
                count += 1
                yield _member(entry, given, unpacking, libarchive)
    except libarchive.ArchiveError as error:
        yield _reason(str(error))
    except (ValueError, OSError, TypeError):
        yield _DAMAGED
    else:
        if not count:
            yield Unreadable(Reason.EMPTY, "This archive is empty.")


def _opened(given: Input, libarchive: Any) -> Any:
    try:
        return libarchive.stream_reader(given.file, format_name="all", filter_name="all", block_size=_BLOCK)
    except TypeError:
        return libarchive.stream_reader(given.file, block_size=_BLOCK)


def _member(entry: Any, given: Input, unpacking: Unpacking, libarchive: Any) -> Found:
    name = shown_path(entry.pathname or "")
    if not entry.isreg:
        return Unreadable(Reason.UNSUPPORTED, "This is a link or a device, not a file; it is not followed.", name)
    if entry.size == 0:
        # libarchive takes the data of an empty file in a RAR of many volumes for damage, and loses what follows.
        return Part(name, b"")
    try:
        return unpacking.member(name, cast("IO[bytes]", _Blocks(entry)))
    except libarchive.ArchiveError as error:
        reason = _reason(str(error))
        if reason is _DAMAGED:
            return Unreadable(Reason.CORRUPT, "This file in the archive is damaged.", name)
        return Unreadable(reason.reason, reason.explanation.replace("archive", "file in the archive", 1), name)


def _reason(told: str) -> Unreadable:
    told = told.lower()
    if "passphrase" in told or "encrypt" in told:
        return _LOCKED
    if "unrecognized" in told or "unsupported" in told or "not supported" in told:
        return _UNKNOWN
    return _DAMAGED


class _Blocks:
    """A member of an archive as a file that is read once."""

    def __init__(self, entry: Any) -> None:
        self._entry = entry
        self._buffer = create_string_buffer(_BLOCK)

    def read(self, _: int) -> bytes:
        """The next block. ArchiveError for damage, and where libarchive only warns: a checksum that does not fit."""
        from libarchive import ffi

        size: int = ffi.read_data(self._entry._archive_p, self._buffer, _BLOCK)
        if size < 0:
            # The package's own get_blocks takes the warning's number for a size.
            raise ffi.ArchiveError("damaged", size)
        return memoryview(self._buffer)[:size].tobytes()


def read_squeezed(given: Input) -> Iterator[Found]:
    """One compressed file (zstd, lz4, compress, lzip), or the archive in it."""
    try:
        import libarchive
    except (ImportError, OSError, AttributeError):
        yield _ABSENT
        return
    given.file.seek(0)
    try:
        with libarchive.stream_reader(given.file, format_name="raw", block_size=_BLOCK) as archive:
            yield from until_bound(_inner(archive, given))
    except libarchive.ArchiveError as error:
        yield _reason(str(error))


def _inner(archive: Any, given: Input) -> Iterator[Found]:
    unpacking = Unpacking(given)
    for entry in archive:
        name = shown_name(given.untrusted_name)
        stem, dot, _ = name.rpartition(".")
        found = unpacking.member(stem if dot else f"{name}.out", cast("IO[bytes]", _Blocks(entry)))
        yield found
