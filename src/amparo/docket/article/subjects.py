"""Who a verb of speaking belongs to: the words before it, or after it, that name its subject.

Spec: specs/article.md, "Speakers". Works on one clause of a paragraph's words outside quotations; gives the
place of the subject as the article writes it: a name, a pronoun, or a description (`the head of state`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.names import Kind, Name, find_names
from amparo.docket.article.subject_shapes import Shapes, shapes_of


class Form(StrEnum):
    """How a mention names somebody."""

    NAME = "name"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something as the article writes it."""

    start: int
    end: int
    text: str
    form: Form
    kind: Kind = Kind.OTHER


def subject_before(text: str, start: int, verb: int, language: Language) -> Mention | None:
    """The subject that stands before a verb at `verb`, in the clause that ends there, not before `start`."""
    shapes = shapes_of(language)
    words = re.sub(r"\([^()]*\)", lambda aside: " " * len(aside[0]), text[start:verb])
    text = text[:start] + words + text[verb:]
    if not words.rstrip().endswith(",") and (match := shapes.trailing.search(words)):
        kept = words[: match.start()]
        words = kept + ("," if words[match.start() : match.start() + 1] == "," and kept else "")
    words = words.rstrip()
    if match := shapes.who_at_end.search(words):
        words = words[: match.start()].rstrip()  # `Mike Lee, who declared`: the subject is what `who` stands for.
        return _at_end(text, start, words, language)
    if shapes.joined_at_end.search(words):
        return first_subject(text, start, verb, language)  # `X took the stage and called`
    if words.endswith(","):
        return _before_asides(text, start, words, language)
    return _at_end(text, start, words, language)


def _before_asides(text: str, start: int, words: str, language: Language) -> Mention | None:
    """`Steve Whitmore, a representative for the office, said`: the subject is what the asides between commas follow."""
    shapes = shapes_of(language)
    parts = list(re.finditer(r"[^,]+", words))
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if index and (
            _is_place(part[0], language)
            or _is_office(part[0], language)
            or (shapes.aside.match(part[0]) and not _is_person(part[0], language))
        ):
            continue
        return _at_end(text, start, words[: part.end()], language)
    return None


def _is_place(words: str, language: Language) -> bool:
    """`Columbus, Ohio,`: the second part says only where the first is."""
    return words.strip() in language.names.places


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
    if described := shapes.adjectives_at_end.search(words):
        begin = min(begin, described.start())
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
        if placed := shapes.placed.search(words, 0, first):
            behind = _at_end(text, start, words[: placed.start()], language)  # `Smith in the past described`
            if behind is not None and behind.form is not Form.DESCRIPTION:
                return behind
        if verb := _verb_inside(match[1], shapes):  # `The mayor has left the town and called`
            return _at_end(text, start, words[: first + verb], language) if " " in match[1][:verb] else None
        return _described(text, start + first, last, Kind.OTHER)
    if names and re.fullmatch(r"\s*(?:and \w+|\([^)]*\))?\s*", text[names[-1].end : last]):
        return _name_or_head(text, start + begin, names, language)
    if match := shapes.plural_at_end.search(clause):
        return _described(text, start + begin + match.start(1), last, Kind.OTHER)
    if (
        names
        and len(text[names[-1].end : last].split()) <= 2
        and not text[names[-1].end : last].strip().endswith(("ed", "ing"))
    ):
        return _described(text, names[-1].start, last, Kind.OTHER)
    return None


def _verb_inside(phrase: str, shapes: Shapes) -> int:
    """Where a verb ends what a phrase describes, else 0; one behind `who` belongs to the description."""
    verb = shapes.finite.search(phrase)
    return verb.start() if verb and not shapes.relative_inside.search(phrase, 0, verb.start() + 1) else 0


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
    if shapes.begins_with_preposition.match(before):
        return of_name(name)  # `In London Smith said`: the phrase that begins the clause is not a head.
    head = begin + links[0].start()
    earlier = [one for one in names if one.end == head and one.kind in (Kind.PERSON, Kind.OTHER)]
    if earlier:
        return of_name(earlier[0])
    first = begin + len(text[begin:head]) - len(text[begin:head].lstrip())
    match = shapes.phrase_at_end.search(text[begin:head])
    first = begin + match.start(1) if match else first
    return _described(text, first, name.end, Kind.OTHER) if first < name.end else None


def of_name(name: Name) -> Mention:
    """A mention by name."""
    return Mention(name.start, name.end, name.text, Form.NAME, name.kind)


def _described(text: str, start: int, end: int, kind: Kind) -> Mention:
    while start < end and text[start].isspace():
        start += 1
    return Mention(start, end, text[start:end], Form.DESCRIPTION, kind)


