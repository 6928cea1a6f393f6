"""Signed, time-stamped, compressed and encrypted data: CMS (RFC 5652, S/MIME), RFC 5544, and OpenPGP (RFC 9580).

What is only signed or compressed is a part, to be read in turn; what is encrypted is recognised and said to be.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from amparo.records.names import shown_name
from amparo.records.readers.der import Value, value_at
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

_CMS = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"
_SIGNED, _ENVELOPED, _ENCRYPTED = _CMS + b"\x02", _CMS + b"\x03", _CMS + b"\x06"
_SMIME = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01"
_COMPRESSED, _TIMESTAMPED, _AUTHENTICATED = _SMIME + b"\x09", _SMIME + b"\x1f", _SMIME + b"\x17"
_ALGORITHM = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x03"
_OCTETS, _SEQUENCE = (0x04, 0x24), 0x30
_DETACHED = Unreadable(Reason.UNSUPPORTED, "This is a signature without what it signs; there is no text in it.")
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This is encrypted (S/MIME) and opens only with its recipient's key.")
_PGP = Unreadable(Reason.PASSWORD_PROTECTED, "This is encrypted (OpenPGP) and opens only with its recipient's key.")
_PGP_KEY = Unreadable(Reason.UNSUPPORTED, "This is an OpenPGP key or signature, not a document.")
_CERTIFICATE = Unreadable(Reason.UNSUPPORTED, "This is a certificate or a key, not a document.")
_DAMAGED = Unreadable(Reason.CORRUPT, "This signed or encrypted message is damaged.")
_MOST = 256 * 1024 * 1024
_ARMOR = re.compile(rb"\s{0,200}-----BEGIN PGP (MESSAGE|SIGNED MESSAGE|PUBLIC KEY BLOCK|PRIVATE KEY BLOCK|SIGNATURE)")


def is_der(head: bytes) -> bool:
    """Whether a file begins as CMS, a certificate or a key does: a sequence of one, a number or a name."""
    if head[:1] != b"\x30":
        return False
    if _CMS in head[:40] or _SMIME in head[:40]:
        return True
    try:
        outer, _ = value_at(head[:4096], 0, min(len(head), 4096), 0)
    except ValueError:
        return False
    return outer.tag == _SEQUENCE and head[outer.start : outer.start + 1] in (b"\x06", b"\x30", b"\x02")


def is_cms(head: bytes) -> bool:
    """Whether a file begins with the name of a CMS content."""
    return is_der(head) and (_CMS in head[:40] or _SMIME in head[:40])


def read_der(given: Input) -> Iterator[Found]:
    """What is signed, time-stamped or compressed, as a part; else a reason."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    if not is_cms(data[:4096]):
        yield _CERTIFICATE
        return
    try:
        yield from _content(data, given)
    except (ValueError, StopIteration, IndexError, RuntimeError, zlib.error):
        yield _DAMAGED


def _content(data: bytes, given: Input) -> Iterator[Found]:
    outer, _ = value_at(data, 0, len(data), 0)
    name, *rest = outer.parts()
    inner = next(rest[0].parts()) if rest else None
    if name.content in (_ENVELOPED, _ENCRYPTED, _AUTHENTICATED):
        yield _LOCKED
    elif inner is None:
        yield _DETACHED
    elif name.content == _TIMESTAMPED:
        found = next((each for each in inner.parts() if each.tag in _OCTETS), None)
        yield _part(found, given)
    elif name.content in (_SIGNED, _COMPRESSED):
        told = next((each for each in inner.parts() if _is_content(each)), None)
        found = _octets(told)
        if found is not None and name.content == _COMPRESSED:
            unpacked = zlib.decompressobj().decompress(found.content, _MOST)
            yield Part(_inner_name(given), unpacked)
        else:
            yield _part(found, given)
    else:
        yield _CERTIFICATE


def _is_content(value: Value) -> bool:
    """EncapsulatedContentInfo: a sequence that begins with an object identifier of a content type."""
    if value.tag != _SEQUENCE:
        return False
    first = next(value.parts(), None)
    return first is not None and first.tag == 0x06 and not first.content.startswith(_ALGORITHM)


def _octets(told: Value | None) -> Value | None:
    for each in told.parts() if told is not None else ():
        if each.tag == 0xA0:
            return next((inner for inner in each.parts() if inner.tag in _OCTETS), None)
    return None


def _part(found: Value | None, given: Input) -> Found:
    if found is None or not found.content:
        return _DETACHED
    return Part(_inner_name(given), found.content)


def _inner_name(given: Input) -> str:
    stem, dot, _ = shown_name(given.untrusted_name).rpartition(".")
    return stem if dot else "content"


def is_pgp(head: bytes) -> bool:
    """Whether a file is OpenPGP: armor, or packets of encrypted data or keys."""
    return _ARMOR.match(head) is not None or _binary_pgp(head) is not None


def _binary_pgp(head: bytes) -> Unreadable | None:
    """Binary packets (RFC 9580 §4.2): a public-key encrypted session key comes first, of version 3 or 6."""
    if len(head) < 16:
        return None
    wide = head[0] & 1
    if head[0] in (0x84, 0x85) and head[2 + wide] == 3 and int.from_bytes(head[1 : 2 + wide], "big") < 2100:
        return _PGP
    if head[0] == 0x8C and head[1] < 40 and head[2] == 4:
        return _PGP
    if head[0] in (0x98, 0x99, 0x94, 0x95) and head[2 + (head[0] & 1)] in (3, 4, 6):
        return _PGP_KEY
    return None


def read_pgp(given: Input) -> Iterator[Found]:
    """The text that is only signed, as a part; else a reason."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    match = _ARMOR.match(data)
    if match is None:
        yield _binary_pgp(data) or _PGP
    elif match[1] == b"SIGNED MESSAGE":
        body = data[match.end() :].replace(b"\r\n", b"\n").partition(b"\n\n")[2]
        body, _, signature = body.partition(b"\n-----BEGIN PGP SIGNATURE")
        # What stands behind it nobody signed, and it is there all the same.
        rest = signature.partition(b"-----END PGP SIGNATURE-----")[2].lstrip(b"\n")
        yield Part(_inner_name(given) + ".txt", re.sub(rb"(?m)^- ", b"", body) + (b"\n\n" + rest if rest else b""))
    else:
        yield _PGP if match[1] == b"MESSAGE" else _PGP_KEY
