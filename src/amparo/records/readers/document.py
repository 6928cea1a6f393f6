"""What most readers end with: one plain document from a file's text, or the reason why there is none; and how they
mark what a reader of the printed page would not see.

Marks are part of the text, so that a search finds them and nobody takes a deleted sentence for a standing one:
`[comment, Name: …]`, `[inserted, Name: …]`, `[deleted, Name: …]`, `[hidden: …]`. Spec: specs/records.md, "Marks".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.reading import Found, Input, Reason, Unreadable
from amparo.records.xml import squeeze

NO_TEXT = Unreadable(Reason.EMPTY, "There is no text in this file.")
_SHOWN_ONLY = "This holds pictures and no text, and they were not read. "
_BLANK_LINES = re.compile(r"\n{3,}")
_HIDDEN_RUNS = re.compile(r"(?:\[hidden: [^\[\]]*\]){2,}")
_LONGEST_FIELD = 2_000
_TELLING = frozenset(("author", "company", "subject", "description", "keywords", "manager", "custom_properties"))


def document(
    given: Input,
    original: bytes,
    text: str | Iterable[str],
    media_type: str,
    *,
    title: str = "",
    fields: Mapping[str, Iterable[str]] | None = None,
    date: str | None = None,
    language: str | None = None,
    otherwise: Unreadable = NO_TEXT,
) -> Found:
    """A plain document; `otherwise` when there is no text. `text` is one string, where a form feed turns the page, or
    the pages. `title` falls back to the file's name, `fields` without a value are left out. Pictures in it that were
    left unread are named in a field.
    """
    fields = {**(fields or {}), **_left(given)}
    pages = tuple(tidy(page) for page in (text.split("\f") if isinstance(text, str) else text))
    if not any(pages):
        # A file without text may still say who made it and what for.
        pages = (tidy(described({**({"title": [title]} if title else {}), **fields})),)
        if not (title.strip() or set(tidy_fields(fields)) & _TELLING):
            return next((Unreadable(left.reason, _SHOWN_ONLY + left.explanation) for left in given.left), otherwise)
    while not pages[-1]:
        pages = pages[:-1]
    name = shown_name(given.untrusted_name)
    return Record(
        kind=Kind.PLAIN,
        title=squeeze(clean(title))[:500] or name,
        pages=pages,
        original=original,
        media_type=media_type,
        name=name,
        date=date,
        language=language,
        fields=tidy_fields(fields),
    )


def _left(given: Input) -> dict[str, list[str]]:
    told = [f"{count:,}: {left.explanation}" for left, count in given.left.items()]
    return {"pictures_not_read": told} if told else {}


def tidy(page: str) -> str:
    """Text as it is kept: no control characters, no runs of blank lines, no blanks at line ends."""
    text = clean(page).replace("\f", "\n").replace("\xad", "")
    # Not by a pattern: blanks without a line end behind them would be tried again from each of them.
    lines = (line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def tidy_fields(fields: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Fields with their values on one line each, those without a value left out."""
    told = {name: tuple(_value(value) for value in values) for name, values in fields.items()}
    return {name: kept for name, values in told.items() if (kept := tuple(value for value in values if value))}


def _value(value: str) -> str:
    return squeeze(clean(value))[:_LONGEST_FIELD]


def described(fields: Mapping[str, Iterable[str]]) -> str:
    """Fields as lines of text, for files that are nothing but what is said about them: sound, pictures, drawings."""
    lines = ((name.replace("_", " "), value) for name, values in tidy_fields(fields).items() for value in values)
    return "\n".join(f"{name[:1].upper()}{name[1:]}: {value}" for name, value in lines)


def comment(author: str, text: str) -> str:
    """The mark of a comment."""
    return _mark("comment", author, text)


def inserted(author: str, text: str) -> str:
    """The mark of a tracked insertion."""
    return _mark("inserted", author, text)


def deleted(author: str, text: str) -> str:
    """The mark of a tracked deletion: text that is gone from the page and still in the file."""
    return _mark("deleted", author, text)


def hidden(text: str) -> str:
    """The mark of hidden text; its blanks stay, so that marks of neighbouring runs can be `joined`."""
    return f"[hidden: {text}]" if text.strip() else text


def joined(text: str) -> str:
    """Neighbouring marks of hidden text as one: word processors cut sentences into runs."""
    return _HIDDEN_RUNS.sub(lambda runs: "[hidden: " + runs[0][9:-1].replace("][hidden: ", "") + "]", text)


def marked(kind: str, text: str) -> str:
    """Any other mark: `[kind: text]`."""
    return _mark(kind, "", text)


def _mark(kind: str, author: str, text: str) -> str:
    text, author = text.strip(), squeeze(author)
    return f"[{kind}{', ' + author if author else ''}: {text}]" if text else ""
