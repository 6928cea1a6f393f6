"""mbox: mails one after another, each behind a line that begins with "From "; and the boxes of Foxmail, with a line of
control characters there. Every mail is a part, to be read in turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_TIME, _YEAR = re.compile(rb"\d\d:\d\d"), re.compile(rb"\d{4}")
_BARE = re.compile(rb"From \S+[ \t]*\r?$", re.MULTILINE)
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?From (?:-[ \t]*|[^\n]{3,400})\n>?[A-Za-z][A-Za-z0-9-]*[ \t]*:")
_LINE = 1024 * 1024
FOXMAIL = b"\x10" * 7 + b"\x11" * 6
"""How the line between two mails of Foxmail begins; one more character ends it."""


def looks_like_mbox(head: bytes) -> bool:
    """Whether a file begins with a separator line and a header line."""
    may_be = head.startswith((b"From ", b"\xef\xbb\xbfFrom "))
    return may_be and _FIRST.match(head.replace(b"\r\n", b"\n")) is not None


def read_mbox(given: Input) -> Iterator[Found]:
    """The mails, numbered from 1, without their separator lines."""
    return _mails(given, lambda line, blank: blank and line.startswith(b"From ") and _is_separator(line))


def _is_separator(line: bytes) -> bool:
    """A time and a year behind it, or one word alone. One pattern for both would try every time with every year."""
    time = _TIME.search(line)
    return _BARE.match(line) is not None or (time is not None and _YEAR.search(line, time.end()) is not None)


def read_foxmail(given: Input) -> Iterator[Found]:
    """The mails of a box of Foxmail, up to version 6, numbered from 1."""
    return _mails(given, lambda line, _: line.startswith(FOXMAIL))


def _mails(given: Input, is_between: Callable[[bytes, bool], bool]) -> Iterator[Found]:
    """The mails. Line by line: the file may be larger than memory."""
    given.file.seek(0)
    mail: list[bytes] = []
    size = number = 0
    blank = True
    while line := given.file.readline(_LINE):
        if is_between(line, blank):
            yield from _mail(mail, size, number, given)
            mail, size, number = [], 0, number + 1
        else:
            size += len(line)
            # What is over the bound is counted but not kept.
            if size <= given.bounds.part:
                mail.append(line)
        blank = not line.strip()
    yield from _mail(mail, size, number, given)


def _mail(lines: list[bytes], size: int, number: int, given: Input) -> Iterator[Found]:
    if size > given.bounds.part:
        yield Unreadable(Reason.TOO_LARGE, "This mail is larger than what is read in one piece.", f"{number}.eml")
    elif data := b"".join(lines).strip(b"\r\n"):
        yield Part(f"{number}.eml", data + b"\n")
