"""Cables as a table without a header and with 8 columns, as such cables have leaked (FORMATS.md A).

Subject, tags and addressees stand in the text of a cable, as the machine that sent it put them there; bodies hold
line ends and quotes, which a reader that splits at commas does not survive.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime, time
from random import Random
from textwrap import fill

from invented.correspondence import Cable
from invented.world import BRENNA, HALMERE, MINISTRY, PELLMAR, Post

_LEVELS = {"SECRET": "S", "CONFIDENTIAL": "C", "RESTRICTED": "R", "UNCLASSIFIED": "U"}
_WEIGHTS = (2, 5, 3, 2)
_PRECEDENCE = {"ROUTINE": "R", "PRIORITY": "P", "IMMEDIATE": "O"}
_REASONS = ("the source would lose his post", "it would be denied", "negotiations continue", "the Minister asks it")


def table(rng: Random, first: int, cables: list[Cable]) -> bytes:
    """The rows, numbered from `first`."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        _row(rng, number, cable) for number, cable in enumerate(cables, start=first)
    )
    return out.getvalue().encode()


def _row(rng: Random, number: int, cable: Cable) -> list[str]:
    """id, date, reference id, origin, classification, references, header, body."""
    moment = datetime.combine(cable.day, time(rng.randint(6, 21), rng.randrange(60)))
    level = rng.choices(tuple(_LEVELS), _WEIGHTS)[0]
    handling = "//LIMITED DISTRIBUTION" if level == "SECRET" and rng.random() < 0.5 else ""
    return [
        str(number),
        f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M}",
        cable.reference,
        cable.sender.desk,
        level + handling,
        "|".join(cable.references),
        _header(rng, cable, moment),
        _body(rng, cable, level),
    ]


def _header(rng: Random, cable: Cable, moment: datetime) -> str:
    """What the machine put first: precedence and time, who sends, for whom to act, for whom to know."""
    precedence = rng.choices(tuple(_PRECEDENCE), (3, 2, 1))[0]
    others = [post for post in (MINISTRY, BRENNA, HALMERE, PELLMAR) if post not in (cable.sender, cable.recipient)]
    known = rng.sample(others, rng.randint(1, 2))
    return "\n".join(
        (
            f"{_PRECEDENCE[precedence]} {moment:%d%H%M}Z {moment:%b %y}".upper(),
            f"FM {_address(cable.sender)}",
            f"TO {_address(cable.recipient)} {precedence} {cable.serial:04}",
            "INFO " + "\n".join(_address(post) for post in known),
        )
    )


def _address(post: Post) -> str:
    return f"{post.desk} {post.place}".upper() if post is MINISTRY else post.desk.upper()


def _body(rng: Random, cable: Cable, level: str) -> str:
    """Captions, a summary, numbered paragraphs, a comment and who signed."""
    mark = f"({_LEVELS[level]})"
    office = cable.sender.head
    lines = [
        f"{' '.join(level)} {cable.sender.place.upper()} {cable.serial:06}",
        "",
        f"RULE 41: CLOSED UNTIL {cable.day.month}/{min(cable.day.day, 28)}/{cable.day.year + 20}"
        if level in ("SECRET", "CONFIDENTIAL")
        else "RULE 41: N/A",
        f"TAGS: {cable.topic.tags}",
        f"SUBJECT: {cable.subject}",
        "",
    ]
    if cable.references:
        named = (f"{letter}. {number}" for letter, number in zip("ABC", cable.references, strict=False))
        lines += [f"REF: {'  '.join(named)}", ""]
    if level in ("SECRET", "CONFIDENTIAL"):
        lines += [fill(f"Classified by {office.full}, {office.office}: {rng.choice(_REASONS)}.", 72), ""]
    for number, point in enumerate(cable.points, start=1):
        if number == 1 and cable.sender is not MINISTRY:
            point = f"SUMMARY: {point} END SUMMARY."
        lines += [fill(f"{number}. {mark} {point}", 72), ""]
    lines += ["COMMENT", "-------", "", fill(f"{len(cable.points) + 1}. {mark} {cable.comment}", 72), ""]
    return "\n".join([*lines, office.name.upper()])
