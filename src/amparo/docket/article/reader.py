"""The reader itself: an article's bytes in, proposals out. Spec: specs/article.md.

Pure: no clock, no network, no model. Proposals are what the article says; an editor decides what of it enters a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from amparo.docket.article.actors import Actor, find_actors, is_pursued
from amparo.docket.article.all_names import names_of
from amparo.docket.article.article import Article
from amparo.docket.article.dates.find import DateExpression, find_dates
from amparo.docket.article.descriptions import Descriptions
from amparo.docket.article.events import Event, clause_around, name_around
from amparo.docket.article.figures import Charge, Figure, find_charges, find_figures
from amparo.docket.article.heading import Heading, read_heading
from amparo.docket.article.intake import read_article
from amparo.docket.article.interviews import answers
from amparo.docket.article.languages import language_of
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph, lay_out
from amparo.docket.article.people import People, Person
from amparo.docket.article.spans import holding, nearest_before
from amparo.docket.article.speakers import Speakers
from amparo.docket.article.statements import Statement, Statements
from amparo.docket.article.turns import turns


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything proposed of one article. Spans count code points of `article.text`."""

    article: Article
    language: str
    heading: Heading
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    actors: tuple[Actor, ...]
    figures: tuple[Figure, ...]
    charges: tuple[Charge, ...]


def read_bytes(data: bytes, dateline: date | None = None) -> Reading:
    """Read an article from its file's bytes."""
    return read(read_article(data), dateline)


def read(article: Article, dateline: date | None = None) -> Reading:
    """Read an article. `dateline` is the day it was written, when the editor knows better than the text."""
    text = article.text
    language = language_of(text, article.told.language)
    laid_out = lay_out(text)
    heading = read_heading(article, laid_out, language, dateline)
    paragraphs = tuple(one for index, one in enumerate(laid_out) if index not in heading.furniture)
    names = [one for one in names_of(text, language, paragraphs) if not _in_dateline(one.start, heading)]
    people = People(text, names, language)
    descriptions = Descriptions(text, people, language)
    descriptions.note(paragraphs, _pursued(text, people, language))
    dates = _within(find_dates(text, heading.dateline.anchor, language), paragraphs)
    body = tuple(one for one in paragraphs if not _titled(one, text, heading))
    speakers = Speakers(text, body, people, descriptions, language)
    said, exchanged = tuple(Statements(text, body, speakers, language).all()), tuple(turns(text, body, people))
    exchanged = exchanged or tuple(answers(article, body, people, language, heading.title or article.told.title))
    # Words quoted within reported ones stand before these, unless turns of an exchange come between.
    statements = tuple(sorted([*said, *exchanged], key=lambda one: one.start) if exchanged else said)
    actors = find_actors(text, names, people, language)
    figures = [one for one in find_figures(text, dates, language) if _inside(one.start, paragraphs)]
    charges, more = find_charges(text, figures, language)
    return Reading(
        article=article,
        language=language.code,
        heading=heading,
        statements=statements,
        events=tuple(_events(text, dates, paragraphs, actors, heading)),
        actors=tuple(actors),
        figures=tuple(sorted([*figures, *more], key=lambda one: one.start)),
        charges=tuple(charges),
    )


def _pursued(text: str, people: People, language: Language) -> Person | None:
    """The one person whom the article tells to be charged, tried or extradited; None when there are several or none."""
    found = [one for one in people.people if is_pursued(text, one, language)]
    return found[0] if len(found) == 1 else None


def _in_dateline(offset: int, heading: Heading) -> bool:
    span = heading.dateline.span
    return span is not None and span[0] <= offset < span[1]


def _titled(paragraph: Paragraph, text: str, heading: Heading) -> bool:
    """Whether a paragraph is the headline: what it reports is in the text too."""
    return bool(heading.title) and text[paragraph.start : paragraph.end].strip("#*_ ") == heading.title


def _inside(offset: int, paragraphs: Sequence[Paragraph]) -> bool:
    paragraph = holding(paragraphs, offset, lambda one: one.start)
    return paragraph is not None and offset < paragraph.end


def _within(dates: Sequence[DateExpression], paragraphs: Sequence[Paragraph]) -> tuple[DateExpression, ...]:
    return tuple(one for one in dates if _inside(one.start, paragraphs))


def _events(
    text: str,
    dates: Sequence[DateExpression],
    paragraphs: Sequence[Paragraph],
    actors: Sequence[Actor],
    heading: Heading,
) -> list[Event]:
    events = []
    for one in dates:
        paragraph = holding(paragraphs, one.start, lambda part: part.start)
        if paragraph is None:
            continue
        start, end = clause_around(text, paragraph, one)
        sentence = paragraph.sentence_at(one.start)
        if heading.dateline.span and heading.dateline.span[0] <= one.start < heading.dateline.span[1]:
            events.append(Event(replace(one, rule="dateline"), heading.dateline.span, heading.dateline.span, ()))
            continue
        if name := name_around(text, one):
            sentence = paragraph.sentence_at(one.start)
            events.append(Event(replace(one, rule="year-in-a-name"), name, (sentence.start, sentence.end), ()))
            continue
        named = [who.name for who in actors if nearest_before(who.mentions, end) >= start]
        events.append(Event(one, (start, end), (sentence.start, max(sentence.end, one.end)), tuple(named)))
    return events
