"""An article as read: its text, and what markup said beside it. Spec: specs/article.md, "Text"."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """What markup says outside the text: empty where it says nothing."""

    title: str = ""
    outlet: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    bold: frozenset[str] = frozenset()
    """What a page sets in bold type, each piece with single blanks."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read: every offset counts code points of `text`."""

    text: str
    media_type: str
    told: Told = field(default_factory=Told)
