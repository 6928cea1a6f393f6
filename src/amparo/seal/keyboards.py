"""What was meant where the keyboard is not the one that fingers, or the system, take it for. Pure.

Layouts: those that Windows and X11 have by default for the language (ЙЦУКЕН, the Greek, Hebrew SI 1452, Arabic 101).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

_LATIN: Final = "qwertyuiopasdfghjklzxcvbnm"
_FOREIGN: Final = (
    "йцукенгшщзфывапролдячсмить",
    ";ςερτυθιοπασδφγηξκλζχψωβνμ",
    "/'קראטוןםפשדגכעיחלךזסבהנמצ",
    "ضصثقفغعهخحشسيبلاتنمئءؤر\u0001ىة",
)
# The key of b writes two letters on an Arabic keyboard; g and h write the same two.
_LAM_ALEF: Final = "\u0644\u0627"
_LAYOUTS: Final = (
    str.maketrans("yz", "zy"),
    str.maketrans("qwaz;,", "azqwmm"),
    *(str.maketrans(keys, _LATIN) for keys in _FOREIGN),
)


def retyped(untrusted_text: str) -> Iterator[str]:
    """The text as other keyboards would have written it; none that would have written the same."""
    lower = normalize("NFC", untrusted_text).lower()
    for text in dict.fromkeys((lower, lower.replace(_LAM_ALEF, "\u0001"))):
        for layout in _LAYOUTS:
            other = text.translate(layout)
            if other != text:
                yield other
