"""Where Debian keeps tesseract and what it knows of languages, and whether the second engine is there: for the warning
before reading begins.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from amparo.records.system_library import system_library

LIBRARIES = ("libtesseract.so.5", "libtesseract.so.4")
DATA = (Path("/usr/share/tesseract-ocr/5/tessdata"), Path("/usr/share/tesseract-ocr/4.00/tessdata"))

SECOND = "rapidocr"
"""Named beside the languages, it asks for a second opinion (`readers/ocr_second.py`)."""


def lacks_second(languages: str) -> bool:
    """Whether a second opinion is asked for that cannot be had here."""
    return SECOND in languages.split("+") and not second_is_there()


def second_is_there() -> bool:
    """Whether RapidOCR is installed."""
    return all(importlib.util.find_spec(name) is not None for name in (SECOND, "onnxruntime"))


def missing_languages(languages: str) -> list[str]:
    """Those of `languages` (joined by +) that OCR does not know here; all of them where tesseract is missing."""
    named = [each for each in languages.split("+") if each != SECOND]
    if not any(map(system_library, LIBRARIES)):
        return named
    return [each for each in named if not any((folder / f"{each}.traineddata").is_file() for folder in DATA)]
