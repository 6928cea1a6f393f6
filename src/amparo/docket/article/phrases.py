"""A description as a phrase of its own: what was cut off too late, or too early, is put right, or nobody is described.

Spec: specs/article.md, "Speakers". What a description means is for others to say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.mentions import Form, Mention, of_name
from amparo.docket.article.subject_shapes import shapes_of, verb_inside

_NUMBER = re.compile(r"\d[\d,.]*[,.]$")


@lru_cache
def _shapes(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names, speech = language.names, language.speech
    # Each once: a word in two lists could be read in two ways, and a row of such in two to the power of its length.
    lists = (names.prepositions, speech.relative, speech.before_subject, speech.joins, names.determiners)
    loose = one_of("|".join(lists).split("|"))
    nobody = r"(?:it|that|there|what|here|this)[’']s\b|(?:it|there)\s(?:is|was|are|were)\b"
    return (
        re.compile(rf"(?:\s(?:{loose}))+$"),
        re.compile(nobody, re.IGNORECASE),
        re.compile(rf"\s(?:{speech.subordinate})\s"),
    )


@lru_cache
def _can_speak(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names, speech = language.names, language.speech
    people = f"{one_of(names.roles)}|{one_of(names.genders)}|{names.anybody}|{speech.common_speakers}"
    bodies = f"{speech.speakers}|{names.bodies}|{names.companies}|{names.teams}|{names.press}"
    return (
        re.compile(rf"\s(?:{names.prepositions}|{speech.relative})\s|,"),
        re.compile(rf"\b(?:{people}|{bodies}|{speech.documents}|{speech.papers})(?:e?s)?\b", re.IGNORECASE),
    )


def may_speak(mention: Mention, language: Language) -> bool:
    """Whether a mention is a name or pronoun, or describes what can speak: a role, a kind of people, a body, a
    document; not `the game engine`."""
    head, speaks = _can_speak(language)
    return mention.form is not Form.DESCRIPTION or speaks.search(head.split(mention.text)[0]) is not None


def phrase(mention: Mention, words: str, language: Language) -> Mention | None:
    """A description whose bounds are those of a phrase; None for what describes nobody. `words`: where it stands."""
    if mention.form is not Form.DESCRIPTION:
        return mention
    loose, nobody, clause = _shapes(language)
    start, end = mention.start, mention.end
    if words[start : start + 1].isdigit() and (number := _NUMBER.search(words, max(start - 12, 0), start)):
        start = number.start()  # `2,000 people`
    if left := loose.search(words, start, end):
        end = left.start()  # `Marsh for`
    if start >= end or nobody.match(words, start, end):
        return None
    if clause.search(words, start, end) and verb_inside(words[start:end], shapes_of(language)):
        return None  # `the unit to put it off until it was clear`
    if (start, end) == (mention.start, mention.end):
        return mention
    names = list(find_names(words, language, start, end))
    if len(names) == 1 and (names[0].start, names[0].end) == (start, end):
        return of_name(names[0])
    return replace(mention, start=start, end=end, text=words[start:end])
