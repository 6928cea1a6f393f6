"""A second opinion on pictures that tesseract read badly or not at all: RapidOCR, whose models come in its package.

An extra (docs/adr/0256), asked for by naming it beside the languages: `eng+rapidocr`. It runs where tesseract runs,
behind the wall, on one core. Of two readings the better one comes first, by letters times sureness; the other stands
behind it, marked with its engine, so that both are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image

from amparo.records.page_image import LONGEST_WORD, Word
from amparo.records.readers.document import marked
from amparo.records.tesseract import SECOND as NAME

_FIRST = "tesseract"
_PARAMETERS = {
    "Global.log_level": "critical",
    **{f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")},
}
_ONE_LINE = 0.6
"""Share of the height of two lines that must overlap for them to stand side by side."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine made of a picture; `sure` from 0 to 100, by its own reckoning."""

    text: str = ""
    sure: int = 0
    words: tuple[Word, ...] = ()

    @property
    def weight(self) -> int:
        """Letters and digits, times sureness: what readings are compared by."""
        return sum(map(str.isalnum, self.text)) * self.sure


def split(languages: str) -> tuple[str, bool]:
    """The languages without the name of the engine, and whether it was among them. Alone it stands beside English."""
    named = languages.split("+")
    return "+".join(each for each in named if each != NAME) or "eng", NAME in named


def read(picture: Image.Image, *, with_words: bool) -> Reading:
    """The text in a picture, line by line from above; nothing where it sees none."""
    found = _engine()(picture.convert("RGB"))
    if found.txts is None:
        return Reading()
    boxes = [_upright(box, *picture.size) for box in found.boxes]
    rows = _rows(sorted(zip(boxes, found.txts, strict=True), key=lambda line: line[0][1]))
    text = "\n".join("  ".join(line for _, line in row) for row in rows)
    letters = [sum(map(str.isalnum, line)) for line in found.txts]
    sure = sum(score * size for score, size in zip(found.scores, letters, strict=True)) / (sum(letters) or 1)
    words = tuple(word for row in rows for box, line in row for word in _words(box, line)) if with_words else ()
    return Reading(text, round(100 * sure), words)


def both(first: Reading, second: Reading) -> Reading:
    """Tesseract's reading and RapidOCR's as one, the better one first."""
    if not any(map(str.isalnum, second.text)):
        return first
    if _same(first.text, second.text):
        return first
    better, other, name = (second, first, _FIRST) if second.weight > first.weight else (first, second, NAME)
    by = f"[read by {NAME}]" if better is second else ""
    behind = marked(f"read otherwise by {name}", other.text) if other.text.strip() else ""
    return Reading("\n".join(filter(None, (better.text, by, behind))), better.sure, better.words)


def _same(first: str, second: str) -> bool:
    return "".join(filter(str.isalnum, first)).lower() == "".join(filter(str.isalnum, second)).lower()


@lru_cache(1)
def _engine() -> Any:
    """Started once a process. It has its models beside it and asks no network, which is not there either."""
    from rapidocr import RapidOCR

    return RapidOCR(params=_PARAMETERS)


_Box = tuple[float, float, float, float]
_Line = tuple[_Box, str]


def _upright(corners: Any, width: int, height: int) -> _Box:
    across, down = [float(x) / width for x, _ in corners], [float(y) / height for _, y in corners]
    return max(min(across), 0.0), max(min(down), 0.0), min(max(across), 1.0), min(max(down), 1.0)


def _rows(lines: list[_Line]) -> list[list[_Line]]:
    """Lines, sorted from above, that stand side by side are one row, from the left."""
    rows: list[list[_Line]] = []
    for line in lines:
        if rows and _overlap(rows[-1][-1][0], line[0]) > _ONE_LINE:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line[0][0]) for row in rows]


def _overlap(one: _Box, other: _Box) -> float:
    lower = min(one[3] - one[1], other[3] - other[1])
    return (min(one[3], other[3]) - max(one[1], other[1])) / lower if lower > 0 else 0.0


def _words(box: _Box, line: str) -> Iterator[Word]:
    """The words of a line, each with its share of the line's width: the engine tells no nearer places."""
    left, top, right, bottom = box
    step, at = (right - left) / max(len(line), 1), 0
    for word in line.split():
        at = line.index(word, at)
        yield Word(word[:LONGEST_WORD], ((left + step * at, top, left + step * (at + len(word)), bottom),))
        at += len(word)
