"""Plain text in any encoding, its escapes undone where it is of a kind that has any. A form feed turns the page. Files
that uuencode wrote into it are parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.charset import clean, decode, is_text
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.readers.escaped_text import as_read, without_files
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable


def read_text(given: Input) -> Iterator[Found]:
    """One record, unless the file is empty of text or not text."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    if not is_text(data):
        yield Unreadable(Reason.UNSUPPORTED, "This is a kind of file that cannot be read yet.")
        return
    text, files = without_files(as_read(clean(decode(data))))
    if not text.strip():
        yield Unreadable(Reason.EMPTY, "There is no text in this file.")
        return
    name = shown_name(given.untrusted_name)
    yield Record(
        kind=Kind.PLAIN,
        title=name,
        pages=tuple(page.strip("\n") for page in text.split("\f")) if "\f" in text.strip("\f") else (text.strip("\f"),),
        original=data,
        media_type="text/plain",
        name=name,
    )
    yield from (Part(called, held) for called, held in files)
