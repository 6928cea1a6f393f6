"""Who is said to speak behind a quotation: `"…," said X`; `"…," X said`; at the end of its sentence; after a dash.

Spec: specs/article.md, "Speakers".
"""

from __future__ import annotations

import re

from amparo.docket.article.find_names import find_names
from amparo.docket.article.layout import INSIDE
from amparo.docket.article.mentions import Form, Mention, of_name
from amparo.docket.article.names import Kind
from amparo.docket.article.quotation_place import Attribution, Place
from amparo.docket.article.subject_after import subject_after
from amparo.docket.article.subject_before import subject_before
from amparo.docket.article.verbs import is_noun, subject_of

_LONG = 4
_NEAR = 60


def after(place: Place) -> Attribution | None:
    """`"…," said X`; `"…," X said`; `"…," according to X`."""
    first, end = place.quotation.end - place.base, place.after_end - place.base
    stop = place.words.find(INSIDE, first, end)
    end = stop - 1 if stop >= 0 else end
    words = place.words[first:end]
    if (place.text[place.quotation.last - 1 : place.quotation.last] == "." and not words.strip()) or not words.strip(
        " ,"
    ):
        return None
    lead = re.match(r"[\s,]*(?:[-–—]+\s*|\((?=\w))?", words)
    begin = first + (lead.end() if lead else 0)
    if match := place.cues.according.match(place.words, begin, end):
        return place.said(
            subject_after(place.words, match.end(), end, place.language),
            match.start(),
            match.end(),
            "according-after",
        )
    if match := _verb_first(place, begin, end):
        return place.said(
            _subject_behind(place, match, end),
            match.start(),
            match.end(),
            "verb-subject-after",
        )
    found = _subject_first(place, begin, end)
    if found and place.leads and _does(place, found, end):
        return None
    return found or _any_verb(place, begin, end) or _only_a_name(place, begin, end)


def _only_a_name(place: Place, begin: int, end: int) -> Attribution | None:
    """`"…," the manager Ada Marsh.`: a person and no verb, behind words that end with a comma."""
    if place.leads or not place.ends_with_comma() or place.is_name():
        return None
    last = begin + len(place.words[begin:end].rstrip(" ."))
    names = list(find_names(place.words, place.language, begin, last))
    if len(names) != 1 or names[0].kind is not Kind.PERSON or names[0].end != last:
        return None
    alone = not names[0].role and names[0].start == begin
    headed = bool(names[0].role) and last - begin < _NEAR and "," not in place.words[begin:last]
    return place.said(of_name(names[0]), begin, begin, "name-behind") if alone or headed else None


def _any_verb(place: Place, begin: int, end: int) -> Attribution | None:
    """`"…," Smith blurted out`: behind words that end with a comma stands who said them, whatever the verb."""
    if place.leads or not place.ends_with_comma() or place.is_name():
        return None
    verb = place.cues.any_verb.search(place.words, begin, min(end, begin + _NEAR))
    if verb is None or not _attached(place, place.words[begin : verb.start()]):
        return None
    mention = subject_before(place.words, begin, verb.start(), place.language)
    if mention is None or mention.start > begin + 1:
        return None
    return place.said(mention, verb.start(), verb.end(), "any-verb-after")


def _past_recipient(place: Place, start: int) -> int:
    """Past whom it was said to, where a language puts that before the subject: `dijo a los periodistas el juez`."""
    match = re.compile(rf"\s+(?:{place.language.speech.recipient})(?=\s)").match(place.words, start)
    return match.end() if match else start


def _subject_behind(place: Place, verb: re.Match[str], end: int) -> Mention | None:
    """The subject after a verb; where the language may leave it out, the verb itself stands for who spoke last."""
    speech = place.language.speech
    mention = subject_after(place.words, _past_recipient(place, verb.end()), end, place.language)
    if speech.drops_subject and mention and re.match(rf"(?:{speech.joins})\s", mention.text):
        mention = None  # `“…”, aclara y remarca cuál es la consigna`
    if mention is not None or not speech.drops_subject:
        return mention
    return Mention(verb.start(), verb.end(), verb[0], Form.PRONOUN)


def _verb_first(place: Place, begin: int, end: int) -> re.Match[str] | None:
    match = place.cues.after.match(place.words, begin, end)
    if match and place.cues.progressive.match(match[0]):
        return None
    start = _past_recipient(place, match.end()) if match else begin
    if match and re.compile(rf"\s+(?:{place.language.speech.not_subjects})\b").match(place.words, start):
        return None
    return match


