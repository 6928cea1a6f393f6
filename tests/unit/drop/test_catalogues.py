"""Every language of the drop: whole, with the placeholders and the markup of the English."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message

from amparo.web.i18n import languages
from amparo.web.languages import NAMES

ROOT = Path(__file__).resolve().parents[3]
LEAST = 20
"""Languages beside English that the drop promises."""


def _scripts() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = _scripts()


def strings(message: Message) -> Iterator[tuple[str, str]]:
    """Pairs of an English form and a translated one."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        for form in message.string:
            yield message.id[-1], form


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def tags(text: str) -> Counter[str]:
    return Counter(re.findall(r"<[^>]*>", text))


def test_twenty_languages_and_each_has_a_name_and_is_compiled() -> None:
    known = catalogues.known()
    assert len(known) >= LEAST
    assert set(known) <= NAMES.keys()
    assert set(languages("amparo.drop")) == {*known, "en"}


def test_nothing_is_missing_in_any_language() -> None:
    assert {language: gaps for language, gaps in catalogues.missing().items() if gaps} == {}


@pytest.mark.parametrize("language", catalogues.known())
def test_a_translation_keeps_placeholders_and_markup(language: str) -> None:
    """A translation goes into a page as markup: it may bring no tag that the English does not have."""
    for message in catalogues.read(language):
        for english, text in strings(message) if message.id else ():
            assert placeholders(text) <= placeholders(english), text
            assert tags(text) == tags(english), text
            assert "<" not in re.sub(r"<[^>]*>", "", text), text
            if isinstance(message.id, str):
                assert placeholders(text) == placeholders(english), text
