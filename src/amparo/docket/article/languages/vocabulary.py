"""What the reader must know of a language: tables of words and patterns. Spec: specs/article.md, "Languages".

In a pattern a blank stands for any space within a paragraph, and `{name}` for one of the tables. A pattern's named
groups are what its rule in `dates.resolve` is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def words(text: str) -> list[str]:
    """The words of a text, for long tables."""
    return text.split()


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """Words of time. Keys are lower case, without the dot of an abbreviation."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    vague: frozenset[str]
    units: Mapping[str, str]
    directions: Mapping[str, int]
    seasons: Mapping[str, str]
    holidays: Mapping[str, str]
    days: Mapping[str, int]
    ordinals: Mapping[str, int]
    rules: tuple[tuple[str, str], ...]
    future: str
    past: str
    ahead: str
    between_verbs: str
    put_off: str
    commits: str
    awaited: str
    clause: str
    soonest: frozenset[str]
    of_reports: str
    before_dates: str
    before_months: str
    has: str
    participle: str
    not_years: str
    counting: str
    every: str
    not_weekdays: str
    roughly: str
    triggers: str
    decades: Mapping[str, int]
    not_days: str
    clock: str
    to: str
    doubtful_months: frozenset[str]
    capitals: bool
    day_first: bool


@dataclass(frozen=True, slots=True, eq=False)
class SpeechWords:
    """Words of speaking, and of the people who speak. Patterns are alternations without outer groups; `in_view` is
    a whole one that has a group `who`."""

    said: str
    told: str
    according: str
    in_view: str
    called: str
    any_verb: str
    reported: str
    negated: str
    auxiliaries: str
    before_subject: str
    relative: str
    speakers: str
    common_speakers: str
    who: str
    joins: str
    documents: str
    announced: str
    papers: str
    by_way_of: str
    issued: str
    called_so: str
    owned_by_a_body: str
    sent_by: str
    turn_letters: tuple[str, str]
    addressed: str
    naming: str
    named_by: str
    meanwhile: str
    bystanders: str
    goes_on: str
    goes_on_at: str
    goes_on_saying: str
    not_subjects: str
    topic: str
    recipient: str
    participle: str
    progressive: str
    drops_subject: bool
    gerunds: tuple[str, ...]
    """Ends of `saying`."""
    passive: str
    reflexive: str
    agent: str
    quoted: str
    quoting: str
    from_whom: str
    told_to: str
    modal: str
    clause_follows: str
    reports: str
    works: str
    finite: str
    noun_like: str
    asked: str
    questions: str
    subordinate: str
    supposed: str
    turned: str
    conceded: str
    not_verbs_after: str
    pronouns: Mapping[str, str]
    other_pronouns: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """Words around names: titles and roles of people, endings of organisations, places, what is never a name."""

    titles: str
    short_titles: str
    roles: Mapping[str, str]
    particles: str
    organisations: str
    courts: str
    things: str
    joins: str
    role_of: str
    determiners: str
    prepositions: str
    links: str
    adverbials: str
    introductions: str
    places: Mapping[str, str]
    peoples: Mapping[str, str]
    not_names: frozenset[str]
    surnames_too: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    genders: Mapping[str, str]
    definite: str
    demonstratives: str
    indefinite: str
    unnamed: str
    no_plurals: str
    many_owners: str
    somebody: str
    no_first_names: str
    anybody: str
    only_of_people: str
    bodies: str
    speaking_things: frozenset[str]
    companies: str
    teams: str
    common_people: frozenset[str]
    offices: frozenset[str]
    plain: frozenset[str]
    generic_roles: frozenset[str]
    wide_roles: frozenset[str]
    press: str
    press_names: str
    news_names: str
    no_companies: str
    pursued: frozenset[str]
    pursuit: tuple[str, ...]
    possessive: str


@dataclass(frozen=True, slots=True, eq=False)
class FigureWords:
    """Words of counting and of charges; `offences`: how an offence is named, and the statutes that may punish it."""

    multiples: Mapping[str, int]
    of_charges: str
    of_prison: str
    years: str
    most: str
    percent: str
    stop: str
    one_more: str
    offences: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class HeadingWords:
    """Words above and below an article."""

    published: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language of articles; `common` are words that tell it from others."""

    code: str
    common: frozenset[str]
    dates: DateWords
    speech: SpeechWords
    names: NameWords
    figures: FigureWords
    heading: HeadingWords
