"""Whom the text is speaking of: how present each person is at a place, and so whom `he` or `she` means there.

Spec: specs/article.md, "Who is meant". Every mention makes a person present, more where it begins a sentence or speaks,
less in brackets or as an owner; each sentence on, a part of that is lost. A pronoun means the most present person of
its gender, and makes that person present again. After the salience factors of Lappin and Leass (1994), counted anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from amparo.docket.article.genders import genders_told
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import INSIDE, Paragraph
from amparo.docket.article.people import Person
from amparo.docket.article.spans import holding, overlapping
from amparo.docket.article.unnamed import unnamed_people
from amparo.docket.article.verbs import is_noun
from amparo.docket.article.weights import SPEAKS, Weights

_REACH = 14
"""Sentences back that still count."""
_KEPT = 0.62
_KEPT_OVER_PARAGRAPHS = 0.8
_TURN, _LONG_TURN = 2, 5
"""Sentences over which who spoke last still speaks; the more where nobody else is spoken of."""
_VERB_AND_LITTLE = 3
_AGAIN = 0.3
"""What is added for being present twice: who was spoken of just now counts more than who was often."""
_TOO_CLOSE = 0.8
"""Where the second is present this much of the first, nobody is meant for sure."""
_FAINT = 0.075
"""Of several who are present no more than this, nobody was spoken of lately enough to be meant."""
_GENDER_KNOWN, _PERSON_KNOWN, _NOT_KNOWN = 1.0, 0.75, 0.3


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place where a person is meant, its sentence, what it adds, and whether the person speaks there."""

    offset: int
    sentence: int
    paragraph: int
    weight: float
    person: Person
    speaks: bool


@dataclass(frozen=True, slots=True)
class _Shapes:
    pronoun: re.Pattern[str]
    said: re.Pattern[str]
    goes_on: re.Pattern[str]


@lru_cache
def _shapes(language: Language) -> _Shapes:
    speech = language.speech
    gendered = [word for word, gender in speech.pronouns.items() if gender in ("m", "f")]
    pronouns = "|".join([*gendered, *speech.other_pronouns])
    return _Shapes(
        pronoun=re.compile(rf"(?<![\w’'-])(?:{pronouns})(?![\w-])", re.IGNORECASE),
        said=re.compile(rf"\b(?:{speech.said}|{speech.told})\b"),
        goes_on=re.compile(speech.goes_on_at),
    )


