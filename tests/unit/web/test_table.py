"""No cell of a table of ours is run by a spreadsheet, and each still says what it said."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.web.table import cell, csv_line

TEXTS = st.one_of(st.text(max_size=40), st.text(st.sampled_from("=+-@\t\r\n'\",a1"), max_size=20))


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_cell_begins_as_a_formula_and_nothing_is_lost(texts: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(csv_line(texts), newline=""))
    for one, text in zip(read, texts, strict=True):
        assert not one.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert one == text or (one == f"'{text}" and text[0] in "=+-@\t\r\n")


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1"])
def test_formulas_become_words(evil: str) -> None:
    assert cell(evil) == f"'{evil}"
