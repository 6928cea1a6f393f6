"""Twelve papers of the trial as PDF: eight scanned with text behind the image, four made on a computer.

Personal files carry the Bureau's assessments and, as such files do, claims that others contested.
"""

# ruff: noqa: E501 (a sentence is easier to write and read unbroken)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from textwrap import wrap

from invented.grammar import say
from invented.pdf import A4, About, Line, Page, write
from invented.scanner import scan
from invented.world import ASHLA, BRACK, HALVE, LOAMS, OLDEV, RUSHE, SLOTS, TEASE, Person

_TOP, _LEFT, _LEADING, _ROWS = A4[1] - 80, 70, 15, 44


@dataclass(frozen=True, slots=True)
class File:
    """A personal file of the Bureau: what it says of somebody, and what somebody else said of that."""

    person: Person
    she: str
    opened: date
    number: str
    reliability: str
    influence: str
    entries: tuple[tuple[str, str], ...]
    contested: str


FILES = (
    File(
        OLDEV,
        "she",
        date(2000, 3, 12),
        "B/4471",
        "Low",
        "High",
        (
            (
                "12 MAR 2000",
                "Refuses to erase a remark in the channel ledger. Director informed the Bureau by telephone.",
            ),
            (
                "9 NOV 2001",
                "Seen at supper with the physician Rushenfeld. Subject of talk: arithmetic. Source could not follow it.",
            ),
            (
                "2 SEP 2002",
                "The ledgers appear in the Courier. Handwriting compared: 'similar, as all clerks' hands are'.",
            ),
            ("16 SEP 2002", "Arrested at her desk. Asked permission to finish the column. Permission refused."),
            ("20 JAN 2003", "Trial opened, closed session. Wears a grey coat. Counsel objects to this file."),
        ),
        "The file gives her a brother in the Tarsk customs service. The parish register of Saltcote shows that she has no "
        "brother. The Bureau was told on 3 February 2003 and did not amend the entry.",
    ),
    File(
        RUSHE,
        "she",
        date(1999, 6, 4),
        "B/4502",
        "Medium",
        "Medium",
        (
            (
                "4 JUN 1999",
                "Writes to the Ministry about tremor on the Gannet shore. Letter not answered, on instruction.",
            ),
            (
                "17 OCT 2000",
                "Third letter. Encloses mussels. The mussels were disposed of; the stair was washed twice.",
            ),
            (
                "30 SEP 2002",
                "Names the dead aloud at the Harbour Office. Eleven names. Crowd silent. One officer wept.",
            ),
        ),
        "An entry of 1998 says that she was dismissed from the hospital at Brenna. The hospital states that she resigned "
        "to take the shore practice, which nobody else had asked for.",
    ),
    File(
        TEASE,
        "he",
        date(2001, 2, 21),
        "B/3917",
        "Low",
        "High",
        (
            (
                "21 FEB 2001",
                "Declines the Authority's advertising. Gives as reason a maker of pianos. No such maker found.",
            ),
            (
                "4 SEP 2002",
                "Offices searched nine hours. Ledgers not found. Typewriters taken: four. Subscription book taken.",
            ),
            ("8 SEP 2002", "Prints from a borrowed press at Nether Tansy. The ledgers continue."),
        ),
        "The file calls him a foreign subject. He was born over the shop in Cable Street where the paper is still set.",
    ),
    File(
        LOAMS,
        "he",
        date(2001, 5, 11),
        "B/4620",
        "High",
        "Low",
        (
            ("11 MAY 2001", "Enters unlit hoppers in the Guard log against advice. Reminded of his pension."),
            ("3 JUL 2001", "One page of the log is missing. Captain says he can recite it. Not invited to."),
            ("14 FEB 2003", "Called by the defence. Recited it. The session being closed, nobody heard."),
        ),
        "None entered. A pencil note in another hand: 'He is telling the truth. What is to be done with him?'",
    ),
)

