"""Which language a page speaks: gettext catalogues of each room, the reader's choice, the direction of the script.

A room keeps its catalogues in `locale/<language>/LC_MESSAGES/amparo.po` inside its package, compiled to `.mo` when it
is installed (scripts/catalogues.py); where none is, the English of the templates is shown. A room whose pages are made
for each request speaks what `speech` says for that request (amparo.web.languages sets it).
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from importlib.resources import files
from pathlib import Path

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Speech:
    """How one request is answered. `base`: what internal links begin with, `/ar` say, or nothing."""

    language: str
    base: str = ""


speech: ContextVar[Speech | None] = ContextVar("speech", default=None)
"""Of the request being answered; None outside of one, and in rooms that speak one language."""


def N_(sentence: str) -> str:
    """The sentence itself: marks one in a module for the catalogues, to be translated where it is shown."""
    return sentence


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@cache
def translations(package: str, language: str) -> NullTranslations:
    """The catalogue of one room in one language; English when there is none."""
    place = Path(str(files(package) / "locale"))
    return translation("amparo", place, [language.replace("-", "_")], fallback=True)


@cache
def languages(package: str) -> tuple[str, ...]:
    """The languages a room's pages are there in, by code; English, that of the templates, is always one."""
    place = Path(str(files(package) / "locale"))
    found = {path.parent.parent.name.replace("_", "-") for path in place.glob("*/LC_MESSAGES/amparo.mo")}
    return tuple(sorted(found | {ENGLISH}))


class Catalogue:
    """Speaks for one room: the language of the request at hand, or the fixed one outside of requests."""

    def __init__(self, package: str, language: str = ENGLISH) -> None:
        self._package = package
        self._language = language

    def speech(self) -> Speech:
        """What is spoken now."""
        return speech.get() or Speech(self._language)

    def gettext(self, sentence: str) -> str:
        """The sentence in the language spoken now."""
        return self._now().gettext(sentence)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form that the language spoken now has for this number."""
        return self._now().ngettext(one, many, number)

    def _now(self) -> NullTranslations:
        return translations(self._package, self.speech().language)
