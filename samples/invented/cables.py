"""Four volumes of despatches in the TEI that historians' offices publish cables in (FRUS; FORMATS.md D).

As in the real volumes: some documents are undated, some dates are spans, an editor's note stands among the documents,
lines are withheld, and footnotes point at other documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from xml.sax.saxutils import escape, quoteattr

from invented.grammar import draw, say
from invented.topics import LEDGERS, TOPICS, Topic
from invented.world import BRENNA, FIRST_DAY, HALMERE, LAST_DAY, MINISTRY, PELLMAR, PEOPLE, SLOTS, Person, Post

PER_VOLUME = 60
VOLUMES = (
    ("tarsk1996-98v01", "1996–1998", "The River Convention", date(1998, 12, 31)),
    ("tarsk1999-2001v02", "1999–2001", "The Deep Channel", date(2001, 12, 31)),
    ("tarsk2002-03v03", "2002–2003", "The Harbour Ledgers", date(2003, 3, 31)),
    ("tarsk2003-04v04", "2003–2004", "The Oldeval Case", LAST_DAY),
)
_CLASSES = ("Secret", "Confidential", "Confidential", "Restricted", "Unclassified")
_EXTRAS = ("", "", "; Priority", "; Immediate", "; Limited Distribution", "; Eyes Only")
_FORWARDED = (
    "Your [comment|opinion] is asked on the following, received [this morning|by bag] and not to be quoted.",
    "The Minister has [read|seen] the following and [wishes to know|asks] whether it agrees with what you [hear|see].",
    "For your [own information|guidance] only. We have the following from [a source we trust|Halmere|Brenna].",
)
_GAPS = ("[less than 1 line withheld]", "[1½ lines withheld]", "[3 lines withheld]")


@dataclass(frozen=True, slots=True)
class Cable:
    """What one document says before it becomes TEI."""

    day: date
    topic: Topic
    sender: Post
    recipient: Post
    serial: int


def volumes(rng: Random) -> Iterator[tuple[str, bytes]]:
    """The four files, in order: (name, TEI bytes)."""
    serials = dict.fromkeys((post.place for post in (BRENNA, HALMERE, PELLMAR, MINISTRY)), 0)
    begin = FIRST_DAY
    for slug, years, title, end in VOLUMES:
        cables = _correspondence(rng, begin, end, serials)
        documents = [_document(rng, slug, place, cable) for place, cable in enumerate(cables, start=2)]
        yield f"{slug}.xml", _volume(slug, years, title, [_editorial_note(slug, title, years), *documents])
        begin = end + timedelta(days=1)


def _correspondence(rng: Random, begin: date, end: date, serials: dict[str, int]) -> list[Cable]:
    """Routes and days for one volume, in order of time; serial numbers run on from the volume before."""
    current = [topic for topic in TOPICS if topic.first < end and topic.last > begin]
    drafts = []
    for topic in rng.choices(current, [topic.weight for topic in current], k=PER_VOLUME - 1):
        span = (min(topic.last, end) - max(topic.first, begin)).days
        drafts.append((max(topic.first, begin) + timedelta(days=rng.randint(0, span)), topic))
    cables = []
    for day, topic in sorted(drafts, key=lambda draft: draft[0]):
        field = rng.choice((BRENNA, BRENNA, HALMERE, PELLMAR) if "SW" in topic.tags else (BRENNA, BRENNA, HALMERE))
        sender, recipient = (field, MINISTRY) if rng.random() < 0.78 else (MINISTRY, field)
        serials[sender.place] += rng.randint(1, 9)
        cables.append(Cable(day, topic, sender, recipient, serials[sender.place]))
    return cables


def _document(rng: Random, volume: str, number: int, cable: Cable) -> str:
    """One `div[@type=document]`."""
    key = f"d{number}"
    source = (
        f"Source: Foreign Ministry of Tarsk, Central Registry, {cable.topic.tags.split(',')[0]} {rng.randint(4, 40)} "
        f"{cable.sender.place.upper()}. {rng.choice(_CLASSES)}{rng.choice(_EXTRAS)}. Drafted by "
    )
    note = f'<note n="1" xml:id="{key}fn1" type="source">{source}{_person(cable.sender.head)}.</note>'
    body = "\n".join(_paragraphs(rng, key, cable))
    return (
        f'<div type="document" n="{number}" xml:id="{key}" subtype="historical-document">\n'
        f'<pb n="{number * 3}" facs="{number * 3 + 20:04}" xml:id="pg_{number * 3}"/>\n'
        f"<head>{number}. {_heading(rng, cable)}{note}</head>\n"
        f"{_dateline(rng, cable)}\n"
        f'<p><hi rend="strong">{cable.serial}.</hi> Subject: {escape(rng.choice(cable.topic.subjects))}. '
        f"Tags: {cable.topic.tags}. Ref: {cable.recipient.place} {rng.randint(1, 900)}.</p>\n"
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
    style = rng.choice(("Telegram", "Telegram", "Telegram", "Despatch", "Airgram"))
    return f"{style} From {sender.style} to {recipient.style}"


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


def _paragraphs(rng: Random, key: str, cable: Cable) -> Iterator[str]:
    """Numbered points of the topic, then a comment; a gap where lines are withheld; sometimes a footnote."""
    points = draw(rng, cable.topic.points, rng.randint(3, 6))
    if cable.topic is not LEDGERS and rng.random() < 0.3:
        points.append("Reference to the [ledgers|harbour accounts] [was avoided|did not arise].")
    if cable.sender is MINISTRY:
        points.insert(0, rng.choice(_FORWARDED))
    noted = rng.randrange(len(points))
    for place, point in enumerate(points):
        words = _named(escape(say(rng, point, SLOTS)))
        if rng.random() < 0.07:
            words += f' <hi rend="italic">{rng.choice(_GAPS)}</hi>'
        if place == noted and rng.random() < 0.5:
            words += f'<note n="2" xml:id="{key}fn2">See Document {rng.randint(2, PER_VOLUME)}.</note>'
        yield f"<p>{place + 1}. {words}</p>"
    yield f"<p>Comment: {_named(escape(say(rng, rng.choice(cable.topic.comments), SLOTS)))}</p>"


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


def _volume(slug: str, years: str, title: str, documents: list[str]) -> bytes:
    """The whole TEI file, with its list of persons."""
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
