"""A quotation in its place: the words of its sentence around it, and what its own marks and stops tell.

Spec: specs/article.md, "Speakers". What the rules in `attributed_before` and `attributed_after` look at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import INSIDE, Paragraph, Quotation
from amparo.docket.article.mentions import Form, Mention
from amparo.docket.article.phrases import phrase

_BESIDE = 25


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker as the article writes it, and the words that give the statement to them."""

    mention: Mention
    cue: str
    cue_start: int
    cue_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The patterns of a language's verbs of speaking."""

    verb: re.Pattern[str]
    after: re.Pattern[str]
    told: re.Pattern[str]
    called: re.Pattern[str]
    reflexive: re.Pattern[str]
    modal: re.Pattern[str]
    doubted: re.Pattern[str]
    reported_as: re.Pattern[str]
    does: re.Pattern[str]
    inside: re.Pattern[str]
    next_clause: re.Pattern[str]
    new_clause: re.Pattern[str]
    passive: re.Pattern[str]
    quoted: re.Pattern[str]
    according: re.Pattern[str]
    in_view: re.Pattern[str]
    quoting: re.Pattern[str]
    announced: re.Pattern[str]
    progressive: re.Pattern[str]
    dash: re.Pattern[str]
    any_verb: re.Pattern[str]
    only_who: re.Pattern[str]
    only_said: re.Pattern[str]
    supposed: re.Pattern[str]
    turned: re.Pattern[str]


@lru_cache
def cues_of(language: Language) -> Cues:
    """The patterns of a language's verbs of speaking."""
    speech = language.speech
    gendered = "|".join(word for word, gender in speech.pronouns.items() if gender in ("m", "f"))
    leads = re.IGNORECASE if speech.drops_subject else 0  # `Indicó que “…”` begins a sentence.
    return Cues(
        verb=re.compile(rf"(?<![\w-])(?:{speech.said}|{speech.told}|{speech.called})\b", leads),
        after=re.compile(rf"(?<![\w-])(?:{speech.said}|{speech.told})\b", leads),
        told=re.compile(speech.told),
        called=re.compile(speech.called),
        reflexive=re.compile(rf"\b(?:{speech.reflexive})\s$"),
        modal=re.compile(rf"\b(?:{speech.modal})\s(?:\w+ly\s)?$"),
        next_clause=re.compile(rf"[,;]\s(?:{speech.joins})\s"),
        new_clause=re.compile(rf"\s(?:{speech.clause_follows})\s.*\w\s(?:{speech.finite}|{speech.passive})\b"),
        inside=re.compile(rf",\s(?:(?:{speech.said})\s[A-ZÀ-Þ]|[^,.;:]{{2,40}}\s(?:{speech.said})\b)"),
        does=re.compile(rf"\s(?:that\s|(?:{language.names.determiners})\s[\w-]+(?:\s[\w-]+)?\s(?:to|that)\s)"),
        reported_as=re.compile(rf"\s(?P<who>[^,;:\x00]{{2,40}}?)\s(?:{speech.called_so})\s(?:{speech.progressive})\b"),
        doubted=re.compile(rf"\b(?:{language.names.prepositions})\s(?:{language.names.definite})\s$"),
        passive=re.compile(rf"\b(?:{speech.passive})\s(?:\w+ly\s)?$"),
        quoted=re.compile(speech.quoted),
        according=re.compile(rf"\b(?:{speech.according})\s+", re.IGNORECASE),
        in_view=re.compile(speech.in_view),
        quoting=re.compile(rf"\b(?:{speech.quoting})\s(?P<who>[^,;:\x00]{{2,60}}?):?\s*$"),
        announced=re.compile(
            rf"(?:^|[\s])(?:(?P<who>{'|'.join(speech.other_pronouns)}|[A-ZÀ-Þ][^,;:\x00]{{1,50}}?(?={language.names.possessive}\s))"
            rf"(?:{language.names.possessive})?\s(?:[\w-]+\s){{0,3}}?(?:{speech.announced}))(?:\s[^.;:\x00]{{1,40}})?:\s*$",
        ),
        progressive=re.compile(rf"(?:{speech.progressive})$"),
        any_verb=re.compile(rf"(?<=\s)(?:{speech.any_verb})\b"),
        only_who=re.compile(  # `Ada Marsh, an analyst at the bank, said in a note`
            rf"[A-ZÀ-Þ][^,;:\x00]{{2,60}}, [^,;:\x00]{{3,100}}, (?:{speech.said})"
            rf"(?: (?:{language.names.prepositions}) [^,;:\x00]{{2,50}})?$"
        ),
        only_said=re.compile(rf" (?:(?:[A-ZÀ-Þ][\w’'.-]* ?){{1,3}}|(?:{gendered})) (?:{speech.said})"),
        turned=re.compile(rf"(?:{speech.turned})\s"),
        supposed=re.compile(rf"\b(?:{speech.supposed})\s$", re.IGNORECASE),
        dash=re.compile(r"\s*[-–—―~]+\s*(?=[A-ZÀ-Þ])"),
    )


def is_title(words: str) -> bool:
    """Whether words are written like a name: with capitals throughout, and no sentence."""
    parts = words.strip(" ,.").split()
    small = [word for word in parts if word[:1].islower() and len(word) > 3]
    return 0 < len(parts) < 8 and not small and parts[0][:1].isupper() and parts[-1][-1:] not in "!?"


