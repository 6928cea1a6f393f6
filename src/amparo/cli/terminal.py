"""Standard output that any text may be printed to: names and titles come from strangers, locales from elsewhere.

On a terminal, control characters that could move the cursor, rewrite what was shown or rename the window come out as �.
In a pipe or file nothing is changed; output is UTF-8 whatever the locale, as JSON must be.
"""

from __future__ import annotations

import io
import os
import re
import sys
from typing import Any, TextIO, cast

# Newline, tab and form feed stay, and the two sequences we use ourselves: bold, and plain again.
_UNSAFE = re.compile(r"\x1b(?!\[[01]m)|[\x00-\x08\x0b\x0d-\x1a\x1c-\x1f\x7f-\x9f]")


class Harmless:
    """A terminal that obeys no text but ours; everything but `write` is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write with every unsafe character replaced."""
        return self._stream.write(_UNSAFE.sub("�", text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def prepare() -> None:
    """Make `sys.stdout` and `sys.stderr` fit to print anything to, and have all three standard streams."""
    _fill_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What cannot be encoded, a file name that is not UTF-8 say, is shown as an escape; JSON reads it back.
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="backslashreplace")
    if sys.stdout is not None and sys.stdout.isatty():
        sys.stdout = cast(TextIO, Harmless(sys.stdout))


def _fill_closed() -> None:
    """In place of standard streams that were closed (`<&-`, `>&-`): files opened the wrong way round.

    So no file of ours takes one of their numbers, and who reads or writes there fails as on anything that is closed,
    rather than with less than everything and no word.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY), "r", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
