"""An office scanner: prints pages, lays them a little askew, and leaves black and white images with text behind them.

The image is what PDFium draws of the page; specks are the scanner's own. One bit a pixel keeps a page near 50 kB.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pypdfium2

from invented.pdf import Page, Scan, write

DOTS_PER_INCH = 150
_THRESHOLD = bytes(
    48 if value < 150 else 49 for value in range(256)
)  # grey value to the character 0 (ink) or 1 (paper)


def scan(rng: Random, pages: Sequence[Page], title: str) -> bytes:
    """The pages as a scanned PDF: each page an image, its words in an invisible layer over it."""
    tilted = [Page(page.lines, None, rng.uniform(-0.008, 0.008), page.rules) for page in pages]
    printed = pypdfium2.PdfDocument(write(tilted, title))
    try:
        images = [_image(rng, printed, number) for number in range(len(tilted))]
    finally:
        printed.close()
    return write(
        [Page(page.lines, image, page.tilt) for page, image in zip(tilted, images, strict=True)],
        title,
    )


def _image(rng: Random, printed: pypdfium2.PdfDocument, number: int) -> Scan:
    """One page drawn in grey, cut at a threshold, with a few hundred specks of dust."""
    bitmap = printed[number].render(scale=DOTS_PER_INCH / 72, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    grey = bytearray(bytes(bitmap.buffer))
    for _ in range(rng.randint(150, 500)):
        place = rng.randrange(height - 1) * stride + rng.randrange(width - 1)
        grey[place] = grey[place + 1] = rng.choice((0, 40, 90))
    digits = bytes(grey).translate(_THRESHOLD)
    span = (width + 7) // 8
    padding = b"1" * (span * 8 - width)
    rows = b"".join(
        int(digits[row * stride : row * stride + width] + padding, 2).to_bytes(span, "big") for row in range(height)
    )
    return Scan(width, height, rows)
