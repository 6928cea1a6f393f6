"""Every name of an article, and which of them are nobody's: those in a headline all in capitals, and names of things.

Spec: specs/article.md, "Who is meant".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import lru_cache

from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.names import Kind, Name, is_given

_LONGEST_HEADLINE = 200


@lru_cache
def _definite_at_end(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.names.definite})\s$", re.IGNORECASE)


def names_of(text: str, language: Language, paragraphs: Iterable[Paragraph]) -> tuple[Name, ...]:
    """Every name of an article. Where all words have capitals, a person's name is one that stands elsewhere too."""
    found = [
        (capitals, name)
        for paragraph in paragraphs
        for capitals in (_in_capitals(paragraph),)
        for name in find_names(text, language, paragraph.start, paragraph.end)
    ]
    elsewhere = {name.text for capitals, name in found if not capitals}
    loose = (Kind.PERSON, Kind.OTHER)
    kept = [name for capitals, name in found if not capitals or name.kind not in loose or name.text in elsewhere]
    things = {name.text for name in kept if _has_article(text, name, language)}
    return tuple(replace(name, kind=Kind.OTHER) if _is_thing(name, things, language) else name for name in kept)


def _is_thing(name: Name, things: Container[str], language: Language) -> bool:
    """`Halmere Rovers`, of which the text says `the Rovers`, `the Panama Papers`: nobody's name."""
    if name.kind is not Kind.PERSON or name.role:
        return False
    if name.text[-1] == "s" and name.text.split()[-1] in things:
        return True
    return name.text in things and not is_given(name.text.split()[0], language)


def _has_article(text: str, name: Name, language: Language) -> bool:
    """Whether a name stands behind an article that is its own: not `the Holt campaign`."""
    before, behind = text[max(name.start - 5, 0) : name.start], text[name.end : name.end + 2]
    definite = _definite_at_end(language).search(before)
    many = name.text[-1] == "s" and " " in name.text
    return definite is not None and (many or re.match(r"\s[a-zà-ÿ]", behind) is None)


def _in_capitals(paragraph: Paragraph) -> bool:
    """A headline in title case: `Leader Tweets A Wildly Wrong Graphic`."""
    stopped = paragraph.outside.rstrip()[-1:] == "."
    if stopped and paragraph.end - paragraph.start > _LONGEST_HEADLINE:
        return False
    long = re.findall(r"[^\W\d_]{4,}", paragraph.outside)
    return len(long) > (5 if stopped else 3) and all(word[0].isupper() for word in long)
