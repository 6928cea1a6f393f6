"""The few lines of a document that show best why it was found, with the matches marked, and the page they stand on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from amparo.search.engine import Piece
from amparo.search.matching import Finder, Span

LENGTH = 240
MOST_MATCHES = 200
"""Matches of a text that are weighed: the best line of a long document is looked for among the first."""
_MOST_SELDOM = 50
_BEFORE = 60
PAGE_END = "\f"
_SPACE = re.compile(r"\s")


def snippet(text: str, finder: Finder) -> tuple[int, tuple[Piece, ...]]:
    """(page counted from 1, pieces). Without a match in the text: the beginning of page 1, nothing marked.

    `text` is the pages joined by form feeds. A snippet never runs across a page.
    """
    spans = _matches(text, finder)
    if not spans:
        end = _page_end(text, 0)
        return 1, _pieces(text, 0, min(LENGTH, end), end, [])
    chosen, _ = best(text, spans)
    first = spans[chosen][0]
    page_start = text.rfind(PAGE_END, 0, first) + 1
    page_end = _page_end(text, first)
    start = _word_start(text, max(page_start, first - _BEFORE), first)
    end = min(page_end, max(start + LENGTH, min(spans[chosen][1], start + 2 * LENGTH)))
    return text.count(PAGE_END, 0, first) + 1, _pieces(text, start, end, page_end, spans[chosen:])


def stretch(text: str, start: int, end: int, finder: Finder) -> tuple[int, tuple[Piece, ...]]:
    """The same of a stretch that is known already; matches inside it are marked."""
    shown = text[start:end]
    return text.count(PAGE_END, 0, start) + 1, _pieces(shown, 0, len(shown), len(shown), finder.spans(shown))


def _page_end(text: str, place: int) -> int:
    end = text.find(PAGE_END, place)
    return len(text) if end < 0 else end


def _matches(text: str, finder: Finder) -> list[Span]:
    """The first matches of each word; and around those of seldom words all others, which a long table has there, but
    not among its first.
    """
    spans = finder.spans(text, MOST_MATCHES)
    counts = Counter(text[start:end].lower() for start, end in spans)
    if not counts or max(counts.values()) < MOST_MATCHES <= sum(counts.values()):
        return spans
    seldom = [span for span in spans if counts[text[span[0] : span[1]].lower()] < MOST_MATCHES][:_MOST_SELDOM]
    found = {span for start, end in seldom for span in _around(text, start, end, finder)}
    return sorted({*spans, *found}, key=lambda span: (span[0], -span[1]))


def _around(text: str, start: int, end: int, finder: Finder) -> Iterator[Span]:
    first, last = max(start - LENGTH, 0), min(end + LENGTH, len(text))
    for begin, close in finder.spans(text[first:last]):
        # What touches a cut may be a part of a word.
        if (begin or not first) and (close < last - first or last == len(text)):
            yield first + begin, first + close


def best(text: str, spans: Sequence[Span]) -> tuple[int, tuple[int, int]]:
    """Index of the first match of the window with the most different words, then the most matches; and how many."""
    said = [text[start:end].lower() for start, end in spans]
    inside: Counter[str] = Counter()
    chosen, best_worth = 0, (0, 0)
    last = 0
    for index, (start, _) in enumerate(spans):
        while last < len(spans) and (last <= index or spans[last][1] <= start + LENGTH - _BEFORE):
            inside[said[last]] += 1
            last += 1
        worth = (len(inside), inside.total())
        if worth > best_worth:
            chosen, best_worth = index, worth
        inside[said[index]] -= 1
        if not inside[said[index]]:
            del inside[said[index]]
    return chosen, best_worth


def _word_start(text: str, start: int, limit: int) -> int:
    """Not in the middle of a word, when a gap is near."""
    if start == 0 or text[start - 1].isspace() or text[start - 1] == PAGE_END:
        return start
    gap = next((place for place in range(start, limit) if text[place].isspace()), start - 1)
    return gap + 1


def _pieces(text: str, start: int, end: int, page_end: int, spans: list[Span]) -> tuple[Piece, ...]:
    if end < page_end:
        gap = text.rfind(" ", start + LENGTH // 2, end)
        end = gap if gap > 0 else end
    pieces: list[Piece] = []
    at = start
    for first, last in spans:
        if first >= end:
            break
        if first < at:
            continue
        last = min(last, end)
        pieces += [Piece(_flat(text[at:first]), False), Piece(_flat(text[first:last]), True)]
        at = last
    pieces.append(Piece(_flat(text[at:end]), False))
    return tuple(piece for piece in pieces if piece.text)


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text)
