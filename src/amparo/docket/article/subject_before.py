"""The subject that stands before a verb of speaking, in the clause that the verb ends.

Spec: specs/article.md, "Speakers". Works on one clause of a paragraph's words outside quotations; gives the
place of the subject as the article writes it: a name, a pronoun, or a description (`the head of state`).
"""

from __future__ import annotations

import re

from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.mentions import Form, Mention, described, of_name
from amparo.docket.article.names import Kind, Name
from amparo.docket.article.sentence_subject import first_subject, is_place
from amparo.docket.article.subject_shapes import Shapes, reach, shapes_of, verb_inside

_AGE = re.compile(r"^\s*\d+-[\w-]+\s(?=[A-ZÀ-Þ])")
"""`her brother, 31-year-old Per Holt, said`: what stands before the name."""


def subject_before(text: str, start: int, verb: int, language: Language) -> Mention | None:
    """The subject that stands before a verb at `verb`, in the clause that ends there, not before `start`."""
    shapes = shapes_of(language)
    start = reach(text, start, verb)
    start += max((one.end() for one in shapes.caption.finditer(text[start:verb])), default=0)
    words = shapes.bracketed.sub(lambda aside: " " * len(aside[0]), text[start:verb])
    if words != text[start:verb]:
        text = text[:start] + words + text[verb:]
    if not words.rstrip().endswith(",") and (match := shapes.trailing.search(words)):
        kept = words[: match.start()]
        words = kept + ("," if words[match.start() : match.start() + 1] == "," and kept else "")
    words = words.rstrip()
    if shapes.in_which.search(words):
        return first_subject(text, start, verb, language)  # `Brun leyó una carta en la que criticó`
    if match := shapes.who_at_end.search(words):
        words = words[: match.start()].rstrip()  # `Mike Lee, who declared`: the subject is what `who` stands for.
        last = words[words.rfind(",") + 1 :]
        aside = match[0].startswith(",") and "," in words and not shapes.no_aside.match(last)
        return _before_asides(text, start, words, language) if aside else _at_end(text, start, words, language)
    pair = shapes.participle_pair.search(words)
    if pair and shapes.participle.match(text, verb):
        return _at_end(text, start, words[: pair.start()], language)  # `the players shouting and screaming`
    if shapes.joined_at_end.search(words):
        return first_subject(text, start, verb, language)  # `X took the stage and called`
    if words.endswith(","):
        return _before_asides(text, start, words, language)
    return _left_open(text, start, words, language) or _at_end(text, start, words, language)


def _left_open(text: str, start: int, words: str, language: Language) -> Mention | None:
    """`Ada Marsh, a commander said`: the comma behind what says who that is was left out."""
    comma = words.rfind(",")
    if comma < 0 or not shapes_of(language).role_opens.match(words[comma + 1 :]):
        return None
    begin = words.rfind(",", 0, comma) + 1
    names = list(find_names(text, language, start + begin, start + comma))
    if len(names) != 1 or names[0].kind is not Kind.PERSON or names[0].end != start + comma:
        return None
    return of_name(names[0]) if not words[begin : names[0].start - start].strip() else None


def _before_asides(text: str, start: int, words: str, language: Language) -> Mention | None:
    """`Steve Whitmore, a representative for the office, said`: the subject is what the asides between commas follow."""
    shapes = shapes_of(language)
    parts = list(re.finditer(r"[^,]+", words))
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        spoken = shapes.pronoun_in_clause.match(part[0])
        if spoken and (index or len(parts) > 1):  # `During the call, he asked about the plan, called it …`
            first = start + part.start() + spoken.start(1)
            return Mention(first, first + len(spoken[1]), spoken[1], Form.PRONOUN)
        behind_an_introduction = index == 1 < len(parts) - 1 and shapes.introduction.match(parts[0][0].lstrip())
        if behind_an_introduction and shapes.determiner.match(part[0]):
            return _at_end(text, start, words[: part.end()], language)  # `On Monday, the paper, a daily, warned`
        if index and (named := _presented(part[0], parts[index - 1][0], start + part.start(), text, language)):
            return named
        if index and (
            is_place(part[0], language)
            or _is_office(part[0], language)
            or (0 < index == len(parts) - 1 and _is_person(parts[index - 1][0], language))
            or (shapes.aside.match(part[0]) and not _is_person(_AGE.sub("", part[0]), language))
            or (index > 1 and _is_office(parts[index - 1][0], language) and not _is_person(part[0], language))
        ):
            continue
        return _at_end(text, start, words[: part.end()], language)
    return None


def _presented(words: str, before: str, start: int, text: str, language: Language) -> Mention | None:
    """`the leader of the house, the Republican Ada Marsh,`: an aside that names whom a description means."""
    match = shapes_of(language).presented.match(words)
    if match is None or not shapes_of(language).described_first.match(before.strip()):
        return None
    names = list(find_names(text, language, start + match.end(), start + len(words)))
    alone = len(names) == 1 and names[0].kind is Kind.PERSON and names[0].end == start + len(words.rstrip())
    return of_name(names[0]) if alone and names[0].start == start + match.end() else None


