"""Rosters (specs/roster.md): the desks of a newsroom and whom to seal to on which day, signed by its root key.

A roster is published ahead, one recipient for each desk and day. A desk destroys a day's secret after retention, so a
roster that has run out is a closed door (StateError), never a reason to use an old key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from amparo.errors import InputError, StateError, TooLargeError
from amparo.seal.age import parse_recipient
from amparo.seal.hybrid import RECIPIENT_PREFIX
from amparo.seal.note import Algorithm, Verifier, open_note

HEADER: Final = "amparo/roster/v1"
MAX_DESKS: Final = 64
MAX_DAYS: Final = 366
MAX_NEWSROOM: Final = 100
MAX_ROSTER: Final = 8 * 1024 * 1024
_POST_QUANTUM: Final = RECIPIENT_PREFIX + "1"
_DESK_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_EDITION: Final = re.compile(r"[1-9][0-9]{0,5}")
_EPOCH: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk: its name, the key its requests to the drop are signed by, and its recipient on each day (UTC).

    `epochs` keeps its days in order. Raises InputError for a malformed name, key or recipient.
    """

    name: str
    api_vkey: str
    epochs: Mapping[date, str]

    def __post_init__(self) -> None:
        if not _DESK_NAME.fullmatch(self.name):
            raise InputError("A desk's name is 1 to 32 small letters, digits and hyphens.")
        if Verifier.parse(self.api_vkey).algorithm is not Algorithm.ED25519:
            raise InputError("A desk's request key must be an Ed25519 key.")
        if not self.epochs:
            raise InputError("A desk on the roster has no day at all.")
        if len(self.epochs) > MAX_DAYS:
            raise TooLargeError("A desk on the roster has too many days.")
        for recipient in self.epochs.values():
            parse_recipient(recipient)
        object.__setattr__(self, "epochs", MappingProxyType(dict(sorted(self.epochs.items()))))

    @property
    def last_day(self) -> date:
        """The last day this desk can be sealed to."""
        return max(self.epochs)


@dataclass(frozen=True, slots=True)
class Roster:
    """A newsroom's desks. `edition` counts the rosters issued on one day, from 1, so that any two have an order."""

    newsroom: str
    issued: date
    desks: tuple[Desk, ...]
    edition: int = 1

    def __post_init__(self) -> None:
        if not self.newsroom.strip() or len(self.newsroom) > MAX_NEWSROOM or not self.newsroom.isprintable():
            raise InputError("A newsroom's name is 1 to 100 printable characters.")
        if self.newsroom != self.newsroom.strip():
            raise InputError("A newsroom's name does not begin or end with a space.")
        if not 1 <= self.edition <= 999_999:
            raise InputError("A roster's edition is a number from 1 to 999999.")
        if not self.desks:
            raise InputError("A roster needs at least one desk.")
        if len(self.desks) > MAX_DESKS:
            raise TooLargeError("A roster has too many desks.")
        if len({r.startswith(_POST_QUANTUM) for desk in self.desks for r in desk.epochs.values()}) > 1:
            raise InputError("A roster cannot mix post-quantum recipients with others: one age file may not.")
        names = [desk.name for desk in self.desks]
        if names != sorted(set(names)):
            raise InputError("A roster lists each desk once, in the order of their names.")

    @classmethod
    def parse(cls, note: bytes, root: Verifier) -> Roster:
        """Open a roster note. TrustError unless `root` has signed it; InputError for any other text than ours."""
        return cls.from_text(open_note(note, [root], limit=MAX_ROSTER).text)

    @classmethod
    def from_text(cls, text: str) -> Roster:
        """Read the text of a note that is already trusted."""
        roster = _Lines(text).roster()
        if roster.to_text() != text:
            raise InputError("The roster is not written in its one canonical form.")
        return roster

    def to_text(self) -> str:
        """The text to sign: line by line as specs/roster.md gives it, the same for equal rosters."""
        head = [HEADER, f"newsroom {self.newsroom}", f"issued {self.issued.isoformat()} {self.edition}"]
        return "\n".join((*head, *(line for desk in self.desks for line in _desk_lines(desk)))) + "\n"

    @property
    def last_day(self) -> date:
        """The last day on which every desk can be sealed to."""
        return min(desk.last_day for desk in self.desks)

    def recipients_on(self, day: date) -> tuple[str, ...]:
        """The recipients of this day, one for each desk in the order of `desks`.

        StateError when any desk has none: sealing to fewer desks than the source was told of would be wrong too.
        """
        found = [desk.epochs.get(day) for desk in self.desks]
        if None in found:
            raise StateError(
                "The newsroom's roster has no keys for today.",
                "The newsroom must publish a new roster; try again later.",
            )
        return tuple(recipient for recipient in found if recipient is not None)

    def supersedes(self, other: Roster) -> bool:
        """Whether this roster is newer than `other`: a later day, or a later edition of the same day."""
        return (self.issued, self.edition) > (other.issued, other.edition)


def _desk_lines(desk: Desk) -> Iterator[str]:
    yield f"desk {desk.name}"
    yield f"api {desk.api_vkey}"
    for day, recipient in desk.epochs.items():
        yield f"{day.isoformat()} {recipient}"


class _Lines:
    """Reads a roster's text front to back."""

    def __init__(self, text: str) -> None:
        self._lines = text.removesuffix("\n").split("\n")
        self._next = 0

    def roster(self) -> Roster:
        if self._lines[0] != HEADER:
            raise InputError("This note is not a roster.")
        self._next = 1
        newsroom = self._value("newsroom")
        issued, _, edition = self._value("issued").partition(" ")
        if not _EDITION.fullmatch(edition):
            raise _malformed()
        day = _day(issued)
        desks = tuple(self._desks())
        return Roster(newsroom, day, desks, int(edition))

    def _desks(self) -> Iterator[Desk]:
        while self._next < len(self._lines):
            name, api_vkey = self._value("desk"), self._value("api")
            yield Desk(name, api_vkey, dict(self._epochs()))

    def _epochs(self) -> Iterator[tuple[date, str]]:
        while self._next < len(self._lines) and not self._lines[self._next].startswith("desk "):
            day, _, recipient = self._lines[self._next].partition(" ")
            self._next += 1
            yield _day(day), recipient

    def _value(self, key: str) -> str:
        line = self._lines[self._next] if self._next < len(self._lines) else ""
        self._next += 1
        if not line.startswith(key + " "):
            raise _malformed()
        return line[len(key) + 1 :]


def _day(text: str) -> date:
    if not _EPOCH.fullmatch(text):
        raise _malformed()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _malformed() from error


def _malformed() -> InputError:
    return InputError("The roster is malformed.")