def subject_after(text: str, start: int, end: int, language: Language) -> Mention | None:
    """The subject that stands after a verb at the end of whose words `start` is: `said John Smith, the head of…`."""
    shapes = shapes_of(language)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if match := shapes.pronoun_at_start.match(text, start, end):
        return Mention(match.start(), match.end(), match[0], Form.PRONOUN)
    if named := _behind_a_role(text, start, end, language):
        return of_name(named)
    stop = _phrase_end(text, start, end, shapes)
    phrase = text[start:stop]
    if not phrase.strip():
        return None
    names = list(find_names(text, language, start, stop))
    people = [name for name in names if name.kind is Kind.PERSON]
    if appended := _apposed(text, stop, end, people, language):
        return of_name(appended)
    link = shapes.preposition.search(phrase)
    if people and (
        link is None
        or people[0].end <= start + link.start()
        or (people[-1].end >= stop - 1 and _headed(text, start, people[-1]))
    ):
        return of_name(people[0] if link is None or people[0].end <= start + link.start() else people[-1])
    if names and re.match(r"[’']s?\s", text[names[0].end : names[0].end + 3]):
        return _described(text, start, stop, Kind.OTHER)  # `Saudi Arabia's Civil Defense Authority`
    if names and names[0].start == start and (link is None or names[0].end <= start + link.start()):
        return of_name(names[0])
    if names and link is None and names[-1].end == stop:
        return of_name(names[-1]) if phrase[:1].isupper() else _described(text, start, stop, Kind.OTHER)
    if not re.match(r"[\w“]", phrase) or re.fullmatch(r"\w+(?:-\w+)*ly\s*", phrase):
        return None  # `…, said quietly`: the subject stands before the verb.
    return _described(text, start, stop, Kind.OTHER)


def _behind_a_role(text: str, start: int, end: int, language: Language) -> Name | None:
    """`oil and gas worker Mike Wipf`: a person at the end of what says who that is, though an `and` is in it."""
    before = shapes_of(language).titled.match(text, start, min(end, start + 90))
    if before is None:
        return None
    nearby = next(find_names(text, language, before.end(), min(end, before.end() + 60)), None)
    return nearby if nearby and nearby.start == before.end() and nearby.kind is Kind.PERSON else None


def _apposed(text: str, stop: int, end: int, people: list[Name], language: Language) -> Name | None:
    """`the prosecutor, Mark Smith`: a description, and behind a comma the person it means."""
    follows = re.match(r",\s+", text[stop:end]) if not people else None
    if follows is None:
        return None
    first = stop + follows.end()
    nearby = list(find_names(text, language, first, min(end, first + 60)))
    return nearby[0] if nearby and nearby[0].start == first and nearby[0].kind is Kind.PERSON else None


def _headed(text: str, start: int, name: Name) -> bool:
    """Whether what is before the name only says who that is: `the president of the council Maria Smith`."""
    return (
        name.start > start
        and text[name.start - 1] == " "
        and not re.search(r"\b(?:for|to|from|by|with)\s$", text[start : name.start])
    )


def _phrase_end(text: str, start: int, end: int, shapes: Shapes) -> int:
    """Where the subject's words end; the dot of `Mr.` or of an initial is none."""
    position = start
    while match := shapes.stop.search(text, position, end):
        abbreviated = match[0] == "." and shapes.abbreviated.search(text, start, match.start())
        if not abbreviated:
            return match.start()
        position = match.end()
    return end


def first_subject(text: str, start: int, end: int, language: Language) -> Mention | None:
    """The subject of a sentence: the first phrase that does not only introduce it."""
    shapes = shapes_of(language)
    position = start
    while position < end and shapes.introduction.match(text, position, end):
        comma = text.find(",", position, end)
        if comma < 0:
            if match := shapes.pronoun_inside.search(text, position, min(end, position + 60)):
                return Mention(match.start(), match.end(), match[0], Form.PRONOUN)  # `On Monday he rang the mayor`
            break
        following = text.find(",", comma + 1, end)
        if following > 0 and _is_place(text[comma + 1 : following], language):
            comma = following
        position = comma + 1
        position += len(text[position:end]) - len(text[position:end].lstrip())
    if match := shapes.pronoun_at_start.match(text, position, end):
        return Mention(match.start(), match.end(), match[0], Form.PRONOUN)
    names = list(find_names(text, language, position, min(end, position + 120)))
    people = [name for name in names if name.kind is Kind.PERSON]
    comma = text.find(",", position, end)
    near = comma if comma > 0 else end
    if (
        names
        and names[0].start == position
        and names[0].kind is Kind.OTHER
        and shapes.verb_behind.match(text, names[0].end)
    ):
        return of_name(names[0])  # `Marsh appeared with Ida Brun and called it`
    if people and people[0].end <= near:
        return _owned(text, position, people, end, shapes) or of_name(people[0])
    if names and names[0].start <= position + 4:
        if role := shapes.role_behind.match(text, names[0].end, end):
            return _described(text, position, role.end(), Kind.OTHER)  # `A Superior Court judge`
        return of_name(names[0])
    match = shapes.described_first.match(text, position, end)
    if match is None:
        return None
    verb = _verb_inside(match[0], shapes)
    return _described(
        text, position, (position + verb) if verb else _head_end(text, position, match.end(), language), Kind.OTHER
    )


def _owned(text: str, position: int, people: list[Name], end: int, shapes: Shapes) -> Mention | None:
    """`Holt's lawyer, Ida Brun,`: whose lawyer it is, is not who the sentence is about."""
    role = shapes.owned_role.match(text, people[0].end, end)
    if role is None:
        return None
    if (
        len(people) > 1
        and people[1].start - role.end() in (1, 2)
        and text[role.end() : people[1].start].strip() in ("", ",")
    ):
        return of_name(people[1])
    return _described(text, position, role.end(), Kind.OTHER)


def _head_end(text: str, start: int, end: int, language: Language) -> int:
    """The end of a description that names a role: `The Mexican president regretted` ends with the role."""
    match = shapes_of(language).up_to_role.match(text, start, end)
    return match.end() if match else end
