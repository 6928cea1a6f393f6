"""Hits as data, the same on pages and on the command line: JSON with stable keys, and rows of a CSV table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from amparo.search.engine import Hit
from amparo.web.table import csv_line

HEADER = ("document", "title", "date", "kind", "page", "snippet", "path", "from", "to", "collections", "score")


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


def _joined(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
