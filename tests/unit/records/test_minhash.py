"""Near-duplicates among texts: what counts as alike, and what does not."""

from __future__ import annotations

import pytest

from amparo.records.minhash import bands, similarity, sketch

REPORT = (
    "The inspector found the gate of the northern depot open and unattended on three mornings of the same week. "
    "Two crates that the register lists had been moved, and nobody could say by whom or where they went. He asked for "
    "the keys to be counted, was told that there was no list of them, and wrote that down as well. The manager signed "
    "the page without reading it. A copy went to the ministry, where it was filed under correspondence of no weight."
)


def alike(one: str, other: str) -> float:
    first, second = sketch(one), sketch(other)
    assert first and second
    return similarity(first, second)


@pytest.mark.parametrize(
    "other",
    [
        REPORT.upper(),
        REPORT.replace(". ", ".\n\n  "),
        REPORT.replace(" ", " \u200b").replace(",", ";"),
        "".join(f"{word}\n" for word in REPORT.split()),
    ],
)
def test_case_space_and_punctuation_make_no_difference(other: str) -> None:
    assert alike(REPORT, other) == 1.0


def test_a_scan_of_a_text_is_found_by_its_bands() -> None:
    scanned = REPORT.replace("inspector", "inspect0r").replace("ministry", "rninistry")
    first, second = sketch(REPORT), sketch(scanned)
    assert first and second and similarity(first, second) >= 0.75
    assert not set(bands(first)).isdisjoint(bands(second))


def test_another_report_is_not_alike() -> None:
    other = " ".join(reversed(REPORT.split()))
    assert alike(REPORT, other) < 0.1


def test_short_notes_have_no_sketch() -> None:
    assert sketch("") is sketch("Thanks, see you tomorrow at ten.") is sketch("- " * 500) is None


def test_scripts_without_spaces_have_words_too() -> None:
    chinese = "检查员在同一周的三个早晨发现北仓库的大门敞开无人看守登记册上的两个箱子被移动过没有人知道"
    assert alike(chinese, chinese.replace("两个箱子", "三个箱子")) > 0.7
    assert alike(chinese, chinese[::-1]) < 0.2
