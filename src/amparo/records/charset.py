"""Text from bytes: byte order marks, UTF-16 and UTF-32 by their zeros, UTF-8, what it says of itself, then the code
page that its words and letters tell (`code_pages`).

Every choice decodes every byte: text is never refused for its encoding, and a wrong guess is still searchable in
its ASCII parts.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from amparo.records import code_pages

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOW = 64 * 1024
_FEWEST = 8
_SMALL = bytes(range(0x20))
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_PLAIN_CONTROLS = bytes(code for code in range(128) if _CONTROL.match(chr(code)))


def decode(data: bytes, declared: str | None = None) -> str:
    """Text from bytes; `declared` is an encoding somebody named, believed only if it fits."""
    return _decoded(data, declared) if declared or len(data) > _WINDOW else _decoded_short(data)


@lru_cache(maxsize=1)
def _decoded_short(data: bytes) -> str:
    """What tells formats apart and what reads a short text ask for it several times, one after another."""
    return _decoded(data, None)


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    # Before UTF-8: English in UTF-16 is valid UTF-8 with a zero beside each letter.
    if (wide := _wide(data[:_WINDOW])) is not None:
        return data.decode(wide, "replace")
    candidates = code_pages.named(declared) if declared else ()
    # UTF-8 under the name of one byte a letter is a mistake that is made; by chance nothing looks like it.
    if not data.isascii() and not any(map(code_pages.many_bytes, candidates)):
        candidates = ("utf-8", *candidates)
    for candidate in (*candidates, "utf-8"):
        if (text := _utf_8(data) if candidate == "utf-8" else _strict(data, candidate)) is not None:
            return text
    for candidate in candidates:
        if (text := code_pages.damaged(data, candidate)) is not None:
            return text
    return data.decode(_guess(data), "replace")


def is_text(data: bytes) -> bool:
    """Whether the beginning of a file reads as text of any encoding: next to no control characters."""
    return _is_text(data[:_WINDOW])


@lru_cache(maxsize=1)
def _is_text(window: bytes) -> bool:
    text = decode(window.rstrip(b"\x1a"))
    return _doubts(text)[0] * 200 <= len(text)


def clean(text: str) -> str:
    """Line ends as \\n; control characters gone, but tabs, line ends and form feeds stay; lone surrogates replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls, may_have_halves = _doubts(text)
    if controls:
        text = _CONTROL.sub("", text)
    return text.encode("utf-8", "replace").decode("utf-8") if may_have_halves else text


def _doubts(text: str) -> tuple[int, bool]:
    """How many characters are control characters, and whether there may be lone surrogates. Told from UTF-8, which has
    each control character as itself: an expression takes ten times as long.
    """
    # Every text is asked, short ones twice, one after the other; long ones are not kept for that.
    return _doubts_of_short(text) if len(text) <= _WINDOW else _told_doubts(text)


@lru_cache(maxsize=1)
def _doubts_of_short(text: str) -> tuple[int, bool]:
    return _told_doubts(text)


def _told_doubts(text: str) -> tuple[int, bool]:
    raw = text.encode("utf-8", "surrogatepass")
    controls = len(raw) - len(raw.translate(None, _PLAIN_CONTROLS))
    if text.isascii():
        return controls, False
    # U+FFFE and U+FFFF, and U+D000 to U+DFFF.
    return controls + raw.count(b"\xef\xbf\xbe") + raw.count(b"\xef\xbf\xbf"), b"\xed" in raw


def _strict(data: bytes, encoding: str) -> str | None:
    if encoding.startswith(("utf-16", "utf-32")) and b"\0" not in data[:_WINDOW]:
        # Pages say so of themselves in letters that are none of it.
        return None
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None


def _utf_8(data: bytes) -> str | None:
    """As UTF-8, be the last character cut off: where others show that it is UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        is_cut = error.reason == "unexpected end of data" and not whole.isascii()
        return f"{whole.decode()}\ufffd" if is_cut else None


def _wide(sample: bytes) -> str | None:
    """UTF-32 or UTF-16 without a mark: nearly every letter is of an alphabet, so its upper byte is small, and some are
    blanks or digits, whose upper byte is zero. Words with a zero behind each of them are neither.
    """
    if b"\0" not in sample or len(sample) < _FEWEST:
        return None
    if b"\0\0" in sample:
        for at, encoding in ((1, "utf-32-le"), (2, "utf-32-be")):
            if _are_upper(sample[at::4]) and _strict(sample[: len(sample) // 4 * 4], encoding) is not None:
                return encoding
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if _are_upper(sample[at::2]):
            return encoding
    return None


def _are_upper(halves: bytes) -> bool:
    small = len(halves) - len(halves.translate(None, _SMALL))
    return small * 100 >= 97 * len(halves) and halves.count(0) * 100 >= 3 * len(halves)


def _guess(data: bytes) -> str:
    sample = data[:_WINDOW]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if len(sample) > 3 and max(zeros) * 5 > len(sample) > 10 * min(zeros):
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    return code_pages.guess(data)
