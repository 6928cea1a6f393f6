"""How the subject of a verb looks in a clause: patterns made from a language's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import Language

_FARTHEST = 600
"""Characters before a verb in which its subject is looked for."""


def reach(text: str, begin: int, verb: int) -> int:
    """Where the words begin that may hold the subject of a verb: a blank behind `begin`, where that is far away."""
    if verb - begin <= _FARTHEST:
        return begin
    blank = text.find(" ", verb - _FARTHEST, verb)
    return blank + 1 if blank >= 0 else begin


@dataclass(frozen=True, slots=True)
class Shapes:
    """The patterns; what each is for, its use says."""

    trailing: re.Pattern[str]
    bracketed: re.Pattern[str]
    caption: re.Pattern[str]
    pronoun_at_end: re.Pattern[str]
    pronoun_at_start: re.Pattern[str]
    pronoun_inside: re.Pattern[str]
    pronoun_in_clause: re.Pattern[str]
    determiner: re.Pattern[str]
    presented: re.Pattern[str]
    verb_leads: re.Pattern[str]
    office_first: re.Pattern[str]
    clause: re.Pattern[str]
    aside: re.Pattern[str]
    phrase_at_end: re.Pattern[str]
    plural_at_end: re.Pattern[str]
    adjectives_at_end: re.Pattern[str]
    preposition: re.Pattern[str]
    stop: re.Pattern[str]
    relative: re.Pattern[str]
    introduction: re.Pattern[str]
    titled: re.Pattern[str]
    office: re.Pattern[str]
    who_at_end: re.Pattern[str]
    in_which: re.Pattern[str]
    joined_at_end: re.Pattern[str]
    participle_pair: re.Pattern[str]
    participle: re.Pattern[str]
    begins_with_preposition: re.Pattern[str]
    determiner_at_most: re.Pattern[str]
    described_first: re.Pattern[str]
    up_to_role: re.Pattern[str]
    abbreviated: re.Pattern[str]
    is_finite: re.Pattern[str]
    later_phrase: re.Pattern[str]
    says_so: re.Pattern[str]
    owned_role: re.Pattern[str]
    verb_behind: re.Pattern[str]
    placed: re.Pattern[str]
    relative_inside: re.Pattern[str]
    belongs: re.Pattern[str]
    body_with_and: re.Pattern[str]
    role_behind: re.Pattern[str]
    indefinite: re.Pattern[str]
    owns: re.Pattern[str]
    owns_thing: re.Pattern[str]
    role_opens: re.Pattern[str]
    no_aside: re.Pattern[str]


@lru_cache
def shapes_of(language: Language) -> Shapes:
    """The patterns of a language, compiled once."""
    speech, names = language.speech, language.names
    pronouns = "|".join(speech.pronouns)
    gendered = "|".join(word for word, gender in speech.pronouns.items() if gender in ("m", "f"))
    roles = one_of(names.roles)
    determiner = rf"(?:{names.determiners}|\d[\d,]*|[\w.’'-]+[’']s?)"
    return Shapes(
        trailing=re.compile(rf"(?:(?:^|[\s,]+)(?:{speech.auxiliaries}))+[\s,]*$"),
        bracketed=re.compile(r"\([^()]*\)|(?<=\w)\s(?P<dash>--?|–|—)\s[^,;:\x00]{3,100}?\s(?P=dash)\s*$"),
        caption=re.compile(  # `… from the tram (Ada Marsh) A spokesman said`: a picture's, without a stop
            rf"\w\s\([^()]{{3,80}}\)\s(?=(?i:{names.definite}|{names.indefinite})\s[A-ZÀ-Þa-z])(?=[A-Z])"
        ),
        pronoun_at_end=re.compile(rf"(?:^|(?<=\W))({pronouns})$", re.IGNORECASE),
        pronoun_at_start=re.compile(rf"({pronouns})\b", re.IGNORECASE),
        pronoun_inside=re.compile(rf"(?<=\s)(?:{gendered})\b" if gendered else "(?!)"),
        pronoun_in_clause=re.compile(rf"\s*({gendered})\s\w+" if gendered else "(?!)", re.IGNORECASE),
        determiner=re.compile(rf"\s*(?:{names.determiners})\s"),
        office_first=re.compile(
            rf"(?:{names.definite})\s(?:[\w-]+\s){{0,3}}?(?:{roles})\b(?=\s(?:[\w-]+\s){{0,3}}?(?:{names.links}|{names.prepositions})\s)",
            re.IGNORECASE,
        ),
        verb_leads=re.compile(
            rf"(?:{speech.any_verb})\b(?=\s(?:{names.determiners}|{names.prepositions}|{speech.clause_follows})\s)"
            if speech.drops_subject
            else "(?!)",
            re.IGNORECASE,
        ),
        presented=re.compile(rf"\s*(?:{names.definite})\s(?:[\w-]+\s){{1,2}}?(?=[A-ZÀ-Þ])"),
        clause=re.compile(rf"[;:—–(\x00\"“”]|\s-{{1,2}}\s|--|(?:^|(?<=[\s,]))(?:{speech.before_subject})\s"),
        aside=re.compile(
            rf"\s*(?:$|(?:{speech.relative}|{names.prepositions}|{names.determiners}|and|or|as|now|then|also|once|formerly|\d+)\b"
            rf"|{speech.participle}\b|[A-Z.-]{{1,5}}\b\.?\s*$|[A-Z][a-z]{{1,5}}\.\s*$|[a-z]|[DR]-)"
        ),
        phrase_at_end=re.compile(
            rf"(?:^|(?<=[\s]))({determiner}\s+(?:[^,;:]*?|(?:[\w-]+,\s){{1,3}}[\w-]+(?:\s[\w-]+)?))$", re.IGNORECASE
        ),
        plural_at_end=re.compile(
            rf"(?:^|(?<=\s))((?:[A-Z]?[a-z’'-]+\s+){{0,3}}(?!(?:{names.no_plurals})$)[a-z]+s"
            rf"|police|[A-Z]?[a-z]+\s+police|(?:^|(?<=\s))(?:{names.somebody}))$",
        ),
        adjectives_at_end=re.compile(
            rf"\b(?:{names.definite})(?:\s[\w-]+,){{1,3}}(?:\s(?!(?:{names.determiners})\s)[\w-]+){{1,2}}$",
            re.IGNORECASE,
        ),
        preposition=re.compile(rf"\s(?:{names.prepositions})\s"),
        stop=re.compile(
            rf"[,;:—–()\x00\"“”?!]|\.(?!\w)|\s-{{1,2}}\s|\s(?:{speech.relative}|as|when|while|and|but|because|after|before|during|"
            rf"{names.adverbials})\b"
        ),
        relative=re.compile(rf",\s+(?:{speech.relative})\b[^,]*,"),
        introduction=re.compile(
            rf"(?:{names.prepositions}|{speech.participle}|{names.introductions})\b", re.IGNORECASE
        ),
        office=re.compile(
            rf"\s*(?:(?:[A-ZÀ-Þ][\w.]*\s+)*[A-ZÀ-Þ][\w.-]*{names.possessive}\s+(?:[\w-]+\s+){{0,4}}?)?"
            rf"(?:[A-ZÀ-Þ][\w’'&-]*\s+(?:[a-z]+\s+){{0,2}}){{0,4}}(?i:{roles})s?(?:\s+(?:{names.prepositions})\s[^,]*|\s*)$"
        ),
        titled=re.compile(
            rf"(?:[\w’'&-]+\s+){{1,4}}(?:{speech.joins})\s+(?:[\w’'&-]+\s+){{1,4}}?(?:(?i:{roles}))\s+(?=[A-ZÀ-Þ])"
        ),
        joined_at_end=re.compile(rf"[\w,\"”]\s+(?:{speech.joins})$"),
        participle_pair=re.compile(rf"(?<=\w)\s(?:{speech.progressive})\s(?:{speech.joins})$"),
        participle=re.compile(rf"(?:{speech.progressive})\b"),
        in_which=re.compile(rf"\s(?:{names.prepositions})\s(?:{names.determiners})\s(?:{speech.who})$"),
        who_at_end=re.compile(rf",?\s+(?:{speech.who})$"),
        begins_with_preposition=re.compile(rf"\s*(?:{names.prepositions})\s", re.IGNORECASE),
        determiner_at_most=re.compile(rf"\s*(?:(?:{names.determiners})\s*)?", re.IGNORECASE),
        described_first=re.compile(rf"(?:{names.determiners})\s+(?:[\w’'-]+\s+){{0,3}}[\w’'-]+", re.IGNORECASE),
        role_behind=re.compile(rf"\s(?:[a-z-]+\s)?(?:{roles})s?\b(?!\s[A-ZÀ-Þ])"),
        indefinite=re.compile(rf"(?:{names.indefinite})\s"),
        owns=re.compile(rf"{names.possessive}\s"),
        owns_thing=re.compile(rf"{names.possessive}\s(?=[a-z])"),
        role_opens=re.compile(rf"\s(?:(?:{names.indefinite})\s(?:[\w-]+\s){{0,3}}?)?(?:{roles})\b", re.IGNORECASE),
        no_aside=re.compile(rf"\s*(?:{names.prepositions}|{speech.joins})\s", re.IGNORECASE),
        placed=re.compile(
            rf"(?<=\w)\s(?!(?:{speech.subordinate}|{speech.before_subject})\s)(?:{names.prepositions})\s$"
        ),
        verb_behind=re.compile(rf"\s(?:\w+ly\s)?(?:[a-z]{{2,}}ed|{speech.finite})\s"),
        owned_role=re.compile(rf"{names.possessive}\s(?:[a-z-]+\s){{0,2}}?(?:{roles})s?\b"),
        is_finite=re.compile(rf"\s(?:{speech.finite}|{speech.passive})\s"),
        later_phrase=re.compile(
            rf"(?<=\s)(?!(?i:{names.prepositions}|{speech.joins}|{speech.called_so}|not|all|both)\s)[\w’'-]+"
            rf"\s((?:{names.definite}|{names.indefinite})\s[^,;:\x00]+(?<!\sthat))$"
        ),
        says_so=re.compile(rf"\s*(?:{speech.according})\s", re.IGNORECASE),
        relative_inside=re.compile(rf"\s(?:{speech.relative})\s"),
        belongs=re.compile(rf"(?:\s(?:{names.prepositions})\s[^,;:\x00]+)?"),
        abbreviated=re.compile(rf"\b(?:[A-Z]|U\.S|{names.short_titles})$"),
        body_with_and=re.compile(rf"\b(?:{names.prepositions})\s(?:[Tt]he\s)?[A-ZÀ-Þ][\w&]+\s(?:{speech.joins})\s$"),
        up_to_role=re.compile(rf".*?\b(?:{roles})s?\b(?!{names.possessive}\s)", re.IGNORECASE),
    )


def verb_inside(phrase: str, shapes: Shapes) -> int:
    """Where a verb ends what a phrase describes, else 0; one behind `who` belongs to the description."""
    verb = shapes.is_finite.search(phrase)
    return verb.start() if verb and not shapes.relative_inside.search(phrase, 0, verb.start() + 1) else 0
