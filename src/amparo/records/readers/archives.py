"""ZIP, tar and single compressed files: every member is a part, to be read in turn. Nothing is written anywhere.

Names in an archive are labels: they never reach a file system, so `../` in one escapes to nowhere. Links and
devices are refused.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedIOBase
from typing import IO, BinaryIO, cast

from amparo.records.charset import decode
from amparo.records.names import shown_name, shown_path
from amparo.records.readers import zip_methods
from amparo.records.readers.lazy import lazily
from amparo.records.readers.refusals import UNKNOWN
from amparo.records.readers.split_zip import MARK, place_members
from amparo.records.readers.tapes import BLOCK, Readable, Tape, Tar, block_of, is_tar, wind_on
from amparo.records.readers.unpacking import Unpacking, until_bound
from amparo.records.readers.zipped import packaged
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, IndexError)
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_STRONGLY_ENCRYPTED = 0x40
_OPENERS = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}

DAMAGED = Unreadable(Reason.CORRUPT, "This archive is damaged; what could be read before the damage was kept.")


def read_zip(given: Input) -> Iterator[Found]:
    """The members of a ZIP, in the order of its directory."""
    yield from until_bound(_zip(given))


def _zip(given: Input) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(given.file)
        names = archive.namelist()
        if given.head(len(MARK)) == MARK:
            place_members(archive, given.file)
    except (*_DAMAGE, NotImplementedError, RecursionError):
        # Its directory, which stands at the end, is damaged or missing: what can be read from the front is kept.
        yield from salvage(given)
        yield Unreadable(Reason.CORRUPT, "This archive is damaged; what could be read from its beginning was kept.")
        return
    document = packaged(given, archive)
    if document is not None:
        yield from document
        return
    unpacking = Unpacking(given)
    called = zip_names(archive.infolist())
    for member in archive.infolist():
        # A member without a name breaks is_dir(); a folder that holds bytes would hide them.
        if member.file_size or not member.filename.endswith("/"):
            unpacking.count_member()
            yield _zip_member(archive, member, shown_path(called[member.filename]), unpacking, given)
    if not names:
        yield Unreadable(Reason.EMPTY, "This archive is empty.")


def zip_names(members: Iterable[zipfile.ZipInfo]) -> dict[str, str]:
    """Names as their writer meant them, by what the library makes of them. Without the mark of UTF-8 their letters
    tell which code page they are in: of all that are not UTF-8 together, for one name is too short to tell.
    """
    called, raw = {}, {}
    for member in members:
        called[member.filename] = member.filename
        if not member.flag_bits & _UTF_8 and not member.filename.isascii():
            with contextlib.suppress(UnicodeEncodeError):
                raw[member.filename] = member.filename.encode("cp437")
    for name, data in raw.items():
        with contextlib.suppress(UnicodeDecodeError):
            called[name] = data.decode()
    others = {name: data for name, data in raw.items() if called[name] == name}
    told = decode(b"\n".join(others.values())).split("\n") if others else []
    # A name that ends amid a character takes the line's end along.
    called |= zip(others, told if len(told) == len(others) else map(decode, others.values()), strict=True)
    return called


def _zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, unpacking: Unpacking, given: Input
) -> Found:
    given.keyring.has_opened = False  # of this member: others may lie open beside a locked one
    if stat.S_ISLNK(member.external_attr >> 16):
        return Unreadable(Reason.UNSUPPORTED, "This is a link to another place; links are not followed.", name)
    try:
        stream = _plain(archive, member, given)
        if stream is None:
            return Unreadable(Reason.PASSWORD_PROTECTED, "This file in the archive opens only with a password.", name)
        with stream:
            return unpacking.member(name, stream)
    except (NotImplementedError, RuntimeError):
        return Unreadable(Reason.UNSUPPORTED, "This file is compressed in a way that cannot be read.", name)
    except _DAMAGE:
        return Unreadable(Reason.CORRUPT, "This file in the archive is damaged.", name)


def _plain(archive: zipfile.ZipFile, member: zipfile.ZipInfo, given: Input) -> IO[bytes] | None:
    """A member's bytes as a file; None when it is locked, and no password given opens it."""
    if not member.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED):
        if member.compress_type in zip_methods.METHODS and member.compress_size <= given.bounds.part:
            return cast("IO[bytes]", zip_methods.Unpacked(member, zip_methods.stored(archive, member)))
        return archive.open(member)
    if member.flag_bits & _STRONGLY_ENCRYPTED or not given.keyring:
        return None
    from amparo.records.readers.zip_encryption import opened

    return opened(archive, member, given)


