"""Who is said to speak before a quotation: `X said: "…"`; `according to X, "…"`; `X: "…"`.

Spec: specs/article.md, "Speakers".
"""

from __future__ import annotations

import re
from itertools import islice

from amparo.docket.article.find_names import find_names
from amparo.docket.article.layout import INSIDE
from amparo.docket.article.mentions import Form, Mention, of_name
from amparo.docket.article.names import Kind
from amparo.docket.article.phrases import may_speak, phrase
from amparo.docket.article.quotation_place import Attribution, Place
from amparo.docket.article.sentence_subject import first_subject
from amparo.docket.article.subject_after import subject_after
from amparo.docket.article.subject_before import subject_before
from amparo.docket.article.topics import may_be_somebody
from amparo.docket.article.verbs import is_noun, subject_of

_MOST_VERBS = 12
"""Verbs before a quotation that are looked at, the nearest ones: a sentence without a stop may hold hundreds."""
_NEAR = 30
"""Characters between `said` and the participle that belongs to who said it."""


def before(place: Place) -> Attribution | None:
    """`X said: "…"`; `according to X, "…"`; `X, writing on Monday, called it "…"`."""
    begin, end = place.start - place.base, place.quotation.start - place.base
    verbs = list(place.cues.verb.finditer(place.words, begin, end))
    match = next(iter([*place.cues.according.finditer(place.words, begin, end)][-1:]), None)
    if match and (not verbs or verbs[-1].start() < match.start() or _within(place, match, verbs[-1])):
        return place.said(
            subject_after(place.words, match.end(), end, place.language),
            match.start(),
            match.end(),
            "according-before",
        )
    if colon := _colon(place, begin, end) or _own_view(place, begin, end, verbs):
        return colon
    if turned := place.cues.turned.match(place.words, begin, end):
        mention = subject_after(place.words, turned.end(), end, place.language)
        whole = mention is not None and place.words[mention.end : end].strip() == ":"
        if mention is not None and (mention.form is Form.NAME or whole):
            return place.said(mention, turned.start(), turned.end(), "verb-subject-before")
    tried = (_of_verb(place, begin, verb) for verb in reversed(verbs[-_MOST_VERBS:]))
    told = list(islice((found for found in tried if found), 2))
    if len(told) > 1 and not place.beside(told[0]) and _reports(place, told[1], told[0]):
        return told[1]
    return told[0] if told else _subject_colon(place, begin, end)


def announced(place: Place) -> Attribution | None:
    """`Here is Holt’s statement in full:`, `Here is her speech in full:`: whose words follow."""
    begin, end = place.start - place.base, place.quotation.start - place.base
    match = place.cues.announced.search(place.words, begin, end)
    if match is None:
        return None
    who = match.start("who"), match.end("who")
    if match["who"].lower() in place.language.speech.other_pronouns:
        mention: Mention | None = Mention(*who, match["who"], Form.PRONOUN)
    else:
        mention = subject_after(place.words, *who, place.language)
    return place.said(mention, match.start(), match.end(), "announced") if mention else None


def _own_view(place: Place, begin: int, end: int, verbs: list[re.Match[str]]) -> Attribution | None:
    """`In Marsh’s view, the plan is “…”`; `…, quoting the bank: “…”`: who is quoted has a name."""
    match = place.cues.quoting.search(place.words, begin, end)
    if match is None:
        match = place.cues.in_view.search(place.words, begin, end)
        if match is None or any(one.start() > match.end() for one in verbs):
            return None
    names = list(find_names(place.words, place.language, match.start("who"), match.end("who")))
    if not names or names[-1].end != match.end("who") or names[-1].kind in (Kind.STATE, Kind.PLACE):
        return None
    return place.said(of_name(names[-1]), match.start(), match.end(), "quoted-before")


def _reports(place: Place, outer: Attribution, inner: Attribution) -> bool:
    """`Smith said that Jones asked for help and “would have …”`: what Jones did is told by Smith."""
    between = place.words[outer.cue_end - place.base : max(inner.mention.start - place.base, 0)]
    return outer.cue_end < inner.mention.start and re.fullmatch(place.language.speech.reports, between) is not None


def _subject_colon(place: Place, begin: int, end: int) -> Attribution | None:
    """`Smith, the doctor on call, is more blunt: "…"`."""
    words = place.words[begin:end].rstrip()
    if not words.endswith(":") or INSIDE in words:
        return None
    mention = first_subject(place.words, begin, end, place.language)
    if mention is None or not may_be_somebody(mention, place.language):
        return None
    if place.cues.next_clause.search(place.words, mention.end, begin + len(words)):
        return None  # `Smith has a plan, and the council will be left to wonder: "…"`
    colon = begin + len(words) - 1
    return place.said(mention, colon, colon + 1, "subject-colon")


