"""What a page of a mail folds, and what it leaves open."""

from __future__ import annotations

from amparo.desk.pages.folding import blocks
from amparo.search.matching import finder
from amparo.search.query import parse

REPLY = "Yes, on Monday.\n\nOn 5 March 2018 Ivo <ivo@example.org> wrote:\n> Where are the crates?\n\nBring the list.\n"
FORWARD = "-----Original Message-----\nFrom: Ivo\nTo: Ana\nSubject: crates\n\nWhere are the crates?\n"


def folded(text: str, query: str = "", kind: str = "mail") -> list[tuple[bool, bool]]:
    found = blocks(text, kind, finder(parse(query)) if query else None)
    assert "".join(piece.text for block in found for piece in block.pieces) == text
    return [(block.is_folded, block.is_open) for block in found]


def test_what_a_reply_quotes_is_folded() -> None:
    assert folded(REPLY) == [(False, False), (True, False), (False, False)]


def test_a_match_opens_it() -> None:
    assert folded(REPLY, "crates") == [(False, False), (True, True), (False, False)]
    assert folded(REPLY, "list") == [(False, False), (True, False), (False, False)]
    marked = [piece.text for block in blocks(REPLY, "mail", finder(parse("crates list"))) for piece in block.pieces]
    assert "crates" in marked and "list" in marked


def test_a_bare_forward_stands_open() -> None:
    assert folded(FORWARD) == [(True, True)]


def test_other_kinds_and_empty_pages_are_whole() -> None:
    assert folded(REPLY, kind="plain") == [(False, False)] and folded("") == [(False, False)]
