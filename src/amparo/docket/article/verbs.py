"""Verbs of speaking in a clause: told from the nouns that look like them, and their subject found, also of a passive.

Spec: specs/article.md, "Speakers".
"""

from __future__ import annotations

import re
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.mentions import Form, Mention
from amparo.docket.article.names import Kind
from amparo.docket.article.subject_after import subject_after
from amparo.docket.article.subject_before import subject_before
from amparo.docket.article.subject_shapes import reach


@lru_cache
def _shapes(
    language: Language,
) -> tuple[re.Pattern[str], ...]:
    speech, names = language.speech, language.names
    roles = one_of(names.roles)
    noun_after = rf"\b(?:{names.determiners}|to|of|\w+[’']s|\d+s|\W*[\"”’])\s+$"
    return (
        re.compile(noun_after, re.IGNORECASE),
        re.compile(rf"\b(?:{speech.not_verbs_after})\s+$", re.IGNORECASE),
        re.compile(speech.noun_like),
        # Behind initials and the adjective of a state a bare form is no verb: no subject in the plural is written so.
        re.compile(rf"\b(?:[A-Z]{{2,}}|{one_of(names.peoples)})\s+$"),
        re.compile(rf"\b(?:{roles}|{speech.speakers}|{speech.who})s?$", re.IGNORECASE),
        re.compile(rf"\b(?:{speech.passive})\s+(?:(?:\w+ly|{speech.auxiliaries})\s+)?$"),
        re.compile(rf"\s(?:{speech.agent})\s"),
        re.compile(speech.quoted),
        re.compile(rf"\b(?:{speech.passive})\s(?:{speech.quoted})\b[^,;:\x00]{{0,60}}\s(?:{speech.called_so})\s$"),
        re.compile(
            rf"\b(?:{speech.quoted}|{speech.quoting})\s(?P<who>(?!{speech.called_so})[^,;:\x00]{{2,60}}?)\s(?:{speech.called_so})\s$"
        ),
        # `Marsh was quoted in later editions of the Post saying “…”`
        re.compile(rf"\b(?:{speech.passive})\s(?:{speech.quoted})\s(?:{names.prepositions})\s[^,;:\x00]{{2,60}}\s$"),
    )


@lru_cache
def _clause_follows(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\s(?:{language.speech.clause_follows})\b")


def is_noun(words: str, verb: re.Match[str], language: Language) -> bool:
    """`the report`, `to plan`: the word is no verb of a subject here."""
    always, when_like_one, noun_like, of_one = _shapes(language)[:4]
    before = words[max(verb.start() - 14, 0) : verb.start()]
    if always.search(before):
        # `Holt's report`, but `Macy's said`: what is never a noun is none behind an owner either.
        return noun_like.fullmatch(verb[0]) is not None or re.search(r"\w[’']s\s+$", before) is None
    bare = noun_like.fullmatch(verb[0]) is not None and not verb[0].endswith("s")
    if bare and not language.speech.drops_subject and of_one.search(before):
        return True  # `the US state department`, `Iranian state media`: who is one has a verb with an `s`.
    # `the official statement claims`, but `the official said`: only what can be a noun is one there.
    return noun_like.fullmatch(verb[0]) is not None and when_like_one.search(before) is not None


def subject_of(words: str, begin: int, verb: re.Match[str], end: int, language: Language) -> Mention | None:
    """The subject of a verb, in the words from `begin` to `end`; of a passive, who it is done by."""
    _, _, noun_like, _, speaks, passive, agent, quoted, as_saying, quoting, was_quoted = _shapes(language)
    begin = reach(words, begin, verb.start())
    if as_quoted := as_saying.search(words, begin, verb.start()):
        return subject_before(words, begin, as_quoted.start(), language)
    if verb[0].endswith(language.speech.gerunds) and (cited := was_quoted.search(words, begin, verb.start())):
        return subject_before(words, begin, cited.start(), language)
    if quotes := quoting.search(words, begin, verb.start()):
        if quotes["who"] in language.speech.other_pronouns:  # `quoting him as saying`
            return Mention(quotes.start("who"), quotes.end("who"), quotes["who"], Form.PRONOUN)
        return subject_after(words, quotes.start("who"), quotes.end("who"), language)
    passively = passive.search(words[begin : verb.start()])
    if passively and quoted.fullmatch(verb[0]):
        return subject_before(words, begin, begin + passively.start(), language)
    if passively and not verb[0].endswith(language.speech.gerunds):
        by = agent.match(words, verb.end(), end)
        return subject_after(words, by.end(), end, language) if by else None
    mention = subject_before(words, begin, verb.start(), language)
    if mention is None or noun_like.fullmatch(verb[0]) is None:
        return mention
    # `her politically safe messages`: no verb, unless what stands before it is somebody who speaks.
    if mention.form is Form.DESCRIPTION and not speaks.search(mention.text):
        return None
    clause = _clause_follows(language).match(words, verb.end()) is not None
    plain = not clause and (
        mention.form is Form.NAME and mention.kind is Kind.OTHER and " " not in mention.text and begin == mention.start
    )
    return None if plain and verb[0].endswith("s") else mention
