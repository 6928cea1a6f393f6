"""Reported speech: a sentence whose verb of speaking has no quotation: `The minister said that …`.

Spec: specs/article.md, "Statements".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph, Sentence
from amparo.docket.article.mentions import Form, Mention
from amparo.docket.article.subject_after import subject_after
from amparo.docket.article.verbs import is_noun, subject_of


@dataclass(frozen=True, slots=True)
class Report:
    """Words that report what somebody said, without the speaker and the verb. `then`: who else speaks after that."""

    mention: Mention
    start: int
    end: int
    cue: str
    cue_start: int
    rule: str
    then: Mention | None = None


@dataclass(frozen=True, slots=True)
class _Cues:
    verb: re.Pattern[str]
    joined: re.Pattern[str]
    according: re.Pattern[str]
    negated: re.Pattern[str]
    asked: re.Pattern[str]
    questions: re.Pattern[str]
    subordinate: re.Pattern[str]
    speaker: re.Pattern[str]


@lru_cache
def _cues(language: Language) -> _Cues:
    speech = language.speech
    return _Cues(
        verb=re.compile(rf"\b(?:{speech.reported})\b"),
        joined=re.compile(rf"\s(?:{speech.joins})\s(?:(?:{language.names.short_titles})\.?\s)?$"),
        according=re.compile(rf"\b(?:{speech.according})\s+", re.IGNORECASE),
        negated=re.compile(rf"\b(?:{speech.negated})\s+(?:\w+\s+)?$"),
        asked=re.compile(speech.asked),
        questions=re.compile(rf"(?:{speech.questions})\b"),
        subordinate=re.compile(rf"\b(?:{speech.subordinate})\s+(?:[Tt]he\s+)?$"),
        speaker=re.compile(rf"\b(?:{one_of(language.names.roles)}|{speech.speakers})s?\b", re.IGNORECASE),
    )


def report(paragraph: Paragraph, sentence: Sentence, language: Language, text: str) -> Report | None:
    """What a sentence of `text` reports, or None when nobody is said to speak in it."""
    begin, end = sentence.start - paragraph.start, sentence.end - paragraph.start
    said = _said(paragraph, begin, end, language)
    found = _according(paragraph, begin, end, language)
    if found is None or found.mention.form is Form.DESCRIPTION:
        first = next(said, None)  # `…, according to first results, said the commissioner Ada Marsh`
        found = first if found is None or (first and first.mention.form is Form.NAME) else found
    if found is None:
        return None
    later = [one for one in said if one is not None and one.cue_start > found.cue_start]
    then = [one.mention for one in later if _on_its_own(paragraph, one, language)]
    # What stands in quotation marks is masked while rules look; a mention shows the words themselves.
    return replace(found, mention=_written(found.mention, text), then=_written(then[-1], text) if then else None)


def _written(mention: Mention, text: str) -> Mention:
    return replace(mention, text=text[mention.start : mention.end])


def _on_its_own(paragraph: Paragraph, found: Report, language: Language) -> bool:
    """`…, but Smith says …`: a clause with a subject of its own, by name."""
    before = paragraph.words(paragraph.start, found.mention.start)[-24:]
    return found.mention.form is Form.NAME and _cues(language).joined.search(before) is not None


def _placed(paragraph: Paragraph, mention: Mention) -> Mention:
    base = paragraph.start
    return Mention(mention.start + base, mention.end + base, mention.text, mention.form, mention.kind)


def _report(
    paragraph: Paragraph, mention: Mention, start: int, end: int, cue: re.Match[str], rule: str
) -> Report | None:
    """Trims the reported words; too few of them report nothing."""
    words = paragraph.outside[start:end]
    start += len(words) - len(words.lstrip(" ,\n"))
    words = paragraph.outside[start:end].rstrip(" ,.\n")
    if len(words.split()) < 3:
        return None
    base = paragraph.start
    return Report(
        _placed(paragraph, mention), start + base, start + len(words) + base, cue[0].strip(), cue.start() + base, rule
    )


def _according(paragraph: Paragraph, begin: int, end: int, language: Language) -> Report | None:
    words = paragraph.outside
    match = _cues(language).according.search(words, begin, end)
    if match is None or (mention := subject_after(words, match.end(), end, language)) is None:
        return None
    if match.start() - begin > 3:
        return _report(paragraph, mention, begin, match.start(), match, "according-reported")
    comma = words.find(",", mention.end, end)
    return _report(paragraph, mention, comma + 1, end, match, "according-reported") if comma > 0 else None


def _said(paragraph: Paragraph, begin: int, end: int, language: Language) -> Iterator[Report | None]:
    words = paragraph.outside
    for verb in _cues(language).verb.finditer(words, begin, end):
        if is_noun(words, verb, language) or _cues(language).negated.search(words, begin, verb.start()):
            continue
        mention = subject_of(words, begin, verb, end, language)
        if mention is None or not _speaks(mention, words, begin, verb.start(), language):
            continue
        rest = words[verb.end() : end].strip(' .\n"”')
        if _asks(verb[0], rest, language) or _subordinate(words, begin, mention.start, language):
            continue
        if len(rest.split()) < 2 or re.match(r"(?:on|in|at|to reporters)\b[^,]{0,40}$", rest):
            before = words.rfind(",", begin, mention.start)
            if before > begin:
                yield _report(paragraph, mention, begin, before, verb, "said-at-end")
            continue
        yield _report(paragraph, mention, verb.end(), end, verb, "said-before")


def _asks(verb: str, rest: str, language: Language) -> bool:
    """`asked the court to …` does something; `asked whether …` says something."""
    cues = _cues(language)
    return cues.asked.fullmatch(verb) is not None and not cues.questions.match(rest)


def _subordinate(words: str, begin: int, subject: int, language: Language) -> bool:
    """Whether the subject's clause only says when or why something else was: `…, when the minister said …`."""
    return _cues(language).subordinate.search(words[begin:subject]) is not None


def _speaks(mention: Mention, words: str, begin: int, verb: int, language: Language) -> bool:
    """Whether a subject is one that speaks: not `it`, not a thing in lower case, and near its verb."""
    if mention.form is Form.PRONOUN:
        return language.speech.pronouns.get(mention.text.lower(), "") in (
            "m",
            "f",
            "p",
        ) and mention.text.lower() not in ("we", "you")
    if mention.form is Form.DESCRIPTION:
        # `to try him for 17 alleged crimes`: behind a number the word is no verb.
        is_counted = mention.text[-1:].isdigit()
        return not is_counted and _cues(language).speaker.search(mention.text) is not None
    return True