def _subject_first(place: Place, begin: int, end: int) -> Attribution | None:
    for match in place.cues.after.finditer(place.words, begin, min(end, begin + 220)):
        between = place.words[begin : match.start()]
        if not between.strip() or (re.search(r"[;:.?!]\s", between) and not re.search(r"\b[A-Z]\w{0,3}\.\s", between)):
            return None
        if not _attached(place, between) or is_noun(place.words, match, place.language):
            continue
        if place.cues.passive.search(between) and not place.cues.quoted.fullmatch(match[0]):
            continue  # `… broke out after the news was announced`
        if place.cues.progressive.match(match[0]) or place.cues.after.match(place.words, match.end() + 1, end):
            continue  # `the civil claim said`
        if quoted := place.cues.reported_as.match(place.words, match.end(), end):
            who = subject_after(place.words, quoted.start("who"), quoted.end("who"), place.language)
            return place.said(who, match.start(), match.end(), "quoted-as-after")
        mention = subject_before(place.words, begin, match.start(), place.language)
        if mention is not None and _leads_with(place, mention, begin) and not _counts(place, mention):
            return place.said(mention, match.start(), match.end(), "subject-verb-after")
    return None


def _counts(place: Place, mention: Mention) -> bool:
    """`were classed as "good," a drop of 0.3 points`: a number behind a word or two does not speak."""
    return place.leads and mention.form is Form.DESCRIPTION and re.search(r"\d", mention.text) is not None


def _attached(place: Place, between: str) -> bool:
    """Whether the words after a quotation begin with a subject, and do not go on with its sentence."""
    speech = place.language.speech
    return re.match(rf"(?:{speech.goes_on}|{speech.progressive})\b", between) is None


def _leads_with(place: Place, mention: Mention, begin: int) -> bool:
    skipped = place.words[begin : mention.start]
    return (
        len(skipped) < 80 and "," not in skipped.rstrip(", ") if mention.form is not Form.NAME else len(skipped) < 120
    )


def at_the_end(place: Place) -> Attribution | None:
    """`The plan is "a disaster" for the country, X said.`"""
    first, end = place.quotation.end - place.base, place.end - place.base
    words = place.words[first:end]
    for comma in reversed([match.end() for match in re.finditer(r",\s+", words)]):
        begin = first + comma
        if match := place.cues.according.match(place.words, begin, end):
            return place.said(
                subject_after(place.words, match.end(), end, place.language),
                match.start(),
                match.end(),
                "according-at-end",
            )
        if (match := _verb_first(place, begin, end)) and (who := _nobody_before(place, match, end)):
            return place.said(who, match.start(), match.end(), "verb-at-end")
        found = _subject_first(place, begin, end)
        if found and not _only_a_noun(place, begin, found, end):
            return Attribution(found.mention, found.cue, found.cue_start, found.cue_end, "subject-at-end")
    return None


def _only_a_noun(place: Place, begin: int, found: Attribution, end: int) -> bool:
    """`…, seen near the closest point to Earth`: what looks like a verb, and nobody who speaks before it; or a verb
    that has words of its own behind it."""
    verb = place.cues.after.match(place.words, found.cue_start - place.base, found.cue_end - place.base)
    if _does(place, found, end):
        return True
    return verb is not None and subject_of(place.words, begin, verb, end, place.language) is None


def _does(place: Place, found: Attribution, end: int) -> bool:
    """`the word "we", though he later asked the firm to …`: a verb that says nothing of the words quoted."""
    return place.cues.does.match(place.words[found.cue_end - place.base : end]) is not None


def _nobody_before(place: Place, verb: re.Match[str], end: int) -> Mention | None:
    """The subject behind a verb, unless that is a whole clause: then the verb's own stands before the quotation."""
    mention = subject_after(place.words, verb.end(), end, place.language)
    long = mention is not None and mention.form is Form.DESCRIPTION and len(mention.text.split()) > _LONG
    return None if long else mention


def dash(place: Place) -> Attribution | None:
    """`"…" — X`: a name after a dash, and nothing else."""
    first, end = place.quotation.end - place.base, place.after_end - place.base
    match = place.cues.dash.match(place.words, first, len(place.words))
    if match is None or len(place.words) - match.end() > 60:
        return None
    mention = subject_after(place.words, match.end(), len(place.words), place.language)
    return place.said(mention, match.start(), match.end(), "name-after-dash") if mention and end >= first else None
