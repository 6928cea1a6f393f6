"""The small files that Office leaves beside a document while somebody has it open (~$name.docx): who that is."""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import described, document
from amparo.records.reading import Found, Input, Reason, Unreadable

_SIZES = (162, 165)
_WIDE = (54, 55)
"""Where the length of the name in UTF-16 stands: in Word's files, in those of Excel and PowerPoint."""
_DAMAGED = Unreadable(Reason.EMPTY, "This file only said who had a document open, and it says nothing.")


def is_owner_file(head: bytes) -> bool:
    """Whether a file is one: of their size, with the same name in two forms."""
    return len(head) in _SIZES and bool(_name(head))


def _name(data: bytes) -> str:
    narrow = data[1 : 1 + data[0]]
    for at in _WIDE:
        wide = data[at + 2 : at + 2 + 2 * data[at]].decode("utf-16-le", "replace")
        # Letters outside of the code page are question marks in the first form.
        if 0 < data[0] == data[at] < 54 and len(wide) == len(narrow) and wide.isprintable():
            return wide if decode(narrow).replace("?", "") else ""
    return ""


def read_owner_file(given: Input) -> Iterator[Found]:
    """One record: who had the document open."""
    data = given.head(_SIZES[-1])
    fields = {"author": [_name(data)], "description": ["This person had a document open when this file was made."]}
    yield document(
        given, data, described(fields), "application/x-ms-owner", fields={"author": [_name(data)]}, otherwise=_DAMAGED
    )
