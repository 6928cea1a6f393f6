"""Pages: strict variables, one length, sizes for people."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.web.render import environment, human_count, padded, render_text, squeezed, takes_gzip
from amparo.web.sizes import human_size
from amparo.web.style import SHEETS, stylesheet


@dataclass(frozen=True)
class Broken:
    title: str


@dataclass(frozen=True)
class Shown:
    title: str
    what: str
    hint: str
    home: str


@given(st.text(max_size=3000), st.integers(64, 4096))
def test_padded_pages_have_one_length_up_to_the_size(html: str, size: int) -> None:
    body = padded(html, size)
    assert len(body) % size == 0
    assert body.startswith(html.encode())
    if len(html.encode()) + 10 <= size:
        assert len(body) == size


def test_a_template_cannot_show_what_the_view_did_not_give() -> None:
    env = environment("amparo.web", "drop")
    with pytest.raises(jinja2.UndefinedError):
        render_text(env, "problem.html", Broken("x"))


def test_markup_in_a_context_is_inert() -> None:
    env = environment("amparo.web", "drop")
    html = render_text(env, "problem.html", Shown("<script>alert(1)</script>", "<b>", "", "javascript:x"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_right_to_left_languages_turn_the_page() -> None:
    html = render_text(environment("amparo.web", "drop", "ar"), "problem.html", Shown("t", "w", "h", "/"))
    assert '<html lang="ar" dir="rtl">' in html


@pytest.mark.parametrize("room", SHEETS)
def test_a_room_has_at_most_12_kilobytes_of_css(room: str) -> None:
    assert len(stylesheet(room)) <= 12_000


def test_sizes_for_people() -> None:
    assert [human_size(n) for n in (0, 999, 1000, 1_250_000, 99_900_000, 4 << 30)] == [
        "0 bytes",
        "999 bytes",
        "1.0 kB",
        "1.2 MB",
        "100 MB",
        "4.3 GB",
    ]
    assert human_count(251287) == "251\u202f287"


@given(st.binary(max_size=200_000), st.integers(100, 30_000))
def test_a_squeezed_page_opens_and_has_a_length_that_tells_little(body: bytes, size: int) -> None:
    packed = squeezed(body, size)
    assert gzip.decompress(packed) == body
    assert len(packed) % size == 0


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.001", True),
        ("x-gzip", True),
        ("gzip ; q=1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, identity", False),
        ("deflate, br", False),
        ("notgzip", False),
        ("", False),
    ],
)
def test_gzip_is_for_who_takes_it(accepted: str, taken: bool) -> None:
    assert takes_gzip(accepted) is taken
