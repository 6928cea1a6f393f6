"""Statements: every quotation that somebody speaks, and every sentence that reports what somebody said.

Spec: specs/article.md, "Statements". In the order of the text, since who speaks on is who spoke before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from amparo.docket.article.attribution import attribute, lead_in, signature
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import INSIDE, Paragraph, Quotation, Sentence
from amparo.docket.article.mentions import Mention
from amparo.docket.article.phrases import may_speak
from amparo.docket.article.quotation_place import Attribution, cues_of, is_title
from amparo.docket.article.reported import Report, report
from amparo.docket.article.speakers import Speakers
from amparo.docket.article.topics import WEAK, about, sentence_before

_BRACKETS = re.compile(r"\([^()\n]{1,80}\)")
"""An aside, a picture's caption."""
_BEFORE = ("subject-verb-before", "participle-before")
"""Rules by which things are taken for speakers most: `the plan’s cost, calling it “…”`. A thing leaves these open."""
_AGAIN, _SPEAKS_AGAIN = "speaks-again", 3
"""Paragraphs after which words that stand alone are no longer those of who spoke last."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said. `start` to `end` is the words said (direct) or the words that report it; `speaker` None: unknown.

    `mention` is the speaker as written there; `resolved` says that `speaker` is a person of the article by name.
    """

    speaker: str | None
    start: int
    end: int
    direct: bool
    cue: str
    sentence: tuple[int, int]
    rule: str
    mention: Mention | None = None
    resolved: bool = False


