"""A second opinion on pictures, with the real RapidOCR behind the real wall, on pictures made here."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from amparo.cli.main import main
from amparo.desk.extraction import CONVERTER, Given
from amparo.desk.taking_apart import TakingApart
from amparo.records.model import Record
from amparo.records.page_image import Word
from amparo.records.readers.ocr_second import Reading, both, split
from amparo.records.reading import Reason, Unreadable
from amparo.records.tesseract import lacks_second, missing_languages
from amparo.sandbox.walls import best_wall
from amparo.sandbox.worker import Worker

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
SAID = "HARBOUR MASTER PAID"


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker(best_wall(), CONVERTER)) as started:
        yield started


def sign() -> bytes:
    """Words in the dusk, askew and full of noise, as a cheap telephone takes them: tesseract sees nothing in it."""
    size, chance = (1240, 420), random.Random(3)
    picture = Image.new("L", size, 120)
    for place, line in enumerate(SAID.split()):
        font = ImageFont.truetype(FONT, 76)
        ImageDraw.Draw(picture).text((120, 60 + 110 * place), line, fill=190, font=font)
    noisy = Image.blend(picture, Image.frombytes("L", size, chance.randbytes(size[0] * size[1])), 0.4)
    made = BytesIO()
    noisy.rotate(4, expand=True, fillcolor=120).filter(ImageFilter.GaussianBlur(1)).save(made, "PNG")
    return made.getvalue()


def page(text: str) -> bytes:
    picture = Image.new("L", (1000, 200), 255)
    ImageDraw.Draw(picture).text((40, 60), text, fill=0, font=ImageFont.truetype(FONT, 48))
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def read(worker: Worker, data: bytes, languages: str, folder: Path) -> Record | Unreadable:
    path = folder / "picture.png"
    path.write_bytes(data)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        (item,) = TakingApart(worker, folder, languages).file(Given(descriptor, len(data), "picture.png", lambda: data))
    finally:
        os.close(descriptor)
    return item.what


def test_what_tesseract_cannot_read_is_read_behind_the_wall_and_says_by_whom(worker: Worker, tmp_path: Path) -> None:
    alone = read(worker, sign(), "eng", tmp_path)
    assert isinstance(alone, Unreadable)
    assert alone.reason is Reason.EMPTY_AFTER_OCR
    found = read(worker, sign(), "eng+rapidocr", tmp_path)
    assert isinstance(found, Record), found
    assert SAID in " ".join(found.text.split())
    assert "[read by rapidocr]" in found.text


def test_what_tesseract_reads_well_has_no_second_reading(worker: Worker, tmp_path: Path) -> None:
    found = read(worker, page("The harbour master was paid"), "eng+rapidocr", tmp_path)
    assert isinstance(found, Record), found
    assert found.text.strip() == "The harbour master was paid"


def test_the_better_reading_comes_first_and_the_other_is_marked() -> None:
    word = Word("x", ((0.0, 0.0, 1.0, 1.0),))
    poor, good = Reading("Har6our m", 45), Reading("Harbour master", 96, (word,))
    assert both(poor, good).text == "Harbour master\n[read by rapidocr]\n[read otherwise by tesseract: Har6our m]"
    assert both(poor, good).words == (word,)
    assert both(good, poor).text == "Harbour master\n[read otherwise by rapidocr: Har6our m]"
    assert both(Reading(), good).text == "Harbour master\n[read by rapidocr]"
    assert both(good, Reading("harbour  MASTER!", 99)) == good
    assert both(poor, Reading()) == poor


def test_the_engine_is_named_beside_the_languages() -> None:
    assert split("eng+deu+rapidocr") == ("eng+deu", True)
    assert split("rapidocr") == ("eng", True)
    assert split("deu") == ("deu", False)
    assert missing_languages("eng+rapidocr") == []
    assert not lacks_second("eng+rapidocr")


def test_asked_for_and_not_installed_it_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("amparo.records.tesseract.second_is_there", lambda: False)
    (tmp_path / "note.txt").write_text("nothing to be seen here")
    words = ["add", str(tmp_path / "note.txt"), "--collection", "one", "--ocr", "eng+rapidocr"]
    monkeypatch.setattr("sys.argv", ["amparo", "desk", *words, "--home", str(tmp_path / "home")])
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
    assert "make rapidocr" in capsys.readouterr().err
