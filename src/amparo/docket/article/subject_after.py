"""The subject that stands behind a verb of speaking: `said John Smith, the head of …`.

Spec: specs/article.md, "Speakers".
"""

from __future__ import annotations

import re

from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.mentions import Form, Mention, described, of_name
from amparo.docket.article.names import Kind, Name
from amparo.docket.article.subject_shapes import Shapes, shapes_of


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
    # `says Sunday Film's Ada Marsh`: whose reporter speaks may look like a person.
    if len(people) > 1 and shapes.owns.fullmatch(text, people[0].end, people[1].start):
        people, names = people[1:], [name for name in names if name.start >= people[1].start]
    if appended := _apposed(text, stop, end, people, language):
        return of_name(appended)
    link = shapes.preposition.search(phrase)
    if len(people) > 1 and people[-1].role and people[-1].end >= stop - 1 and link is None:
        return of_name(people[-1])  # `Halmere Exchange spokeswoman Ada Marsh`
    if people and (
        link is None
        or people[0].end <= start + link.start()
        or (people[-1].end >= stop - 1 and _headed(text, start, people[-1], language))
    ):
        return of_name(people[0] if link is None or people[0].end <= start + link.start() else people[-1])
    if names and re.match(r"[’']s?\s", text[names[0].end : names[0].end + 3]):
        return described(text, start, stop)  # `Saudi Arabia's Civil Defense Authority`
    if names and names[0].start == start and (link is None or names[0].end <= start + link.start()):
        return of_name(names[0])
    if names and link is None and names[-1].end == stop:
        own = phrase[:1].isupper() or shapes.indefinite.match(phrase)  # `a beaming Holt`
        return of_name(names[-1]) if own else described(text, start, stop)
    if not re.match(r"[\w“]", phrase) or re.fullmatch(r"\w+(?:-\w+)*ly\s*", phrase):
        return None  # `…, said quietly`: the subject stands before the verb.
    return described(text, start, stop)


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
    if not nearby or nearby[0].kind is not Kind.PERSON:
        return None
    titled = re.fullmatch(r"(?:[A-ZÀ-Þ][\w.]*\s){0,2}", text[first : nearby[0].start])
    return nearby[0] if titled else None


def _headed(text: str, start: int, name: Name, language: Language) -> bool:
    """Whether what is before the name only says who that is: `the president of the council Maria Smith`."""
    return (
        name.start > start
        and text[name.start - 1] == " "
        and not re.search(rf"\b(?:{language.names.links})\s$", text[start : name.start])
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