class Statements:
    """Walks an article once and gathers its statements."""

    def __init__(self, text: str, paragraphs: tuple[Paragraph, ...], speakers: Speakers, language: Language) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._language = language
        self._speakers = speakers
        self._last: Statement | None = None
        self._last_paragraph = -9
        self._last_end = 0

    def all(self) -> Iterator[Statement]:
        """The statements, in the order of the text."""
        for index, paragraph in enumerate(self._paragraphs):
            for sentence in paragraph.sentences:
                yield from self._of_sentence(index, paragraph, sentence)

    def _of_sentence(self, index: int, paragraph: Paragraph, sentence: Sentence) -> Iterator[Statement]:
        quotations = paragraph.quotations_in(sentence)
        cues = set[int]()
        for quotation in quotations:
            attribution = attribute(paragraph, quotation, self._language, self._text)
            statement = self._direct(index, paragraph, sentence, quotation, attribution)
            cues |= {attribution.cue_start} if attribution else set()
            if statement is not None:
                # `"Who is there?" Smith said.` is two sentences: what follows the second follows the statement.
                told = paragraph.sentence_at(attribution.cue_start).end if attribution else sentence.end
                yield self._remember(statement, index, max(sentence.end, told))
        if not any(self._long(one) for one in quotations):
            found = report(paragraph, sentence, self._language, self._text)
            if found is not None and not (found.cue_start in cues and self._mostly_quoted(paragraph, found)):
                yield self._remember(self._reported(found, sentence), index, sentence.end)
                if found.then is not None:  # No line of its own, but who may speak on.
                    self._remember(self._reported(replace(found, mention=found.then), sentence), index, sentence.end)

    def _mostly_quoted(self, paragraph: Paragraph, found: Report) -> bool:
        """Whether what a sentence reports is hardly more than the quotation in it."""
        return paragraph.words(found.start, found.end).count(INSIDE) * 3 > found.end - found.start

    def _long(self, quotation: Quotation) -> bool:
        return len(self._text[quotation.first : quotation.last].split()) > 4

    def _whole(self, quotation: Quotation) -> bool:
        """Whether a quotation is a sentence of its own, however short."""
        words = self._text[quotation.first : quotation.last].split()
        return len(words) > 4 or (len(words) > 1 and words[-1].rstrip("’'\"”")[-1:] in tuple(".!?…"))

    def _remember(self, statement: Statement, index: int, end: int) -> Statement:
        if statement.mention is not None and statement.rule != _AGAIN:  # From a guess nothing more is guessed.
            self._last, self._last_paragraph, self._last_end = statement, index, end
        return statement

    def _direct(
        self,
        index: int,
        paragraph: Paragraph,
        sentence: Sentence,
        quotation: Quotation,
        attribution: Attribution | None,
    ) -> Statement | None:
        start, end = quotation.first, quotation.last
        end -= len(self._text[start:end]) - len(self._text[start:end].rstrip())
        if start >= end:
            return None
        base = Statement(None, start, end, True, "", (sentence.start, sentence.end), "no-speaker")
        if attribution is not None and self._holds(attribution) and not self._adds(attribution, sentence):
            return self._spoken(base, attribution)
        if quotation.start == paragraph.start:
            introduced = lead_in(self._paragraphs[index - 1], self._language, self._text) if index else None
            if introduced is not None:
                return self._spoken(base, introduced)
            if self._alone(paragraph) and (signed := self._signed(index + 1)) is not None:
                return self._spoken(base, signed)
        if (carried := self._carried(index, paragraph, sentence, quotation)) is not None:
            return carried
        if self._stands_alone(paragraph, sentence, quotation):
            topic = self._topic(index, sentence)
            if topic is not None and self._holds(topic):
                return self._spoken(base, topic)
            whole = quotation.start > paragraph.start or self._alone(paragraph)
            if whole and self._last is not None and self._last.resolved and self._nobody_else(index, quotation):
                return self._goes_on(self._last, sentence, quotation, _AGAIN)
        return base if self._speech(start, end) else None

    def _signed(self, index: int) -> Attribution | None:
        """Who a paragraph under the words names behind a dash."""
        below = self._paragraphs[index : index + 1]
        return signature(below[0], self._language, self._text) if below else None

    def _holds(self, attribution: Attribution) -> bool:
        """Whether a rule without a verb of speaking gives the words to a person that the article knows."""
        return attribution.rule not in WEAK or self._speakers.known(attribution.mention)

    def _adds(self, attribution: Attribution, sentence: Sentence) -> bool:
        """`"…," X said, adding, "…"`: whoever spoke in the sentence goes on."""
        last = self._last
        return (
            attribution.rule == "participle-before"
            and last is not None
            and last.sentence == (sentence.start, sentence.end)
        )

    def _speech(self, start: int, end: int) -> bool:
        """Whether words in quotation marks that nobody is named for are speech, not a title or a doubted word."""
        words = self._text[start:end]
        return len(words.split()) >= 6 and words.rstrip(" ’'\"”")[-1:] in tuple(".,!?…")

    def _spoken(self, base: Statement, attribution: Attribution) -> Statement:
        mention = attribution.mention
        speaker, resolved = self._speaker(mention)
        if not resolved and attribution.rule in _BEFORE and not may_speak(mention, self._language):
            speaker = None
        return replace(
            base,
            speaker=speaker,
            cue=attribution.cue,
            rule=attribution.rule,
            mention=mention,
            resolved=resolved,
        )

    def _speaker(self, mention: Mention) -> tuple[str | None, bool]:
        before = (self._last.speaker or mention.text) if self._last else None
        return self._speakers.speaker(mention, before)

    def _carried(self, index: int, paragraph: Paragraph, sentence: Sentence, quotation: Quotation) -> Statement | None:
        """Who spoke just before speaks on."""
        last = self._last
        if last is None:
            return None
        rule = ""
        if last.sentence == (sentence.start, sentence.end):
            rule = "same-sentence"
        elif (
            index == self._last_paragraph
            and self._opens(paragraph, sentence, quotation)
            and self._next_to(paragraph, sentence)
        ):
            rule = "speaks-on"
        elif index - 1 == self._last_paragraph and self._leads(paragraph, sentence) and self._ends_paragraph(index - 1):
            rule = "speaks-on-in-next-paragraph"
        if not rule or not (self._follows_on(quotation) if rule == "same-sentence" else self._whole(quotation)):
            return None
        return self._goes_on(last, sentence, quotation, rule)

    def _goes_on(self, last: Statement, sentence: Sentence, quotation: Quotation, rule: str) -> Statement:
        """Who spoke last speaks these words too."""
        end = quotation.first + len(self._text[quotation.first : quotation.last].rstrip())
        return replace(
            last, start=quotation.first, end=end, direct=True, sentence=(sentence.start, sentence.end), rule=rule
        )

    def _stands_alone(self, paragraph: Paragraph, sentence: Sentence, quotation: Quotation) -> bool:
        """Whether words are a sentence of their own, and nothing beside them tells who speaks."""
        words = paragraph.words(sentence.start, sentence.end)
        cues = cues_of(self._language)
        if quotation.open and (
            cues.after.search(self._text, quotation.last - 40, quotation.last)
            or cues.inside.search(self._text, quotation.first, quotation.last)
        ):
            return False  # A mark that is missing before `Smith said`.
        return self._speech(quotation.first, quotation.last) and re.search(r"\w", words) is None

    def _nobody_else(self, index: int, quotation: Quotation) -> bool:
        """Whether the text has spoken of nobody else since somebody spoke, not long ago."""
        near = index - self._last_paragraph <= _SPEAKS_AGAIN
        return near and self._speakers.nobody_else(self._last_end, quotation.start)

    def _topic(self, index: int, sentence: Sentence) -> Attribution | None:
        """Words that stand alone behind a sentence about somebody are theirs."""
        before = sentence_before(self._paragraphs, index, sentence)
        if before is None or self._last_end == before[1].end:
            return None
        mention = about(before[0], before[1], self._language)
        return Attribution(mention, "", before[1].end, before[1].end, "spoken-of-before") if mention else None

    def _follows_on(self, quotation: Quotation) -> bool:
        return not is_title(self._text[quotation.first : quotation.last])

    def _opens(self, paragraph: Paragraph, sentence: Sentence, quotation: Quotation) -> bool:
        before = (
            _BRACKETS.sub("", paragraph.words(sentence.start, quotation.start)).replace(INSIDE, "").strip(" \"“”'‘’")
        )
        return not before or re.fullmatch(self._language.speech.goes_on_saying, before) is not None

    def _next_to(self, paragraph: Paragraph, sentence: Sentence) -> bool:
        """Whether the last statement is in the sentence just before, or between is nothing but quotation."""
        between = paragraph.words(self._last_end, sentence.start)
        return not re.sub(r"[\x00\s\"“”'‘’.]", "", _BRACKETS.sub("", between))

    def _alone(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is nothing but quotation."""
        return not re.sub(r"[\x00\s\"“”'‘’.,…\[\]()—–-]", "", paragraph.outside)

    def _leads(self, paragraph: Paragraph, sentence: Sentence) -> bool:
        """Whether a paragraph is nothing but quotation, or begins with a sentence that is."""
        if sentence.start != paragraph.start:
            return self._alone(paragraph)
        return re.search(r"\w", paragraph.words(sentence.start, sentence.end)) is None

    def _ends_paragraph(self, index: int) -> bool:
        return self._last_end >= self._paragraphs[index].end - 1

    def _reported(self, found: Report, sentence: Sentence) -> Statement:
        speaker, resolved = self._speaker(found.mention)
        return Statement(
            speaker,
            found.start,
            found.end,
            False,
            found.cue,
            (sentence.start, sentence.end),
            found.rule,
            found.mention,
            resolved,
        )
