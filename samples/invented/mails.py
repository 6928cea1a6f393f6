"""The Harbour Authority's mail as two mbox files: threads, attachments, a quoting habit or two (RFC 4155, 5322, 2045).

Boundaries, Message-IDs and dates are fixed, so that the bytes are. All addresses end in `.example`, which nobody can
own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from invented.grammar import say
from invented.pdf import A4, About, Line, Page, write
from invented.threads import THREADS, Thread
from invented.world import OLDEV, SLOTS, Person

COUNT = 80
_BEGIN = datetime(2000, 3, 6, 8, 0, tzinfo=UTC)
_DOMAINS = {
    "p_HAL": "harbour.halmere.example",
    "p_OLD": "harbour.halmere.example",
    "p_LOA": "guard.halmere.example",
    "p_BRA": "corvane.example",
    "p_MOS": "waterways.orlavia.example",
    "p_RUS": "gannet-clinic.example",
    "p_TEA": "courier.example",
}


@dataclass(slots=True)
class _Box:
    """Messages of one mbox file in order of time."""

    messages: list[tuple[datetime, Person, EmailMessage]] = field(default_factory=list)

    def bytes(self) -> bytes:
        """The mbox: a From line before, `>` before lines that look like one (mboxrd), an empty line after."""
        out = []
        for moment, sender, message in sorted(self.messages, key=lambda entry: entry[0]):
            lines = message.as_bytes().split(b"\n")
            quoted = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
            out.append(f"From {_address(sender)} {moment:%a %b %d %H:%M:%S %Y}\n".encode() + b"\n".join(quoted) + b"\n")
        return b"".join(out)


def boxes(rng: Random) -> Iterator[tuple[str, bytes]]:
    """Two mailboxes: the accounts office's own, and the director's."""
    accounts, director = _Box(), _Box()
    written, thread = 0, 0
    while written < COUNT:
        story = THREADS[thread % len(THREADS)]
        box = accounts if OLDEV in (story.first, story.second) else director
        written += _converse(rng, box, story, thread, COUNT - written)
        thread += 1
    yield "accounts-office.mbox", accounts.bytes()
    yield "director.mbox", director.bytes()


def _converse(rng: Random, box: _Box, story: Thread, thread: int, room: int) -> int:
    """Write one thread, at most `room` messages; how many were written."""
    moment = _BEGIN + timedelta(days=thread * 37 + rng.randint(0, 20), minutes=rng.randint(0, 600))
    references: list[str] = []
    slots = SLOTS | {"month": f"{moment.replace(day=1) - timedelta(days=1):%B}", "sum": rng.choice(SLOTS["sum"])}
    subject, quoted = say(rng, story.subject, slots), ""
    lines = story.lines[:room]
    for place, line in enumerate(lines):
        sender, recipient = (story.first, story.second) if place % 2 == 0 else (story.second, story.first)
        words = say(rng, line, slots)
        message = _message(sender, recipient, story.copy, moment, ("Re: " if place else "") + subject, references)
        message["Message-ID"] = f"<{moment:%Y%m%d%H%M}.{thread}.{place}@{_DOMAINS[sender.key]}>"
        message.set_content(f"{words}\n\n-- \n{sender.full}\n{sender.office}\n{quoted}", cte="quoted-printable")
        if place == 0 and story.attachment:
            _attach(rng, message, story.attachment, moment, thread)
        references.append(message["Message-ID"])
        quoted = f"\nOn {moment:%d %B %Y}, {sender.full} wrote:\n> " + words.replace("\n", "\n> ") + "\n"
        box.messages.append((moment, sender, message))
        moment += timedelta(minutes=rng.randint(20, 2600))
    return len(lines)


def _address(person: Person) -> str:
    return f"{person.given[0]}.{person.name}@{_DOMAINS[person.key]}".lower()


def _message(
    sender: Person, recipient: Person, copy: Person | None, moment: datetime, subject: str, references: list[str]
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{sender.full} <{_address(sender)}>"
    message["To"] = f"{recipient.full} <{_address(recipient)}>"
    if copy:
        message["Cc"] = f"{copy.full} <{_address(copy)}>"
    message["Date"] = format_datetime(moment)
    message["Subject"] = subject
    if references:
        message["In-Reply-To"] = references[-1]
        message["References"] = " ".join(references)
    return message


def _attach(rng: Random, message: EmailMessage, kind: str, moment: datetime, thread: int) -> None:
    """One attachment; the boundary is fixed because Python would draw one."""
    stamp = f"{moment:%Y-%m}"
    if kind == "csv":
        rows = [f"{stamp}-{day:02},Lady Orrin,{rng.randint(2, 9)},{rng.randint(180, 990)}" for day in range(1, 15)]
        text = "day,barge,loads,cubic metres\n" + "\n".join(rows) + "\n"
        message.add_attachment(text, subtype="csv", filename=f"deep-channel-{stamp}.csv", cte="7bit")
    elif kind == "txt":
        text = say(
            rng, "Households visited: {many}.\nMetal found: {metal}, {few} times the limit.\nPlace: {village}.\n", SLOTS
        )
        message.add_attachment(text, filename=f"figures-{stamp}.txt", cte="7bit")
    else:
        data = write([_order(rng, moment)], About(f"Payment order, {moment:%B %Y}", moment.date(), "The Lantern Trust"))
        message.add_attachment(data, maintype="application", subtype="pdf", filename=f"order-{stamp}.pdf")
    message.set_boundary(f"----=_halmere_{thread:03}")


def _order(rng: Random, moment: datetime) -> Page:
    """A payment order on one sheet."""
    words = (
        "THE LANTERN TRUST, PELLMAR",
        f"Payment order of {moment:%d %B %Y}",
        "",
        "Payer:      Halmere Harbour Authority, sinking fund",
        "Payee:      Corvane Marine, account 7",
        say(rng, "Amount:     {sum}", SLOTS),
        "Reference:  TANSY",
        "",
        "For the Authority: C. Halverstane",
    )
    lines = tuple(Line(70, A4[1] - 90 - 22 * place, text) for place, text in enumerate(words))
    return Page(lines, rules=((70, A4[1] - 120, A4[0] - 70, A4[1] - 120),))
