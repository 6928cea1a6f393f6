"""What arrived, for the page that thanks; and how it goes from the process that sealed it to the one that serves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from amparo.drop.intake import Told
from amparo.seal.envelope import SubmittedFile
from amparo.seal.names import SafeName
from amparo.seal.passphrase import Passphrase


@dataclass(frozen=True, slots=True)
class Receipt:
    """`characters` of the message; `passphrase`: None when no replies are wanted; `typed` is what was typed back of it,
    `known` that it was not asked back; `channel` is the channel's title, or empty; `answers` how many.
    """

    characters: int
    files: tuple[SubmittedFile, ...]
    passphrase: Passphrase | None
    typed: str = field(default="", repr=False)
    known: bool = False
    channel: str = ""
    answers: int = 0

    @classmethod
    def of(cls, told: Told, files: tuple[SubmittedFile, ...]) -> Receipt:
        """For a form that ended whole."""
        title = "" if told.channel is None else told.channel.title
        return cls(len(told.message), files, told.passphrase, told.typed, told.known, title, len(told.answers))

    def to_bytes(self) -> bytes:
        """JSON, for `parse`."""
        words = None if self.passphrase is None else self.passphrase.words
        files = [(file.member, file.name, file.size, file.sha256, file.media_type) for file in self.files]
        facts = (self.characters, files, words, self.typed, self.known, self.channel, self.answers)
        return json.dumps(facts).encode()

    @classmethod
    def parse(cls, data: bytes) -> Receipt:
        """Read what `to_bytes` wrote."""
        characters, files, words, *rest = json.loads(data)
        listed = tuple(SubmittedFile(member, SafeName(name), *facts) for member, name, *facts in files)
        return cls(characters, listed, None if words is None else Passphrase(tuple(words)), *rest)
