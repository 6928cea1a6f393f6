"""Whom words may be given to without a verb of speaking: the person that the sentence before them is about.

Spec: specs/article.md, "Speakers".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import INSIDE, Paragraph, Sentence
from amparo.docket.article.mentions import Form, Mention
from amparo.docket.article.names import Kind
from amparo.docket.article.sentence_subject import first_subject

WEAK = ("spoken-of-before", "subject-colon", "sentence-subject")
"""Rules without a verb of speaking: they hold only for somebody whom the article knows as a person."""
_A_FEW_WORDS = 30
"""Characters of words that are only quoted for how they sound."""


def about(paragraph: Paragraph, sentence: Sentence, language: Language) -> Mention | None:
    """The person that a sentence without quotation, or with a few words quoted, is about."""
    base = paragraph.start
    begin, end = sentence.start - base, sentence.end - base
    if any(len(run) > _A_FEW_WORDS for run in re.findall(f"{INSIDE}+", paragraph.outside[begin:end])):
        return None
    mention = first_subject(paragraph.outside, begin, end, language)
    if mention is None or not may_be_somebody(mention, language):
        return None
    if re.compile(rf"\s(?:{language.speech.joins})\s").match(paragraph.outside, mention.end):
        return None
    return replace(mention, start=mention.start + base, end=mention.end + base)


def may_be_somebody(mention: Mention, language: Language) -> bool:
    """Whether a subject may be a person by its own words."""
    if mention.form is Form.NAME:
        return mention.kind in (Kind.PERSON, Kind.OTHER)
    return mention.form is Form.PRONOUN and language.speech.pronouns.get(mention.text.lower(), "") in ("m", "f")


def sentence_before(
    paragraphs: tuple[Paragraph, ...], index: int, sentence: Sentence
) -> tuple[Paragraph, Sentence] | None:
    """The sentence before one of a paragraph, also over the paragraph's beginning."""
    place = bisect_left(paragraphs[index].sentences, sentence.start, key=lambda one: one.start)
    if place:
        return paragraphs[index], paragraphs[index].sentences[place - 1]
    if not index or not paragraphs[index - 1].sentences or paragraphs[index - 1].outside[-1:].isalnum():
        return None  # Nothing before, or a caption without a stop.
    return paragraphs[index - 1], paragraphs[index - 1].sentences[-1]
