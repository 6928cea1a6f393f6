"""Files that are known and are no documents: each with the sentence that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from amparo.records.reading import Found, Input, Reason, Unreadable

PROGRAM = "This is a program or a part of one, not a document."
FONT = "This is a font, not a document."
KEYS = "This is a store of keys or certificates, not a document."
MODEL = "This is a drawing or a model of a kind that is not read."
MEASURED = "These are measurements of a scientific kind (like GRIB), which hold numbers and no words."
DATABASE = "This is a database of a kind that is not read."
UNKNOWN = "This is a kind of file that cannot be read yet."


def refusing(explanation: str, reason: Reason = Reason.UNSUPPORTED) -> Callable[[Input], Iterator[Found]]:
    """A reader that says why there is nothing to read."""

    def read(_: Input) -> Iterator[Found]:
        yield Unreadable(reason, explanation)

    return read
