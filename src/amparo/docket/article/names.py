"""What a name is, and names compared: its kinds, its place, and words without accents.

Spec: specs/article.md, "Actors". Where names stand is found in `find_names`, what they name is told in `name_kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language


class Kind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    COURT = "court"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name at its place; `role` is the words before it that say what the person is, empty when there are none."""

    start: int
    end: int
    text: str
    kind: Kind
    role: str = ""


@lru_cache(maxsize=8192)
def is_given(word: str, language: Language) -> bool:
    """Whether a word is a given name that the tables know."""
    folded = fold(word)
    return folded in language.names.male or folded in language.names.female
