"""The running text of a TEI division, page by page. Spec: specs/records.md, "FRUS volumes".

Pages turn at `pb`. Footnotes stand at the foot of the page that cites them, so that they do not break a sentence in
two; the note on a document's source is left out here because it is a field of its own.
"""

from __future__ import annotations

from lxml import etree

from amparo.records.xml import local_name, squeeze

_BLOCKS = frozenset(
    [
        "head",
        "p",
        "dateline",
        "opener",
        "closer",
        "salute",
        "signed",
        "list",
        "item",
        "table",
        "row",
        "quote",
        "lg",
        "l",
        "div",
        "postscript",
        "byline",
        "lb",
        "figure",
        "floatingText",
        "body",
        "argument",
        "epigraph",
        "trailer",
    ]
)
_SKIPPED = frozenset(("graphic", "figDesc"))


class PageText:
    """Collects text block by block and turns pages; `walk` an element, then take `pages()`."""

    def __init__(self) -> None:
        self._pages: list[str] = []
        self.printed_pages: list[str] = []
        """Numbers printed on the pages; empty where a page starts without one."""
        self._blocks: list[str] = []
        self._notes: list[str] = []
        self._line: list[str] = []
        self._number = ""

    def walk(self, element: etree._Element) -> None:
        """Take in an element and all it holds, without its tail. Depth is bounded by the parser (256)."""
        name = local_name(element)
        if name == "pb":
            self._turn(element.get("n", ""))
        elif name == "note":
            self._note(element)
        elif name and name not in _SKIPPED:
            self._element(element, name)

    def pages(self) -> tuple[str, ...]:
        """The pages that hold text; one empty page when none does."""
        self._turn("")
        return tuple(self._pages) or ("",)

    def _element(self, element: etree._Element, name: str) -> None:
        block = name in _BLOCKS
        if block:
            self._end_line()
        self._line.append(element.text or "")
        for child in element:
            self.walk(child)
            self._line.append(child.tail or "")
        if name == "cell":
            self._line.append(" | ")
        if block:
            self._end_line()

    def _note(self, element: etree._Element) -> None:
        if element.get("type") == "source":
            return
        text = squeeze("".join(str(piece) for piece in element.itertext()))
        parent = element.getparent()
        if parent is not None and local_name(parent) == "div" and element.get("n") is None:
            # Stands alone in place of text that was withheld: part of the document, not a footnote.
            self._end_line()
            self._blocks.append(text)
        elif text:
            self._notes.append(f"[{element.get('n') or '*'}] {text}")

    def _end_line(self) -> None:
        text = squeeze("".join(self._line)).removesuffix("|").rstrip()
        self._line.clear()
        if text:
            self._blocks.append(text)

    def _turn(self, number: str) -> None:
        self._end_line()
        blocks = self._blocks + self._notes
        if blocks:
            self._pages.append("\n\n".join(blocks))
            self.printed_pages.append(self._number)
        self._blocks, self._notes = [], []
        self._number = number