MINUTES = (
    "Present: the Director, the Deputy Harbour Master, the Secretary. Miss Oldeval attended for item 2.",
    "1. The minutes of the last meeting were [taken as read|not found].",
    "2. Miss Oldeval said that the deep channel had cost {sum} to date and asked where the mud was. [The Director said that mud was at sea|The Director ruled the question out of order].",
    "3. Soundings. The Deputy Harbour Master reported {few} feet less than charted. It was agreed [to have the chart framed|not to alarm the underwriters].",
    "4. The parish of {village} asks who will pay for its physician. [Noted|Held over].",
    "5. Payment of {sum} to Corvane Marine was approved, reference TANSY, the accountant asking that her dissent be recorded. It was [not recorded|recorded in pencil].",
    "6. The next meeting will be on the last {weekday} of {month}.",
)
LETTER = (
    "To the Minister of Justice, Brenna",
    "Sir, I write for the {nth} time and keep a copy.",
    "The papers in the case of Oldeval were laid before me sealed. I have opened them. They are invoices. I am asked to find that an invoice for [rope|lamp oil] is a secret of the State.",
    "The Act was written for the drawings of dockyards. I can make it cover a rope-maker's bill only by [holding the law over it like a lantern|pretending not to read].",
    "I therefore ask again that the session be opened, or that I be told in writing [by whom it was closed|why not].",
    "Petra Ashlarane, examining magistrate",
)


MEETINGS = (date(2000, 3, 7), date(2001, 6, 5), date(2002, 11, 5))
# The Bureau's people follow somebody for a day. {she} is whom they follow.
OBSERVED = (
    "[07.10|07.40|08.05]. Subject leaves the house, [locks it twice|leaves a lamp burning], walks to the quay. [Buys a loaf|Feeds gulls|Greets nobody].",
    "[09.00|09.20]. Enters [the Harbour Office|the reading room in Cable Street|the post office at Halmere]. Through the window {she} is seen to [count|write in a small hand|look at a wall for nine minutes].",
    "[11.15|12.30]. Speaks with an unknown man in a [pilot's|grey] coat. Distance too great. The word [TANSY|'mussels'|'Thursday'] was heard, or a word like it.",
    "[14.00|14.45]. Meets {met}. They [share a bench and a newspaper|walk along the mole and back]. Observer [bought a fish to be near them|was asked the time and gave it].",
    "[17.20|18.05]. Home by the ferry. The ferry man [waved at the observer|carried no others]. [Coat left on the chair by the window|Light out at ten].",
    "Remark: {she} [appears to know|has begun to wait for] the observer, and on {weekday} held the gate for him.",
)


def papers(rng: Random) -> Iterator[tuple[str, bytes]]:
    """(name, PDF bytes) of all twelve."""
    for file in FILES:
        about = About(f"Bureau file {file.number}: {file.person.full}", file.opened, "Bureau of State Papers")
        yield f"bureau-{file.person.name.lower()}.pdf", scan(rng, _personal_file(rng, file), about)
    for number, day in enumerate(MEETINGS, start=1):
        words = [f"HALMERE HARBOUR AUTHORITY: MINUTES OF {day.day} {day:%B %Y}".upper(), "", *_said(rng, MINUTES)]
        about = About(f"Minutes of the Harbour Authority, {day:%B %Y}", day, "Halmere Harbour Authority")
        yield f"minutes-{number}.pdf", scan(rng, _sheets(words, "typewriter"), about)
    words = list(_said(rng, tuple(line.replace("{nth}", "fourth") for line in LETTER)))
    about = About("Magistrate Ashlarane to the Minister of Justice", date(2003, 5, 19), ASHLA.full)
    yield "magistrate-to-minister.pdf", scan(rng, _sheets(words, "typewriter"), about)
    for number, month in enumerate((3, 9, 12), start=1):
        about = About(f"Corvane Marine, invoice {_bill(number)}", date(2001, month, 28), "Corvane Marine")
        yield f"invoice-corvane-{number}.pdf", write([_invoice(rng, number, about.made)], about)
    about = About(f"Statement of {OLDEV.full} to the court at Brenna", date(2003, 6, 11), OLDEV.full)
    yield "statement-oldeval.pdf", write(_sheets(STATEMENT, "serif"), about)


STATEMENT = (
    "Statement of the accused before the court at Brenna, as she wrote it out beforehand",
    "",
    "I was given one column to add. I added it every month for three years, and every month it was larger than the thing it was a "
    "column of.",
    "I told the Director. I told the Secretary. I wrote it in the margin, and was asked to rub out the margin. I am not able to rub "
    "out a number that is right.",
    "It is said that I gave away papers of the State. I gave away a sum. Anybody could have had it who had been willing to add.",
    "The mud that we paid to have carried forty miles lies on the Gannet Shoals, where people eat. The doctor gave me eleven names. I "
    "had them beside the column while I copied, so that I should make no mistake.",
    "I took nothing and I asked for nothing. I should like the total to be read into the record.",
    "Maren Oldeval",
)


