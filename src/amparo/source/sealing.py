"""Files and a message into an envelope, piece by piece, for the drop's desks of today (specs/envelope.md).

Only ciphertext comes out of here; a file is read once, and no more of it than a piece is held.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from amparo.errors import InputError
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft, SubmittedFile
from amparo.seal.fingerprint import fingerprint
from amparo.seal.form import Channel, recipients_through
from amparo.seal.passphrase import Passphrase, derive
from amparo.source.channels import WayIn
from amparo.source.trust import Trusted

PIECE: Final = 256 * 1024

Report = Callable[[str, int, int], None]
"""Called with a step, bytes done, and bytes in all."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What a source hands over. `passphrase` is None when no replies are wanted; `way` says to whom, and answers."""

    message: str
    files: tuple[Path, ...]
    passphrase: Passphrase | None
    way: WayIn = field(default_factory=WayIn)

    def check(self) -> int:
        """Bytes of all files. InputError when there is nothing, or something that cannot be read."""
        if not self.message.strip() and not self.files and not self.way.answers:
            raise InputError("There is no message and no file.", "Name files, or give --message TEXT.")
        for path in self.files:
            if not path.is_file():
                raise InputError(
                    f"{path} is not a file that can be read.",
                    "Put a folder into an archive first, for example with tar.",
                )
        return sum(path.stat().st_size for path in self.files)


class Sealing:
    """One envelope in the making; `received` lists the files in it once its pieces have been taken."""

    def __init__(
        self,
        trusted: Trusted,
        today: date,
        random: Callable[[int], bytes] = os.urandom,
        channel: Channel | None = None,
    ) -> None:
        self._founder, self._today = str(trusted.founder), today
        self.fingerprint = fingerprint(trusted.root)
        trusted.recipients(today)
        self._sealer = EnvelopeSealer(recipients_through(channel, trusted.roster, today, random), random=random)

    @property
    def received(self) -> Sequence[SubmittedFile]:
        """The files that were sealed: safe names, sizes, SHA-256."""
        return self._sealer.received

    def pieces(self, handover: Handover, report: Report) -> Iterator[bytes]:
        """The envelope's ciphertext in order."""
        whole, done = handover.check(), 0
        for path in handover.files:
            yield self._sealer.open_file(path.name, mimetypes.guess_type(path.name)[0] or "")
            for piece in _read(path):
                yield self._sealer.push(piece)
                done += len(piece)
                report("sealing", min(done, whole), whole)
            yield self._sealer.close_file()
        yield from self._sealer.finish(self._draft(handover))

    def _draft(self, handover: Handover) -> SubmissionDraft:
        message = handover.message.replace("\r\n", "\n").strip()
        way, keys = handover.way, None if handover.passphrase is None else derive(handover.passphrase, self._founder)
        return SubmissionDraft(
            message,
            self._today,
            answers=way.answers,
            questions=way.questions,
            channel="" if way.channel is None else way.channel.name,
            reply_recipient=None if keys is None else str(keys.identity.recipient),
            mailbox_secret=None if keys is None else keys.mailbox_secret,
        )


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Nothing was sent.") from None