def _within(place: Place, according: re.Match[str], verb: re.Match[str]) -> bool:
    """Whether a verb after `according to` only speaks of the source itself."""
    return "," not in place.words[according.end() : verb.start()]


def _of_verb(place: Place, begin: int, verb: re.Match[str]) -> Attribution | None:
    if is_noun(place.words, verb, place.language) or _called_by_nobody(place, begin, verb):
        return None
    before = place.words[begin : verb.start()]
    called = place.cues.called.fullmatch(verb[0]) is not None
    if called and _done_by(place, verb) and not place.cues.passive.search(before):
        return None  # `in cases cited by the court "are not …"`: who cited them does not speak here.
    if called and (place.cues.reflexive.search(before) or place.cues.modal.search(before)):
        return None  # `se consideran "verdes"`, `they should consider a "plan"`: said by nobody.
    if place.cues.progressive.match(verb[0]) and _of_sentence(place, begin, verb):
        mention = _just_said(place, begin, verb) or first_subject(place.words, begin, verb.start(), place.language)
        return place.said(mention, verb.start(), verb.end(), "participle-before")
    end = place.quotation.start - place.base
    mention = _turned(place, verb, end) or subject_of(place.words, begin, verb, end, place.language)
    if mention is not None and re.fullmatch(place.language.speech.relative, mention.text, re.IGNORECASE):
        mention = first_subject(place.words, begin, verb.start(), place.language)
    if _is_object(place, begin, mention) if mention else _left_out(place, begin, verb):
        left_out = Mention(verb.start(), verb.end(), verb[0], Form.PRONOUN)
        mention = _right_behind(place, verb, end) or _of_both(place, begin, verb) or left_out
    if mention is not None and place.cues.supposed.search(place.words, begin, mention.start):
        return None
    if mention is not None and called and _only_named(place, begin, verb, mention):
        return None
    if mention is not None and (doer := _doer(place, begin, mention)):
        return place.said(doer, verb.start(), verb.end(), "sentence-subject")
    return place.said(mention, verb.start(), verb.end(), "subject-verb-before")


def _doer(place: Place, begin: int, mention: Mention) -> Mention | None:
    """`Smith ended the debate saying “…”`: where what stands before the verb cannot speak, its sentence's subject."""
    described = phrase(mention, place.words, place.language)
    if described is None or may_speak(described, place.language):
        return None
    doer = first_subject(place.words, begin, mention.end, place.language)
    return doer if doer is not None and doer.start <= mention.start and may_be_somebody(doer, place.language) else None


def _just_said(place: Place, begin: int, participle: re.Match[str]) -> Mention | None:
    """`No ship was lost, Holt said on Monday, adding: "…"`: who said what stands before the participle adds to it."""
    verbs = place.cues.after.finditer(place.words, begin, participle.start())
    said = next(iter([one for one in verbs if not is_noun(place.words, one, place.language)][-1:]), None)
    if said is None or len(place.words[said.end() : participle.start()]) > _NEAR:
        return None
    mention = subject_before(place.words, begin, said.start(), place.language)
    return mention if mention and mention.form is not Form.DESCRIPTION else None


def _turned(place: Place, verb: re.Match[str], end: int) -> Mention | None:
    """`…, says the editor Ada Marsh, "…"`: between a comma with the verb and the words is only who speaks."""
    if place.words[: verb.start()].rstrip()[-1:] != "," or place.cues.told.fullmatch(verb[0]):
        return None
    words = place.words[verb.end() : end].rstrip(" ,:")
    names = list(find_names(place.words, place.language, verb.end(), verb.end() + len(words)))
    last = bool(names) and names[-1].kind is Kind.PERSON and names[-1].end == verb.end() + len(words)
    alone = len(names) == 1 or bool(names and names[-1].role)
    return of_name(names[-1]) if last and alone and "," not in words else None


def _called_by_nobody(place: Place, begin: int, verb: re.Match[str]) -> bool:
    """`Judy - referred to as "…"`: a participle that belongs to what stands before it."""
    behind = rf"\s(?:{place.language.speech.called_so})\b"
    return (
        place.words[begin : verb.start()].rstrip()[-1:] in (",", "-", "–", "—", "(")
        and re.fullmatch(place.language.speech.participle, verb[0]) is not None
        and not place.cues.progressive.match(verb[0])
        and re.compile(behind).match(place.words, verb.end()) is not None
    )


