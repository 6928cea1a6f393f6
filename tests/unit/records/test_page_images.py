"""Pages as they look: each word has its place where its ink is, on text, on scans, upside down, askew and cropped."""

from __future__ import annotations

import io
import json

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from amparo.records.page_image import LONGEST, Box, PageImage, Word, words_from_json, words_to_json
from amparo.records.readers.ocr_words import Turned
from amparo.records.readers.page_pictures import page_of_pdf, page_of_picture
from amparo.records.reading import Input

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
LINES = (
    "Nothing of any note was said in those two years",
    "until the harbour was sold to a company nobody knew",
    "which had been founded three days before the sale",
    "and whose only director had died in the same winter",
)


def typed(size: tuple[int, int] = (1600, 480)) -> Image.Image:
    picture = Image.new("L", size, 255)
    for line, text in enumerate(LINES):
        ImageDraw.Draw(picture).text((60, 60 + 90 * line), text, fill=0, font=ImageFont.truetype(FONT, 48))
    return picture


def saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def pdf(*, rotate: int = 0, crop: bool = False) -> bytes:
    made = FPDF(unit="pt", format=(600, 800))
    made.add_page()
    made.set_font("Helvetica", size=16)
    for line, text in enumerate(LINES):
        made.text(100, 200 + 60 * line, text)
    data = bytes(made.output())
    boxes = b"/CropBox [50 100 550 750]" if crop else b""
    return data.replace(b"/Type /Page\n", b"/Type /Page\n" + boxes + b"/Rotate %d\n" % rotate, 1)


def ink(page: PageImage, box: Box) -> float:
    """The part of a box that is dark."""
    whole = Image.frombytes("RGB", (page.width, page.height), page.pixels).convert("L")
    left, top, right, bottom = box
    cut = whole.crop(
        (int(left * page.width), int(top * page.height), int(right * page.width), int(bottom * page.height))
    )
    return sum(value < 128 for value in cut.tobytes()) / max(cut.width * cut.height, 1)


def all_ink(page: PageImage) -> int:
    whole = Image.frombytes("RGB", (page.width, page.height), page.pixels).convert("L")
    return sum(value < 128 for value in whole.tobytes())


def check(page: PageImage | None) -> None:
    assert page is not None
    # In any order: PDFium has its own for a page that lies on its side.
    assert sorted(word.text for word in page.words) == sorted(" ".join(LINES).split())
    (harbour,) = (word for word in page.words if word.text == "harbour")
    assert ink(page, harbour.boxes[0]) > 0.05
    # All the ink of the page lies in the boxes of its words, and the boxes are no larger than lines of text.
    image = Image.frombytes("RGB", (page.width, page.height), page.pixels).convert("L")
    for word in page.words:
        for left, top, right, bottom in word.boxes:
            place = (left * page.width - 3, top * page.height - 3, right * page.width + 3, bottom * page.height + 3)
            ImageDraw.Draw(image).rectangle(place, fill=255)
    assert sum(value < 128 for value in image.tobytes()) < 0.02 * all_ink(page)
    covered = sum((right - left) * (bottom - top) for word in page.words for left, top, right, bottom in word.boxes)
    assert covered < 0.35


@pytest.mark.parametrize("crop", [False, True], ids=["whole", "cropped"])
@pytest.mark.parametrize("rotate", [0, 90, 180])
def test_words_of_a_pdf_lie_on_their_ink(rotate: int, crop: bool) -> None:
    check(page_of_pdf(Input.of(pdf(rotate=rotate, crop=crop), "a.pdf"), 1, by_ocr=False))


@pytest.mark.parametrize("degrees", [0, 90, 180, 5, -3])
def test_words_of_a_scan_lie_on_their_ink(degrees: int) -> None:
    data = saved(typed().rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255))
    check(page_of_picture(Input.of(data, "a.png"), 1, by_ocr=True))


