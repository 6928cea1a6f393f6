"""What RapidOCR adds to tesseract, and what it costs: character errors on scans whose text is known, as they are and
spoilt in known ways. Prints a table in Markdown.

    .venv/bin/python bench/desk/second_opinion.py

The scans are those of the corpora that have a text beside them. The error is the edit distance by the length of the
true text, white space squeezed; of two readings the one that comes first counts. Processor seconds, one core.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageEnhance, ImageFilter
from run import CORPORA

from amparo.records.readers import ocr_second
from amparo.records.readers.ocr import Eye, prepared
from amparo.records.readers.pdf_scans import scanned
from amparo.records.reading import Ocr

SCANS = (
    ("ocr-frus-typed/d16_noise.pdf", "ocr-frus-typed/d16_noise.gt.txt"),
    ("tesseract-testing/phototest.tif", "tesseract-testing/phototest.txt"),
    ("tesseract-testing/eurotext.tif", "tesseract-testing/eurotext.txt"),
    ("ocr-factful/historical-executive_order_9981-armed_services.jpg",
     "ocr-factful/historical-executive_order_9981-armed_services.txt"),
)  # fmt: skip


def small(picture: Image.Image) -> Image.Image:
    """As a thumbnail in a chat."""
    return picture.resize((700, 700 * picture.height // picture.width), Image.Resampling.BILINEAR)


def faint(picture: Image.Image) -> Image.Image:
    """A tenth of the contrast."""
    return ImageEnhance.Contrast(picture).enhance(0.1)


def blurred(picture: Image.Image) -> Image.Image:
    """Out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(picture.width / 500))


def noisy(picture: Image.Image) -> Image.Image:
    """A third of its pixels are chance."""
    chance = random.Random(7)
    noise = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    where = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    return Image.composite(noise, picture, where.point(lambda value: 255 if value < 85 else 0))


SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda picture: picture,
    "small": small,
    "faint": faint,
    "blurred": blurred,
    "noisy": noisy,
}


def pictures() -> Iterator[tuple[str, Image.Image, str]]:
    """Name, first page in grey, and true text."""
    for name, truth in SCANS:
        path = CORPORA / "dossiers" / name
        picture = scanned(pypdfium2.PdfDocument(path)[0]) if path.suffix == ".pdf" else Image.open(path).convert("L")
        yield Path(name).name, picture.convert("L"), (CORPORA / "dossiers" / truth).read_text()


def error(text: str, truth: str) -> float:
    """Edit distance by the length of the truth, by Myers' bit vectors (1999)."""
    text, truth = " ".join(text.split()), " ".join(truth.split())
    places: dict[str, int] = {}
    for place, char in enumerate(truth):
        places[char] = places.get(char, 0) | 1 << place
    mask, high = (1 << len(truth)) - 1, 1 << (len(truth) - 1)
    plus, minus, distance = mask, 0, len(truth)
    for char in text:
        equal = places.get(char, 0)
        across = ((equal & plus) + plus ^ plus) | equal | minus
        rise, fall = minus | ~(across | plus) & mask, plus & across
        distance += bool(rise & high) - bool(fall & high)
        rise, fall = (rise << 1 | 1) & mask, fall << 1 & mask
        plus, minus = fall | ~((equal | minus) | rise) & mask, rise & (equal | minus)
    return distance / len(truth)


def first(text: str) -> str:
    """The reading that comes first."""
    return text.partition("[read otherwise by")[0].replace("[read by rapidocr]", "")


def main() -> None:
    """Read every scan in every way."""
    print("| scan | | tesseract | rapidocr | both, the first | tesseract s | second opinion s more |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for name, picture, truth in pictures():
        for how, spoil in SPOILT.items():
            spoilt = spoil(picture)
            began = time.process_time()
            alone = Eye(Ocr("eng")).read(spoilt)
            tesseract = time.process_time() - began
            began = time.process_time()
            both = Eye(Ocr("eng+rapidocr")).read(spoilt)
            more = time.process_time() - began - tesseract
            second = ocr_second.read(prepared(spoilt), with_words=False).text
            errors = " | ".join(f"{error(text, truth):.1%}" for text in (alone, second, first(both)))
            print(f"| {name} | {how} | {errors} | {tesseract:.1f} | {max(more, 0):.1f} |", flush=True)


if __name__ == "__main__":
    main()