def _is_office(words: str, language: Language) -> bool:
    """`Chief Market Strategist at FXTM`: an office with capitals, and nobody's name behind it."""
    return shapes_of(language).office.match(words) is not None


def _is_person(words: str, language: Language) -> bool:
    names = list(find_names(words, language))
    return (
        len(names) == 1
        and names[0].kind is Kind.PERSON
        and names[0].end == len(words.rstrip())
        and not words[: names[0].start].strip()
    )


def _at_end(text: str, start: int, words: str, language: Language) -> Mention | None:
    """The phrase at the end of a clause."""
    shapes = shapes_of(language)
    words = words.rstrip(" ,\n\t")
    breaks = [one.end() for one in shapes.clause.finditer(words) if not _in_a_body(words, one.end(), shapes)]
    begin = max([0, *breaks, words.rfind(",") + 1])
    if adjectives := shapes.adjectives_at_end.search(words):
        begin = min(begin, adjectives.start())
    if begin >= len(words.rstrip()):
        begin = 0
    clause = words[begin:]
    if match := shapes.pronoun_at_end.search(clause):
        first = start + begin + match.start(1)
        return Mention(first, first + len(match[1]), match[1], Form.PRONOUN)
    last = start + len(words)
    names = list(find_names(text, language, start + begin, last))
    if names and names[-1].end >= last - 1:
        return _name_or_head(text, start + begin, names, language)
    if match := shapes.phrase_at_end.search(clause):
        first = begin + match.start(1)
        later = shapes.later_phrase.search(clause, match.start(1))
        if later and not shapes.relative_inside.search(clause, match.start(1), later.start(1)):
            first = begin + later.start(1)  # `In his speech the leader said`
        if placed := shapes.placed.search(words, 0, first):
            behind = _at_end(text, start, words[: placed.start()], language)  # `Smith in the past described`
            if behind is not None and behind.form is not Form.DESCRIPTION:
                return behind
        phrase = words[first:]
        if verb := verb_inside(phrase, shapes):  # `The mayor has left the town and called`
            return _at_end(text, start, words[: first + verb], language) if " " in phrase[:verb] else None
        return described(text, start + first, last)
    if names and re.fullmatch(r"\s*(?:and \w+|\([^)]*\))?\s*", text[names[-1].end : last]):
        return _name_or_head(text, start + begin, names, language)
    if names and re.fullmatch(r"[’']s", text[names[-1].end : last]):
        own = names[-1]  # `Holt's said`: the mark belongs to the name.
        return Mention(own.start, last, text[own.start : last], Form.NAME, Kind.ORGANISATION)
    if match := shapes.plural_at_end.search(clause):
        verbs = [match.start(1), *(one.end() for one in shapes.is_finite.finditer(clause, match.start(1)))]
        return described(text, start + begin + verbs[-1], last)  # `Marsh said officials believe`
    if (
        names
        and len(text[names[-1].end : last].split()) <= 2
        and not text[names[-1].end : last].strip().endswith(("ed", "ing"))
    ):
        return described(text, names[-1].start, last)
    return None


def _has_verb(before: str, link: int, shapes: Shapes) -> bool:
    """`the plan is backed by the Marsh Institute, who say`: a verb before the preposition, so no head of the name."""
    return shapes.is_finite.search(before, 0, link + 1) is not None or shapes.says_so.match(before) is not None


def _in_a_body(words: str, end: int, shapes: Shapes) -> bool:
    """`Smith of The Globe and Mail`: what follows begins no clause."""
    return words[end : end + 1].isupper() and shapes.body_with_and.search(words, max(end - 60, 0), end) is not None


def _name_or_head(text: str, begin: int, names: list[Name], language: Language) -> Mention | None:
    """A name at the end of a clause, or what it only belongs to: `a spokesman for Donald Trump`."""
    shapes, name = shapes_of(language), names[-1]
    before = text[begin : name.start]
    links = list(shapes.preposition.finditer(before + " "))
    tail = before[links[-1].end() :] if links else ""
    if not links or (tail.strip() and not shapes.determiner_at_most.fullmatch(tail) and name.kind is Kind.PERSON):
        return of_name(name)
    if (
        shapes.begins_with_preposition.match(before)
        or _has_verb(before, links[0].start(), shapes)
        or verb_inside(before, shapes)
    ):
        return of_name(name)  # `In London Smith said`: the phrase that begins the clause is not a head.
    head = begin + links[0].start()
    earlier = [one for one in names if one.end == head and one.kind in (Kind.PERSON, Kind.OTHER)]
    if earlier:
        return of_name(earlier[0])
    first = begin + len(text[begin:head]) - len(text[begin:head].lstrip())
    match = shapes.phrase_at_end.search(text[begin:head])
    first = begin + match.start(1) if match else first
    return described(text, first, name.end) if first < name.end else None
