"""Answers of an interview in which nothing beside the words says who answers: `Q:` and `A:`, or questions in bold type.

Spec: specs/article.md, "Turns". Whoever the headline, else the introduction, names alone is the one who answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from amparo.docket.article.article import Article
from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph
from amparo.docket.article.people import People, Person
from amparo.docket.article.statements import Statement

_LETTERS = re.compile(r"[*_]{0,2}(?P<letter>[A-Z])[.:][*_]{0,2}[.:]?\s+(?=\S)")
_MARKED = re.compile(r"(\*\*|__).+\1", re.DOTALL)
_TURNS = 2
"""How many questions an interview has at least, in letters; one more where only their type tells."""
_MARKS = "\"“«„‘'"


def answers(
    article: Article, paragraphs: Sequence[Paragraph], people: People, language: Language, title: str
) -> Iterator[Statement]:
    """What is said in answer, in the order of the article; nothing where it is no such interview."""
    turns = _in_letters(article, paragraphs, language) or _in_bold(article, paragraphs)
    if not turns:
        return
    first, last = turns[0][0], turns[-1][0]
    person = _who_answers(title, people, paragraphs[first].start)
    said = {index for index, _ in turns}
    questions = [paragraphs[index].outside for index in range(first - 1, last) if index not in said]
    if person is None or not _asked(questions, person, language):
        return
    for index, start in turns:
        paragraph = paragraphs[index]
        if start < paragraph.end and article.text[start] not in _MARKS:
            span = (paragraph.start, paragraph.end)
            yield Statement(person.name, start, paragraph.end, True, "", span, "answer", None, True)


def _asked(questions: Sequence[str], person: Person, language: Language) -> bool:
    """Whether questions are put to somebody, in a third of them at least, and none asks about them by name."""
    put = re.compile(rf"\b(?:{language.speech.addressed})\b", re.IGNORECASE)
    about = any(person.tokens[-1] in re.findall(r"[\w-]+", fold(one)) for one in questions)
    return not about and 3 * sum(put.search(one) is not None for one in questions) >= len(questions)


def _who_answers(title: str, people: People, begins: int) -> Person | None:
    """The only person whom the headline names, else the only one whom what stands before the questions does."""
    words = set(re.findall(r"[\w-]+", fold(title)))
    headed = [one for one in people.people if one.tokens[-1] in words]
    named = headed or [one for one in people.people if one.sure and any(start < begins for start, _ in one.mentions)]
    return named[0] if len(named) == 1 else None


def _in_letters(article: Article, paragraphs: Sequence[Paragraph], language: Language) -> list[tuple[int, int]]:
    """Where answers stand, paragraph and offset, by `Q:` and `A:`; a paragraph without a letter goes on."""
    asks, tells = language.speech.turn_letters
    found = [_LETTERS.match(article.text, one.start, one.end) for one in paragraphs]
    letters = [one["letter"] if one and one["letter"] in (asks, tells) else "" for one in found]
    if min(letters.count(asks), letters.count(tells)) < _TURNS:
        return []
    turns, speaks = list[tuple[int, int]](), ""
    last = max(index for index, letter in enumerate(letters) if letter)
    for index in range(letters.index(asks), last + 1):
        match, speaks = found[index], letters[index] or speaks
        if speaks == tells:
            turns.append((index, match.end() if match and letters[index] else paragraphs[index].start))
    return turns


def _in_bold(article: Article, paragraphs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Where answers stand, behind questions that are set in bold type; other bold paragraphs are headings."""
    bold = [_is_bold(article, one) for one in paragraphs]
    asked = [index for index, one in enumerate(paragraphs) if bold[index] and _asks(article.text, one)]
    if len(asked) <= _TURNS:
        return []
    turns, answering = list[tuple[int, int]](), False
    for index in range(asked[0], len(paragraphs)):
        answering = index in asked if bold[index] else answering and index <= asked[-1] + 1
        if answering and not bold[index]:
            turns.append((index, paragraphs[index].start))
    return turns


def _is_bold(article: Article, paragraph: Paragraph) -> bool:
    words = article.text[paragraph.start : paragraph.end]
    return " ".join(words.split()) in article.told.bold or _MARKED.fullmatch(words) is not None


def _asks(text: str, paragraph: Paragraph) -> bool:
    return text[paragraph.start : paragraph.end].rstrip("*_ ").endswith("?")