def test_a_scan_in_a_pdf_is_read_for_its_places() -> None:
    made = FPDF()
    made.add_page()
    made.image(typed(), x=10, y=40, w=190)
    given_ = Input.of(bytes(made.output()), "scan.pdf")
    check(page_of_pdf(given_, 1, by_ocr=True))
    own = page_of_pdf(given_, 1, by_ocr=False)
    assert own is not None
    assert own.words == ()


def test_large_pictures_are_shown_smaller_and_small_ones_as_they_are() -> None:
    large = page_of_picture(Input.of(saved(Image.new("RGB", (4_000, 100))), "a.png"), 1, by_ocr=False)
    small = page_of_picture(Input.of(saved(Image.new("RGBA", (40, 30))), "a.png"), 1, by_ocr=False)
    assert large is not None
    assert (large.width, large.height) == (LONGEST, 45)
    assert small is not None
    assert (small.width, small.height, small.pixels[:3]) == (40, 30, b"\xff\xff\xff")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 of no use", saved(Image.new("L", (9, 9)))[:40], pdf()[:300]])
def test_what_cannot_be_opened_has_no_page(data: bytes) -> None:
    assert page_of_pdf(Input.of(data, "a"), 1, by_ocr=False) is None
    assert page_of_picture(Input.of(data, "a"), 1, by_ocr=False) is None


def test_there_is_no_page_after_the_last() -> None:
    assert page_of_pdf(Input.of(pdf(), "a.pdf"), 2, by_ocr=False) is None
    assert page_of_picture(Input.of(saved(typed()), "a.png"), 2, by_ocr=False) is None


@given(st.integers(-150, 150), st.floats(0.3, 0.6), st.floats(0.3, 0.6), st.integers(200, 900), st.integers(200, 900))
def test_what_is_turned_and_turned_back_is_where_it_was(
    tenths: int, left: float, top: float, width: int, height: int
) -> None:
    """By Pillow's own turning: a dot found on the turned picture lies, turned back, where it was drawn."""
    picture = Image.new("L", (width, height), 255)
    x, y = int(left * width), int(top * height)
    picture.paste(0, (x - 2, y - 2, x + 3, y + 3))
    turned = picture.rotate(tenths / 10, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    found = Image.eval(turned, lambda value: 255 - value).getbbox()
    assert found is not None
    middle_x, middle_y = (found[0] + found[2]) / 2 / turned.width, (found[1] + found[3]) / 2 / turned.height
    word = Word("dot", ((middle_x, middle_y, middle_x, middle_y),))
    ((back_x, back_y, _, _),) = Turned(width, height, tenths / 10, *turned.size).back(word).boxes
    assert abs(back_x * width - x - 0.5) < 3
    assert abs(back_y * height - y - 0.5) < 3


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=30,
)


@given(_json)
@settings(max_examples=200)
def test_whatever_is_told_of_words_is_parsed_or_refused(untrusted: object) -> None:
    try:
        words = words_from_json(untrusted)
    except ValueError:
        return
    for word in words:
        for left, top, right, bottom in word.boxes:
            assert 0 <= left <= right <= 1
            assert 0 <= top <= bottom <= 1
    assert words_from_json(json.loads(json.dumps(words_to_json(words)))) is not None


@pytest.mark.parametrize(
    "told",
    [
        {},
        [["word"]],
        [["word", [[0, 0, 1]]]],
        [["word", [[0, 0, 1, 2]]]],
        [["word", [[0, 0, float("nan"), 1]]]],
        [["word", [[0.5, 0, 0.4, 1]]]],
        [["word", [["0", 0, 1, 1]]]],
        [[7, []]],
        [["w" * 3_000, []]],
        [["word", [[0, 0, 1, 1]] * 30]],
    ],
)
def test_words_out_of_bounds_are_refused(told: object) -> None:
    with pytest.raises(ValueError, match=r"no|not|unpack"):
        words_from_json(told)
