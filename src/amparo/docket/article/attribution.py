"""Whose words a quotation holds: the verb of speaking beside it, and that verb's subject.

Spec: specs/article.md, "Speakers". Each rule has a name, given with the proposal. Tried in order: words after the
quotation, words before it, the end of its sentence, a name after a dash, and last what the text said just before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import INSIDE, Paragraph, Quotation
from amparo.docket.article.names import Kind, find_names
from amparo.docket.article.subjects import Form, Mention, first_subject, of_name, subject_after, subject_before
from amparo.docket.article.topics import may_be_somebody
from amparo.docket.article.verbs import is_noun, subject_of

_BESIDE = 25
_LONG = 4


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker as the article writes it, and the words that give the statement to them."""

    mention: Mention
    cue: str
    cue_start: int
    cue_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Cues:
    verb: re.Pattern[str]
    after: re.Pattern[str]
    according: re.Pattern[str]
    progressive: re.Pattern[str]
    dash: re.Pattern[str]


@lru_cache
def cues_of(language: Language) -> _Cues:
    """The patterns of a language's verbs of speaking."""
    speech = language.speech
    return _Cues(
        verb=re.compile(rf"(?<![\w-])(?:{speech.said}|{speech.told}|{speech.called})\b"),
        after=re.compile(rf"(?<![\w-])(?:{speech.said}|{speech.told})\b"),
        according=re.compile(rf"\b(?:{speech.according})\s+", re.IGNORECASE),
        progressive=re.compile(rf"(?:{speech.progressive})$"),
        dash=re.compile(r"\s*[-–—―~]+\s*(?=[A-ZÀ-Þ])"),
    )


def is_title(words: str) -> bool:
    """Whether words are written like a name: with capitals throughout, and no sentence."""
    parts = words.strip(" ,.").split()
    small = [word for word in parts if word[:1].islower() and len(word) > 3]
    return 0 < len(parts) < 8 and not small and parts[0][:1].isupper() and parts[-1][-1:] not in "!?"


def lead_in(paragraph: Paragraph, language: Language, text: str) -> Attribution | None:
    """Who a paragraph that ends with a colon or comma says will speak in the next: `Smith stated,`."""
    if paragraph.outside.rstrip()[-1:] not in (":", ",", ";") or not paragraph.sentences:
        return None
    after = Quotation(paragraph.end, paragraph.end, paragraph.end, paragraph.end, False)
    found = _Finder(paragraph, after, language, text).before()
    return replace(found, rule="lead-in") if found else None


def attribute(paragraph: Paragraph, quotation: Quotation, language: Language, text: str) -> Attribution | None:
    """The attribution that the quotation's own sentence gives, or None."""
    finder = _Finder(paragraph, quotation, language, text)
    if finder.leads and finder.names_a_work():
        return None
    if finder.leads:
        if finder.ends_with_comma() and (spoken := finder.after()) and not finder.introduces_more(spoken):
            return spoken
        found = finder.before()
        if found is None or not finder.beside(found):
            found = (finder.after() if finder.ends_clause() else None) or found or finder.at_the_end()
        return None if found and finder.is_title(found) else found
    return finder.after() or finder.at_the_end() or finder.dash()


