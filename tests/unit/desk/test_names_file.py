"""Files of names as spreadsheets write them."""

from __future__ import annotations

import pytest

from amparo.desk.names_file import rows
from amparo.errors import InputError


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"id,full_name\n1,Ana Sample\n", [(2, "Ana Sample")]),
        (b"ID;Person Name;Full-Name\n1;x;Ana Sample\n", [(2, "Ana Sample")]),
        (b"Last name,First name,Town\nSample,Ana,X\nExample,,Y\n", [(2, "Ana Sample"), (3, "Example")]),
        (b"nr;surname;given_name\n1;Sample; Ana\n", [(2, "Ana Sample")]),
        (b"first name,town\nAna,X\n", [(1, "first name"), (2, "Ana")]),
        (b"\xef\xbb\xbfsep=;\r\nname;town\r\nAna Sample;X\r\n", [(3, "Ana Sample")]),
        (b'"sep=|"\nnr|name\n1|Sample, Ana\n', [(3, "Sample, Ana")]),
        (b"\n\nName\rAna\rAna\r", [(4, "Ana"), (5, "Ana")]),
        (b"sep=;\n", []),
    ],
)
def test_headings_as_spreadsheets_have_them(data: bytes, found: list[tuple[int, str]]) -> None:
    if found:
        assert [(row.line, row.query) for row in rows(data, is_csv=True)] == found
    else:
        with pytest.raises(InputError):
            rows(data, is_csv=True)


def test_a_row_without_end_says_so_and_the_others_are_asked() -> None:
    long, other = rows(b"name\n" + b"x" * 200_000 + b"\nAna\n", is_csv=True)
    assert (long.line, long.error) == (2, "This row is too long.")
    assert other.query == "Ana"
