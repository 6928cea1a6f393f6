"""Hits as data, the same on pages and on the command line: JSON with stable keys, and rows of a CSV table.

A table is opened in a spreadsheet, which runs what looks like a formula. What documents say of themselves comes from
strangers: `cell` is the one place where a text becomes a cell.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from amparo.search.engine import Hit

HEADER = ("document", "title", "date", "kind", "page", "snippet", "path", "from", "to", "collections", "score")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe stands before one that looks so."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def hit_json(hit: Hit) -> dict[str, Any]:
    """One hit with stable keys. `matches` are [start, end] places in `snippet`, in characters."""
    matches = []
    at = 0
    for piece in hit.snippet:
        if piece.is_match:
            matches.append([at, at + len(piece.text)])
        at += len(piece.text)
    return {
        "document": hit.document,
        "path": hit.path,
        "title": hit.title,
        "page": hit.page,
        "snippet": hit.snippet_text,
        "matches": matches,
        "score": round(hit.score, 4),
        "kind": hit.kind,
        "date": hit.date,
        "from": hit.sender,
        "to": hit.recipients,
        "collections": hit.collections,
    }


def json_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """One JSON object a line."""
    for hit in hits:
        yield json.dumps(hit_json(hit), ensure_ascii=False) + "\n"


def csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    """A table with its header, RFC 4180; several values of one cell are parted by "; "."""
    yield csv_line(HEADER)
    for hit in hits:
        data = hit_json(hit)
        yield csv_line(_joined(data[name]) for name in HEADER)


def csv_line(values: Iterable[str]) -> str:
    """One row."""
    out = io.StringIO()
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue()


def _joined(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
