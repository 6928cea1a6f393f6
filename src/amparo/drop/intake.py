"""From a form to an envelope while it arrives: pieces of the request in, ciphertext out, plaintext nowhere.

Sans-I/O: joins the form reader and the envelope sealer (specs/envelope.md). The order of fields does not matter; what
is wrong with the passphrase is said as soon as the passphrase has come, not after four gigabytes. The channel alone
must come before the first file, because it decides whom to seal to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from cryptography.utils import Buffer

from amparo.drop.deriving import Reach
from amparo.drop.form import Event, Field, FileClosed, FileData, FileOpened, FormLimits, FormReader
from amparo.errors import InputError
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft, SubmittedFile
from amparo.seal.form import Channel, applicable
from amparo.seal.passphrase import Passphrase, parse

PASSPHRASE = "passphrase"  # noqa: S105 the name of a field
MESSAGE = "message"
NO_REPLIES = "no_replies"
TYPED = "typed"
KNOWN = "known"
CHANNEL = "channel"
FIELDS = (PASSPHRASE, MESSAGE, NO_REPLIES, TYPED, KNOWN, CHANNEL)
ANSWER = re.compile(r"answer-([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)", re.ASCII)
"""Fields with answers to the newsroom's questions: `answer-` and the question's key (amparo.seal.form)."""
OVERHEAD = 64 * 1024
OTHER_PARTS = 16
"""Parts of a form that are neither files nor answers: its text fields, and room for what a browser adds."""
MOST_ANSWERS = 100
STRANGE_FIELD = ("The form has a field this page did not make.", "Open the page again and send it from there.")


@dataclass(frozen=True, slots=True)
class Told:
    """The text fields of one form. `passphrase` is None when the source wants no replies.

    `typed` is what was typed back from the paper; `known` that the words were used before and are not asked back.
    """

    message: str
    passphrase: Passphrase | None
    channel: Channel | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    typed: str = field(default="", repr=False)
    known: bool = False


class Intake:
    """One form on its way in. `push` and `finish` answer ciphertext to be stored in that order.

    `find` gives the channel of a name, `seal_to` the sealer for a channel; both may refuse with StateError.
    """

    def __init__(
        self,
        boundary: str,
        find: Callable[[str], Channel | None],
        seal_to: Callable[[Channel | None], EnvelopeSealer],
        limits: FormLimits,
    ) -> None:
        self._reader = FormReader(boundary, limits)
        self._find, self._seal_to = find, seal_to
        self._begun: EnvelopeSealer | None = None
        self._channel: Channel | None = None
        self._fields: dict[str, str] = {}
        self._given: dict[str, tuple[str, ...]] = {}
        self._passphrase: Passphrase | None = None
        self._ended = False

    @property
    def received(self) -> tuple[SubmittedFile, ...]:
        """The files that arrived whole."""
        return () if self._begun is None else self._begun.received

    @property
    def passphrase(self) -> Passphrase | None:
        """The passphrase, once it has come."""
        return self._passphrase

    @property
    def may_want_replies(self) -> bool:
        """False once it has come that none are wanted."""
        return NO_REPLIES not in self._fields

    @property
    def message(self) -> str:
        """The message as far as it has come."""
        return self._fields.get(MESSAGE, "").replace("\r\n", "\n").strip()

    @property
    def given(self) -> Mapping[str, tuple[str, ...]]:
        """The answers as far as they have come: options or text by key, as the form has them."""
        return self._given

    @property
    def channel(self) -> str:
        """The name of the channel, once it has come, and whether it is there or not."""
        return self._fields.get(CHANNEL, "")

    @property
    def typed(self) -> str:
        """What was typed back from the paper, once it has come."""
        return self._fields.get(TYPED, "")

    @property
    def is_empty(self) -> bool:
        """Whether the form ended whole, with neither message nor file nor answer."""
        return self._ended and not self.message and not self.received and not self._answers()

    def push(self, chunk: bytes) -> Iterator[Buffer]:
        """Take the next piece of the request's body. Store each ciphertext before asking for the next: it is reused."""
        for event in self._reader.push(chunk):
            yield self._take(event)

    def told(self) -> Told:
        """The text fields, once the body has ended. TruncatedError when it ended early, InputError when it is empty."""
        self._reader.finish()
        self._ended = True
        if self.is_empty:
            raise InputError("There was no message and no file in what you sent.", "Write a message or choose a file.")
        wanted = NO_REPLIES not in self._fields
        if wanted and self._passphrase is None:
            raise InputError("The passphrase was missing from what you sent.", "Start again at the first page.")
        return Told(
            message=self.message,
            passphrase=self._passphrase if wanted else None,
            channel=self._channel,
            answers=self._answers(),
            typed=self.typed,
            known=KNOWN in self._fields,
        )

    def finish(self, draft: SubmissionDraft) -> Iterator[Buffer]:
        """The last ciphertext: the submission's own record, padding, and the end of the age file."""
        return self._sealer.finish(draft)

    @property
    def _sealer(self) -> EnvelopeSealer:
        if self._begun is None:
            self._begun = self._seal_to(self._channel)
        return self._begun

    def _answers(self) -> dict[str, str]:
        if not self._given:
            return {}
        questions = () if self._channel is None else self._channel.questions
        return {key: "\n".join(values) for key, values in applicable(questions, self._given).items()}

    def _take(self, event: Event) -> Buffer:
        match event:
            case FileData(data):
                return self._sealer.push_view(data)
            case FileOpened(untrusted_name, untrusted_media_type):
                return self._sealer.open_file(untrusted_name, untrusted_media_type)
            case FileClosed():
                return self._sealer.close_file()
            case Field(name, value):
                self._hold(name, value)
                return b""

    def _hold(self, name: str, value: str) -> None:
        if answer := ANSWER.fullmatch(name):
            self._hold_answer(answer[1], value)
            return
        if name not in FIELDS or name in self._fields or (name == CHANNEL and self._begun is not None):
            raise InputError(*STRANGE_FIELD)
        self._fields[name] = value
        if name == PASSPHRASE:
            self._passphrase = parse(value)
        elif name == CHANNEL:
            self._channel = self._find(value)

    def _hold_answer(self, key: str, value: str) -> None:
        if key not in self._given and len(self._given) >= MOST_ANSWERS:
            raise InputError(*STRANGE_FIELD)
        self._given[key] = (*self._given.get(key, ()), value)


def draft_of(told: Told, day: date, reach: Callable[[Passphrase], Reach]) -> SubmissionDraft:
    """What the newsroom gets to read. `reach` derives keys from a passphrase; not asked where no reply is wanted."""
    reached = None if told.passphrase is None else reach(told.passphrase)
    wordings = {} if told.channel is None else told.channel.wordings
    return SubmissionDraft(
        message=told.message,
        received=day,
        answers=told.answers,
        questions={key: ask for key, ask in wordings.items() if key in told.answers},
        channel="" if told.channel is None else told.channel.name,
        reply_recipient=None if reached is None else reached.recipient,
        mailbox_secret=None if reached is None else reached.mailbox_secret,
    )
