"""Which encoding a text is in, when nobody says: byte order marks, UTF-8, UTF-16 by its zeros, then what the
letters look like.

Every choice decodes every byte: text is never refused for its encoding, and a wrong guess is still searchable in
its ASCII parts.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOW = 64 * 1024
_DENSE = 0.4
_EAST_ASIAN = ("gb18030", "shift_jis", "euc_jp", "euc_kr", "big5")
_CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Text from bytes; `declared` is an encoding somebody named, believed only if it fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for candidate in (declared, "utf-8"):
        if candidate and (text := _strict(data, candidate)) is not None:
            return text
    return data.decode(_guess(data), "replace")


def is_text(data: bytes) -> bool:
    """Whether the beginning of a file reads as text of any encoding: next to no control characters."""
    text = decode(data[:_WINDOW].rstrip(b"\x1a"))
    return len(_CONTROL.findall(text)) * 200 <= len(text)


def clean(text: str) -> str:
    """Line ends as \\n; control characters gone, but tabs, line ends and form feeds stay; lone surrogates replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        pass
    if encoding != "utf-8":
        return None
    # A file cut in the middle of a character is UTF-8 all the same.
    try:
        return data[:-3].decode() + data[-3:].decode("utf-8", "replace")
    except ValueError:
        return None


def _guess(data: bytes) -> str:
    sample = data[:_WINDOW]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if len(sample) > 3 and max(zeros) * 5 > len(sample) > 10 * min(zeros):
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    high = sum(byte >= 0x80 for byte in sample)
    letters = high + sum(65 <= byte <= 122 for byte in sample)
    if high < _DENSE * letters:
        return "cp1252"
    return max((*_EAST_ASIAN, *_CYRILLIC), key=lambda encoding: _likeness(sample, encoding))


def _likeness(sample: bytes, encoding: str) -> float:
    """How much a sample decoded so looks like running text of that script; wrong decodings give rare characters."""
    text = sample.decode(encoding, "replace")
    bad = text.count("\ufffd")
    if encoding in _CYRILLIC:
        common = sum("а" <= character <= "я" for character in text) - sum("А" <= character <= "Я" for character in text)
        return (common - 5 * bad) / max(len(sample), 1)
    common = sum(
        "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fa5" or "\uac00" <= character <= "\ud7a3"
        for character in text
    )
    return (1.5 * common - 10 * bad) / max(len(sample), 1)
