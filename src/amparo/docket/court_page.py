"""A web page of tables as lines of text: rows in their order, cells in theirs, each line with its place in the text.

For pages that have no names in them, only a layout (`court_html`). Knows nothing of courts. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree, html

from amparo.errors import InputError

MOST_BYTES = 16 << 20
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "hr", "center", "table", "tr"})
_SILENT = frozenset({"script", "style", "head", "title", "select", "button"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell, white space made single, and where it begins in the text of the page."""

    words: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.words)


Row = Sequence[Sequence[Line]]


def rows_of(data: bytes) -> tuple[tuple[Row, ...], str]:
    """The rows that hold anything, and the text: one line of it for each line. InputError for what is no page."""
    if len(data) > MOST_BYTES:
        raise InputError("This page is too large.", f"At most {MOST_BYTES:,} bytes are read.")
    found: list[Row] = []
    at, lines = 0, []
    for row in _table_rows(_tree(data)):
        cells = []
        for cell in row.iterchildren("td", "th"):
            told = []
            for words in _lines(cell):
                told.append(Line(words, at))
                lines.append(words)
                at += len(words) + 1
            cells.append(tuple(told))
        if any(cells):
            found.append(tuple(cells))
    return tuple(found), "".join(f"{words}\n" for words in lines)


def _tree(data: bytes) -> html.HtmlElement:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        # The declared encoding is not asked: such pages say iso-8859-1 and are UTF-8.
        return html.document_fromstring(text.replace("\0", ""), parser=html.HTMLParser(encoding=None))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError("This is no web page.", "Save the page as HTML, whole.") from error


def _table_rows(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Rows that hold no table: a table around tables says nothing itself."""
    return (row for row in tree.iter("tr") if row.find(".//tr") is None)


def _lines(cell: html.HtmlElement) -> Iterator[str]:
    pieces: list[str] = []
    for piece in (*_pieces(cell), None):
        if piece is not None:
            pieces.append(piece)
            continue
        if words := " ".join("".join(pieces).split()):
            yield words
        pieces.clear()


def _pieces(cell: html.HtmlElement) -> Iterator[str | None]:
    """The texts of a cell in order; None where a line ends."""
    for event, part in etree.iterwalk(cell, events=("start", "end", "comment")):
        is_element = isinstance(part.tag, str)
        if event == "start" and is_element:
            if part.tag in _BREAKS:
                yield None
            if part.tag not in _SILENT:
                yield part.text or ""
        elif part is not cell and (event == "comment" or (event == "end" and is_element)):
            if is_element and part.tag in _BREAKS:
                yield None
            yield part.tail or ""
