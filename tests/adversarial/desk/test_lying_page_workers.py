"""A worker taken over by the page that it draws: whatever it says, the desk shows a page of plain pixels, or none."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from amparo.desk import page_reading
from amparo.desk.page_reading import Wanted, read_page
from amparo.sandbox.walls import best_wall
from amparo.sandbox.worker import Worker

from . import lying_pages

WANTED = Wanted(1, is_pdf=True, by_ocr=False, languages="eng")


@pytest.fixture
def original(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file, which the lying converters are given by real workers."""
    modules = [Path(lying_pages.__file__).parent]
    monkeypatch.setattr(page_reading, "Worker", partial(Worker, modules=modules))
    path = tmp_path / "original"
    path.write_bytes(b"whatever")
    return path


def test_the_truth_is_believed(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_reading, "CONVERTER", "lying_pages:truth")
    page = read_page(best_wall(), original, WANTED)
    assert page is not None
    assert (page.width, page.height, page.pixels, page.words[0].text) == (1, 1, b"\xff" * 3, "word")


@pytest.mark.parametrize(
    "lie",
    [
        "picture_file_for_pixels",
        "size_beyond_all_bounds",
        "pixels_without_end",
        "places_off_the_page",
        "unknown_code",
        "deep_words",
        "not_even_text",
        "death",
    ],
)
def test_a_lie_shows_no_page(original: Path, monkeypatch: pytest.MonkeyPatch, lie: str) -> None:
    monkeypatch.setattr(page_reading, "CONVERTER", f"lying_pages:{lie}")
    assert read_page(best_wall(), original, WANTED) is None
