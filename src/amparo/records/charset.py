"""Which encoding a text is in, when nobody says: byte order marks, UTF-8, UTF-16 by its zeros, then what the
letters look like.

Every choice decodes every byte: text is never refused for its encoding, and a wrong guess is still searchable in
its ASCII parts.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOW = 64 * 1024
_DENSE = 0.4
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_PLAIN_CONTROLS = bytes(code for code in range(128) if _CONTROL.match(chr(code)))


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
    return _controls(text) * 200 <= len(text)


def clean(text: str) -> str:
    """Line ends as \\n; control characters gone, but tabs, line ends and form feeds stay; lone surrogates replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _controls(text):
        text = _CONTROL.sub("", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def _controls(text: str) -> int:
    """How many characters are control characters. Counted in UTF-8, which has each as itself: an expression takes ten
    times as long, and every text is asked.
    """
    raw = text.encode("utf-8", "surrogatepass")
    plain = len(raw) - len(raw.translate(None, _PLAIN_CONTROLS))
    return plain if text.isascii() else plain + text.count("\ufffe") + text.count("\uffff")


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
    return max(_CANDIDATES, key=lambda encoding: _likeness(sample, encoding))


def _likeness(sample: bytes, encoding: str) -> float:
    """How much a sample decoded so looks like text of its script, about 0 to 1; a wrong guess looks rare or mixed."""
    text = "".join(character for character in sample.decode(encoding, "replace") if character > "\x7f")
    if not text:
        return 0.0
    bad = text.count("\ufffd")
    return (_CANDIDATES[encoding](text) - 5 * bad) / len(text)


def _cyrillic(text: str) -> float:
    """Small letters outnumber capitals."""
    return sum("а" <= c <= "я" for c in text) - sum("А" <= c <= "Я" for c in text)


def _japanese(text: str) -> float:
    """Kana among the ideographs; a third of them is plenty."""
    kana = sum("\u3041" <= c <= "\u30fa" for c in text)
    return float(sum("\u3000" <= c <= "\u9fff" for c in text)) * 1.3 if 3 * kana > len(text) else 0.0


def _korean(text: str) -> float:
    """Next to nothing but syllables; Chinese read as Korean is a mixture."""
    syllables = sum("\uac00" <= c <= "\ud7a3" for c in text)
    return 1.2 * syllables if 10 * syllables > 9 * len(text) else 0.0


def _chinese(encoding: str, first: int, last: int) -> Callable[[str], float]:
    """The common half of the character set, which comes first in it."""

    def measure(text: str) -> float:
        leads = (c.encode(encoding, "ignore")[:1] for c in text)
        return float(sum(first <= lead[0] <= last for lead in leads if lead))

    return measure


_CANDIDATES: dict[str, Callable[[str], float]] = {
    "gb18030": _chinese("gb2312", 0xA1, 0xD7),
    "big5": _chinese("big5", 0xA1, 0xC6),
    "shift_jis": _japanese,
    "euc_jp": _japanese,
    "euc_kr": _korean,
    "cp1251": _cyrillic,
    "koi8_r": _cyrillic,
    "cp866": _cyrillic,
    "iso8859_5": _cyrillic,
}
