"""How a text is laid out: paragraphs, quotations in them, sentences. Offsets only; the text itself is never changed.

Spec: specs/article.md, "Layout". A paragraph's `outside` is its text with every character inside a quotation replaced
by NUL, so that rules about the words around a quotation cannot match inside one. Offsets stay the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

INSIDE = "\x00"
_OPEN = re.compile(r"[“«„]|(?<![\w.,!?…])\"(?=[\w\[(‘'’…$#@.<—–-])|``|(?<![\w'’])''(?=[\w\[])|(?<=[\s(])\"(?=\S)")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w\[…])")
_SINGLE_SPEECH = re.compile(r"[‘'](?:(?<=\n[‘'])|(?<=[:,] [‘'])|(?<=\A[‘']))(?=[\w\[…])(?=[^‘\"“\n]{15})")
"""A single mark where speech begins: a paragraph, or behind a colon or comma."""
_CLOSERS = {"“": "”", "«": "»", "„": "“", '"': '"', "``": "''", "''": "''", "‘": "’", "'": "'"}
_TERMINAL = re.compile(r"[.!?:…][\"”’»)]*$")
_LONGEST = 1500
_WIDEST = 5000
_SHORT_LINE = 0.85
_STOP = re.compile(r"[.!?…]+[\])”’»]*|[.!?…]*\x01|:(?=\s*$)")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Rev|Pres|Const|Cst|Cpl|Insp|Supt|Det|Brig|Adm|Cmdr|Pvt|Pte|Hon|Atty|Coun|Messrs|Jr|Mx|Inc|Ltd|Corp|Co|vs|No|Nos|Art|pp?|ca|cf|lbs?|oz|ft|approx|est|incl|Mt|Ft|Ave|Blvd|Rd|Ont|Que|Alta|Sask|Man|N\.S|B\.C"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ariz|Calif|Conn|Fla|Mass|Mich|Minn|Va|Wash|Ill|Pa|Ga|La|Md|Okla|Tenn|Vt"
    r"|Ud|Uds|EE|UU)|(?<![A-Za-z])[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `start` and `end` with the marks, `first`, `last` without. `open`: it never closes."""

    start: int
    end: int
    first: int
    last: int
    open: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, with the quotations in it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its offsets in the text, its words outside quotations (from `start` on), quotations, sentences."""

    start: int
    end: int
    outside: str
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]

    def words(self, start: int, end: int) -> str:
        """The words outside quotations between two offsets of the text."""
        return self.outside[max(start - self.start, 0) : max(end - self.start, 0)]

    def sentence_from(self, offset: int) -> Sentence | None:
        """The first sentence that begins at an offset or behind it."""
        index = bisect_left(self.sentences, offset, key=lambda one: one.start)
        return self.sentences[index] if index < len(self.sentences) else None

    def quotations_in(self, sentence: Sentence) -> tuple[Quotation, ...]:
        """The quotations that begin in a sentence."""
        first = bisect_left(self.quotations, sentence.start, key=lambda one: one.start)
        return self.quotations[first : bisect_left(self.quotations, sentence.end, key=lambda one: one.start)]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence around an offset."""
        index = bisect_right(self.sentences, offset, key=lambda one: one.start) - 1
        return self.sentences[max(index, 0)]


