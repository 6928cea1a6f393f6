"""Volumes of despatches in the TEI that historians' offices publish cables in (FRUS; FORMATS.md D).

As in the real volumes: some documents are undated, some dates are spans, an editor's note stands among the documents,
lines are withheld, and footnotes point at other documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from xml.sax.saxutils import escape, quoteattr

from invented.correspondence import Cable
from invented.world import PEOPLE, Person

_CLASSES = ("Secret", "Confidential", "Confidential", "Restricted", "Unclassified")
_EXTRAS = ("", "", "; Priority", "; Immediate", "; Limited Distribution", "; Eyes Only")
_GAPS = ("[less than 1 line not declassified]", "[1½ lines not declassified]", "[3 lines not declassified]")


def volume(rng: Random, slug: str, years: str, title: str, cables: list[Cable]) -> bytes:
    """One TEI file: an editorial note, then the cables; with its list of persons."""
    documents = [_editorial_note(slug, title, years)]
    documents += [_document(rng, number, cable, len(cables) + 1) for number, cable in enumerate(cables, start=2)]
    persons = "\n".join(
        f"<item><persName xml:id={quoteattr(person.key)}>{escape(person.name)}, {escape(person.given)}</persName>, "
        f"{escape(person.office)}</item>"
        for person in sorted(PEOPLE, key=lambda person: person.name)
    )
    body = "\n".join(documents)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc>
<titleStmt>
<title type="complete">Foreign Papers of Tarsk, {years}: {escape(title)}</title>
<title type="series">Foreign Papers of Tarsk</title>
<title type="volume">{escape(title)}</title>
</titleStmt>
<publicationStmt><publisher>Amparo sample archive</publisher><idno type="frus">{slug}</idno></publicationStmt>
<sourceDesc><p>Invented for this archive.</p></sourceDesc>
</fileDesc></teiHeader>
<text>
<front><div type="section" xml:id="persons"><head>Persons</head><list type="persons">
{persons}
</list></div></front>
<body><div type="compilation" xml:id="comp1"><head>{escape(title)}</head>
{body}
</div></body>
</text>
</TEI>
""".encode()


def _document(rng: Random, number: int, cable: Cable, last: int) -> str:
    """One `div[@type=document]`."""
    key = f"d{number}"
    source = (
        f"Source: Foreign Ministry of Tarsk, Central Registry, {cable.topic.tags.split(',')[0]} {rng.randint(4, 40)} "
        f"{cable.sender.place.upper()}. {rng.choice(_CLASSES)}{rng.choice(_EXTRAS)}. Drafted by "
    )
    note = f'<note n="1" xml:id="{key}fn1" type="source">{source}{_person(cable.sender.head)}.</note>'
    references = f" Ref: {', '.join(cable.references)}." if cable.references else ""
    body = "\n".join(_paragraphs(rng, key, cable, last))
    return (
        f'<div type="document" n="{number}" xml:id="{key}" subtype="historical-document">\n'
        f'<pb n="{number * 3}" facs="{number * 3 + 20:04}" xml:id="pg_{number * 3}"/>\n'
        f"<head>{number}. {_heading(rng, cable)}{note}</head>\n"
        f"{_dateline(rng, cable)}\n"
        f'<p><hi rend="strong">Subject:</hi> {escape(cable.subject)}. Tags: {cable.topic.tags}.{references}</p>\n'
        f"{body}\n"
        f"<closer><signed>{_person(cable.sender.head)}</signed></closer>\n</div>"
    )


def _heading(rng: Random, cable: Cable) -> str:
    """A telegram between desks, or now and then a letter between the two people who hold them."""
    sender, recipient = cable.sender, cable.recipient
    if rng.random() < 0.12:
        return (
            f"Letter From the {escape(sender.head.office)} ({_person(sender.head, 'from')}) to the "
            f"{escape(recipient.head.office)} ({_person(recipient.head, 'to')})"
        )
    style = rng.choice(("Telegram", "Telegram", "Telegram", "Airgram"))
    return f"{style} {cable.serial} From {sender.style} to {recipient.style}"


def _person(person: Person, role: str = "") -> str:
    kind = f' type="{role}"' if role else ""
    return f'<persName corresp="#{person.key}"{kind}>{escape(person.name)}</persName>'


def _dateline(rng: Random, cable: Cable) -> str:
    """Mostly one day; sometimes a span or nothing, as in the real volumes."""
    place = f"<placeName>{cable.sender.place}</placeName>"
    shown = f"{cable.day:%B} {cable.day.day}, {cable.day.year}"
    chance = rng.random()
    if chance < 0.03:
        return f"<dateline>{place}, undated.</dateline>"
    if chance < 0.06:
        after = cable.day + timedelta(days=rng.randint(2, 9))
        return (
            f'<dateline>{place}, <date notBefore="{cable.day}" notAfter="{after}">between {shown} and '
            f"{after:%B} {after.day}</date>.</dateline>"
        )
    hour = f"{rng.randint(7, 21):02}{rng.choice(('00', '15', '30', '45'))}Z"
    return f'<dateline>{place}, <date when="{cable.day}">{shown}, {hour}</date>.</dateline>'


def _paragraphs(rng: Random, key: str, cable: Cable, last: int) -> Iterator[str]:
    """Numbered points, then a comment; a gap where lines are withheld; sometimes a footnote."""
    noted = rng.randrange(len(cable.points))
    for place, point in enumerate(cable.points):
        words = _named(escape(point))
        if rng.random() < 0.07:
            words += f' <hi rend="italic">{rng.choice(_GAPS)}</hi>'
        if place == noted and rng.random() < 0.5:
            words += f'<note n="2" xml:id="{key}fn2">See Document {rng.randint(2, last)}.</note>'
        yield f"<p>{place + 1}. {words}</p>"
    yield f"<p>Comment: {_named(escape(cable.comment))}</p>"


def _named(words: str) -> str:
    """Mark every person of the list where they are named."""
    for person in PEOPLE:
        words = words.replace(person.name, _person(person))
    return words


def _editorial_note(slug: str, title: str, years: str) -> str:
    """Every volume opens with a note that is not a document of its time; readers must not take it for a cable."""
    return (
        '<div type="document" n="1" xml:id="d1" subtype="editorial-note">\n<head>1. Editorial Note</head>\n'
        f"<p>The papers in this volume, {escape(title)}, {years} ({slug}), were selected for the sample archive of a "
        "disclosure system. The states, persons and events in them are invented.</p>\n</div>"
    )
