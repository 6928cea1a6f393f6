"""Locked members of ZIP archives: the traditional cipher by Python's zipfile, and AES as WinZip writes it (AE-1, AE-2:
APPNOTE 7.2, WinZip's "AES Encryption Information").
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from amparo.records.readers.zip_methods import stored
from amparo.records.reading import Input

_AES, _EXTRA_AES = 99, 0x9901
_BLOCK, _MAC = 16, 10
_ROUNDS = 1_000
_PIECE = 64 * 1024
_BYTE_LIKE = ("utf-8", "cp437", "cp1252")


def opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo, given: Input) -> IO[bytes] | None:
    """The plain bytes of a locked member as a file that is read once; None when no password fits. Raises what zipfile
    raises for damage.
    """
    for password in _as_bytes(given.keyring):
        given.ocr.working()
        is_aes = member.compress_type == _AES
        stream = _aes(archive, member, password, given) if is_aes else _plain(archive, member, password, given)
        if stream is not None:
            given.keyring.has_opened = True
            return stream
    return None


def _as_bytes(passwords: Iterable[str]) -> Iterator[bytes]:
    for password in passwords:
        forms: dict[bytes, None] = {}
        for encoding in _BYTE_LIKE:
            with contextlib.suppress(UnicodeEncodeError):
                forms[password.encode(encoding)] = None
        yield from forms


def _plain(archive: zipfile.ZipFile, member: zipfile.ZipInfo, password: bytes, given: Input) -> IO[bytes] | None:
    """By the traditional cipher. Its check is one byte, which one of 256 wrong passwords passes: the checksum, compared
    at the end, tells. What is longer than a part may be is cut off, just too long.
    """
    data = bytearray()
    try:
        with archive.open(member, pwd=password) as stream:
            while len(data) <= given.bounds.part and (piece := stream.read(_PIECE)):
                given.ocr.working()  # Python's cipher takes a second for a few MiB
                data += piece
        return io.BytesIO(data)
    except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, lzma.LZMAError, OSError):
        return None


def _aes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, password: bytes, given: Input) -> IO[bytes] | None:
    strength, method = _told(member.extra)
    key_size = {1: 16, 2: 24, 3: 32}.get(strength)
    if key_size is None or member.compress_size > given.bounds.part:
        return None
    data = stored(archive, member)
    salt_size = key_size // 2
    salt, check = data[:salt_size], data[salt_size : salt_size + 2]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * key_size + 2)
    sealed, mac = data[salt_size + 2 : -_MAC], data[-_MAC:]
    if keys[-2:] != check:
        return None
    if not hmac.compare_digest(hmac.digest(keys[key_size:-2], sealed, "sha1")[:_MAC], mac):
        return None
    inner = zipfile.ZipInfo(member.filename)
    inner.compress_type, inner.compress_size, inner.file_size = method, len(sealed), member.file_size
    # Without a checksum, which AE-2 leaves out: the authentication code says more.
    return cast("IO[bytes]", zipfile.ZipExtFile(io.BytesIO(b"".join(_counted(keys[:key_size], sealed))), "r", inner))


def _told(extra: bytes) -> tuple[int, int]:
    """(strength, compression) of the extra field 0x9901."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _EXTRA_AES and size >= 7 and at + 11 <= len(extra):
            strength, method = struct.unpack_from("<BH", extra, at + 8)
            return int(strength), int(method)
        at += 4 + size
    return 0, 0


def _counted(key: bytes, sealed: bytes) -> Iterator[bytes]:
    """Counter mode with a counter in little endian from 1, which no library has."""
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305 - of a counter, which is how counter mode is made
    step = _PIECE // _BLOCK
    for first in range(0, (len(sealed) + _BLOCK - 1) // _BLOCK, step):
        counters = b"".join((first + number + 1).to_bytes(_BLOCK, "little") for number in range(step))
        piece = sealed[first * _BLOCK : (first + step) * _BLOCK]
        stream = encryptor.update(counters)[: len(piece)]
        yield (int.from_bytes(piece, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(piece), "big")
