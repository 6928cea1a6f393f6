"""A whole request with a form, as every browser writes one, read at a glance; and an answer in the server's bytes.

Sans-I/O. Only one spelling is known: whatever is not that, byte for byte, is left to `amparo.web.protocol`, as is every
refusal. So nothing is read here in another way than there (tests/property/web/test_plain_requests.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Final

from amparo.web.protocol import MAX_HEADER_BYTES

Headers = tuple[tuple[bytes, bytes], ...]

_FIRST: Final = re.compile(rb"POST (/[a-z/]{1,40}) HTTP/1\.1")
_HEADER: Final = re.compile(rb"([A-Za-z0-9-]{1,64}): ([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")
_NEEDED: Final = frozenset({b"host", b"content-type", b"content-length"})
_STRANGE: Final = frozenset(
    {b"transfer-encoding", b"expect", b"upgrade", b"te", b"trailer", b"proxy-connection", b"http2-settings"}
)
"""Headers that say more about the message than where it ends."""
_ENDED: Final = {b"": False, b"keep-alive": False, b"close": True}
"""What Connection may say, and whether the connection ends with the answer."""
_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """A POST; `headers` with names in lower case, in their order; `closes`: the connection ends after the answer."""

    path: str
    headers: Headers
    body: bytes = field(repr=False)
    closes: bool

    def header(self, name: bytes) -> str:
        """What it says, or nothing."""
        return next((value for each, value in self.headers if each == name), b"").decode("ascii")


class Left(Enum):
    """Why there is no request: its end is still to come, or it is none for here."""

    UNFINISHED = "unfinished"
    OTHER = "other"


def plain_request(data: bytes, most: int) -> PlainRequest | Left:
    """What has come on a connection, from its beginning; OTHER as soon as it cannot be a plain one of `most` bytes."""
    end = data.find(_END)
    if end < 0:
        could_be = data.startswith(b"POST /"[: len(data)]) and len(data) < MAX_HEADER_BYTES
        return Left.UNFINISHED if could_be else Left.OTHER
    first, *lines = data[:end].split(b"\r\n")
    begun, headers = _FIRST.fullmatch(first), _headers(lines)
    if begun is None or headers is None or end > MAX_HEADER_BYTES:
        return Left.OTHER
    said = dict(headers)
    closes = _ENDED.get(said.get(b"connection", b"").lower())
    length = said.get(b"content-length", b"")
    if closes is None or len(said) < len(headers) or not said.keys() >= _NEEDED or _STRANGE & said.keys():
        return Left.OTHER
    if not re.fullmatch(rb"[1-9][0-9]{0,7}", length):
        return Left.OTHER
    whole = end + len(_END) + int(length)
    if whole > most or len(data) > whole:
        return Left.OTHER
    if len(data) < whole:
        return Left.UNFINISHED
    return PlainRequest(begun[1].decode("ascii"), headers, data[end + len(_END) :], closes)


def _headers(lines: Iterable[bytes]) -> Headers | None:
    found = [_HEADER.fullmatch(line) for line in lines]
    read = tuple((each[1].lower(), each[2]) for each in found if each)
    return read if len(read) == len(found) else None


def answer_bytes(status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes, *, closes: bool) -> bytes:
    """An answer as the server writes it."""
    lines = [b"HTTP/1.1 %d %b" % (status, HTTPStatus(status).phrase.encode("ascii"))]
    lines += [name + b": " + value for name, value in headers]
    if closes:
        lines.append(b"connection: close")
    return b"\r\n".join(lines) + _END + body