class Place:
    """One quotation in its paragraph. `leads`: its sentence has words before it. `words` begins at `base`."""

    def __init__(self, paragraph: Paragraph, quotation: Quotation, language: Language, text: str) -> None:
        self.words = paragraph.outside
        self.base = paragraph.start
        self.language = language
        self.cues = cues_of(language)
        self.text = text
        self.quotation = quotation
        sentence = paragraph.sentence_at(quotation.start)
        closing = paragraph.sentence_at(max(quotation.end - 1, quotation.start))
        self.start = sentence.start
        self.end = closing.end
        self.after_end = self._reach(paragraph)
        lead = paragraph.words(self.start, quotation.start)
        self.leads = bool(lead.replace(INSIDE, "").strip(" \n\t\"“”'‘’,.;:-–—()"))

    def _reach(self, paragraph: Paragraph) -> int:
        """Where the words after the quotation end: with its sentence, or with a next one that only says who spoke."""
        quotation, end = self.quotation, self.end
        if end > quotation.end + 1:
            return end
        following = paragraph.sentence_from(end)
        if following is None:
            return end
        words = paragraph.words(following.start, following.end).rstrip(" .")
        match = self.cues.after.search(words)
        asked = self.text[quotation.first : quotation.last].rstrip()[-1:] in "?!"
        new = match is not None and self.cues.new_clause.match(words, match.end()) is not None
        if asked and match and 0 < match.start() < 45 and "," not in words[: match.start()] and not new:
            return following.end
        if asked and self.cues.only_who.match(words):
            return following.end
        if following.end - following.start > 90:
            return end
        return following.end if match and (match.end() == len(words) or not match.start()) else end

    def said(self, mention: Mention | None, start: int, end: int, rule: str) -> Attribution | None:
        """Offsets of the paragraph to those of the text."""
        if mention is None or re.fullmatch(self.language.speech.bystanders, mention.text, re.IGNORECASE):
            return None
        if re.match(rf"(?:{self.language.names.prepositions})\s", mention.text):
            return None
        mention = phrase(mention, self.words, self.language)
        if mention is None:
            return None
        base, form = self.base, mention.form
        if self.language.speech.drops_subject and self.cues.after.fullmatch(mention.text):
            form = Form.PRONOUN  # `Según explicó, …`: who spoke last.
        placed = Mention(
            mention.start + base,
            mention.end + base,
            self.text[mention.start + base : mention.end + base],
            form,
            mention.kind,
        )
        return Attribution(placed, self.words[start:end], start + base, end + base, rule)

    def ends_with_comma(self) -> bool:
        """Whether the quotation ends with a comma within its marks: who spoke stands behind it."""
        return self.text[self.quotation.first : self.quotation.last].rstrip()[-1:] == ","

    def ends_clause(self) -> bool:
        """Whether the quotation ends a clause, so that the words after it can say who spoke."""
        inner = self.text[self.quotation.first : self.quotation.last].rstrip()
        after = self.text[self.quotation.end : self.quotation.end + 1]
        behind = self.words[self.quotation.end - self.base : self.end - self.base].rstrip(" .")
        if self.cues.according.match(behind.lstrip(" (")):
            return True
        return inner[-1:] in ",.;?!…—-" or after == "," or self.cues.only_said.fullmatch(behind) is not None

    def introduces_more(self, found: Attribution) -> bool:
        """Whether the verb behind belongs to a next quotation: `"…," X said: "…"`."""
        return self.words[found.cue_end - self.base :].lstrip()[:1] == ":"

    def beside(self, found: Attribution) -> bool:
        """Whether a verb before the quotation stands close to it, so that no words after it can have a better claim."""
        words = self.words[found.cue_end - self.base : self.quotation.start - self.base].strip()
        return len(words) < _BESIDE or words.endswith(":")

    def is_title(self, found: Attribution) -> bool:
        """Capitals throughout, and no verb of saying close by: the name of a book, a user or a programme."""
        calls = self.cues.called.fullmatch(found.cue) is not None
        between = self.words[found.cue_end - self.base : self.quotation.start - self.base].strip(" ,:")
        said = between in ("", "that", "que") and not calls
        return self.is_name() and not said

    def names_a_work(self) -> bool:
        """`on Halmere One’s “The Long View”`: a title behind a preposition or an owner is a programme's or a book's."""
        speech, names = self.language.speech, self.language.names
        before = self.words[max(self.start - self.base, 0) : self.quotation.start - self.base]
        placed = re.search(rf"(?:{names.possessive}|\b(?:{speech.works})(?:\s(?:{names.definite}))?)\s$", before[-24:])
        return self.is_name() and (placed is not None or self._part_of_a_phrase(before))

    def _part_of_a_phrase(self, before: str) -> bool:
        """`The “Halmere” actor`: between an article and its noun."""
        names = self.language.names
        article = re.search(rf"\b(?:{names.definite}|{names.indefinite})\s$", before[-8:], re.IGNORECASE)
        behind = self.words[self.quotation.end - self.base : self.end - self.base]
        return article is not None and re.match(r"\s[a-z]{3,}", behind) is not None

    def doubts_a_word(self) -> bool:
        """`on the "interim" government to …`: one word of somebody's phrase, which the text only doubts."""
        if " " in self.text[self.quotation.first : self.quotation.last].strip():
            return False
        before = self.words[max(self.start - self.base, 0) : self.quotation.start - self.base]
        behind = self.words[self.quotation.end - self.base : self.end - self.base]
        placed = self.cues.doubted.search(before) is not None
        return (
            placed and re.match(r"\s(?!of\b)[a-z]{3,}", behind) is not None and self.cues.after.search(behind) is None
        )

    def is_name(self) -> bool:
        """Whether the words quoted are written like a name."""
        return is_title(self.text[self.quotation.first : self.quotation.last])
