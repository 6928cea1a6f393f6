"""Signed lists of hashes over the static tree, in the form of `sha256sum`. Spec: specs/library-tree.md, "Lists".

`SHA256SUMS` at the top lists every file there and the `SHA256SUMS` of each collection, which lists the collection's
files; `SHA256SUMS.note` is a signed note by the log's key over the hash of the top list and the size of the log it was
made at. So one changed byte in any page, proof or picture is found, with stock tools or with ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from amparo.errors import InputError, TrustError
from amparo.ledger.checkpoint import parse_decimal
from amparo.seal.note import Note

FILE = "SHA256SUMS"
NOTE = "SHA256SUMS.note"
FORMAT = "amparo/tree/v1"

_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,400})")


def lines(sums: Mapping[str, str]) -> Iterator[str]:
    """The lines of a list, by path."""
    return (f"{digest}  {path}" for path, digest in sorted(sums.items()))


def parse(data: bytes) -> dict[str, str]:
    """Hashes by path. Raises InputError for a line of another form, a path listed twice or one that leads elsewhere."""
    found: dict[str, str] = {}
    for line in data.decode("ascii", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found or {"", ".", ".."} & set(match[2].split("/")):
            raise InputError("A list of hashes has a line that is not allowed.", "Copy the library again.")
        found[match[2]] = match[1]
    return found


def note_text(origin: str, size: int, digest: str) -> str:
    """The text of `SHA256SUMS.note`: format, origin of the log, its size when the list was made, hash of the list."""
    return f"{FORMAT}\n{origin}\n{size}\n{digest}\n"


def check_note(note: Note, origin: str, digest: str) -> int:
    """The size of the log the list was made at, when a verified note is about this very list; raises TrustError."""
    parts = note.text.split("\n")
    if len(parts) != 5 or parts[:2] != [FORMAT, origin] or parts[3:] != [digest, ""]:
        raise TrustError("The signature under the list of pages is about another list.", "Copy the library again.")
    return parse_decimal(parts[2])
