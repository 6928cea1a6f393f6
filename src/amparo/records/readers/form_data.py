"""What people filled into a PDF form, sent without the form: FDF (ISO 32000-1 §12.7.8), names and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_EMPTY = Unreadable(Reason.EMPTY, "Nothing is filled into this form.")
_STRING = rb"\((?:\\.|[^\\()]){0,100000}\)|<[0-9A-Fa-f\s]{0,200000}>|/[^\s/<>()\[\]]{1,200}"
_KEY = re.compile(rb"/(T|V|F|Contents)\s*(" + _STRING + rb")", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\n", b"t": b"\t", b"b": b"", b"f": b""}


def read_fdf(given: Input) -> Iterator[Found]:
    """One record, a line a field."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    yield document(given, data, "\n".join(_lines(data)), "application/vnd.fdf", otherwise=_EMPTY)


def _lines(data: bytes) -> Iterator[str]:
    """Name and value stand in either order; what is said next to each other belongs together."""
    waiting: dict[str, str] = {}
    for match in _KEY.finditer(data):
        key, text = match[1].decode("ascii"), _string(match[2])
        if key in ("F", "Contents"):
            yield text
            continue
        if key in waiting:
            yield waiting.pop(key)
        waiting[key] = text
        if len(waiting) == 2:
            yield f"{waiting.pop('T')}: {waiting.pop('V')}"
    yield from waiting.values()


def _string(raw: bytes) -> str:
    if raw.startswith(b"("):
        text = _ESCAPE.sub(_escaped, raw[1:-1])
    elif raw.startswith(b"<"):
        digits = b"".join(raw[1:-1].split())
        text = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        text = raw[1:]
    return decode(text)


def _escaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    if told[:1].isdigit():
        return bytes((int(told, 8) & 0xFF,)) if told[:1] < b"8" else told
    return b"" if told.endswith(b"\n") else _PLAIN.get(told, told)
