"""The process of one reader: takes the paths in a file, says one JSON line a file, ends. Started by `extract.py`.

    python extract_readers.py READER PATHS ANSWERS [--one-by-one]

A line says which path (its number), whether text or an error came, and how many characters; with `--words FILE`, also
which of those words stand in the text. Ours reads as the desk does, in workers behind the wall, two at a time; the
others as their own pages say: kreuzberg by its call for many files, extractous, which has none, file by file.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GROUP = 32
"""Files that kreuzberg is given at once: all of them would tell nothing before the last is done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one file, by its place in the list: its text, or the name of an error."""

    place: int
    text: str = ""
    error: str = ""


def amparo(paths: Sequence[str], one_by_one: bool, languages: str = "eng") -> Iterator[Answer]:
    """Items of a file are put together; it failed when none of them is a text."""
    from amparo.desk.found_files import FoundFile
    from amparo.desk.reading_crew import ReadingCrew
    from amparo.desk.reading_events import Closed, ItemRead
    from amparo.records.model import Record
    from amparo.sandbox.walls import best_wall

    places = {path: place for place, path in enumerate(paths)}
    texts: dict[str, list[str]] = {path: [] for path in paths}
    reasons: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as spools:
        crew = ReadingCrew(
            best_wall(), Path(spools), lambda path, sha256: None, size=os.cpu_count() or 2, languages=languages
        )
        for packet in crew.packets(map(FoundFile, paths)):
            for event in packet:
                if isinstance(event, ItemRead):
                    what = event.item.what
                    if isinstance(what, Record):
                        texts[event.file].append(" ".join((what.title, *what.pages)))
                    else:
                        reasons[event.file] = what.reason.value
                elif isinstance(event, Closed):
                    text = "\n".join(texts.pop(event.file))
                    yield Answer(places[event.file], text, "" if text else reasons.get(event.file, ""))


def amparo_without_ocr(paths: Sequence[str], one_by_one: bool) -> Iterator[Answer]:
    """The same with OCR for no language that there is."""
    yield from amparo(paths, one_by_one, "none")


def kreuzberg(paths: Sequence[str], one_by_one: bool) -> Iterator[Answer]:
    """Without its cache, which would answer the second round from the first."""
    from kreuzberg import ExtractionConfig, batch_extract_files_sync

    config = ExtractionConfig(use_cache=False)
    size = 1 if one_by_one else GROUP
    for start in range(0, len(paths), size):
        group = [*paths[start : start + size]]
        try:
            found = batch_extract_files_sync(group, config=config)
        except Exception as error:
            # A group that fails as a whole is asked again, each by itself.
            if one_by_one:
                yield Answer(start, error=type(error).__name__)
            else:
                yield from (Answer(start + each.place, each.text, each.error) for each in kreuzberg(group, True))
            continue
        for place, each in enumerate(found):
            # A file that failed comes back as a text that says so.
            failed = each.content.startswith("Error: ") and not each.metadata
            told = each.content.removeprefix("Error: ").partition(":")[0][:40] if failed else ""
            yield Answer(start + place, "" if failed else _with_children(each), told)


def _with_children(result: Any) -> str:
    """The text of a result with those of what lay inside, which kreuzberg tells beside it."""
    return "\n".join((result.content, *(_with_children(each["result"]) for each in result.children or ())))


def extractous(paths: Sequence[str], one_by_one: bool) -> Iterator[Answer]:
    """Its own limit on the length of a text is taken away."""
    from extractous import Extractor, PdfOcrStrategy, PdfParserConfig

    settings = PdfParserConfig().set_ocr_strategy(PdfOcrStrategy.NO_OCR)
    extractor = Extractor().set_extract_string_max_length(2**31 - 1).set_pdf_config(settings)
    for place, path in enumerate(paths):
        try:
            text, _ = extractor.extract_file_to_string(path)
        except Exception as error:
            # All are of one class; the message begins with the kind.
            yield Answer(place, error=str(error).partition("(")[0][:40])
        else:
            yield Answer(place, text)


READERS: dict[str, Callable[[Sequence[str], bool], Iterator[Answer]]] = {
    "amparo": amparo,
    "amparo-no-ocr": amparo_without_ocr,
    "kreuzberg": kreuzberg,
    "extractous": extractous,
}


def main() -> None:
    """Read, and say it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("paths", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--one-by-one", action="store_true")
    parser.add_argument("--words", type=Path)
    asked = parser.parse_args()
    paths: list[str] = json.loads(asked.paths.read_text())
    words: list[str] = json.loads(asked.words.read_text()) if asked.words else []
    with asked.answers.open("a") as answers:
        for each in READERS[asked.reader](paths, asked.one_by_one):
            found = [word for word in words if word in each.text]
            told = {"path": paths[each.place], "characters": len(each.text.strip()), "error": each.error}
            answers.write(json.dumps({**told, "words": found}) + "\n")
            answers.flush()
    # At once: a thread of a reader that hangs would keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
