"""Where Debian keeps tesseract and what it knows of languages, for the warning before reading begins."""

from __future__ import annotations

import ctypes
from pathlib import Path

LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4")
DATA = (Path("/usr/share/tesseract-ocr/5/tessdata"), Path("/usr/share/tesseract-ocr/4.00/tessdata"))


def missing_languages(languages: str) -> list[str]:
    """Those of `languages` (joined by +) that OCR does not know here; all of them where tesseract is missing."""
    named = languages.split("+")
    if not any(_loads(library) for library in LIBRARIES):
        return named
    return [each for each in named if not any((folder / f"{each}.traineddata").is_file() for folder in DATA)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
