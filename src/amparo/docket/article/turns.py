"""Turns of an interview: paragraphs that begin with who speaks, `Ada Marsh: …`, `AM: …`, `((Marsh)) …`.

Spec: specs/article.md, "Turns". The words have no quotation marks, and all that stands behind the name is said. A label
counts where the article has several and it means somebody whom the article names: by name, by surname, by initials.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from amparo.docket.article.layout import Paragraph
from amparo.docket.article.mentions import Form, Mention
from amparo.docket.article.names import Kind
from amparo.docket.article.people import People, Person, name_tokens
from amparo.docket.article.statements import Statement

_LABEL = re.compile(
    r"[*_]{0,2}(?:\(\((?P<bracketed>[^()\n]{1,40})\)\)|(?P<plain>[A-ZÀ-Þ][\w.’' -]{0,38}?)[*_]{0,2}:)[*_]{0,2}\s+(?=\S)"
)
_TURNS = 2
"""How often one label at least must stand, and how many labels there must be."""
_MARKS = "\"“«„‘'"
_ANSWER = 60
"""Characters from which a paragraph between two labels is no heading but the turn's second."""


def turns(text: str, paragraphs: Sequence[Paragraph], people: People) -> Iterator[Statement]:
    """What is said in the turns of an article, in its order; nothing where it is no interview."""
    labels = {index: found for index, one in enumerate(paragraphs) if (found := _label(text, one))}
    told = Counter(_words(one) for one in labels.values())
    if len(labels) < _TURNS * 2 or told.most_common(1)[0][1] < _TURNS:
        return
    yield from _said(text, paragraphs, labels, people)


def _label(text: str, paragraph: Paragraph) -> re.Match[str] | None:
    return _LABEL.match(text, paragraph.start, paragraph.end)


def _words(label: re.Match[str]) -> str:
    return label["bracketed"] or label["plain"]


def _said(
    text: str, paragraphs: Sequence[Paragraph], labels: dict[int, re.Match[str]], people: People
) -> Iterator[Statement]:
    """Each labelled paragraph of somebody known, and those behind it, as long as another label follows."""
    speaker: tuple[Person, Mention] | None = None
    for index in range(min(labels), max(labels) + 1):
        paragraph, label = paragraphs[index], labels.get(index)
        start = label.end() if label else paragraph.start
        if label is not None:
            person = _person(_words(label), people)
            speaker = (person, _mention(label)) if person else None
        elif text[paragraph.end - 1] == "?" or paragraph.end - start < _ANSWER:
            speaker = None  # A question without a label, or a heading.
        if speaker is not None and text[start] not in _MARKS:
            person, mention = speaker
            span = (paragraph.start, paragraph.end)
            yield Statement(person.name, start, paragraph.end, True, "", span, "turn", mention, True)


def _mention(label: re.Match[str]) -> Mention:
    group = "bracketed" if label["bracketed"] else "plain"
    return Mention(label.start(group), label.end(group), label[group], Form.NAME, Kind.PERSON)


def _person(label: str, people: People) -> Person | None:
    """Whom a label means: by name, by the last part of it, or by the first letters of its parts."""
    tokens = name_tokens(label)
    by_name = [one for one in people.people if tokens in (one.tokens, one.tokens[-1:])]
    if by_name or not label.isupper():
        return by_name[0] if len(by_name) == 1 else None
    letters = label.replace(".", "").replace(" ", "").lower()
    initials = [one for one in people.people if len(letters) > 1 and "".join(part[0] for part in one.tokens) == letters]
    return initials[0] if len(initials) == 1 else None
