"""How an article names somebody: by name, pronoun or description, at its place.

Spec: specs/article.md, "Speakers". What a mention means is for others to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from amparo.docket.article.names import Kind, Name


class Form(StrEnum):
    """How a mention names somebody."""

    NAME = "name"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something as the article writes it."""

    start: int
    end: int
    text: str
    form: Form
    kind: Kind = Kind.OTHER


def of_name(name: Name) -> Mention:
    """A mention by name."""
    return Mention(name.start, name.end, name.text, Form.NAME, name.kind)


def described(text: str, start: int, end: int) -> Mention:
    """A mention by description, without the blanks before it."""
    while start < end and text[start].isspace():
        start += 1
    return Mention(start, end, text[start:end], Form.DESCRIPTION)
