"""Forms (specs/form.md): the channels of a newsroom and what it asks in each, signed by its root key.

A channel may name the desks, of those on the roster, that what comes through it is sealed to. So that nothing at rest
tells the channel, the other desks' places in the age header are taken by recipients whose secrets were never kept.
Questions can be left unanswered, all of them: nothing a source brings is refused for want of an answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from amparo.errors import InputError, StateError, TooLargeError
from amparo.seal.age import HybridIdentity, HybridRecipient, Random, Recipient, X25519Identity, parse_recipient
from amparo.seal.note import Verifier, open_note
from amparo.seal.roster import Roster

HEADER: Final = "amparo/form/v1"
MAX_FORM: Final = 256 * 1024
MAX_CHANNELS: Final = 32
MAX_QUESTIONS: Final = 50
MAX_OPTIONS: Final = 50
LONGEST: Final = {"title": 100, "hint": 1000, "ask": 300, "option": 200}
NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", re.ASCII)
_ISSUED: Final = re.compile(r"issued ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([1-9][0-9]{0,5})", re.ASCII)
_PARTIAL_DATE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)


class Kind(StrEnum):
    """What an answer is: any text, one option, some options, or a date as far as it is known."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only of those who chose `option` in the question `key`."""

    key: str
    option: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `key` names it in a submission's answers; `ask` is its wording."""

    key: str
    ask: str
    kind: Kind
    hint: str = ""
    options: tuple[str, ...] = ()
    only_if: Condition | None = None

    def __post_init__(self) -> None:
        _check_name(self.key, "A question's key")
        _check_text(self.ask, "ask")
        _check_text(self.hint, "hint", empty=True)
        if bool(self.options) != (self.kind in (Kind.CHOICE, Kind.CHOICES)):
            raise InputError("A question has options exactly when its kind is choice or choices.")
        if len(self.options) > MAX_OPTIONS or len(set(self.options)) != len(self.options):
            raise InputError(f"A question has at most {MAX_OPTIONS} options, each of them once.")
        for option in self.options:
            _check_text(option, "option")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in: a topic, a desk, a language. `desks` is empty when what comes is sealed to the whole roster."""

    name: str
    title: str
    hint: str = ""
    language: str = ""
    desks: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        _check_name(self.name, "A channel's name")
        _check_text(self.title, "title")
        _check_text(self.hint, "hint", empty=True)
        if self.language and not LANGUAGE.fullmatch(self.language):
            raise InputError("A channel's language is a code such as en or pt-BR.")
        if self.desks != tuple(sorted(set(self.desks))):
            raise InputError("A channel names each desk once, in the order of their names.")
        for desk in self.desks:
            _check_name(desk, "A desk's name")
        if len(self.questions) > MAX_QUESTIONS:
            raise TooLargeError(f"A channel has at most {MAX_QUESTIONS} questions.")
        _check_conditions(self.questions)

    def open_on(self, roster: Roster) -> bool:
        """Whether every desk that it names is on the roster."""
        return set(self.desks) <= {desk.name for desk in roster.desks}

    @property
    def wordings(self) -> Mapping[str, str]:
        """What is asked, by key."""
        return {question.key: question.ask for question in self.questions}


@dataclass(frozen=True, slots=True)
class Form:
    """All channels of a newsroom. `edition` counts the forms issued on one day, as a roster's does."""

    issued: date
    channels: tuple[Channel, ...]
    edition: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.edition <= 999_999:
            raise InputError("A form's edition is a number from 1 to 999999.")
        if len(self.channels) > MAX_CHANNELS:
            raise TooLargeError(f"A form has at most {MAX_CHANNELS} channels.")
        if len({channel.name for channel in self.channels}) != len(self.channels):
            raise InputError("Two channels have the same name.")

    @classmethod
    def parse(cls, note: bytes, root: Verifier) -> Form:
        """Open a form's note. TrustError unless `root` has signed it; InputError for any other text than ours."""
        return cls.from_text(open_note(note, [root], limit=MAX_FORM).text)

    @classmethod
    def from_text(cls, text: str) -> Form:
        """Read the text of a note that is already trusted."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[0] != HEADER:
            raise InputError("This note is not a form.")
        issued = _ISSUED.fullmatch(lines[1])
        if issued is None:
            raise _malformed()
        try:
            content = json.loads(lines[2])
            form = cls(date.fromisoformat(issued[1]), tuple(map(_channel, content["channels"])), int(issued[2]))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _malformed() from None
        if form.to_text() != text:
            raise InputError("The form is not written in its one canonical form.")
        return form

    def to_text(self) -> str:
        """The text to sign: three lines, the last one JSON with sorted keys, no spaces and nothing left out."""
        content = {"channels": [asdict(channel) for channel in self.channels]}
        whole = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"{HEADER}\nissued {self.issued.isoformat()} {self.edition}\n{whole}\n"

    def supersedes(self, other: Form) -> bool:
        """Whether this form is newer than `other`: a later day, or a later edition of the same day."""
        return (self.issued, self.edition) > (other.issued, other.edition)

    def offered(self, roster: Roster) -> tuple[Channel, ...]:
        """The channels that can be used with this roster."""
        return tuple(channel for channel in self.channels if channel.open_on(roster))

    def channel(self, name: str) -> Channel | None:
        """The channel of this name, or None."""
        return next((channel for channel in self.channels if channel.name == name), None)


@lru_cache(maxsize=64)
def _parsed(recipient: str) -> Recipient:
    """The same few stand on every roster of a day, and decoding one takes half a millisecond."""
    return parse_recipient(recipient)


def recipients_through(channel: Channel | None, roster: Roster, day: date, random: Random) -> tuple[Recipient, ...]:
    """Whom to seal to on this day: one recipient for each desk on the roster, in its order.

    A desk that the channel does not name is stood in for by a recipient that nobody has the secret of. StateError when
    the roster has run out, or when a desk of the channel is not on it.
    """
    real = tuple(map(_parsed, roster.recipients_on(day)))
    if channel is None or not channel.desks:
        return real
    if not channel.open_on(roster):
        raise StateError("This channel is closed: a desk it is for is not on the newsroom's roster.", "Choose another.")
    return tuple(
        recipient if desk.name in channel.desks else _stand_in(recipient, random)
        for desk, recipient in zip(roster.desks, real, strict=True)
    )


def applicable(questions: Sequence[Question], given: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The answers given, without those to questions that another answer rules out.

    `given` has the chosen options or the one text for each key, `("",)` for "no answer". A question below an option
    counts unless its parent was answered otherwise. Answers under keys of no question are kept: the form may have
    changed since the page was made, and nothing that was brought is to be lost.
    """
    conditions = {question.key: question.only_if for question in questions}
    kept: dict[str, tuple[str, ...]] = {}
    for key, values in given.items():
        condition = conditions.get(key)
        parent = given.get(condition.key) if condition else None
        text = tuple(value for value in (each.replace("\r\n", "\n").strip() for each in values) if value)
        if text and (condition is None or parent is None or condition.option in parent):
            kept[key] = text
    return kept


