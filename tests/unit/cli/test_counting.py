"""Figures on the terminal are those of the row, a line for each stage."""

from __future__ import annotations

from amparo.cli.counting import lines
from amparo.desk.progress import Progress


def test_every_stage_has_a_line_with_its_figures() -> None:
    progress = Progress(
        files_found=12_345,
        all_found=True,
        files_done=2_345,
        files_reading=2,
        added=2_000,
        duplicates=300,
        excluded=5,
        failed=40,
        pages=9_000,
        pages_by_ocr=321,
        unindexed=812,
        rate=100.0,
    )
    assert lines(progress) == (
        "found    12,345 files",
        "read     2,345 files, 10,000 left, 2 in hand; 9,000 pages, 321 by OCR",
        "filed    2,000 added, 300 duplicates, 5 left out, 40 failed",
        "index    812 documents wait",
        "speed    100.0 files a second, about 2 minutes left",
    )


def test_what_is_not_known_yet_is_not_said_to_be() -> None:
    found, *_, speed = lines(Progress(files_found=10, files_done=5, rate=1.0))
    assert found == "found    10 files so far"
    assert speed.endswith("time left not known yet")
