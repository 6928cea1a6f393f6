"""No cell of a table of ours is run by a spreadsheet, and each still says what it said."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.web.table import cell, csv_line

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TEXTS = st.one_of(st.text(max_size=40), st.text(st.sampled_from("=+-@\t\r\n'\",;a1\uff1d"), max_size=20))


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_cell_begins_as_a_formula_and_nothing_is_lost(texts: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(csv_line(texts), newline=""))
    for one, text in zip(read, texts, strict=True):
        assert not one.startswith(SIGNS)
        assert one.replace("'", "") == text.replace("'", "")
        if not any(sign in text for sign in SIGNS):
            assert one == text


@given(TEXTS, st.sampled_from(";\t\n"))
def test_nor_where_another_sign_parts_cells(text: str, between: str) -> None:
    assert not any(part.startswith(SIGNS) for part in cell(text).split(between))


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\uff1d1"])
def test_formulas_become_words(evil: str) -> None:
    assert cell(evil) == f"'{evil}"


@pytest.mark.parametrize(
    ("evil", "inert"),
    [("\t=1", "'\t'=1"), ("x;=1+1", "x;'=1+1"), ("x\n@SUM(1)", "x\n'@SUM(1)"), ("x; -1 = y-z", "x; -1 = y-z")],
)
def test_formulas_behind_what_may_part_cells(evil: str, inert: str) -> None:
    assert cell(evil) == inert
