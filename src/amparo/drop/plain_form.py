"""A whole form of plain text fields, as every browser writes one: read at a glance.

Nearly every tip is one, and the parser, which takes anything in any pieces, spends as long on it as a recipient does.
Here only one spelling is known: whatever is not that, byte for byte, is left to the parser, as is every refusal. So
both read alike what both read (tests/property/drop/test_plain_forms.py).
"""

from __future__ import annotations

import re
from typing import Final

_FIELD: Final = re.compile(rb'\r\nContent-Disposition: form-data; name="([A-Za-z0-9_-]{1,64})"\r\n\r\n')
_NO_FILE: Final = re.compile(
    rb'\r\nContent-Disposition: form-data; name="[A-Za-z0-9_-]{1,64}"; filename=""\r\n'
    rb"Content-Type: application/octet-stream\r\n\r\n"
)
"""A file control that was left empty; nothing comes of it."""
_ENDS: Final = (b"--\r\n", b"--")


def plain_fields(form: bytes, boundary: str, *, parts: int, text: int) -> list[tuple[str, str]] | None:
    """Names and values, in order; None when it has more than `parts` parts or `text` bytes in its fields, or is not
    whole or not plain.
    """
    delimiter = f"--{boundary}".encode("ascii")
    if not form.startswith(delimiter) or not form.endswith((delimiter + b"--\r\n", delimiter + b"--")):
        return None
    *pieces, end = form[len(delimiter) :].split(b"\r\n" + delimiter)
    if end not in _ENDS or not 0 < len(pieces) <= parts:
        return None
    fields: list[tuple[str, str]] = []
    for piece in pieces:
        if found := _FIELD.match(piece):
            text -= len(piece) - found.end()
            try:
                fields.append((found[1].decode("ascii"), piece[found.end() :].decode("utf-8")))
            except UnicodeDecodeError:
                return None
        elif not _NO_FILE.fullmatch(piece):
            return None
    return fields if text >= 0 else None
