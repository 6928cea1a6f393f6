"""OpenDocument with a password (ODF 1.3 part 2, 4.8): each member encrypted by AES in CBC mode with a key of PBKDF2.

Older ones by Blowfish and newer ones by AES-GCM as one package stay closed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from lxml import etree

from amparo.records.readers.packages import Package
from amparo.records.xml import local_name

_MANIFEST = "META-INF/manifest.xml"
_MOST_ROUNDS = 2_000_000
_KEY_SIZES = (16, 24, 32)
_BLOCK, _CHECKED = 16, 1_024


@dataclass(frozen=True, slots=True)
class _Lock:
    """How one member is encrypted."""

    iv: bytes
    salt: bytes
    rounds: int
    key_size: int
    start_hash: str
    checksum_hash: str
    checksum: bytes

    def plain(self, data: bytes, password: str) -> bytes | None:
        """The member decrypted, still deflated; None for a wrong password."""
        start = hashlib.new(self.start_hash, password.encode()).digest()
        key = hashlib.pbkdf2_hmac("sha1", start, self.salt, self.rounds, self.key_size)
        decryptor = Cipher(AES(key), CBC(self.iv)).decryptor()
        plain = decryptor.update(data) + decryptor.finalize()
        plain = plain[: -plain[-1]] if plain and plain[-1] <= _BLOCK else plain
        fits = hashlib.new(self.checksum_hash, plain[:_CHECKED]).digest() == self.checksum
        return plain if fits else None


def odf_opener(package: Package, manifest: etree._Element) -> Callable[[str], bytes | None]:
    """Makes of a locked package an open one; gives None for a wrong password or another way of encrypting."""

    # Each password is tried on the member read last: read anew each time, it would soon count as a bomb.
    read = lru_cache(maxsize=1)(package.read)

    def decrypt(password: str) -> bytes | None:
        try:
            return _opened(package, read, dict(_locks(manifest)), password)
        except (ValueError, KeyError, binascii.Error, zlib.error, IndexError):
            return None

    return decrypt


def _locks(manifest: etree._Element) -> list[tuple[str, _Lock]]:
    found = []
    for entry in manifest.iter():
        told = {local_name(each): each for each in entry.iter()}
        if local_name(entry) == "file-entry" and "encryption-data" in told:
            found.append((_said(entry, "full-path"), _lock(told)))
    return found


def _lock(told: dict[str, etree._Element]) -> _Lock:
    data, cipher, key = told["encryption-data"], told["algorithm"], told["key-derivation"]
    if not _said(cipher, "algorithm-name").endswith("-cbc"):
        raise ValueError("another cipher")
    if not _said(key, "key-derivation-name").lower().endswith("pbkdf2"):
        raise ValueError("another derivation")
    rounds = int(_said(key, "iteration-count"))
    if not 0 < rounds <= _MOST_ROUNDS:
        raise ValueError("too many rounds")
    key_size = int(_said(key, "key-size") or 16)
    if key_size not in _KEY_SIZES:
        raise ValueError("another size of key")
    start = told.get("start-key-generation")
    return _Lock(
        iv=base64.b64decode(_said(cipher, "initialisation-vector")),
        salt=base64.b64decode(_said(key, "salt")),
        rounds=rounds,
        key_size=key_size,
        start_hash=_hash(_said(start, "start-key-generation-name") if start is not None else "sha1"),
        checksum_hash=_hash(_said(data, "checksum-type")),
        checksum=base64.b64decode(_said(data, "checksum")),
    )


def _hash(name: str) -> str:
    return "sha256" if "sha256" in name.lower() else "sha1"


def _said(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _opened(package: Package, read: Callable[[str], bytes], locks: dict[str, _Lock], password: str) -> bytes | None:
    out = io.BytesIO()
    largest = package.given.bounds.part
    with zipfile.ZipFile(out, "w") as archive:
        # content.xml first: where that stays closed, nothing else is tried.
        for name in sorted(package.names, key=lambda each: each != "content.xml"):
            data = read(name)
            if (lock := locks.get(name)) and data:
                package.given.ocr.working()
                plain = lock.plain(data, password)
                if plain is None:
                    return None
                data = zlib.decompressobj(-15).decompress(plain, largest)
            if name != _MANIFEST and not name.endswith("/"):
                archive.writestr(name, data)
    return out.getvalue() if locks else None
