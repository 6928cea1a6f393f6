"""People of an article whom it does not name: `his wife`, `a spokeswoman for the party`. `She` may mean one of them.

Spec: specs/article.md, "Who is meant".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.people import Person


@lru_cache
def _shape(language: Language) -> re.Pattern[str]:
    names = language.names
    return re.compile(
        rf"(?<![\w’'-])(?:{names.unnamed})\s(?:[\w-]+\s){{0,3}}?(?P<who>{one_of(names.genders)})(?![\w’'-])",
        re.IGNORECASE,
    )


@lru_cache
def _named_behind(language: Language) -> re.Pattern[str]:
    """`his wife Ada`, `a woman in Halmere, Ada Marsh,`: whom the words mean has a name."""
    return re.compile(rf"[ ,]*[A-ZÀ-Þ]|\s(?:{language.names.prepositions})\s[^,;.:\x00]{{2,40}},\s[A-ZÀ-Þ]")


def unnamed_people(paragraphs: Sequence[Paragraph], language: Language) -> Iterator[tuple[int, int, Person]]:
    """Where people stand whom the article only describes, each once, with their gender."""
    for paragraph in paragraphs:
        for match in _shape(language).finditer(paragraph.outside):
            if _named_behind(language).match(paragraph.outside, match.end()):
                continue
            person = Person("", (), gender=language.names.genders[match["who"].lower()])
            yield paragraph.start + match.start(), paragraph.start + match.end(), person