def _said(rng: Random, templates: Sequence[str]) -> Iterator[str]:
    for template in templates:
        yield say(rng, template, SLOTS)


def _personal_file(rng: Random, file: File) -> list[Page]:
    """A stamped cover with the assessments, a day of observation, then the timeline and the contested slot."""
    person = file.person
    met = rng.choice([other.person.full for other in FILES if other is not file])
    cover = [
        "BUREAU OF STATE PAPERS",
        f"PERSONAL FILE {file.number}",
        "",
        f"Name: {person.name.upper()}, {person.given}",
        f"Occupation: {person.office}",
        f"Opened: {file.opened.day} {file.opened:%B %Y}",
        f"Reliability: {file.reliability}",
        f"Influence: {file.influence}",
        "Classification: SECRET",
    ]
    observed = [
        f"OBSERVATION OF {file.number}",
        "",
        *(say(rng, line, SLOTS | {"she": file.she, "met": met}) for line in OBSERVED),
    ]
    timeline = ["TIMELINE", "", *(f"{day}. {entry}" for day, entry in file.entries), "", "CONTESTED", file.contested]
    front, *rest = (page for words in (cover, observed, timeline) for page in _sheets(words, "typewriter"))
    return [_stamped(front, "SECRET"), *rest]


def _stamped(page: Page, word: str) -> Page:
    """The page with a word in a box at its upper right, as a rubber stamp leaves it."""
    left, low, right, high = 400, 742, 505, 778
    box = ((left, low, right, low), (right, low, right, high), (right, high, left, high), (left, high, left, low))
    return Page((*page.lines, Line(left + 14, low + 10, word, "bold", 20)), rules=box)


def _sheets(words: Sequence[str], font: str) -> list[Page]:
    """Paragraphs set on as many sheets as they need."""
    rows: list[str] = []
    for paragraph in words:
        rows += wrap(paragraph, 66 if font == "typewriter" else 84) or [""]
        rows.append("")
    pages = []
    for begin in range(0, len(rows), _ROWS):
        lines = tuple(
            Line(_LEFT, _TOP - _LEADING * place, row, font)
            for place, row in enumerate(rows[begin : begin + _ROWS])
            if row
        )
        pages.append(Page(lines))
    return pages


def _bill(number: int) -> int:
    return 300 + number * 17


def _invoice(rng: Random, number: int, day: date) -> Page:
    """A bill for dredging, with a table."""
    lines = [
        Line(_LEFT, _TOP, "Corvane Marine", "bold", 18),
        Line(_LEFT, _TOP - 20, "Quay House, Pellmar, Commonwealth of Sarrow", "sans", 10),
        Line(_LEFT, _TOP - 60, f"Invoice {_bill(number)} to the Halmere Harbour Authority", "bold", 12),
        Line(_LEFT, _TOP - 78, f"{day.day} {day:%B %Y}, for the attention of {HALVE.full}", "sans", 10),
    ]
    total = 0
    for row in range(6):
        loads, price = rng.randint(90, 400), rng.randint(900, 2400)
        total += loads * price
        y = _TOP - 120 - 20 * row
        text = f"Deep channel, section {row + 1}: {loads} barge-loads of spoil"
        lines += [Line(_LEFT, y, text, "sans", 10), Line(420, y, f"{loads * price:>12,} marks", "typewriter", 10)]
    y = _TOP - 260
    lines += [
        Line(_LEFT, y, "Total", "bold", 11),
        Line(420, y, f"{total:>12,} marks", "typewriter", 10),
        Line(_LEFT, y - 30, "Payable to the Lantern Trust, Pellmar, reference TANSY.", "sans", 10),
        Line(_LEFT, y - 48, "Delivery notes are confidential between the parties.", "sans", 10),
        Line(_LEFT, y - 90, BRACK.full, "serif", 12),
    ]
    return Page(tuple(lines), rules=((_LEFT, y + 14, 530, y + 14),))
