"""The words of each language the reader reads: tables and patterns only, no rules. Spec: specs/article.md."""

from __future__ import annotations

import re

from amparo.docket.article.languages.english import ENGLISH
from amparo.docket.article.languages.spanish import SPANISH
from amparo.docket.article.languages.vocabulary import Language

LANGUAGES: tuple[Language, ...] = (ENGLISH, SPANISH)
_SAMPLE = 20_000


def language_of(text: str, told: str = "") -> Language:
    """The language whose common words a text has most of; the one its markup tells of when it is known here."""
    for language in LANGUAGES:
        if told.lower().split("-")[0] == language.code:
            return language
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    return max(LANGUAGES, key=lambda language: sum(word in language.common for word in words))