def lay_out(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text."""
    single = _in_single_marks(text)
    return tuple(_paragraph(text, start, end, single) for start, end in _spans(text))


def _in_single_marks(text: str) -> bool:
    """Whether a text quotes speech in single marks: it has no others, or few, and those within the single ones."""
    double = sum(map(text.count, ("“", "«", "„", "``"))) + (text.count('"') + text.count("''") + 1) // 2
    single = text.count("‘") + text.count("'")
    return not double or (single > 2 * double and sum(1 for _ in _SINGLE_SPEECH.finditer(text)) > 2 * double)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: each line; where lines are wrapped, lines up to an empty one or to one that stops short."""
    width = _wrapped_at(text)
    start = 0
    for gap in re.finditer(r"\n\s*", text):
        if width and not _ends_paragraph(text, start, gap, width):
            continue
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _wrapped_at(text: str) -> int:
    """The length of a full line where lines end because they are full, else 0: none is long, many break a sentence."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    widest = max(map(len, lines), default=0)
    cut = sum(len(line) > widest * 0.7 and not _TERMINAL.search(line) for line in lines)
    return widest if 40 < widest <= 130 and len(lines) > 3 and cut * 4 >= len(lines) else 0


def _ends_paragraph(text: str, start: int, gap: re.Match[str], width: int) -> bool:
    """An empty line, a line that ends a sentence early, or one so short that it is a heading."""
    if gap[0].count("\n") > 1:
        return True
    line = text[max(text.rfind("\n", start, gap.start()) + 1, start) : gap.start()].rstrip()
    if _TERMINAL.search(line):
        return len(line) < width * _SHORT_LINE
    word = re.compile(r"\S*").match(text, gap.end())  # What would have fitted begins no new line by itself.
    return len(line) + 1 + len(word[0] if word else "") < width * _SHORT_LINE


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start < end:
        yield start, end


def _paragraph(text: str, start: int, end: int, single: bool) -> Paragraph:
    quotations = tuple(_quotations(text, start, end, single))
    outside, position = [], start
    for one in quotations:
        outside += [text[position : one.first], INSIDE * (one.last - one.first)]
        position = one.last
    words = "".join([*outside, text[position:end]]).replace("\x01", " ")
    return Paragraph(start, end, words, quotations, tuple(_sentences(text, words, start, quotations)))


def _quotations(text: str, start: int, end: int, single: bool) -> Iterator[Quotation]:
    opening = _SINGLE if single else _OPEN
    position = start
    while match := opening.search(text, position, end):
        mark = match[0]
        last = _closing(text, match.end(), end, mark)
        closed = last >= 0
        if not closed:
            if single:
                position = match.end()
                continue
            last = end
        length = len(_CLOSERS[mark]) if closed else 0
        yield Quotation(match.start(), last + length, match.end(), last, not closed)
        position = last + length


def _closing(text: str, start: int, end: int, mark: str) -> int:
    """Where the mark that closes stands, or -1. A curly mark that opens again before it closes was never closed."""
    closer = _CLOSERS[mark]
    if mark == "“" and (mixed := _straight(text, start, min(end, start + _WIDEST))) >= 0:
        return mixed
    position = start
    while (found := text.find(closer, position, min(end, start + _WIDEST))) >= 0:
        if mark in ("‘", "'"):
            after, before = text[found + 1 : found + 2], text[found - 1 : found]
            if after.isalnum() or (before.isalnum() and after == " " and text[found - 1] == "s"):
                position = found + 1
                continue
        if mark == '"' and text[found - 1 : found] in " (" and found > start:
            position = found + 1
            continue
        return found
    if mark == "“":
        return text.find('"', start, min(end, start + _WIDEST))
    return -1


def _straight(text: str, start: int, end: int) -> int:
    """`“…," she said.`: where a straight mark closes a curly one, or -1; one that opens stands behind a blank."""
    found = text.find('"', start, end)
    closes = found > start and text[found - 1] in ",.!?…" and text[found + 1 : found + 2].isspace()
    return found if closes and text.find("”", start, found) < 0 else -1


def _sentences(text: str, outside: str, start: int, quotations: tuple[Quotation, ...]) -> Iterator[Sentence]:
    """Sentences: a stop outside quotations, or a quotation that ends with one, before a capital or a quotation."""
    stops = sorted({*_stops_outside(outside, start), *_stops_inside(text, outside, start, quotations)})
    begin, end = start, start + len(outside)
    for stop in stops:
        if begin < stop < end:
            yield from _pieces(text, begin, stop)
            begin = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
    if begin < end:
        yield from _pieces(text, begin, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    """A sentence; what is far too long to be one, a table say, in pieces that end at a blank where there is one."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST) + 1 or start + _LONGEST
        yield Sentence(start, cut)
        start = cut
    yield Sentence(start, end)


def _stops_outside(outside: str, start: int) -> Iterator[int]:
    for match in _STOP.finditer(outside):
        rest = outside[match.end() : match.end() + 3]
        if not rest[:1].isspace() or not _begins(rest.strip()):
            continue
        if match[0] == "." and _SHORT.search(outside[max(match.end() - 12, 0) : match.end()]):
            continue
        yield start + match.end()


def _begins(rest: str) -> bool:
    first = rest[:1]
    return bool(first) and (first.isupper() or first.isdigit() or not first.isalnum())


def _stops_inside(text: str, outside: str, start: int, quotations: tuple[Quotation, ...]) -> Iterator[int]:
    """A quotation's own last stop ends the sentence too, unless the words after it go on in lower case."""
    for one in quotations:
        ending = text[one.first : one.last].rstrip(" ’'")[-1:]
        rest = outside[one.end - start :]
        if (
            ending in ".!?…"
            and ending
            and rest[:1].isspace()
            and _begins(rest.strip()[:1])
            and rest.strip()[:1] not in "-–—("
        ):
            yield one.end
