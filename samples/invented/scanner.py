"""An office scanner: prints pages, lays them a little askew, and leaves black and white images with text behind them.

The image is what PDFium draws of the page, with the holes of the binder, the shadow at the glass's edge and the dust.
The text behind it was recognised by a machine, so a letter here and there is taken for another. One bit a pixel keeps a
page near 30 kB.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pypdfium2

from invented.pdf import About, Line, Page, Scan, write

DOTS_PER_INCH = 150
_INK = 0
_THRESHOLD = bytes(48 if grey < 150 else 49 for grey in range(256))  # to the character 0 (ink) or 1 (paper)
_MISREAD = (("rn", "m"), ("li", "h"), ("cl", "d"), ("e", "c"), ("l", "1"), ("h", "b"), ("ii", "u"), ("t", "f"))
_MISREADINGS_PER_MILLE = 30


def scan(rng: Random, pages: Sequence[Page], about: About) -> bytes:
    """The pages as a scanned PDF: each page an image, its words, as a machine read them, invisible over it."""
    tilted = [replace(page, tilt=rng.uniform(-0.008, 0.008)) for page in pages]
    printed = pypdfium2.PdfDocument(write(tilted, about))
    try:
        images = [_image(rng, printed, number) for number in range(len(tilted))]
    finally:
        printed.close()
    read = [tuple(_recognised(rng, line) for line in page.lines) for page in tilted]
    sheets = zip(tilted, images, read, strict=True)
    return write([Page(lines, image, page.tilt) for page, image, lines in sheets], about)


def _recognised(rng: Random, line: Line) -> Line:
    """A line as a machine reads it; only lower-case words of some length go wrong, so names and numbers stay."""

    def word(found: re.Match[str]) -> str:
        alike = [pair for pair in _MISREAD if pair[0] in found[0]]
        if not alike or rng.randrange(1000) >= _MISREADINGS_PER_MILLE:
            return found[0]
        printed, taken = rng.choice(alike)
        return found[0].replace(printed, taken, 1)

    return replace(line, text=re.sub(r"(?<![\w'])[a-z]{5,}", word, line.text))


def _image(rng: Random, printed: pypdfium2.PdfDocument, number: int) -> Scan:
    """One page drawn in grey, with what paper and glass add, cut at a threshold."""
    bitmap = printed[number].render(scale=DOTS_PER_INCH / 72, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    grey = bytearray(bytes(bitmap.buffer))
    _dust(rng, grey, height, stride)
    _holes(rng, grey, height, stride)
    _shadow(rng, grey, height, stride, width)
    digits = bytes(grey).translate(_THRESHOLD)
    span = (width + 7) // 8
    padding = b"1" * (span * 8 - width)
    rows = b"".join(
        int(digits[row * stride : row * stride + width] + padding, 2).to_bytes(span, "big") for row in range(height)
    )
    return Scan(width, height, rows)


def _dust(rng: Random, grey: bytearray, height: int, stride: int) -> None:
    for _ in range(rng.randint(80, 350)):
        place = rng.randrange(height - 1) * stride + rng.randrange(stride - 1)
        grey[place] = grey[place + 1] = _INK
        if rng.random() < 0.2:
            grey[place + stride] = _INK


def _holes(rng: Random, grey: bytearray, height: int, stride: int) -> None:
    """Two holes for the binder, 80 mm apart, near the left edge."""
    radius, left = DOTS_PER_INCH // 8, rng.randint(52, 64)
    middle = height // 2 + rng.randint(-12, 12)
    for centre in (middle - 236, middle + 236):
        for row in range(-radius, radius + 1):
            half = int((radius * radius - row * row) ** 0.5)
            begin = (centre + row) * stride + left - half
            grey[begin : begin + 2 * half] = bytes(2 * half)


def _shadow(rng: Random, grey: bytearray, height: int, stride: int, width: int) -> None:
    """The sheet did not reach the edge of the glass: a black wedge along one side."""
    widest, right = rng.randint(4, 18), rng.random() < 0.6
    for row in range(height):
        dark = max(0, widest * row // height + rng.choice((-1, 0, 0, 0, 1)))
        begin = row * stride + (width - dark if right else 0)
        grey[begin : begin + dark] = bytes(dark)
