"""What a sentence is about: its first phrase that does not only introduce it.

Spec: specs/article.md, "Speakers".
"""

from __future__ import annotations

from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.mentions import Form, Mention, described, of_name
from amparo.docket.article.names import Kind, Name
from amparo.docket.article.subject_shapes import Shapes, shapes_of, verb_inside

_APPOSED = 60
"""Characters of `for the bank` between a description and the name behind it."""
_LONG_OFFICE = 140
"""The same, where a role begins the sentence."""


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
        if following > 0 and is_place(text[comma + 1 : following], language):
            comma = following
        position = comma + 1
        position += len(text[position:end]) - len(text[position:end].lstrip())
    if match := shapes.verb_leads.match(text, position, end):
        return Mention(match.start(), match.end(), match[0], Form.PRONOUN)  # `Leyó una carta y añadió`: left out.
    if match := shapes.pronoun_at_start.match(text, position, end):
        return Mention(match.start(), match.end(), match[0], Form.PRONOUN)
    if named := _office_of(text, position, end, language):
        return named
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
    described_one = shapes.described_first.match(text, position, end)
    verb = verb_inside(f"{described_one[0]} ", shapes) if described_one else 0
    if people and verb and position + verb < people[0].start:
        return described(text, position, position + verb)  # `The singer posted a photo of Ada Marsh`
    if people and people[0].end <= near:
        return _owned(text, position, people, end, shapes) or of_name(people[0])
    if names and names[0].start <= position + 4:
        if role := shapes.role_behind.match(text, names[0].end, end):
            return described(text, position, role.end())  # `A Superior Court judge`
        return _body_of(text, position, names[0], end, shapes) or of_name(names[0])
    match = described_one
    if match is None:
        return None
    verb = verb_inside(match[0], shapes)
    head = (position + verb) if verb else _head_end(text, position, match.end(), language)
    return _apposed(text, head, end, language) or described(text, position, head)


def _office_of(text: str, position: int, end: int, language: Language) -> Mention | None:
    """`The head of the party and candidate for mayor, Ada Marsh,`: an office in many words, then who has it."""
    shapes = shapes_of(language)
    role = shapes.office_first.match(text, position, end)
    comma = text.find(",", role.end(), min(end, role.end() + _LONG_OFFICE)) if role else -1
    behind = text.find(",", comma + 1, end) if comma > 0 else -1
    if role is None or behind < 0 or verb_inside(text[position : comma + 1], shapes):
        return None
    names = list(find_names(text, language, comma + 1, behind))
    alone = len(names) == 1 and names[0].kind is Kind.PERSON and names[0].end == behind
    return of_name(names[0]) if alone and not text[comma + 1 : names[0].start].strip() else None


def _apposed(text: str, head: int, end: int, language: Language) -> Mention | None:
    """`A spokeswoman for the bank, Ada Marsh, answered`: behind a comma stands whom the description means."""
    comma = text.find(",", head, min(end, head + _APPOSED))
    behind = text.find(",", comma + 1, end) if comma > 0 else -1
    if behind < 0 or not shapes_of(language).belongs.fullmatch(text, head, comma):
        return None
    names = list(find_names(text, language, comma + 1, behind))
    alone = len(names) == 1 and names[0].kind is Kind.PERSON and names[0].end == behind
    return of_name(names[0]) if alone and not text[comma + 1 : names[0].start].strip() else None


def is_place(words: str, language: Language) -> bool:
    """`Columbus, Ohio,`: the second part says only where the first is."""
    return words.strip() in language.names.places


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
    return described(text, position, role.end())


def _body_of(text: str, position: int, name: Name, end: int, shapes: Shapes) -> Mention | None:
    """`Norland's foreign ministry called it …`: the state is not who the sentence is about."""
    owns = shapes.owns_thing.match(text, name.end, end)
    verb = shapes.verb_behind.search(text, owns.end(), min(end, owns.end() + _APPOSED)) if owns else None
    return described(text, position, verb.start()) if verb and "," not in text[name.end : verb.start()] else None


def _head_end(text: str, start: int, end: int, language: Language) -> int:
    """The end of a description that names a role: `The Mexican president regretted` ends with the role."""
    match = shapes_of(language).up_to_role.match(text, start, end)
    return match.end() if match else end
