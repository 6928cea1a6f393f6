"""What the rules for entities find and miss, against texts that people annotated. Prints JSON lines.

    .venv/bin/python bench/desk/entities.py                     the invented set beside this file
    .venv/bin/python bench/desk/entities.py FOLDER|FILE...      any files in the columns of CoNLL: a word a line, blank
                                                                lines between sentences, the word first, the tag last
    .venv/bin/python bench/desk/entities.py FILE --misses person --language es

People, organisations and places are counted, each by *exact* span and by *overlap*: a mention of the right kind that
shares a character with one that people marked, and the other way about. Tags are IOB in any of its notations, with the
names that the usual sets give these kinds; other tags are none of ours, so a mention where one of them stands is wrong.
Texts are put together from the words, a line a sentence. Seconds are of the processor, lists read before; a page is
3,000 characters.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from amparo.records.entities.model import NAMES, EntityKind
from amparo.records.entities.read import read

GOLD = Path(__file__).with_name("entities_gold.conll")
PAGE = 3_000
SENTENCES = 40
"""Of a document, where a file does not say where documents begin."""
KINDS = {
    **dict.fromkeys(("per", "person", "pers", "persona"), EntityKind.PERSON),
    **dict.fromkeys(("org", "organization", "organisation", "corporation", "company"), EntityKind.ORGANISATION),
    **dict.fromkeys(("loc", "location", "gpe", "place", "geo-loc"), EntityKind.PLACE),
}
Span = tuple[EntityKind, int, int]


@dataclass
class Text:
    """One document: its words put together, and what people marked in it."""

    text: str = ""
    gold: list[Span] = field(default_factory=list)


@dataclass
class Tally:
    """Counts of one kind: marked by people, found by rules, and how many of each the other side has."""

    marked: int = 0
    found: int = 0
    exact: int = 0
    touched: int = 0
    touching: int = 0

    def shares(self) -> dict[str, float | int]:
        """Precision, recall and F1 by exact span, and by overlap."""
        told: dict[str, float | int] = {"marked": self.marked, "found": self.found}
        for name, right, met in (("exact", self.exact, self.exact), ("overlap", self.touching, self.touched)):
            precision, recall = right / max(self.found, 1), met / max(self.marked, 1)
            both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            told |= {f"{name}_{key}": round(value, 3) for key, value in
                     (("precision", precision), ("recall", recall), ("f1", both))}  # fmt: skip
        return told


def texts(path: Path) -> Iterator[Text]:
    """The documents of a file in columns."""
    sentences: list[list[tuple[str, str]]] = []
    sentence: list[tuple[str, str]] = []
    said = "-DOCSTART-" in (lines := path.read_text("utf-8", "replace"))
    for line in [*lines.split("\n"), ""]:
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("-DOCSTART-") or not line.strip():
            if sentence:
                sentences.append(sentence)
                sentence = []
            if sentences and (line.startswith("-DOCSTART-") if said else len(sentences) >= SENTENCES):
                yield _put_together(sentences)
                sentences = []
        elif cells[0].strip():
            sentence.append((cells[0].strip(), cells[-1].strip()))
    if sentences:
        yield _put_together(sentences)


def _put_together(sentences: Iterable[list[tuple[str, str]]]) -> Text:
    made = Text()
    for sentence in sentences:
        last = ""
        for word, tag in sentence:
            glued = not made.text or made.text[-1] in "\n([“" or word[0] in ".,;:!?)]%”" or word in ("'s", "n't", "’s")
            made.text += word if glued else f" {word}"
            _mark(made.gold, tag, last, len(made.text) - len(word), len(made.text))
            last = tag
        made.text += "\n"
    return made


def _mark(gold: list[Span], tag: str, last: str, start: int, end: int) -> None:
    kind = KINDS.get(tag.partition("-")[2].lower() if tag[1:2] == "-" else tag.lower())
    if kind is None:
        return
    goes_on = tag[:2] in ("I-", "E-", "L-") and last.partition("-")[2] == tag.partition("-")[2]
    if goes_on and gold:
        gold[-1] = (kind, gold[-1][1], end)
    else:
        gold.append((kind, start, end))


def _found(text: str, language: str | None) -> list[Span]:
    record: dict[str, Any] = {
        "kind": "plain",
        "language": language,
        "pages": [text],
        "from": [],
        "to": [],
        "fields": {},
    }
    return [(each.kind, each.start, each.end) for each in read(record).mentions if each.kind in NAMES]


def _meets(one: Span, others: Iterable[Span]) -> bool:
    return any(one[0] is other[0] and one[1] < other[2] and other[1] < one[2] for other in others)


def score(path: Path, language: str | None, shown: EntityKind | None) -> Iterator[dict[str, Any]]:
    """One line a kind, one for the whole with the cost, and the commonest misses and errors of the kind `shown`."""
    tallies: dict[EntityKind, Tally] = defaultdict(Tally)
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    used, size = 0.0, 0
    every = [*texts(path)]
    _found(every[0].text if every else "", language)  # lists are read when first asked
    for each in every:
        before = time.process_time()
        found = _found(each.text, language)
        used, size = used + time.process_time() - before, size + len(each.text)
        for kind in NAMES:
            tally = tallies[kind]
            gold, mine = ([span for span in spans if span[0] is kind] for spans in (each.gold, found))
            tally.marked, tally.found = tally.marked + len(gold), tally.found + len(mine)
            tally.exact += len(set(gold) & set(mine))
            lost, extra = ([a for a in one if not _meets(a, other)] for one, other in ((gold, mine), (mine, gold)))
            tally.touched, tally.touching = (
                tally.touched + len(gold) - len(lost),
                tally.touching + len(mine) - len(extra),
            )
            if kind is shown:
                missed.update(each.text[start:end] for _, start, end in lost)
                wrong.update(each.text[start - 20 : end + 20].replace("\n", "⏎") for _, start, end in extra)
    for kind in sorted(NAMES):
        yield {"file": path.name, "kind": kind.value, **tallies[kind].shares()}
    yield {"file": path.name, "pages": round(size / PAGE, 1), "ms_a_page": round(1000 * used * PAGE / max(size, 1), 2)}
    if shown:
        yield {"file": path.name, "missed": missed.most_common(120), "wrong": wrong.most_common(120)}


def main() -> None:
    """One file after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="FOLDER|FILE")
    parser.add_argument("--language", help="of the texts, as in a record: en, es, de")
    parser.add_argument("--misses", type=EntityKind, help="also list what was missed and what was wrong of this kind")
    given = parser.parse_args()
    for path in given.paths or [GOLD]:
        for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
            for line in score(file, given.language, given.misses):
                json.dump(line, sys.stdout, ensure_ascii=False)
                print(flush=True)


if __name__ == "__main__":
    main()
