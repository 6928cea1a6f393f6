"""7z archives with a password, which libarchive does not open: their headers and the chains of coders that Python has
(7zFormat.txt of the LZMA SDK; the cipher is AES-256 in CBC mode with a key of many rounds of SHA-256).

A member whose checksum does not fit is not taken for the true one.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from amparo.records.readers.unpacking import BoundReached
from amparo.records.reading import Reason, Unreadable

_HEADER, _STREAMS, _FILES, _PACK, _UNPACK, _SUBSTREAMS, _SIZES, _CRC, _FOLDERS, _UNPACK_SIZES, _COUNTS = (
    1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)  # fmt: skip
_EMPTY, _NAMES, _ENCODED = 14, 17, 23
_AES, _COPY, _DELTA = b"\x06\xf1\x07\x01", b"\0", b"\x03"
_LZMA1, _LZMA2, _X86, _DEFLATE, _BZIP2 = b"\x03\x01\x01", b"\x21", b"\x03\x03\x01\x03", b"\x04\x01\x08", b"\x04\x02\x02"
_MOST = 1_000_000
_MOST_CYCLES = 24
_MOST_HEADERS = 4
"""How many times a header may be packed; 7-Zip does it once."""
_MOST_FOLDERS = 4
"""How many times the largest part all that is unpacked may be: it is in memory at once."""
DAMAGE = (ValueError, IndexError, KeyError, struct.error, lzma.LZMAError, zlib.error, OSError, EOFError)
TOO_LARGE = Unreadable(
    Reason.TOO_LARGE, "This locked archive holds more than is opened in one piece. Unpack it, and add the folder."
)


@dataclass(slots=True)
class Folder:
    """Coders, the order in which they unpack, and what comes out: of each coder so many bytes."""

    coders: list[tuple[bytes, bytes]]
    order: list[int]
    sizes: list[int] = field(default_factory=list)
    crc: int | None = None
    parts: list[tuple[int, int | None]] | None = None

    @property
    def size(self) -> int:
        """Bytes of all that is in it."""
        return self.sizes[self.order[-1]]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._file, self._size = io.BytesIO(data), len(data)

    def take(self, size: int) -> bytes:
        if size > self._size - self._file.tell():
            raise ValueError("cut short")
        return self._file.read(size)

    def rest(self) -> bytes:
        return self._file.read()

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """A number of one to nine bytes: the ones at the top of the first say how many follow."""
        first = self.byte()
        value, mask = 0, 0x80
        for place in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << 8 * place
            value |= self.byte() << 8 * place
            mask >>= 1
        return value

    def count(self) -> int:
        if (number := self.number()) > _MOST:
            raise ValueError("too many")
        return number

    def bits(self, count: int) -> list[bool]:
        data = self.take((count + 7) // 8)
        return [bool(data[place // 8] & 0x80 >> place % 8) for place in range(count)]

    def crcs(self, count: int) -> list[int | None]:
        known = [True] * count if self.byte() else self.bits(count)
        return [int.from_bytes(self.take(4), "little") if each else None for each in known]


class SevenZip:
    """One archive, opened by one password. Raises DAMAGE for a wrong one and for what it cannot unpack, BoundReached
    for what is too large.
    """

    def __init__(self, data: bytes, password: str, largest: int) -> None:
        self._data, self._password, self._largest = data, password.encode("utf-16-le"), largest
        self._keys: dict[tuple[int, bytes], bytes] = {}
        offset, size, crc = struct.unpack_from("<QQI", data, 12)
        header = data[32 + offset : 32 + offset + size]
        if zlib.crc32(header) != crc:
            raise ValueError("no archive")
        reader = _Reader(header)
        for _ in range(_MOST_HEADERS):
            if (kind := reader.byte()) != _ENCODED:
                break
            packed, folders = self._streams(reader)
            reader = _Reader(self._unpacked(folders[0], packed))
        if kind != _HEADER:
            raise ValueError("no header")
        self._packed: list[bytes] = []
        self._folders: list[Folder] = []
        self._names: list[tuple[str, bool]] = []
        self._read(reader)

    def members(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of each file that holds any."""
        if sum(folder.size for folder in self._folders) > _MOST_FOLDERS * self._largest:
            raise BoundReached(TOO_LARGE)
        names = iter([name for name, is_empty in self._names if not is_empty])
        for folder, packed in zip(self._folders, self._packed, strict=True):
            data = self._unpacked(folder, [packed])
            at = 0
            for size, crc in folder.parts or ():
                piece = data[at : at + size]
                if zlib.crc32(piece) != crc:
                    raise ValueError("the checksum does not fit")
                at += size
                yield next(names, "file"), piece

    def _read(self, reader: _Reader) -> None:
        while (kind := reader.byte()) != 0:
            if kind == _STREAMS:
                self._packed, self._folders = self._streams(reader)
            elif kind == _FILES:
                self._names = _names(reader)
            else:
                raise ValueError("unknown part")

    def _streams(self, reader: _Reader) -> tuple[list[bytes], list[Folder]]:
        packed: list[bytes] = []
        folders: list[Folder] = []
        while (kind := reader.byte()) != 0:
            if kind == _PACK:
                packed = self._pack(reader)
            elif kind == _UNPACK:
                folders = _folders(reader)
            elif kind == _SUBSTREAMS:
                _substreams(reader, folders)
            else:
                raise ValueError("unknown part")
        for folder in folders:
            if folder.parts is None:
                folder.parts = [(folder.size, folder.crc)]
        return packed, folders

    def _pack(self, reader: _Reader) -> list[bytes]:
        at, count, sizes = 32 + reader.number(), reader.count(), []
        while (kind := reader.byte()) != 0:
            if kind == _SIZES:
                sizes = [reader.number() for _ in range(count)]
            else:
                reader.crcs(count)
        found = []
        for size in sizes:
            found.append(self._data[at : at + size])
            at += size
        return found

    def _unpacked(self, folder: Folder, packed: list[bytes]) -> bytes:
        data = packed[0]
        for number in folder.order:
            if folder.sizes[number] > self._largest:
                raise BoundReached(TOO_LARGE)
            data = self._decoded(*folder.coders[number], data, folder.sizes[number])
        if folder.crc is not None and zlib.crc32(data) != folder.crc:
            raise ValueError("the checksum does not fit")
        return data

    def _decoded(self, method: bytes, properties: bytes, data: bytes, size: int) -> bytes:
        if method == _AES:
            return self._decrypted(properties, data)[:size]
        if method == _COPY:
            return data[:size]
        if method == _DEFLATE:
            return zlib.decompressobj(-15).decompress(data, size) if size else b""  # to zlib, 0 is no bound
        if method == _BZIP2:
            return bz2.BZ2Decompressor().decompress(data, size)
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[*_filters(method, properties)]).decompress(data, size)

    def _decrypted(self, properties: bytes, data: bytes) -> bytes:
        first, second = properties[0], properties[1]
        salt_size, iv_size = (first >> 7 & 1) + (second >> 4), (first >> 6 & 1) + (second & 15)
        salt, iv = properties[2 : 2 + salt_size], properties[2 + salt_size : 2 + salt_size + iv_size]
        decryptor = Cipher(AES(self._key(first & 0x3F, salt)), CBC(iv.ljust(16, b"\0"))).decryptor()
        return decryptor.update(data[: len(data) // 16 * 16]) + decryptor.finalize()

    def _key(self, cycles: int, salt: bytes) -> bytes:
        if cycles > _MOST_CYCLES:
            raise ValueError("too many rounds")
        if (cycles, salt) not in self._keys:
            digest, step = hashlib.sha256(), 1 << min(cycles, 12)
            for first in range(0, 1 << cycles, step):
                rounds = (salt + self._password + number.to_bytes(8, "little") for number in range(first, first + step))
                digest.update(b"".join(rounds))
            self._keys[cycles, salt] = digest.digest()
        return self._keys[cycles, salt]


def _filters(method: bytes, properties: bytes) -> Iterator[dict[str, int]]:
    if method == _LZMA1:
        rest, lc = divmod(properties[0], 9)
        pb, lp = divmod(rest, 5)
        size = int.from_bytes(properties[1:5], "little")
        yield {"id": lzma.FILTER_LZMA1, "dict_size": size, "lc": lc, "lp": lp, "pb": pb}
    elif method == _LZMA2:
        yield {"id": lzma.FILTER_LZMA2, "dict_size": (2 | properties[0] & 1) << properties[0] // 2 + 11}
    elif method in (_X86, _DELTA):
        # liblzma takes such a filter only before another one: data as they are, in chunks of LZMA2.
        raise ValueError("a filter of programs")
    else:
        raise ValueError("unknown method")


def _folders(reader: _Reader) -> list[Folder]:
    if reader.byte() != _FOLDERS:
        raise ValueError("no folders")
    count = reader.count()
    if reader.byte():
        raise ValueError("kept elsewhere")
    folders = [_folder(reader) for _ in range(count)]
    while (kind := reader.byte()) != 0:
        if kind == _UNPACK_SIZES:
            for folder in folders:
                folder.sizes = [reader.number() for _ in folder.coders]
        elif kind == _CRC:
            for folder, crc in zip(folders, reader.crcs(count), strict=True):
                folder.crc = crc
    return folders


def _folder(reader: _Reader) -> Folder:
    coders: list[tuple[bytes, bytes]] = []
    for _ in range(reader.count()):
        flags = reader.byte()
        method = reader.take(flags & 15)
        if flags & 0x10:
            raise ValueError("several streams")
        coders.append((method, reader.take(reader.count()) if flags & 0x20 else b""))
    into: dict[int, int] = {}
    for _ in range(len(coders) - 1):
        inner, outer = reader.count(), reader.count()
        into[outer] = inner
    order = [min(set(range(len(coders))) - set(into.values()))]
    while order[-1] in into and len(order) < len(coders):
        order.append(into[order[-1]])
    return Folder(coders, order)


def _substreams(reader: _Reader, folders: list[Folder]) -> None:
    counts = [1] * len(folders)
    sizes = [[folder.size] for folder in folders]
    crcs: list[list[int | None]] = [[folder.crc] for folder in folders]
    while (kind := reader.byte()) != 0:
        if kind == _COUNTS:
            counts = [reader.count() for _ in folders]
            sizes = [[folder.size] if count == 1 else [] for folder, count in zip(folders, counts, strict=True)]
            crcs = [known if count == 1 else [None] * count for known, count in zip(crcs, counts, strict=True)]
        elif kind == _SIZES:
            for place, (folder, count) in enumerate(zip(folders, counts, strict=True)):
                told = [reader.number() for _ in range(count - 1)]
                sizes[place] = [*told, folder.size - sum(told)] if count else []
        elif kind == _CRC:
            told_crcs = iter(reader.crcs(sum(known.count(None) for known in crcs)))
            crcs = [[next(told_crcs) if each is None else each for each in known] for known in crcs]
        else:
            raise ValueError("unknown part")
    for folder, each, known in zip(folders, sizes, crcs, strict=True):
        folder.parts = list(zip(each, known, strict=True))


def _names(reader: _Reader) -> list[tuple[str, bool]]:
    """(name, whether it holds nothing) of each file and folder."""
    count = reader.count()
    names, empty = [""] * count, [False] * count
    while (kind := reader.byte()) != 0:
        inner = _Reader(reader.take(reader.number()))
        if kind == _EMPTY:
            empty = inner.bits(count)
        elif kind == _NAMES and not inner.byte():
            names = inner.rest().decode("utf-16-le", "replace").split("\0")[:count]
    return list(zip(names, empty, strict=False))
