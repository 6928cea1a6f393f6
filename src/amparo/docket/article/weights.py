"""How present a mention makes somebody: most as who speaks or what the sentence is about, least in brackets.

Spec: specs/article.md, "Who is meant". After the salience factors of Lappin and Leass (1994), counted anew.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.name_kinds import roles_in
from amparo.docket.article.sentence_subject import first_subject
from amparo.docket.article.spans import holding

SPEAKS = 1.5
"""What who speaks adds; `he` and `she`, subjects by their form, add as much."""
_FIRST, _LATER, _AFTER_PREPOSITION, _OWNS, _ASIDE = 1.2, 0.8, 0.6, 0.6, 0.1
_INTRODUCED, _PICTURED = 2.0, 0.5
_CREDIT = re.compile(r"[.!?]\s\([^()\n]{2,40}\)$")
"""The end of a picture's caption."""
_APPOSED = 120
"""Characters before a name within which the description that it closes begins."""
_LEADS_ELSEWHERE = re.compile(r"[A-Z]{3,}(?: [A-Z]{2,}){1,2}: ")
"""`READ MORE: …`"""


@dataclass(frozen=True, slots=True)
class _Shapes:
    speaks: re.Pattern[str]
    closes: re.Pattern[str]
    apposed: re.Pattern[str]
    spoken: re.Pattern[str]
    source: re.Pattern[str]
    preposition: re.Pattern[str]
    possessed: re.Pattern[str]
    owner: re.Pattern[str]
    joined: re.Pattern[str]
    definite: re.Pattern[str]
    topic: re.Pattern[str]
    conceded: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    speech, names = language.speech, language.names
    said = rf"(?:{speech.said}|{speech.told}|{speech.called})"
    no_object = rf"(?!(?:{names.prepositions}|{speech.not_subjects})\s)"
    one_clause = rf"(?:(?!\s(?:{speech.joins})\s)[^.;:!?\x00]){{0,140}}?"
    aside = rf"(?:,[^.;:!?\x00]{{3,140}},|{one_clause},\s(?:{names.only_of_people}))"
    return _Shapes(
        speaks=re.compile(rf"{aside}?\s+(?:\w+ly\s+|(?:{speech.auxiliaries})\s+)?{said}\b"),
        closes=re.compile(rf",\s+(?:\w+ly\s+)?(?:{speech.said}|{speech.told})\b"),
        apposed=re.compile(rf"(?:^|[.,;:\x00]\s)(?:{names.determiners})\s[^,.;:\x00]{{3,80}},\s$", re.IGNORECASE),
        spoken=re.compile(rf"[\x00\"”’',?!–—-]\s*(?:{speech.said})\s+(?:{no_object}[\w-]+\s+){{0,3}}$"),
        source=re.compile(rf"\b(?:{speech.according})\s+(?:[\w-]+\s+){{0,3}}$", re.IGNORECASE),
        preposition=re.compile(
            rf"\b(?:{names.prepositions})\s+(?:(?:{names.determiners})\s+)?(?:[\w-]+\s+){{0,2}}$", re.IGNORECASE
        ),
        possessed=re.compile(rf"\w{names.possessive}\s(?:[\w-]+\s)?[\w-]+,\s$"),
        owner=re.compile(names.possessive),
        joined=re.compile(rf"\s(?:{speech.joins})\s$"),
        definite=re.compile(rf"\b(?:{names.definite})\s$", re.IGNORECASE),
        conceded=re.compile(rf"\b(?:{speech.conceded})\s$", re.IGNORECASE),
        topic=re.compile(rf"(?:{speech.topic})\s(?:[\w’'-]+\s){{0,3}}", re.IGNORECASE),
    )