def _is_object(place: Place, begin: int, mention: Mention) -> bool:
    """`Para alcanzar el fin destacó …`, `Sobre el plan, destacó …`: what an infinitive or preposition governs; where a
    subject may be left out, it is here."""
    infinitive = re.compile(
        rf"\b\w+[aei]r(?:l[aeo]s?|se)?\s$|^\W*(?:{place.language.names.prepositions})\s$", re.IGNORECASE
    )
    before = place.words[begin : mention.start]
    drops = place.language.speech.drops_subject and mention.form is Form.DESCRIPTION
    return drops and infinitive.search(before) is not None


def _left_out(place: Place, begin: int, verb: re.Match[str]) -> bool:
    """`También dijo: “…”`: a verb of saying that leads its clause, in a language that leaves subjects out."""
    speech = place.language.speech
    before = re.split(r"[,;:–—]\s", place.words[begin : verb.start()])[-1].strip(' \n\x00"“”«»')
    leads = re.fullmatch(
        rf"(?:(?:{speech.auxiliaries}|{speech.joins}|{speech.conceded})(?:\s+|$))*+",
        f"{before[:1].lower()}{before[1:]}",
    )
    return speech.drops_subject and leads is not None and place.cues.after.fullmatch(verb[0]) is not None


def _of_both(place: Place, begin: int, verb: re.Match[str]) -> Mention | None:
    """`Marsh dejó claro que Norlandia espera, aunque insistió en que “…”`: whose sentence it is."""
    speech = place.language.speech
    joined = re.compile(rf"\s(?:{speech.joins}|{speech.conceded})\s(?:(?:{speech.auxiliaries})\s)*$")
    if joined.search(place.words, begin, verb.start()) is None:
        return None
    mention = first_subject(place.words, begin, verb.start(), place.language)
    return mention if mention and mention.form is Form.NAME and may_be_somebody(mention, place.language) else None


def _right_behind(place: Place, verb: re.Match[str], end: int) -> Mention | None:
    """`Sin embargo, explica Brun, en el auto “…”`, `Así, añade el auto, “…”`: what the verb stands before."""
    name = next(find_names(place.words, place.language, verb.end(), end), None)
    if name and name.start == verb.end() + 1 and name.kind is not Kind.ORGANISATION:
        return of_name(name)
    behind = subject_after(place.words, verb.end(), end, place.language)
    alone = behind and behind.form is Form.DESCRIPTION and place.words[behind.end : behind.end + 1] == ","
    return behind if alone and behind and may_speak(behind, place.language) else None


def _done_by(place: Place, verb: re.Match[str]) -> bool:
    return re.compile(rf"\s(?:{place.language.speech.agent})\s").match(place.words, verb.end()) is not None


def _only_named(place: Place, begin: int, verb: re.Match[str], mention: Mention) -> bool:
    """`links called “trackers”`, `a song called “…”`; but said by somebody: `what critics called “…”`, `a move the bank
    called “…”`."""
    if mention.form is not Form.DESCRIPTION or place.words[verb.end() : place.quotation.start - place.base].strip():
        return False
    speech, before = place.language.speech, place.words[begin : mention.start].rstrip()
    definite = re.match(rf"(?:{place.language.names.definite})\s", mention.text, re.IGNORECASE) is not None
    said = re.search(rf"\b(?:{speech.named_by})$", before) is not None or (definite and before[-1:].isalnum())
    return not said and re.fullmatch(speech.naming, verb[0]) is not None


def _of_sentence(place: Place, begin: int, verb: re.Match[str]) -> bool:
    """Whether a participle's subject is the sentence's: behind a comma, or behind what somebody issued."""
    before = place.words[begin : verb.start()].rstrip()
    speech = place.language.speech
    issued = rf"\b(?:{speech.issued})\b[^,;]*\b(?:{speech.documents})(?:\s\w+){{0,3}}$|\b(?:{speech.meanwhile})$"
    return before[-1:] in ',"”' or re.search(issued, before) is not None


def _colon(place: Place, begin: int, end: int) -> Attribution | None:
    """`Smith: "…"`."""
    words = place.words[begin:end].rstrip()
    if not words.endswith(":"):
        return None
    colon = begin + len(words) - 1
    clause = re.split(r"\s[-–—]+\s", words[:-1])[-1]
    names = list(find_names(place.words, place.language, colon - len(clause), colon))
    if not names or names[-1].end != colon or names[-1].kind is not Kind.PERSON or place.cues.verb.search(clause):
        return None
    return place.said(of_name(names[-1]), colon, colon + 1, "name-colon")
