"""How a page lies: askew or on its side. Told by its rows and columns, before a word is read; no program is asked."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image, ImageOps

_MOST_SKEW = 15
_COARSE = 5
_CLEARLY = 1.5
_WIDTH = 400


def skew(grey: Image.Image) -> float:
    """Degrees by which a page is to be turned so that its lines lie level; 0 when it lies well enough.

    The rows of a level page are either dark or light: the right angle is where their sums differ most.
    """
    small = _small(grey)
    whole = max(range(-_MOST_SKEW, _MOST_SKEW + 1), key=lambda angle: _contrast_at(small, angle))
    best = max((whole - 0.5, float(whole), whole + 0.5), key=lambda angle: _contrast_at(small, angle))
    return best if abs(best) >= 1 else 0.0


def lies_on_its_side(grey: Image.Image) -> bool:
    """Whether its lines run up and down: its columns differ clearly more than its rows, both as level as they get."""
    small = _small(grey)
    return _most_contrast(small.rotate(90, expand=True)) > _CLEARLY * _most_contrast(small)


def _small(grey: Image.Image) -> Image.Image:
    return ImageOps.invert(grey.resize((_WIDTH, max(_WIDTH * grey.height // grey.width, 1))))


def _most_contrast(dark: Image.Image) -> float:
    # A page on its side has fewer or more rows than an upright one: what counts is the contrast of one.
    angles = range(-_MOST_SKEW, _MOST_SKEW + 1, _COARSE)
    return max(_contrast_at(dark, angle) for angle in angles) * dark.width * dark.width / max(dark.height, 1)


def _contrast_at(dark: Image.Image, angle: float) -> int:
    return _contrast(dark.rotate(angle, Image.Resampling.BILINEAR))


def _contrast(dark: Image.Image) -> int:
    """How much neighbouring rows differ in sum."""
    rows = dark.resize((1, dark.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))