class _Finder:
    """One quotation in its paragraph. `lead` is the words of its sentence before it, `tail` those after it."""

    def __init__(self, paragraph: Paragraph, quotation: Quotation, language: Language, text: str) -> None:
        self._words = paragraph.outside
        self._base = paragraph.start
        self._language = language
        self._cues = cues_of(language)
        self._text = text
        self._quotation = quotation
        sentence = paragraph.sentence_at(quotation.start)
        closing = paragraph.sentence_at(max(quotation.end - 1, quotation.start))
        self._start = sentence.start
        self._end = closing.end
        self._after_end = self._reach(paragraph)
        lead = paragraph.words(self._start, quotation.start)
        self.leads = bool(lead.replace(INSIDE, "").strip(" \n\t\"“”'‘’,.;:-–—()"))

    def _reach(self, paragraph: Paragraph) -> int:
        """Where the words after the quotation end: with its sentence, or with a next one that only says who spoke."""
        quotation, end = self._quotation, self._end
        if end > quotation.end + 1:
            return end
        following = next((one for one in paragraph.sentences if one.start >= end), None)
        if following is None:
            return end
        words = paragraph.words(following.start, following.end).rstrip(" .")
        match = self._cues.after.search(words)
        asked = self._text[quotation.first : quotation.last].rstrip()[-1:] in "?!"
        if asked and match and 0 < match.start() < 45 and "," not in words[: match.start()]:
            return following.end
        if following.end - following.start > 90:
            return end
        return following.end if match and (match.end() == len(words) or not match.start()) else end

    def _said(self, mention: Mention | None, start: int, end: int, rule: str) -> Attribution | None:
        """Offsets of the paragraph to those of the text."""
        if mention is None or re.fullmatch(self._language.speech.bystanders, mention.text, re.IGNORECASE):
            return None
        if re.match(rf"(?:{self._language.names.prepositions})\s", mention.text):
            return None
        base = self._base
        placed = Mention(
            mention.start + base,
            mention.end + base,
            self._text[mention.start + base : mention.end + base],
            mention.form,
            mention.kind,
        )
        return Attribution(placed, self._words[start:end], start + base, end + base, rule)

    def after(self) -> Attribution | None:
        """`"…," said X`; `"…," X said`; `"…," according to X`."""
        first, end = self._quotation.end - self._base, self._after_end - self._base
        stop = self._words.find(INSIDE, first, end)
        end = stop - 1 if stop >= 0 else end
        words = self._words[first:end]
        if (
            self._text[self._quotation.last - 1 : self._quotation.last] == "." and not words.strip()
        ) or not words.strip(" ,"):
            return None
        lead = re.match(r"[\s,]*(?:[-–—]+\s*)?", words)
        begin = first + (lead.end() if lead else 0)
        if match := self._cues.according.match(self._words, begin, end):
            return self._said(
                subject_after(self._words, match.end(), end, self._language),
                match.start(),
                match.end(),
                "according-after",
            )
        if match := self._verb_first(begin, end):
            return self._said(
                self._subject_behind(match, end),
                match.start(),
                match.end(),
                "verb-subject-after",
            )
        return self._subject_first(begin, end)

    def _past_recipient(self, start: int) -> int:
        """Past whom it was said to, where a language puts that before the subject: `dijo a los periodistas el juez`."""
        match = re.compile(rf"\s+(?:{self._language.speech.recipient})(?=\s)").match(self._words, start)
        return match.end() if match else start

    def _subject_behind(self, verb: re.Match[str], end: int) -> Mention | None:
        """The subject after a verb; where the language may leave it out, the verb itself stands for who spoke last."""
        mention = subject_after(self._words, self._past_recipient(verb.end()), end, self._language)
        if mention is not None or not self._language.speech.drops_subject:
            return mention
        return Mention(verb.start(), verb.end(), verb[0], Form.PRONOUN)

    def _verb_first(self, begin: int, end: int) -> re.Match[str] | None:
        match = self._cues.after.match(self._words, begin, end)
        if match and self._cues.progressive.match(match[0]):
            return None
        start = self._past_recipient(match.end()) if match else begin
        if match and re.compile(rf"\s+(?:{self._language.speech.not_subjects})\b").match(self._words, start):
            return None
        return match

    def _subject_first(self, begin: int, end: int) -> Attribution | None:
        for match in self._cues.after.finditer(self._words, begin, min(end, begin + 220)):
            between = self._words[begin : match.start()]
            if not between.strip() or (
                re.search(r"[;:.?!]\s", between) and not re.search(r"\b[A-Z]\w{0,3}\.\s", between)
            ):
                return None
            if not self._attached(between) or is_noun(self._words, match, self._language):
                continue
            if self._cues.progressive.match(match[0]):
                continue
            mention = subject_before(self._words, begin, match.start(), self._language)
            if mention is not None and self._leads_with(mention, begin):
                return self._said(mention, match.start(), match.end(), "subject-verb-after")
        return None

    def _attached(self, between: str) -> bool:
        """Whether the words after a quotation begin with a subject, and do not go on with its sentence."""
        speech = self._language.speech
        return re.match(rf"(?:{speech.goes_on}|{speech.progressive})\b", between) is None

    def _leads_with(self, mention: Mention, begin: int) -> bool:
        skipped = self._words[begin : mention.start]
        return (
            len(skipped) < 80 and "," not in skipped.rstrip(", ")
            if mention.form is not Form.NAME
            else len(skipped) < 120
        )

    def before(self) -> Attribution | None:
        """`X said: "…"`; `according to X, "…"`; `X, writing on Monday, called it "…"`."""
        begin, end = self._start - self._base, self._quotation.start - self._base
        verbs = list(self._cues.verb.finditer(self._words, begin, end))
        match = next(iter([*self._cues.according.finditer(self._words, begin, end)][-1:]), None)
        if match and (not verbs or verbs[-1].start() < match.start() or self._within(match, verbs[-1])):
            return self._said(
                subject_after(self._words, match.end(), end, self._language),
                match.start(),
                match.end(),
                "according-before",
            )
        if colon := self._colon(begin, end):
            return colon
        told = [found for verb in reversed(verbs) if (found := self._of_verb(begin, verb))]
        if len(told) > 1 and not self.beside(told[0]) and self._reports(told[1], told[0]):
            return told[1]
        return told[0] if told else self._subject_colon(begin, end)

    def _reports(self, outer: Attribution, inner: Attribution) -> bool:
        """`Smith said that Jones asked for help and “would have …”`: what Jones did is told by Smith."""
        between = self._words[outer.cue_end - self._base : max(inner.mention.start - self._base, 0)]
        return outer.cue_end < inner.mention.start and re.fullmatch(self._language.speech.reports, between) is not None

    def _subject_colon(self, begin: int, end: int) -> Attribution | None:
        """`Smith, the doctor on call, is more blunt: "…"`."""
        words = self._words[begin:end].rstrip()
        if not words.endswith(":") or INSIDE in words:
            return None
        mention = first_subject(self._words, begin, end, self._language)
        if mention is None or not may_be_somebody(mention, self._language):
            return None
        colon = begin + len(words) - 1
        return self._said(mention, colon, colon + 1, "subject-colon")

    def beside(self, found: Attribution) -> bool:
        """Whether a verb before the quotation stands close to it, so that no words after it can have a better claim."""
        words = self._words[found.cue_end - self._base : self._quotation.start - self._base].strip()
        return len(words) < _BESIDE or words.endswith(":")

    def ends_with_comma(self) -> bool:
        """Whether the quotation ends with a comma within its marks: who spoke stands behind it."""
        return self._text[self._quotation.first : self._quotation.last].rstrip()[-1:] == ","

    def introduces_more(self, found: Attribution) -> bool:
        """Whether the verb behind belongs to a next quotation: `"…," X said: "…"`."""
        return self._words[found.cue_end - self._base :].lstrip()[:1] == ":"

    def ends_clause(self) -> bool:
        """Whether the quotation ends a clause, so that the words after it can say who spoke."""
        inner = self._text[self._quotation.first : self._quotation.last].rstrip()
        after = self._text[self._quotation.end : self._quotation.end + 1]
        return inner[-1:] in ",.?!…—-" or after == ","

    def is_title(self, found: Attribution) -> bool:
        """Capitals throughout, and no verb of saying close by: the name of a book, a user or a programme."""
        calls = re.fullmatch(self._language.speech.called, found.cue) is not None
        between = self._words[found.cue_end - self._base : self._quotation.start - self._base].strip(" ,:")
        said = between in ("", "that", "que") and not calls
        return is_title(self._text[self._quotation.first : self._quotation.last]) and not said

    def names_a_work(self) -> bool:
        """`on Halmere One’s “The Long View”`: a title behind a preposition or an owner is a programme's or a book's."""
        speech, names = self._language.speech, self._language.names
        before = self._words[max(self._start - self._base, 0) : self._quotation.start - self._base]
        placed = re.search(rf"(?:{names.possessive}|\b(?:{speech.works}))\s$", before[-24:])
        return placed is not None and is_title(self._text[self._quotation.first : self._quotation.last])

    def _within(self, according: re.Match[str], verb: re.Match[str]) -> bool:
        """Whether a verb after `according to` only speaks of the source itself."""
        return "," not in self._words[according.end() : verb.start()]

    def _of_verb(self, begin: int, verb: re.Match[str]) -> Attribution | None:
        if is_noun(self._words, verb, self._language) or self._called_by_nobody(begin, verb):
            return None
        if self._cues.progressive.match(verb[0]) and self._of_sentence(begin, verb):
            mention = first_subject(self._words, begin, verb.start(), self._language)
            return self._said(mention, verb.start(), verb.end(), "participle-before")
        end = self._quotation.start - self._base
        mention = subject_of(self._words, begin, verb, end, self._language)
        if mention is not None and re.fullmatch(self._language.speech.relative, mention.text, re.IGNORECASE):
            mention = first_subject(self._words, begin, verb.start(), self._language)
        return self._said(mention, verb.start(), verb.end(), "subject-verb-before")

    def _called_by_nobody(self, begin: int, verb: re.Match[str]) -> bool:
        """`Judy - referred to as "…"`: a participle that belongs to what stands before it."""
        behind = rf"\s(?:{self._language.speech.called_so})\b"
        return (
            self._words[begin : verb.start()].rstrip()[-1:] in (",", "-", "–", "—", "(")
            and re.fullmatch(self._language.speech.participle, verb[0]) is not None
            and not self._cues.progressive.match(verb[0])
            and re.compile(behind).match(self._words, verb.end()) is not None
        )

    def _of_sentence(self, begin: int, verb: re.Match[str]) -> bool:
        """Whether a participle's subject is the sentence's: behind a comma, or behind what somebody issued."""
        before = self._words[begin : verb.start()].rstrip()
        speech = self._language.speech
        issued = rf"\b(?:{speech.issued})\b[^,;]*\b(?:{speech.documents})(?:\s\w+){{0,3}}$|\b(?:{speech.meanwhile})$"
        return before[-1:] in ',"”' or re.search(issued, before) is not None

    def _colon(self, begin: int, end: int) -> Attribution | None:
        """`Smith: "…"`."""
        words = self._words[begin:end].rstrip()
        if not words.endswith(":"):
            return None
        colon = begin + len(words) - 1
        clause = re.split(r"\s[-–—]+\s", words[:-1])[-1]
        names = list(find_names(self._words, self._language, colon - len(clause), colon))
        if not names or names[-1].end != colon or names[-1].kind is not Kind.PERSON or self._cues.verb.search(clause):
            return None
        return self._said(of_name(names[-1]), colon, colon + 1, "name-colon")

    def at_the_end(self) -> Attribution | None:
        """`The plan is "a disaster" for the country, X said.`"""
        first, end = self._quotation.end - self._base, self._end - self._base
        words = self._words[first:end]
        for comma in reversed([match.end() for match in re.finditer(r",\s+", words)]):
            begin = first + comma
            if match := self._cues.according.match(self._words, begin, end):
                return self._said(
                    subject_after(self._words, match.end(), end, self._language),
                    match.start(),
                    match.end(),
                    "according-at-end",
                )
            if (match := self._verb_first(begin, end)) and (who := self._nobody_before(match, end)):
                return self._said(who, match.start(), match.end(), "verb-at-end")
            if found := self._subject_first(begin, end):
                return Attribution(found.mention, found.cue, found.cue_start, found.cue_end, "subject-at-end")
        return None

    def _nobody_before(self, verb: re.Match[str], end: int) -> Mention | None:
        """The subject behind a verb, unless that is a whole clause: then the verb's own stands before the quotation."""
        mention = subject_after(self._words, verb.end(), end, self._language)
        long = mention is not None and mention.form is Form.DESCRIPTION and len(mention.text.split()) > _LONG
        return None if long else mention

    def dash(self) -> Attribution | None:
        """`"…" — X`: a name after a dash, and nothing else."""
        first, end = self._quotation.end - self._base, self._after_end - self._base
        match = self._cues.dash.match(self._words, first, len(self._words))
        if match is None or len(self._words) - match.end() > 60:
            return None
        mention = subject_after(self._words, match.end(), len(self._words), self._language)
        return self._said(mention, match.start(), match.end(), "name-after-dash") if mention and end >= first else None
