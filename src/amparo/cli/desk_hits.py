"""How `amparo desk search` prints hits: one JSON object, a CSV table, or lines for a person. All stream: there may be
millions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from amparo.desk.hit_rows import csv_lines, hit_json
from amparo.search.engine import Hit

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def print_hits_json(total: int, seconds: float, hits: Iterator[Hit]) -> None:
    """`{"total", "seconds", "hits": [...]}` on one line, written hit by hit."""
    out = sys.stdout
    out.write(f'{{"total": {total}, "seconds": {seconds:.6f}, "hits": [')
    for number, hit in enumerate(hits):
        out.write((", " if number else "") + json.dumps(hit_json(hit), ensure_ascii=False))
    out.write("]}\n")


def print_hits_csv(hits: Iterator[Hit]) -> None:
    """A table with its header."""
    for line in csv_lines(hits):
        sys.stdout.write(line)


def print_hits(total: int, seconds: float, hits: Iterator[Hit]) -> None:
    """For a person: identity, date, title, page, and the lines that matched."""
    shown = 0
    for hit in hits:
        print(hit_lines(hit))
        shown += 1
    print(f"{total:,} found in {seconds * 1000:.0f} ms; {shown:,} shown")


def hit_lines(hit: Hit) -> str:
    """One hit for a person."""
    bold, plain = (_BOLD, _PLAIN) if sys.stdout.isatty() else ("", "")
    marked = "".join(f"{bold}{piece.text}{plain}" if piece.is_match else piece.text for piece in hit.snippet)
    named = f"{hit.document}  {(hit.date or 'undated')[:10]:10}  {bold}{hit.title}{plain}"
    return f"{named}\n  page {hit.page}: {marked}\n"