def salvage(given: Input) -> Iterator[Found]:
    """The members of a ZIP whose directory is lost, as far as they follow one another; XML of office documents too."""
    found = lazily("libarchive_archives", "read_archive")(given)
    yield from (each for each in found if not isinstance(each, Unreadable))


def is_compressed(head: bytes) -> bool:
    """Whether a file is compressed with gzip, bzip2 or xz."""
    return any(head.startswith(magic) for magic in _OPENERS)


def read_compressed(given: Input) -> Iterator[Found]:
    """A compressed tar archive, or one compressed file."""
    yield from until_bound(_compressed(given))


def read_zlib(given: Input) -> Iterator[Found]:
    """What a bare zlib stream (RFC 1950) holds."""
    yield from until_bound(_zlib(given))


def _zlib(given: Input) -> Iterator[Found]:
    given.file.seek(0)
    try:
        yield Unpacking(given).member(_inner_name(given.untrusted_name), cast("IO[bytes]", _Inflating(given.file)))
    except _DAMAGE:
        yield Unreadable(Reason.UNSUPPORTED, UNKNOWN)


class _Inflating:
    """A zlib stream as a file that is read once, a bounded piece at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._stream = file, zlib.decompressobj()

    def read(self, size: int) -> bytes:
        """The next bytes; ValueError where the stream ends early."""
        while not self._stream.eof:
            data = self._stream.unconsumed_tail or self._file.read(size)
            if not data:
                raise ValueError("the stream ends early")
            if piece := self._stream.decompress(data, size):
                return piece
        return b""


def read_tar(given: Input) -> Iterator[Found]:
    """The members of a tar archive, in order."""
    given.file.seek(0)
    yield from until_bound(_tar(given.file, given))


def _compressed(given: Input) -> Iterator[Found]:
    head = given.head(BLOCK)
    opener = next(opener for magic, opener in _OPENERS.items() if head.startswith(magic))
    with _opened(opener, given) as whole:
        inner = block_of(_AsFarAsItGoes(whole))
    with _opened(opener, given) as whole:
        stream = _AsFarAsItGoes(whole)
        if is_tar(inner):
            yield from _tar(stream, given, stream)
            return
        found = Unpacking(given).member(_inner_name(given.untrusted_name), cast("IO[bytes]", stream))
    if not (stream.is_damaged and isinstance(found, Part) and not found.data):
        yield found
    if stream.is_damaged:
        yield DAMAGED


def _opened(opener: object, given: Input) -> BufferedIOBase:
    given.file.seek(0)
    return cast("BufferedIOBase", opener(given.file))  # type: ignore[operator]  # the three differ in their overloads


class _AsFarAsItGoes:
    """What is compressed, up to where it is damaged, or cut, or something else follows it."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream = stream
        self.is_damaged = False

    def read(self, size: int) -> bytes:
        """The next bytes, perhaps fewer: asked for all at once, those before the damage would be lost with it."""
        try:
            return self._stream.read1(size)
        except _DAMAGE:
            self.is_damaged = True
            return b""


def _tar(stream: Readable, given: Input, source: _AsFarAsItGoes | None = None) -> Iterator[Found]:
    unpacking, tape = Unpacking(given), Tape(stream)
    is_damaged, is_more = False, True
    try:
        while is_more:
            # "r|": forward only, so that a lying header cannot send the reader back and forth.
            with Tar.open(fileobj=cast("IO[bytes]", tape), mode="r|", errorlevel=1) as archive:
                for member in archive:
                    if not member.isdir():
                        unpacking.count_member()
                        yield _tar_member(archive, member, unpacking)
                    # The list of members seen would grow with the archive.
                    archive.members = []  # type: ignore[attr-defined]  # it is there, and no stub names it
                ahead = cast("IO[bytes]", archive.fileobj)
                tape.rewind(ahead.read(tape.taken - ahead.tell()))
                is_damaged |= archive.is_cut
            is_more = wind_on(tape, given.ocr.working)
    except (*_DAMAGE, AttributeError, RecursionError):
        is_damaged = True
    if is_damaged or (source is not None and source.is_damaged):
        yield DAMAGED


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, unpacking: Unpacking) -> Found:
    name = shown_path(member.name)
    if not member.isfile():
        return Unreadable(Reason.UNSUPPORTED, "This is a link or a device, not a file; it is not followed.", name)
    stream = archive.extractfile(member)
    if stream is None:
        return Unreadable(Reason.CORRUPT, "This file in the archive is damaged.", name)
    with stream:
        return unpacking.member(name, stream)


def _inner_name(untrusted_name: str) -> str:
    name = shown_name(untrusted_name)
    stem, dot, extension = name.rpartition(".")
    return stem if dot and extension.lower() in ("gz", "bz2", "xz") else f"{name}.out"