def is_partial_date(text: str) -> bool:
    """Whether this is a year, a month or a day as ISO 8601 writes it."""
    if not _PARTIAL_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def _stand_in(recipient: Recipient, random: Random) -> Recipient:
    identity = HybridIdentity if isinstance(recipient, HybridRecipient) else X25519Identity
    return identity(random(32)).recipient


def _check_name(name: str, what: str) -> None:
    if not NAME.fullmatch(name):
        raise InputError(f"{what} is 1 to 32 small letters, digits and hyphens.")


def _check_text(text: str, what: str, *, empty: bool = False) -> None:
    longest = LONGEST[what]
    if len(text) > longest or text != text.strip() or not (text or empty):
        raise InputError(f"A form's {what} is 1 to {longest} characters, without spaces at its ends.")
    if not all(letter.isprintable() for letter in text):
        raise InputError(f"A form's {what} is one line of printable characters.")


def _check_conditions(questions: tuple[Question, ...]) -> None:
    earlier: dict[str, Question] = {}
    for question in questions:
        if question.key in earlier:
            raise InputError("Two questions of a channel have the same key.")
        if question.only_if is not None:
            parent = earlier.get(question.only_if.key)
            if parent is None or question.only_if.option not in parent.options:
                raise InputError("A condition names an option of an earlier question of its channel.")
            if parent.only_if is not None:
                raise InputError("A condition cannot depend on a question that has a condition itself.")
        earlier[question.key] = question


def _channel(content: Any) -> Channel:
    questions = tuple(map(_question, content["questions"]))
    return Channel(**{**content, "desks": tuple(content["desks"]), "questions": questions})


def _question(content: Any) -> Question:
    condition = content["only_if"]
    return Question(
        **{
            **content,
            "kind": Kind(content["kind"]),
            "options": tuple(content["options"]),
            "only_if": None if condition is None else Condition(**condition),
        }
    )


def _malformed() -> InputError:
    return InputError("The form is malformed.")
