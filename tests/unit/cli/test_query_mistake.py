"""Where a query is not understood, in columns of a terminal."""

from __future__ import annotations

import pytest

from amparo.cli.query_mistake import pointed


@pytest.mark.parametrize(
    ("query", "position", "column"),
    [
        ("harbour type:exel", 13, 13),
        ("港口 type:exel", 8, 10),
        ("caf\u00e9 type:exel", 10, 10),
        ("cafe\u0301 type:exel", 11, 10),
        ("🙂 type:exel", 7, 8),
        ("ｱ type:exel", 7, 7),
        ("a\tb\x1b[2J\u202e type:exel", 13, 13),
        ("(harbour", 0, 0),
        ("harbour", 7, 7),
    ],
)
def test_the_sign_stands_below_the_character(query: str, position: int, column: int) -> None:
    shown, sign = pointed(query, position).splitlines()
    assert sign == "  " + " " * column + "^"
    assert "\x1b" not in shown
    assert "\t" not in shown
    assert "\u202e" not in shown


def test_a_long_query_is_shown_around_the_place() -> None:
    shown, sign = pointed("a" * 5_000 + "b" + "c" * 4_000, 5_000).splitlines()
    assert len(shown) < 80
    assert shown[sign.index("^")] == "b"
