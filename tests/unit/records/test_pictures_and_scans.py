"""Pictures and scans: what OCR reads, what pictures say of themselves, and the reasons when there is nothing."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path
from random import Random

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers import jxl, ocr
from amparo.records.readers.ocr_turning import lies_on_its_side, skew
from amparo.records.reading import Found, Input, Ocr, Reason, Unreadable
from amparo.records.tesseract import missing_languages

jxl.register()
WORDS = "The ministry paid for the bridge twice"


@pytest.fixture(autouse=True)
def _tesseract() -> None:
    assert not missing_languages("eng"), "OCR is missing; scripts/system-packages installs it"


def page(text: str = WORDS, size: tuple[int, int] = (1400, 400)) -> Image.Image:
    picture = Image.new("L", size, 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 48)
    for line in range(5):
        ImageDraw.Draw(picture).text((60, 40 + 64 * line), text, fill=0, font=font)
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def found(data: bytes) -> list[Found]:
    return list(read(Input.of(data, "file.bin")))


def record(data: bytes) -> Record:
    (only,) = found(data)
    assert isinstance(only, Record), only
    return only


@pytest.mark.parametrize("degrees", [0, 180, 7, -4, 90, 262])
def test_text_is_read_upright_upside_down_and_askew(degrees: int) -> None:
    read_ = record(saved(page().rotate(degrees, expand=True, fillcolor=255)))
    assert read_.text.count(WORDS) >= 4
    assert read_.field("text_source") == ("ocr",)


@pytest.mark.parametrize("degrees", [90, 180, 275])
def test_few_words_are_turned_upright_too(degrees: int) -> None:
    """Too few for tesseract to tell which end is up."""
    card = Image.new("L", (1100, 200), 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 48)
    ImageDraw.Draw(card).text((60, 60), WORDS, fill=0, font=font)
    assert WORDS in record(saved(card.rotate(degrees, expand=True, fillcolor=255))).text


def test_lines_that_run_up_and_down_are_told_from_level_ones() -> None:
    assert not lies_on_its_side(page())
    assert not lies_on_its_side(page().rotate(-8, expand=True, fillcolor=255))
    assert lies_on_its_side(page().rotate(97, expand=True, fillcolor=255))
    assert not lies_on_its_side(Image.new("L", (300, 300), 255))


def test_skew_is_measured() -> None:
    assert skew(page()) == 0
    assert skew(page().rotate(6, expand=True, fillcolor=255)) == pytest.approx(-6, abs=1)


def test_every_page_of_a_fax_is_read() -> None:
    data = saved(page("First page of it"), "TIFF", save_all=True, append_images=[page("Second page of it")])
    pages = record(data).pages
    assert len(pages) == 2
    assert "First" in pages[0]
    assert "Second" in pages[1]


def test_a_photograph_says_when_and_where() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model 5"
    exif.get_ifd(0x8769)[0x9003] = "2019:03:02 11:22:33"
    exif.get_ifd(0x8825).update({1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 15.0, 36.0)})
    read_ = record(saved(Image.new("RGB", (300, 200), "blue"), "JPEG", exif=exif))
    assert read_.date == "2019-03-02T11:22:33"
    assert read_.field("camera") == ("Model 5",)
    assert (read_.field("latitude"), read_.field("longitude")) == (("-33.5",), ("-70.26",))
    assert "Model 5" in read_.text


def test_a_place_that_stands_in_xmp_alone() -> None:
    def told(latitude: str, exif: Image.Exif) -> tuple[str, ...]:
        packet = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<r:Description xmlns:e="http://ns.adobe.com/exif/1.0/" xmlns:t="http://ns.adobe.com/tiff/1.0/" '
            f't:Model="Model 5" e:GPSLatitude="{latitude}"><e:GPSLongitude>70,15,36W</e:GPSLongitude>'
            "</r:Description></r:RDF></x:xmpmeta>"
        )
        picture = Image.new("RGB", (300, 200), "blue")
        read_ = record(saved(picture, "JPEG", xmp=packet.encode(), exif=exif))
        assert read_.field("camera") == ("Model 5",)
        return read_.field("latitude") + read_.field("longitude")

    assert told("33,30.5S", Image.Exif()) == ("-33.5083333", "-70.26")
    assert told("56,0.000000", Image.Exif()) == ("56.0", "-70.26")
    assert told("somewhere", Image.Exif()) == ("-70.26",)
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 0.0, 0.0), 3: "E", 4: (2.0, 0.0, 0.0)})
    assert told("33,30.5S", exif) == ("1.0", "2.0")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "SGI", "DDS", "TGA"])
def test_pictures_without_text_have_that_reason(form: str) -> None:
    items = found(saved(Image.new("RGB", (300, 200), "grey"), form))
    assert isinstance(items[0], Unreadable), items
    assert items[0].reason in (Reason.EMPTY_AFTER_OCR, Reason.UNSUPPORTED if form == "PPM" else Reason.EMPTY_AFTER_OCR)


def test_pictures_of_older_machines() -> None:
    targa = saved(Image.new("RGB", (300, 200), "grey"), "TGA")[:-26]
    sun = struct.pack(">8I", 0x59A66A95, 300, 200, 24, 0, 1, 0, 0) + bytes(300 * 200 * 3)
    for data in (targa, sun):
        (only,) = found(data)
        assert isinstance(only, Unreadable) and only.reason == Reason.EMPTY_AFTER_OCR
    # Of a dark picture that nothing decodes no text is made, however much its bytes look like one.
    for data in (targa[:18] + Random(1).randbytes(100_000), b"P7\nWIDTH 99\nHEIGHT 99\nENDHDR\n" + b"!" * 9_801):
        (other,) = found(data)
        assert isinstance(other, Unreadable) and other.reason == Reason.UNSUPPORTED


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    data = bytearray(saved(Image.new("1", (8, 8))))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    (only,) = found(bytes(data))
    assert isinstance(only, Unreadable)
    assert only.reason in (Reason.TOO_LARGE, Reason.CORRUPT)


def test_jpeg_xl_is_read_and_says_what_took_it() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera One"
    read_ = record(saved(page(), "JXL", exif=exif.tobytes()))
    assert "paid for the bridge" in read_.text
    assert read_.media_type == "image/jxl"
    assert read_.field("camera") == ("Camera One",)


@pytest.mark.parametrize("size", [(64, 8), (64, 40), (500, 333), (333, 500), (8_000, 1)])
def test_how_large_a_jpeg_xl_is_stands_in_its_head(size: tuple[int, int]) -> None:
    data = saved(Image.new("L", size, 255), "JXL")
    assert jxl.size(data) == size
    assert jxl.size(saved(Image.new("L", size, 255), "JXL", use_container=True)) == size
    head = data[data.index(b"\xff\x0a") :][:14]
    box = struct.pack(">I4sI", 12 + len(head), b"jxlp", 0) + head
    assert jxl.size(b"\0\0\0\x0cJXL \r\n\x87\n" + struct.pack(">I4s8x", 16, b"ftyp") + box) == size


def test_a_jpeg_xl_of_too_many_pixels_is_not_decoded_and_a_damaged_one_says_so() -> None:
    bits = 0 | 3 << 1 | (100_000 - 1) << 3 | 1 << 33  # not small, 30 bits of height, as wide as it is high
    (large,) = found(b"\xff\x0a" + bits.to_bytes(12, "little") + bytes(50))
    assert isinstance(large, Unreadable)
    assert large.reason is Reason.TOO_LARGE
    whole = saved(page(), "JXL")
    for damaged in (whole[:40], whole[: len(whole) // 2], whole[:20] + bytes(40) + whole[60:]):
        (refusal,) = found(damaged)
        assert isinstance(refusal, Unreadable)
        assert refusal.reason is Reason.CORRUPT


def pdf(*pictures: Image.Image | str) -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=12)
    for each in pictures:
        document.add_page()
        if isinstance(each, str):
            document.multi_cell(0, 8, each)
        else:
            document.image(each, x=0, y=0, w=210)
    return bytes(document.output())


def test_only_pages_without_text_are_read_by_ocr() -> None:
    read_ = record(pdf("This page has a text layer. " * 20, page()))
    assert read_.field("pages_by_ocr") == ("2",)
    assert "text layer" in read_.pages[0]
    assert WORDS in read_.pages[1]


def test_a_scan_without_text_has_its_reason_and_a_spent_budget_too() -> None:
    (only,) = found(pdf(Image.effect_noise((300, 300), 20)))
    assert isinstance(only, Unreadable)
    assert only.reason is Reason.EMPTY_AFTER_OCR
    given = Input.of(pdf(page()), "a.pdf", ocr=Ocr(seconds=-1))
    (only,) = read(given)
    assert isinstance(only, Unreadable)
    assert only.reason is Reason.TIMED_OUT


def test_pages_left_for_want_of_time_are_named() -> None:
    (only,) = read(Input.of(pdf("Words enough to keep. " * 20, page()), "a.pdf", ocr=Ocr(seconds=-1)))
    assert isinstance(only, Record)
    assert only.field("pages_not_read") == ("2",)


def test_a_page_that_takes_too_long_is_not_told_as_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_PAGE_SECONDS", 0.001)
    (only,) = found(saved(page()))
    assert isinstance(only, Unreadable)
    assert only.reason is Reason.TIMED_OUT
    (only,) = found(pdf(page()))
    assert isinstance(only, Unreadable)
    assert only.reason is Reason.TIMED_OUT
    kept = record(pdf("Words enough to keep. " * 20, page()))
    assert kept.field("pages_not_read") == ("2",)
    exif = Image.Exif()
    exif[0x0110] = "Model 5"
    photograph = record(saved(page(), "JPEG", exif=exif))
    assert photograph.field("pages_not_read") == ("1",)
    assert WORDS not in photograph.text


def test_long_work_says_that_it_goes_on() -> None:
    beats: list[None] = []
    list(read(Input.of(pdf(page(), page()), "a.pdf", ocr=Ocr(working=lambda: beats.append(None)))))
    assert len(beats) >= 4


def test_without_the_languages_pictures_wait_for_the_tool() -> None:
    (only,) = read(Input.of(saved(page()), "a.png", ocr=Ocr(languages="xyz")))
    assert isinstance(only, Unreadable)
    assert only.reason is Reason.MISSING_TOOL
    assert "apt install" in only.explanation
    assert missing_languages("eng+xyz") == ["xyz"]


def error_rate(read_: str, truth: str) -> float:
    """Character errors a character of truth, blanks aside."""
    one, two = re.sub(r"\s+", " ", read_).strip(), re.sub(r"\s+", " ", truth).strip()
    row = list(range(len(two) + 1))
    for number, letter in enumerate(one, start=1):
        last, row[0] = row[0], number
        for at, other in enumerate(two, start=1):
            last, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, last + (letter != other))
    return row[-1] / max(len(two), 1)


def test_typed_scans_are_read_with_few_errors(corpora: Path) -> None:
    folder = corpora / "dossiers" / "ocr-frus-typed"
    scans = sorted(folder.glob("*.pdf"))
    assert len(scans) == 3
    for scan in scans:
        truth = scan.with_suffix(".gt.txt").read_text()
        assert error_rate(record(scan.read_bytes()).text, truth) <= 0.03, scan.name