class Weights:
    """What mentions in the paragraphs of one article add."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], language: Language) -> None:
        self._text, self._paragraphs, self._language = text, paragraphs, language
        self._shapes = _shapes(language)
        self._starts = [sentence.start for one in paragraphs for sentence in one.sentences]
        self._subjects: dict[int, int] = {}

    def speaks(self, start: int, end: int) -> bool:
        """Whether a verb of speaking belongs to a mention: `X, who leads the union, said`, `said X`."""
        paragraph = holding(self._paragraphs, start, lambda one: one.start)
        if paragraph is None or self._text[start:end].lower() in self._language.speech.other_pronouns:
            return False
        words, begin, stop = paragraph.outside, start - paragraph.start, end - paragraph.start
        before = words[max(begin - 40, 0) : begin]
        if self._shapes.conceded.search(before):
            return False
        shapes = self._shapes
        if shapes.speaks.match(words, stop) or shapes.spoken.search(before):
            return True
        if before.endswith(", ") and shapes.closes.match(words, stop):
            return self._is_apposed(words, begin)
        return shapes.source.search(before) is not None and shapes.owner.match(words, stop) is None

    def _is_apposed(self, words: str, begin: int) -> bool:
        """`the head of the union, Ada Marsh, told reporters`; not `Ida Brun, the mayor of the town, Halmere, said`."""
        before = words[max(begin - _APPOSED, 0) : begin]
        phrase = self._shapes.apposed.search(before)
        return phrase is not None and re.search(r"[A-ZÀ-Þ][\w’'-]*$", before[: phrase.start()]) is None

    def weight(self, start: int, end: int, before_it: float, fresh: bool, pronoun: bool, speaks: bool) -> float:
        """What a mention adds. `before_it`: what the mention before it in its sentence added, 0 where it is the first.

        `fresh`: the first of its person. `speaks`: a verb of speaking belongs to it.
        """
        shapes = self._shapes
        paragraph = holding(self._paragraphs, start, lambda one: one.start)
        if paragraph is None:
            return _ASIDE
        words, begin, stop = paragraph.outside, start - paragraph.start, end - paragraph.start
        before = words[max(begin - 40, 0) : begin]
        if words.rfind("(", max(begin - 80, 0), begin) > words.rfind(")", max(begin - 80, 0), begin):
            return _ASIDE
        if _CREDIT.search(words[-50:]) or _LEADS_ELSEWHERE.match(words):
            return _PICTURED
        if speaks:
            return SPEAKS
        other = pronoun and self._text[start:end].lower() in self._language.speech.other_pronouns
        if other or shapes.owner.match(words, stop):
            return _OWNS
        if pronoun:
            return SPEAKS  # `he` and `she` are subjects by their form.
        owned = shapes.possessed.search(before) and not self._is_subject(start, end)
        if owned or self._names_another(words, begin, stop):
            return _ASIDE
        if fresh and self._introduced(paragraph, start, end):
            return _INTRODUCED
        if before_it and shapes.joined.search(before):
            return before_it
        if shapes.preposition.search(before):
            return SPEAKS if self._is_topic(paragraph, start, stop) else _AFTER_PREPOSITION
        spoken_of = before_it >= SPEAKS
        if self._is_subject(start, end) and not spoken_of:
            return SPEAKS
        return _LATER if before_it else _FIRST

    def _is_topic(self, paragraph: Paragraph, start: int, stop: int) -> bool:
        """`For Ada Marsh, Friday is …`: whom a sentence begins with and goes on about."""
        before = paragraph.words(paragraph.sentence_at(start).start, start)
        return self._shapes.topic.fullmatch(before) is not None and paragraph.outside[stop : stop + 1] == ","

    def _names_another(self, words: str, begin: int, stop: int) -> bool:
        """`the Clinton campaign`, `Obama consultant Ada Marsh`: what bears a person's name is not the person."""
        behind = words[stop : stop + 30]
        role = next(roles_in(behind, self._language), None)
        if role is not None and role.start() == 1 and role[0].islower():
            return True
        return (
            self._shapes.definite.search(words[max(begin - 5, 0) : begin]) is not None
            and re.compile(r"\s[a-zà-ÿ]").match(words, stop) is not None
        )

    def _introduced(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """Named for the first time right before words are quoted: as what the sentence is about, or at its end where
        the words follow in the paragraph: `… for the accountant Ada Marsh, 50. "I had …"`."""
        sentence = paragraph.sentence_at(start)
        if sentence.end >= paragraph.end:
            return self._next_begins_quoted(paragraph) and self._is_subject(start, end)
        if not any(one.start - sentence.end in (0, 1) for one in paragraph.quotations):
            return False
        rest = paragraph.words(end, sentence.end)
        return re.fullmatch(r"(?:,[^.;:\x00]{1,50})?[.:]\s*", rest) is not None or self._is_subject(start, end)

    def _next_begins_quoted(self, paragraph: Paragraph) -> bool:
        index = bisect_right(self._paragraphs, paragraph.start, key=lambda one: one.start)
        following = self._paragraphs[index : index + 1]
        return any(one.start == behind.start for behind in following for one in behind.quotations[:1])

    def _is_subject(self, start: int, end: int) -> bool:
        """Whether a mention is what its sentence is about."""
        index = bisect_right(self._starts, start) - 1
        if index not in self._subjects:
            paragraph = holding(self._paragraphs, start, lambda one: one.start)
            self._subjects[index] = self._subject_at(paragraph, self._starts[index]) if paragraph else -1
        return start <= self._subjects[index] < end

    def _subject_at(self, paragraph: Paragraph, start: int) -> int:
        """Where the subject of the sentence that begins at `start` ends, less one; -1 where none is found."""
        begin, sentence = start - paragraph.start, paragraph.sentence_at(start)
        mention = first_subject(paragraph.outside, begin, sentence.end - paragraph.start, self._language)
        return mention.end - 1 + paragraph.start if mention else -1
