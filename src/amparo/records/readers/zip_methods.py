"""Members of ZIP archives in compressions that Python's `zipfile` cannot undo. Zstandard, xz, PPMd (APPNOTE 4.4.5)
libarchive can: each is handed over as the only member of an archive made here, so that the directory read by Python
decides what there is, and nothing else of the file is believed. Older ones are undone by `old_zip_methods`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator

from amparo.records.readers.old_zip_methods import DEFLATED_64, IMPLODED, SHRUNK, exploded, inflated_64, unshrunk

METHODS = (SHRUNK, IMPLODED, DEFLATED_64, 93, 95, 98)
_LOCAL = struct.Struct("<4s5H3I2H")
_NAME_AND_EXTRA = struct.Struct("<26x2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 63
_LARGEST = 0xFFFF_FFFE
_BLOCK = 64 * 1024


def stored(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes as they lie in the archive. BadZipFile where its header is cut off."""
    file = archive.fp
    if file is None:
        return b""
    file.seek(member.header_offset)
    head = file.read(_NAME_AND_EXTRA.size)
    if len(head) < _NAME_AND_EXTRA.size:
        raise zipfile.BadZipFile
    name, extra = _NAME_AND_EXTRA.unpack(head)
    file.seek(name + extra, io.SEEK_CUR)
    return file.read(member.compress_size)


class Unpacked:
    """A member of one of METHODS as a file that is read once; `packed` are its bytes as they lie in the archive.

    `read` raises NotImplementedError without libarchive, BadZipFile for damage.
    """

    def __init__(self, member: zipfile.ZipInfo, packed: bytes) -> None:
        self._blocks = _older(member, packed) or _blocks(_alone(member, packed))
        self._checksum, self._expected = 0, member.CRC

    def read(self, _: int) -> bytes:
        """The next block. The checksum is compared here: libarchive only writes a warning."""
        block = next(filter(None, self._blocks), b"")
        self._checksum = zlib.crc32(block, self._checksum)
        if not block and self._checksum != self._expected:
            raise zipfile.BadZipFile
        return block

    def __enter__(self) -> Unpacked:
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self._blocks, Generator):
            self._blocks.close()


def _older(member: zipfile.ZipInfo, packed: bytes) -> Iterator[bytes] | None:
    match member.compress_type:
        case 1:
            return unshrunk(packed, member.file_size)
        case 6:
            return exploded(packed, member.file_size, member.flag_bits)
        case 9:
            return inflated_64(packed)
    return None


def _blocks(archive: bytes) -> Generator[bytes, None, None]:
    try:
        import libarchive  # type: ignore[import-untyped]
    except (ImportError, OSError, AttributeError):
        raise NotImplementedError from None
    try:
        with libarchive.memory_reader(archive) as opened:
            for entry in opened:
                yield from (bytes(block) for block in entry.get_blocks(block_size=_BLOCK))
    except libarchive.ArchiveError as error:
        raise zipfile.BadZipFile from error


def _alone(member: zipfile.ZipInfo, packed: bytes) -> bytes:
    """An archive of this member and no other, under the name x."""
    sizes = (member.CRC, len(packed), min(member.file_size, _LARGEST))
    told = (0, member.compress_type, 0, 0, *sizes, 1, 0)
    head = _LOCAL.pack(b"PK\x03\x04", _VERSION, *told) + b"x"
    central = _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *told, 0, 0, 0, 0, 0) + b"x"
    return head + packed + central + _END.pack(b"PK\x05\x06", 0, 0, 1, 1, len(central), len(head) + len(packed), 0)