class Salience:
    """The people of an article by how present they are. Built once, when its mentions are known."""

    def __init__(
        self, text: str, paragraphs: Sequence[Paragraph], people: Sequence[Person], language: Language
    ) -> None:
        self._text, self._paragraphs, self._language = text, paragraphs, language
        self._shapes, self._weights = _shapes(language), Weights(text, paragraphs, language)
        self._starts = [sentence.start for one in paragraphs for sentence in one.sentences]
        self._spots: list[_Spot] = []
        self._meant: dict[int, Person] = {}
        self._unsure = set[int]()
        self._read(people)

    def _read(self, people: Sequence[Person]) -> None:
        """Mentions and pronouns in the order of the text: what a pronoun means counts for those after it."""
        named = [(start, end, one) for one in people for start, end in one.mentions]
        taken = {start for start, _, _ in named}
        places = sorted((start, end) for start, end, _ in named)
        pronouns = [
            (one.start + match.start(), one.start + match.end(), None)
            for one in self._paragraphs
            for match in self._shapes.pronoun.finditer(one.outside)
            if one.start + match.start() not in taken
        ]
        unnamed = [
            one for one in unnamed_people(self._paragraphs, self._language) if not overlapping(places, one[0], one[1])
        ]
        found = sorted((one for one in (*named, *unnamed, *pronouns) if self._outside(one[0])), key=lambda one: one[0])
        genders_told(found, self._starts, self._gender)
        for (start, end, person), after in zip_longest(found, found[1:]):
            other = after[2] if after and self._one_clause(end, after[0]) else None
            meant = person or self._meant_by(start, end, other)
            if meant is None:
                continue
            if person is None:
                self._meant[start] = meant
                if meant.name and not meant.gender and start not in self._unsure:
                    meant.gender = self._gender(start, end)
            self._add(start, end, meant, pronoun=person is None)

    def _meant_by(self, start: int, end: int, other: Person | None) -> Person | None:
        """Whom a pronoun means: who spoke last, where it speaks itself; else who is most present."""
        gender = self._gender(start, end)
        speaker = self._speaker_before(start, gender) if self._weights.speaks(start, end) else None
        return speaker if speaker and speaker is not other else self._most_present(start, gender, other)

    def _speaker_before(self, start: int, gender: str) -> Person | None:
        """Who spoke last, when that was just before and nobody has spoken since."""
        sentence = bisect_right(self._starts, start) - 1
        spot = next((one for one in self._near(start) if one.speaks), None)
        if spot is None or spot.person.gender not in ("", gender):
            return None
        others = [one for one in self._near(start) if one.sentence > spot.sentence and self._may_be(one, gender)]
        others = [one for one in others if one.person is not spot.person]
        far = sentence - spot.sentence
        if far > _LONG_TURN or (others and far > _TURN) or any(one.weight >= SPEAKS for one in others):
            return None
        first, last = self._starts[min(spot.sentence + 1, sentence)], self._starts[sentence]
        paragraph = bisect_right(self._paragraphs, start, key=lambda one: one.start)
        between = "".join(one.words(first, last) for one in self._paragraphs[spot.paragraph : paragraph])
        said = any(not is_noun(between, one, self._language) for one in self._shapes.said.finditer(between))
        return None if said else spot.person

    def _may_be(self, spot: _Spot, gender: str) -> bool:
        """Whether a pronoun of some gender may mean who is spoken of at a place."""
        return spot.person.gender in ("", gender) and (spot.person.sure or not spot.person.name)

    def _one_clause(self, end: int, start: int) -> bool:
        """`He described Smith`: subject and object of one verb are two people."""
        between = self._text[end:start]
        return len(between.split()) <= _VERB_AND_LITTLE and self._shapes.goes_on.search(between) is None

    def _gender(self, start: int, end: int) -> str:
        word, speech = self._text[start:end].lower(), self._language.speech
        return speech.pronouns.get(word) or speech.other_pronouns[word]

    def _outside(self, offset: int) -> bool:
        paragraph = holding(self._paragraphs, offset, lambda one: one.start)
        return paragraph is not None and paragraph.outside[
            offset - paragraph.start : offset - paragraph.start + 1
        ] not in (
            INSIDE,
            "",
        )

    def _add(self, start: int, end: int, person: Person, *, pronoun: bool) -> None:
        sentence = bisect_right(self._starts, start) - 1
        paragraph = bisect_right(self._paragraphs, start, key=lambda one: one.start) - 1
        here = bool(self._spots) and self._spots[-1].sentence == sentence
        fresh = bool(person.mentions) and person.mentions[0][0] == start
        speaks = self._weights.speaks(start, end)
        before_it = self._spots[-1].weight if here else 0.0
        weight = self._weights.weight(start, end, before_it, fresh, pronoun, speaks)
        self._spots.append(_Spot(start, sentence, paragraph, weight, person, speaks and weight >= SPEAKS))

    def meant_at(self, offset: int) -> Person | None:
        """Whom the pronoun at an offset means; None for somebody without a name, or where two fit alike."""
        person = self._meant.get(offset) if offset not in self._unsure else None
        return person if person is not None and person.name else None

    def spoken_of(self, start: int, end: int) -> Iterator[Person]:
        """The people whom the text speaks of between two offsets."""
        first = bisect_left(self._spots, start, key=lambda one: one.offset)
        last = bisect_left(self._spots, end, key=lambda one: one.offset)
        return (one.person for one in self._spots[first:last])

    def told_of(self, start: int, end: int) -> Iterator[Person]:
        """The same, of people who are named there: a pronoun tells of nobody new."""
        first = bisect_left(self._spots, start, key=lambda one: one.offset)
        last = bisect_left(self._spots, end, key=lambda one: one.offset)
        return (one.person for one in self._spots[first:last] if one.offset not in self._meant)

    def foremost(self, offset: int, fits: Sequence[Person]) -> Person | None:
        """Who of some people is most present at an offset."""
        present = self._present(offset)
        return max((one for one in fits if id(one) in present), key=lambda one: present[id(one)][0], default=None)

    def _most_present(self, offset: int, gender: str, other: Person | None) -> Person | None:
        scored = [
            (present * self._fit(one, gender), one)
            for present, one in self._present(offset).values()
            if one.gender in ("", gender) and one is not other
        ]
        scored.sort(key=lambda one: -one[0])  # Of two alike the nearer stays first.
        if len(scored) > 1 and (scored[1][0] > _TOO_CLOSE * scored[0][0] or scored[0][0] < _FAINT):
            self._unsure.add(offset)
        return scored[0][1] if scored else None

    def _fit(self, person: Person, gender: str) -> float:
        if person.gender == gender:
            return _GENDER_KNOWN
        return _PERSON_KNOWN if person.sure else _NOT_KNOWN

    def _near(self, offset: int) -> Iterator[_Spot]:
        sentence = bisect_right(self._starts, offset) - 1
        for index in range(bisect_left(self._spots, offset, key=lambda one: one.offset) - 1, -1, -1):
            if self._spots[index].sentence < sentence - _REACH:
                return
            yield self._spots[index]

    def _present(self, offset: int) -> dict[int, tuple[float, Person]]:
        """How present each person is at an offset, the nearest first, by the identity of the person."""
        sentence = bisect_right(self._starts, offset) - 1
        paragraph = bisect_right(self._paragraphs, offset, key=lambda one: one.start) - 1
        most: dict[tuple[int, int], _Spot] = {}  # Once for each sentence, where it weighs most there.
        for spot in self._near(offset):
            key = (id(spot.person), spot.sentence)
            if key not in most or most[key].weight < spot.weight:
                most[key] = spot
        present: dict[int, tuple[float, Person]] = {}
        for (name, _), spot in most.items():
            kept = _KEPT ** (sentence - spot.sentence) * _KEPT_OVER_PARAGRAPHS ** (paragraph - spot.paragraph)
            here, before = spot.weight * kept, present[name][0] if name in present else 0.0
            present[name] = (max(here, before) + _AGAIN * min(here, before), spot.person)
        return present
