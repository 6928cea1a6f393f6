"""ASN.1 as it is written down (ITU-T X.690): tags, lengths and contents, the indefinite lengths of BER included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag byte, where its content lies in `data`."""

    data: bytes
    tag: int
    start: int
    end: int

    @property
    def content(self) -> bytes:
        """The bytes of a primitive value; the pieces of a string written in pieces, joined."""
        if not self.tag & 0x20:
            return self.data[self.start : self.end]
        return b"".join(part.content for part in self.parts())

    def parts(self) -> Iterator[Value]:
        """The values inside. ValueError on damage."""
        at = self.start
        while at < self.end:
            part, at = value_at(self.data, at, self.end, 0)
            yield part


def value_at(data: bytes, at: int, end: int, depth: int) -> tuple[Value, int]:
    """(the value that begins here, where the next begins). ValueError on damage."""
    if at + 2 > end or depth > DEEPEST:
        raise ValueError("no value here")
    tag, size = data[at], data[at + 1]
    at += 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a long tag")
    if size == 0x80:
        return _indefinite(data, tag, at, end, depth)
    if size & 0x80:
        wide = size & 0x7F
        size = int.from_bytes(data[at : at + wide], "big")
        at += wide
    if at + size > end:
        # Cut short: what there is of it.
        return Value(data, tag, at, end), end
    return Value(data, tag, at, at + size), at + size


def _indefinite(data: bytes, tag: int, start: int, end: int, depth: int) -> tuple[Value, int]:
    at = start
    while at + 2 <= end and data[at : at + 2] != b"\0\0":
        _, at = value_at(data, at, end, depth + 1)
    return Value(data, tag, start, at), min(at + 2, end)
