"""Numbers of lists in documents of Word 97, which are written here: levels, forms, styles, what begins anew, damage."""

from __future__ import annotations

import random

from tests.word_97 import Level, Paragraph, document

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Input, Reason, Unreadable

_CONTRACT = tuple(Level("".join(f"{chr(at)}." for at in range(level + 1)), (0, 4, 2)[level % 3]) for level in range(9))


def lines(data: bytes) -> list[str]:
    first = next(iter(read(Input.of(data, "contract.doc"))))
    assert isinstance(first, Record), first
    return first.text.split("\n")


def test_paragraphs_are_numbered_by_level() -> None:
    told = [Paragraph(text, 1, level) for text, level in
            (("Parties", 0), ("Buyer", 1), ("Seller", 1), ("His heirs", 2), ("Price", 0), ("Rate", 1))]  # fmt: skip
    told.insert(2, Paragraph("It owes nothing."))
    assert lines(document(told, [_CONTRACT], [(0, [])])) == [
        "1. Parties", "1.a. Buyer", "It owes nothing.", "1.b. Seller", "1.b.i. His heirs", "2. Price", "2.a. Rate",
    ]  # fmt: skip


def test_uses_of_a_list_count_together_unless_one_begins_anew() -> None:
    told = [Paragraph("one", 1, 0), Paragraph("two", 2, 0), Paragraph("other", 3, 0), Paragraph("three", 1, 0)]
    assert lines(document(told, [_CONTRACT], [(0, []), (0, []), (0, [(0, 7)])])) == [
        "1. one", "2. two", "7. other", "3. three",
    ]  # fmt: skip


def test_forms_and_what_restarts() -> None:
    levels = [Level("\0)", 5), Level("(\1)", 3), Level("\1-\2", 0, 1, 0x08, 1), *_CONTRACT[3:]]
    told = [Paragraph("first", 1, 0), Paragraph("A", 1, 1), Paragraph("x", 1, 2), Paragraph("B", 1, 1),
            Paragraph("y", 1, 2), Paragraph("second", 1, 0), Paragraph("third", 1, 0)]  # fmt: skip
    assert lines(document(told, [levels], [(0, [])])) == [
        "1st) first", "(A) A", "A-1 x", "(B) B", "B-2 y", "2nd) second", "3rd) third",
    ]  # fmt: skip


def test_bullets_and_legal_numbers() -> None:
    levels = [Level("\0", 1), Level("\0.\1", 4, 1, 0x04), Level("\u2022", 23), *_CONTRACT[3:]]
    told = [Paragraph("Chapter", 1, 0), Paragraph("Clause", 1, 1), Paragraph("Point", 1, 2)]
    assert lines(document(told, [levels], [(0, [])])) == ["I Chapter", "1.1 Clause", "Point"]


def test_styles_number_paragraphs_and_inherit() -> None:
    styles = [(1, 0, 0xFFF), (1, 1, 1)]
    told = [Paragraph("Title", style=1), Paragraph("Below", style=2), Paragraph("None", use=0, style=1),
            Paragraph("Lower", level=2, style=1), Paragraph("Plain")]  # fmt: skip
    assert lines(document(told, [_CONTRACT], [(0, [])], styles)) == [
        "1. Title", "1.a. Below", "None", "1.a.i. Lower", "Plain",
    ]  # fmt: skip


def test_a_word_with_its_reading_above_it() -> None:
    ruby = '\x13 EQ \\* jc2 \\* "Font:Mincho" \\* hps10 \\o\\ad(\\s\\up 9(とうきょう),東京)\x15'
    assert lines(document([Paragraph(f"In {ruby}.")], [], [])) == ["In 東京(とうきょう)."]


def test_numbering_that_is_damaged_costs_nothing_but_the_numbers() -> None:
    told = [Paragraph(f"Clause {number}", 1, number % 3) for number in range(9)]
    whole, chance = document(told, [_CONTRACT], [(0, [(1, 4)])], [(1, 0, 0xFFF), (1, 1, 1)]), random.Random(5)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(512, len(data))] = chance.choice((0, 1, 0x7F, 0xFF))
        for each in read(Input.of(bytes(data), "contract.doc")):
            assert not (isinstance(each, Unreadable) and each.reason is Reason.CRASHED), each
