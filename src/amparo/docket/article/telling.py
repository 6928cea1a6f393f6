"""A reading as data, with the keys of the command `amparo docket read --json`. Spec: specs/article.md, "JSON"."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from amparo.docket.article.actors import Actor
from amparo.docket.article.dates.find import Anchor, DateExpression
from amparo.docket.article.events import Event
from amparo.docket.article.figures import Charge, Figure
from amparo.docket.article.heading import Dateline
from amparo.docket.article.mentions import Mention
from amparo.docket.article.proposing import dated_events
from amparo.docket.article.reader import Reading
from amparo.docket.article.statements import Statement

FORMAT = "amparo/article/v1"
_MARKS, _FAR = "“”\"«»„‘’'`", 4
"""Quotation marks, and the characters behind words said within which they close."""


def as_data(reading: Reading) -> dict[str, Any]:
    """The reading as JSON values. Every `span` is [first, last + 1] in `text`."""
    text, heading = reading.article.text, reading.heading
    known = {one.name: f"a{number}" for number, one in enumerate(reading.actors, 1)}
    return {
        "format": FORMAT,
        "language": reading.language,
        "title": heading.title or None,
        "outlet": heading.outlet or None,
        "url": heading.url or None,
        "dateline": _dateline(heading.dateline),
        "statements": [{"id": f"s{n}"} | _statement(text, one, known) for n, one in enumerate(reading.statements, 1)],
        "events": [_event(text, one, number) for one, number in _numbered(reading)],
        "actors": [{"id": f"a{n}"} | _actor(one) for n, one in enumerate(reading.actors, 1)],
        "figures": [{"id": f"f{n}"} | _figure(text, one) for n, one in enumerate(reading.figures, 1)],
        "charges": [{"id": f"c{n}"} | _charge(text, one) for n, one in enumerate(reading.charges, 1)],
        "source": {
            "media_type": reading.article.media_type,
            "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            "characters": len(text),
        },
        "text": text,
    }


def _dateline(dateline: Dateline) -> dict[str, Any]:
    return {
        "place": dateline.place or None,
        "date": anchor_edtf(dateline.anchor),
        "span": list(dateline.span) if dateline.span else None,
    }


def anchor_edtf(anchor: Anchor) -> str | None:
    """The dateline's day in EDTF: `XXXX-05-27` when the year is not known."""
    if anchor.month is None:
        return None
    year = "XXXX" if anchor.year is None else f"{anchor.year:04}"
    return f"{year}-{anchor.month:02}-{anchor.day or 1:02}"


def date_data(one: DateExpression) -> dict[str, Any]:
    """A date's value: EDTF, first and last day (null: open or not known), precision."""
    return {
        "edtf": one.value.edtf,
        "from": one.value.first.isoformat() if one.value.first else None,
        "to": one.value.last.isoformat() if one.value.last else None,
        "precision": one.value.exactness.value,
    }


def _marked(text: str, one: Statement) -> list[int] | None:
    """The span of words said with the quotation marks around them; None where none stand there."""
    near = max(one.start - _FAR, 0)
    start = near + len(text[near : one.start].rstrip(_MARKS))
    behind = text[one.end : one.end + _FAR].lstrip(" ")
    if not one.direct or start == one.start:
        return None
    gap = len(text[one.end : one.end + _FAR]) - len(behind)
    closing = len(behind) - len(behind.lstrip(_MARKS))
    return [start, one.end + (gap + closing if closing else 0)]


def _statement(text: str, one: Statement, actors: Mapping[str, str]) -> dict[str, Any]:
    return {
        "speaker": one.speaker,
        "actor": actors.get(one.speaker or "") if one.resolved else None,
        "quote": text[one.start : one.end],
        "direct": one.direct,
        "cue": one.cue or None,
        "span": [one.start, one.end],
        "marked_span": _marked(text, one),
        "sentence": text[slice(*one.sentence)],
        "sentence_span": list(one.sentence),
        "mention": _mention(one.mention),
        "resolved": one.resolved,
        "rule": one.rule,
    }


def _mention(mention: Mention | None) -> dict[str, Any] | None:
    """The speaker as the article writes it, at its place."""
    if mention is None:
        return None
    return {"text": mention.text, "span": [mention.start, mention.end], "form": mention.form.value}


def _numbered(reading: Reading) -> list[tuple[Event, str | None]]:
    """The events, each with the identity of its line; None where it is none that a case may date."""
    names = {id(one): f"d{number}" for number, one in enumerate(dated_events(reading), start=1)}
    return [(one, names.get(id(one))) for one in reading.events]


def _event(text: str, one: Event, name: str | None) -> dict[str, Any]:
    return {
        "id": name,
        "date": date_data(one.date),
        "expression": text[one.date.start : one.date.end],
        "actors": list(one.actors),
        "what": text[slice(*one.what)],
        "what_span": list(one.what),
        "span": [one.date.start, one.date.end],
        "sentence": text[slice(*one.sentence)],
        "sentence_span": list(one.sentence),
        "rule": one.date.rule,
    }


def _actor(one: Actor) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind.value,
        "role": one.role or (one.part if one.part != "other" else None),
        "part": one.part,
        "mentions": [list(span) for span in one.mentions],
        "rule": one.rule,
    }


def _figure(text: str, one: Figure) -> dict[str, Any]:
    return {
        "value": one.value,
        "counts": one.counts or None,
        "kind": one.kind or None,
        "text": text[one.start : one.end],
        "span": [one.start, one.end],
        "rule": one.rule,
    }


def _charge(text: str, one: Charge) -> dict[str, Any]:
    return {
        "count": one.count,
        "offence": one.offence,
        "statutes": list(one.statutes),
        "span": [one.start, one.end],
        "rule": one.rule,
    }
