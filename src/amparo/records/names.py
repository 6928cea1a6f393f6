"""Names of files inside containers: made fit to be shown, never to be used as a path."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
_BAD = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown_path(untrusted: str) -> str:
    """All components, forward slashes, nothing that moves upward, starts at the root or reorders a terminal's line."""
    pieces = (_shown(piece) for piece in untrusted.replace("\\", "/").split("/"))
    return "/".join(piece for piece in pieces if piece not in ("", ".", "..")) or "unnamed"


def shown_name(untrusted: str) -> str:
    """The last component alone."""
    pieces = map(_shown, reversed(untrusted.replace("\\", "/").split("/")))
    return next((piece for piece in pieces if piece not in ("", ".", "..")), "unnamed")


def _shown(piece: str) -> str:
    if piece.isascii() and piece.isprintable():
        return piece.strip()[:LONGEST]
    # Cut before: the time that marks take to be put in order grows with the square of their number.
    return unicodedata.normalize("NFC", _BAD.sub("\ufffd", piece[: 10 * LONGEST])).strip()[:LONGEST]
