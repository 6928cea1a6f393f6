"""Which language a page speaks: gettext catalogues of each room, and the direction of the script.

A room keeps its catalogues in `locale/<language>/LC_MESSAGES/amparo.mo` inside its package; without one the English of
the templates is shown.
"""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from pathlib import Path

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@cache
def translations(package: str, language: str) -> gettext.NullTranslations:
    """The catalogue of one room in one language; English when there is none."""
    place = Path(str(files(package) / "locale"))
    return gettext.translation("amparo", place, [language.replace("-", "_")], fallback=True)
