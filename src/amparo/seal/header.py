"""The textual header of an age file: written whole, read as it arrives (age, "Header").

Knows lines and the MAC; does not know what a stanza means. Limits of ours, since the format has none: 2 MiB and 1,024
stanzas, enough for a thousand post-quantum recipients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.utils import Buffer

from amparo.seal.faults import Fault
from amparo.seal.secret import SecretBytes
from amparo.seal.stanza import COLUMNS, Stanza, from_base64, parse_stanza, to_base64

VERSION = b"age-encryption.org/v1"
MAX_HEADER = 2 * 1024 * 1024
MAX_STANZAS = 1024
_FAMILY = b"age-encryption.org/"
_MAC = 32
# A header is looked for in steps, so that a huge push is not copied whole.
_STEP = 64 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header; `authenticated` is every byte the MAC covers."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    authenticated: bytes

    def verify(self, file_key: Buffer) -> None:
        """TrustError when the MAC does not belong to this header and file key."""
        try:
            _hmac(file_key, self.authenticated).verify(self.mac)
        except InvalidSignature:
            raise Fault.MAC.error() from None


def write_header(stanzas: Sequence[Stanza], file_key: Buffer) -> bytes:
    """The whole header for these stanzas, through the line feed after the MAC."""
    authenticated = VERSION + b"\n" + b"".join(stanza.encode() for stanza in stanzas) + b"---"
    return authenticated + b" " + to_base64(_hmac(file_key, authenticated).finalize()).encode() + b"\n"


def _hmac(file_key: Buffer, authenticated: bytes) -> HMAC:
    with SecretBytes.zeros(_MAC) as key:
        HKDF(SHA256(), _MAC, None, b"header").derive_into(file_key, key.view)
        mac = HMAC(key.view, SHA256())
    mac.update(authenticated)
    return mac


class HeaderReader:
    """Takes a file's first bytes in any pieces; gives the header once its last line has arrived."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._line_start = 0
        self._searched = 0
        self._stanzas: list[Stanza] = []
        self._arguments: bytes | None = None
        self._body: list[bytes] = []

    def push(self, data: memoryview) -> tuple[Header, memoryview] | None:
        """The header and what of `data` follows it, or None while it is incomplete. InputError when it is malformed."""
        for at in range(0, len(data), _STEP):
            piece = data[at : at + _STEP]
            self._buffer += piece
            header = self._scan()
            if header is not None:
                unread = len(self._buffer) - self._line_start
                return header, data[at + len(piece) - unread :]
            self._refuse_early()
        return None

    def _scan(self) -> Header | None:
        while (end := self._buffer.find(b"\n", self._searched)) >= 0:
            line, start = bytes(self._buffer[self._line_start : end]), self._line_start
            self._line_start = self._searched = end + 1
            if self._line_start > MAX_HEADER:
                raise Fault.HEADER_LARGE.error()
            header = self._take(line, start)
            if header is not None:
                return header
        self._searched = len(self._buffer)
        return None

    def finish(self) -> None:
        """The file ended before its header did: always an error."""
        raise Fault.HEADER_CUT.error()

    def _refuse_early(self) -> None:
        """Do not collect what can never become a header."""
        if len(self._buffer) > MAX_HEADER:
            raise Fault.HEADER_LARGE.error()
        if not self._line_start:
            start = bytes(self._buffer[: len(_FAMILY)])
            if not _FAMILY.startswith(start):
                raise Fault.NOT_AGE.error()

    def _take(self, line: bytes, start: int) -> Header | None:
        """Advance by one line that begins at offset `start`."""
        if start == 0:
            if line != VERSION:
                raise (Fault.VERSION if line.startswith(_FAMILY) else Fault.NOT_AGE).error()
        elif self._arguments is not None:
            self._take_body(self._arguments, line)
        elif line.startswith(b"---"):
            return self._end(line, start)
        else:
            self._arguments = line
        return None

    def _take_body(self, arguments: bytes, line: bytes) -> None:
        if len(line) > COLUMNS:
            raise Fault.HEADER.error()
        self._body.append(line)
        if len(line) == COLUMNS:
            return
        self._stanzas.append(parse_stanza(arguments, self._body))
        self._arguments, self._body = None, []
        if len(self._stanzas) > MAX_STANZAS:
            raise Fault.HEADER_LARGE.error()

    def _end(self, line: bytes, start: int) -> Header:
        if not self._stanzas or not line.startswith(b"--- "):
            raise Fault.HEADER.error()
        mac = from_base64(line[4:])
        if len(mac) != _MAC:
            raise Fault.HEADER.error()
        return Header(tuple(self._stanzas), mac, bytes(self._buffer[: start + 3]))
