"""Counts as bars: an empty year stays empty, a small count is seen, words are announced and never markup."""

import re
from itertools import pairwise

import pytest
from lxml import etree

from amparo.charts.sparkline import sparkline

SVG = {"s": "http://www.w3.org/2000/svg"}
BAR = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v-([\d.]+)h-([\d.]+)z")


def bars(picture: str) -> list[tuple[float, ...]]:
    """(left, foot, width, height, width again) of each bar."""
    paths = etree.fromstring(picture.encode()).xpath("//s:path/@d", namespaces=SVG)
    return [tuple(float(value) for value in bar) for path in paths for bar in BAR.findall(path)]


def test_a_bar_for_each_count_that_is_not_zero() -> None:
    assert len(bars(sparkline([3, 0, 1, 0, 7]))) == 3


@pytest.mark.parametrize("counts", [[], [0], [0, 0, 0]])
def test_nothing_counted_is_the_bare_ground(counts: list[int]) -> None:
    picture = etree.fromstring(sparkline(counts).encode())
    assert picture.xpath("count(//s:path)", namespaces=SVG) == 0
    assert picture.xpath("count(//s:rect)", namespaces=SVG) == 1


def test_heights_follow_the_counts_and_the_largest_fills_the_room() -> None:
    heights = [bar[3] for bar in bars(sparkline([5, 10, 20], height=41))]
    assert heights == [10, 20, 40]


def test_one_among_thousands_is_still_seen() -> None:
    assert next(bar[3] for bar in bars(sparkline([1, 90_000]))) == 1


def test_bars_stand_apart_and_inside_the_picture() -> None:
    drawn = bars(sparkline([1] * 60, width=240, height=36))
    assert all(left + width < after for (left, _, width, *_), (after, *_) in pairwise(drawn))
    assert drawn[0][0] >= 0
    assert drawn[-1][0] + drawn[-1][2] <= 240
    assert all(foot - height >= 0 for _, foot, _, height, _ in drawn)


def test_a_label_is_announced_and_no_label_is_decoration() -> None:
    named = etree.fromstring(sparkline([1], label="240 cables, 1996 to 2004").encode())
    assert (named.get("role"), named.get("aria-label")) == ("img", "240 cables, 1996 to 2004")
    assert named.xpath("string(s:title)", namespaces=SVG) == "240 cables, 1996 to 2004"
    assert etree.fromstring(sparkline([1]).encode()).get("aria-hidden") == "true"


def test_a_label_is_words_and_no_markup() -> None:
    label = '"><script>alert(1)</script>\x00'
    picture = etree.fromstring(sparkline([1], label=label).encode())
    assert picture.get("aria-label") == label.replace("\x00", "\ufffd")
    assert not picture.xpath("//*[local-name() = 'script']")


def test_nothing_in_it_needs_a_style_or_a_script_of_the_page() -> None:
    picture = etree.fromstring(sparkline([1, 2], label="two").encode())
    assert not picture.xpath("//@style | //@onload | //*[local-name() = 'style']")
