"""From a form to an envelope while it arrives: pieces of the request in, ciphertext out, plaintext nowhere.

Sans-I/O: joins the form reader and the envelope sealer (specs/envelope.md). The order of fields does not matter; what
is wrong with the passphrase is said as soon as the passphrase has come, not after four gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cryptography.utils import Buffer

from amparo.drop.form import Event, Field, FileClosed, FileData, FileOpened, FormLimits, FormReader
from amparo.errors import InputError
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft, SubmittedFile
from amparo.seal.passphrase import Passphrase, SourceKeys, parse

PASSPHRASE = "passphrase"  # noqa: S105 the name of a field
MESSAGE = "message"
NO_REPLIES = "no_replies"
OVERHEAD = 64 * 1024
OTHER_PARTS = 16
"""Parts of a form that are not files: its text fields, and room for what a browser adds."""


@dataclass(frozen=True, slots=True)
class Told:
    """The text fields of one form. `passphrase` is None when the source wants no replies."""

    message: str
    passphrase: Passphrase | None


class Intake:
    """One form on its way in. `push` and `finish` answer ciphertext to be stored in that order."""

    def __init__(self, boundary: str, sealer: EnvelopeSealer, limits: FormLimits) -> None:
        self._reader = FormReader(boundary, limits)
        self._sealer = sealer
        self._fields: dict[str, str] = {}
        self._passphrase: Passphrase | None = None
        self._ended = False

    @property
    def received(self) -> tuple[SubmittedFile, ...]:
        """The files that arrived whole."""
        return self._sealer.received

    @property
    def passphrase(self) -> Passphrase | None:
        """The passphrase, once it has come."""
        return self._passphrase

    @property
    def message(self) -> str:
        """The message as far as it has come."""
        return self._fields.get(MESSAGE, "").replace("\r\n", "\n").strip()

    @property
    def is_empty(self) -> bool:
        """Whether the form ended whole, with neither message nor file."""
        return self._ended and not self.message and not self.received

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
        if NO_REPLIES in self._fields:
            return Told(self.message, None)
        if self._passphrase is None:
            raise InputError("The passphrase was missing from what you sent.", "Start again at the first page.")
        return Told(self.message, self._passphrase)

    def finish(self, draft: SubmissionDraft) -> Iterator[Buffer]:
        """The last ciphertext: the submission's own record, padding, and the end of the age file."""
        return self._sealer.finish(draft)

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
        if name not in (PASSPHRASE, MESSAGE, NO_REPLIES) or name in self._fields:
            raise InputError(
                "The form has a field this page did not make.", "Open the page again and send it from there."
            )
        self._fields[name] = value
        if name == PASSPHRASE:
            self._passphrase = parse(value)


def draft_of(told: Told, day: date, derive: Callable[[Passphrase], SourceKeys]) -> SubmissionDraft:
    """What the newsroom gets to read. `derive` gives the keys of a passphrase at this drop."""
    if told.passphrase is None:
        return SubmissionDraft(message=told.message, received=day)
    keys = derive(told.passphrase)
    recipient = str(keys.identity.recipient)
    return SubmissionDraft(
        message=told.message, received=day, reply_recipient=recipient, mailbox_secret=keys.mailbox_secret
    )
