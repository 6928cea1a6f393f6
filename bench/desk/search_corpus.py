"""A collection of any size from the corpora's texts: lines of mails, cables and dossiers mixed anew, with invented
surnames so that the vocabulary grows as real ones do. The same number gives the same documents.

What it is not: real. Sentences come again and again, so the stored text packs better than that of a real collection;
postings do not care, and the packed texts are told apart in the results.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

CORPORA = Path(os.environ.get("AMPARO_CORPORA", Path(__file__).resolve().parents[3] / "shared" / "corpora"))
EVERYWHERE = "correspondence"
"""A word of every document."""
_SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gar",
    "hol",
    "ir",
    "jas",
    "kel",
    "lum",
    "mor",
    "nev",
    "or",
    "pel",
    "rus",
    "san",
)
_LARGEST = 3_000


@dataclass(frozen=True, slots=True)
class Made:
    """One document."""

    id: str
    title: str
    text: str
    day: date


def documents(number: int, seed: int = 7) -> Iterator[Made]:
    """`number` documents."""
    choice = random.Random(seed)
    sources = [text.splitlines() for text in _texts()]
    lengths = [min(sum(map(len, lines)), _LARGEST) for lines in sources]
    for place in range(number):
        yield _document(place, choice, sources, choice.choice(lengths))


def _document(place: int, choice: random.Random, sources: list[list[str]], length: int) -> Made:
    lines: list[str] = [f"{surname(choice)} {EVERYWHERE} with {surname(choice)}, number {place}"]
    size = 0
    while size < length:
        source = choice.choice(sources)
        start = choice.randrange(len(source))
        stretch = source[start : start + choice.randint(3, 30)]
        lines += stretch
        size += sum(map(len, stretch)) + 1
        if choice.random() < 0.3:
            lines.append(f"{surname(choice)} {surname(choice)}")
    title = next((line.strip() for line in lines[1:] if line.strip()), "Untitled")[:100]
    day = date(1960, 1, 1) + timedelta(days=choice.randrange(60 * 365))
    return Made(f"d{place:09}", title, "\n".join(lines), day)


def surname(choice: random.Random) -> str:
    """One of 65,536 invented names, some far more common than others."""
    rank = int(65_536 ** choice.random())
    return "".join(_SYLLABLES[(rank >> shift) % 16] for shift in (0, 4, 8, 12)).capitalize()


def _texts() -> list[str]:
    mails = sorted((CORPORA / "emails" / "clinton-foia").rglob("*.txt"))
    dossiers = sorted((CORPORA / "dossiers" / "jfk-2021-text").rglob("*.txt"))
    texts = [path.read_text("utf-8", "replace") for path in (*mails, *dossiers)]
    for path in sorted((CORPORA / "cables").glob("*.jsonl")):
        texts += [json.loads(line)["body"] for line in path.read_text("utf-8").splitlines()]
    found = [text for text in texts if text.strip()]
    if not found:
        raise SystemExit(f"no texts under {CORPORA}")
    return found
