"""Whose statement, report or memo a description means: who issued one just before, so that `the statement said` speaks
for them. Spec: specs/article.md, "Who is meant".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.mentions import Form, Mention, of_name
from amparo.docket.article.sentence_subject import first_subject
from amparo.docket.article.spans import holding
from amparo.docket.article.subject_after import subject_after

_LEAST = 4
"""Characters of a subject before the verb; else what the sentence says follows: `In a statement, the bank said`."""
_REACH = 4
"""Paragraphs back in which a document may have been issued."""
_TAIL = 90
"""Characters behind `a tweet` within which `on Monday by Ada Marsh` stands."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a description names it: `statement`, whether it points back (`the statement`), and how long the
    words are that say so."""

    what: str
    definite: bool
    length: int


@lru_cache
def _shapes(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names, speech = language.names, language.speech
    documents = rf"(?P<what>{speech.documents}|{speech.papers})"
    pointing = f"{names.definite}|{speech.owned_by_a_body}"
    described = rf"(?:(?P<definite>{pointing})|{names.indefinite})\s(?:[\w-]+\s){{0,2}}?{documents}"
    described += rf"(?P<tail>\s(?:{names.prepositions})\s[^,;]*)?"
    theirs = rf"(?:(?:{names.definite})\s)?(?:{names.unnamed})"
    issued = rf"\b(?:{speech.issued}|(?i:{speech.by_way_of}))\s{theirs}\s(?:[\w-]+\s){{0,3}}?{documents}\b"
    from_them = rf"\b{theirs}\s(?:[\w-]+\s){{0,3}}?{documents}\s(?:{speech.sent_by})\s"
    return re.compile(described, re.IGNORECASE), re.compile(issued), re.compile(from_them)


@lru_cache
def _said(language: Language) -> re.Pattern[str]:
    return re.compile(rf",\s(?:{language.speech.said})\s")


def document_in(mention: Mention, language: Language) -> Document | None:
    """The document that a description names."""
    found = _shapes(language)[0].fullmatch(mention.text)
    return Document(_kind(found), found["definite"] is not None, found.end("what")) if found else None


def _kind(found: re.Match[str]) -> str:
    return found["what"].lower().split()[-1]


def issuer(
    offset: int, document: Document, paragraphs: Sequence[Paragraph], language: Language, at: int = -1
) -> Mention | None:
    """Who issued the document spoken of at an offset, as the article writes it there; None where it does not say.

    `at`: where the words that say so must end.
    """
    for paragraph in reversed([one for one in paragraphs if one.start <= offset][-_REACH:]):
        words = paragraph.outside[: max(offset - paragraph.start, 0)]
        for match in reversed([*_shapes(language)[2].finditer(words)] if at < 0 else []):
            sender = subject_after(words, match.end(), len(words), language)
            if _kind(match) == document.what and sender is not None:  # `according to a statement from Marsh`
                return replace(sender, start=sender.start + paragraph.start, end=sender.end + paragraph.start)
        for match in reversed([*_shapes(language)[1].finditer(words)]):
            if _kind(match) == document.what and at in (-1, paragraph.start + match.end()):
                return _subject(paragraph, match.start(), language)
    return None


def _subject(paragraph: Paragraph, offset: int, language: Language) -> Mention | None:
    """Who the sentence around an offset is about, where that stands before it."""
    base, sentence = paragraph.start, paragraph.sentence_at(paragraph.start + offset)
    said = _said(language).search(paragraph.outside, sentence.start - base, offset)
    if said and (speaks := subject_after(paragraph.outside, said.end(), offset, language)):
        return replace(speaks, start=speaks.start + base, end=speaks.end + base)  # `…, said Marsh in a statement`
    leads = sentence.start - base + _LEAST < offset
    found = first_subject(paragraph.outside, sentence.start - base, offset if leads else sentence.end - base, language)
    if found is None or (found.start >= offset and document_in(found, language) is not None):
        return None  # `in a statement, the statement said`
    return replace(found, start=found.start + base, end=found.end + base)


def sent_by(
    mention: Mention, document: Document, paragraphs: Sequence[Paragraph], language: Language
) -> Mention | None:
    """Who the words behind a document's name say that it is from."""
    start = mention.start + document.length
    paragraph = holding(paragraphs, start, lambda one: one.start)
    tail = paragraph.words(start, start + _TAIL) if paragraph else ""
    speech = language.speech
    link = re.match(rf"\s(?:{speech.from_whom})\s|(?:\s\w+){{1,2}}?\s(?:{speech.sent_by})\s", tail)
    found = subject_after(tail, link.end(), len(tail), language) if link else None
    if found is None or link is None:
        return None
    if found.form is not Form.NAME:
        named = next(find_names(tail, language, link.end()), None)
        if named is None or re.search(r"[,.;:]", tail[link.end() : named.start]):
            return None
        found = of_name(named)
    return replace(found, start=found.start + start, end=found.end + start)
