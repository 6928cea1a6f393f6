"""Which code page a text is in: by what it says of itself, where that fits, else by its letters and its words. Pure.

A name stands for what programs write under it, which is more than its standard has: `iso-8859-1` for Windows-1252,
`shift_jis` for Windows-31J (WHATWG Encoding Standard, "Names and labels").
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from amparo.records import language
from amparo.records.language_words import LETTERS

_WINDOW = 64 * 1024
_SAMPLE = 4 * 1024
_MARKUP = re.compile(rb"<[^<>]{1,2000}>")
_TELLING_LINE = re.compile(rb"[^\n\r]*[\x80-\xff][^\n\r]*")
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ASCII = bytes(range(128))
_DENSE = 0.6
"""Of the letters of words beyond ASCII, how many are beyond it in scripts that have nothing in common with it."""
_FITTING = 0.75
_MOST_DAMAGED = 0.01
_MARKS = frozenset(
    "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u20ac\u2116\u060c\u061b\u061f\xa0\xab\xbb\xa7\xa9\xb0\xbf\xa1"
)
_HEBREW = ("\u0590", "\u05ff")
_SCRIPTS = {"el": ("\u0370", "\u03ff"), "he": _HEBREW, "yi": _HEBREW, "th": ("\u0e00", "\u0e7f")}
_KNOWN_BY = {
    "el": re.compile(r"\b(?:και|το|της|την|του|να|με|στο|για|από|θα|δεν|που|είναι|οι|τα|τον|στην|σε|η)\b"),
    "th": re.compile("การ|ที่|ของ|และ|ใน|ไม่|เป็น|ว่า|มี|ได้|จะ"),
}
"""Any bytes read so are in the script of these; so two of their common words must be there."""
_SMALL_BEFORE_CAPITAL = re.compile("[а-яё](?=[А-ЯЁ])")
_CAPITAL_BEFORE_SMALL = re.compile("[А-ЯЁ](?=[а-яё])")

_SUPERSETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949",
}  # fmt: skip
_SPELLINGS = {
    "x-sjis": "cp932", "x-gbk": "gb18030", "x-x-big5": "big5hkscs", "x-euc-jp": "euc_jp", "iso-8859-8-i": "iso8859-8",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "windows-874": "cp874",
    "dos-874": "cp874", "x-user-defined": "cp1252", "unicode-1-1-utf-8": "utf-8", "windows-949": "cp949",
}  # fmt: skip
# What Python takes for an encoding and no text says of itself, or what takes more than linear time.
_REFUSED = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))
_MANY_BYTES = frozenset(("cp932", "gb18030", "big5hkscs", "cp949", "euc_jp", "johab"))

_WESTERN = "en de nl af fr es pt gl it ca sv da no is fi id ms tl sw eu ga sq la"
_CENTRAL = "pl cs sk sl hr hu ro sq"
_LANGUAGES = {
    "cp1252": _WESTERN, "cp1250": _CENTRAL, "iso8859_2": _CENTRAL, "cp1254": "tr az", "cp1257": "et lv lt",
    "cp850": _WESTERN, "cp852": _CENTRAL, "mac_roman": _WESTERN,
    "cp1251": "ru uk be bg mk sr", "koi8_u": "ru uk be bg", "cp866": "ru uk be bg", "iso8859_5": "ru uk be bg mk sr",
    "mac_cyrillic": "ru uk be bg mk sr",
    "cp1253": "el", "iso8859_7": "el", "cp1255": "he yi", "cp1256": "ar fa ur", "iso8859_6": "ar", "cp874": "th",
}  # fmt: skip
"""The languages that are written in a code page; of two that fit as well, the first is meant."""


def named(label: str) -> tuple[str, ...]:
    """The encodings that a label may mean, the likeliest first; none for a label that means nothing."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_SPELLINGS.get(label, label)).name
    except (LookupError, ValueError):
        return ()
    wider = _SUPERSETS.get(name)
    return () if name.replace("-", "_") in _REFUSED else (name,) if wider is None else (wider, name)


def of_windows(page: int) -> str:
    """The label of a code page by its number at Microsoft; "" for none that is known."""
    numbered = {
        10000: "mac_roman", 10007: "mac_cyrillic", 20127: "ascii", 20866: "koi8_r", 20932: "euc_jp",
        21866: "koi8_u", 50220: "iso2022_jp", 50221: "iso2022_jp", 50222: "iso2022_jp", 50225: "iso2022_kr",
        51932: "euc_jp", 51936: "gb18030", 51949: "euc_kr", 52936: "hz", 54936: "gb18030", 65000: "utf-7",
        65001: "utf-8", **{28590 + part: f"iso8859_{part}" for part in range(1, 17)},
    }  # fmt: skip
    label = numbered.get(page, f"cp{page}")
    return label if named(label) else ""


def of_language(locale: int) -> int:
    """The number of the code page of a locale of Windows ([MS-LCID]), where that is of one byte a letter; else 0."""
    language = locale & 0x3FF
    if language in _BY_IDEOGRAPHS or locale <= 0:
        return 0
    if locale in _CYRILLIC_FORMS:
        return 1251
    return next((page for page, languages in _BY_LOCALE.items() if language in languages), 1252)


_BY_IDEOGRAPHS = (0x04, 0x11, 0x12)
_CYRILLIC_FORMS = (0x0C1A, 0x1C1A, 0x201A, 0x281A, 0x301A, 0x082C, 0x0843)
"""Serbian, Bosnian, Azerbaijani and Uzbek in Cyrillic letters."""
# Primary languages by their numbers: Czech and its neighbours; Russian and others; Greek; Turkish; Hebrew; Arabic and
# Persian; Baltic ones; Vietnamese; Thai.
_BY_LOCALE = {
    1250: (0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24),
    1251: (0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F, 0x40, 0x44, 0x50),
    1253: (0x08,),
    1254: (0x1F, 0x2C, 0x43),
    1255: (0x0D, 0x3D),
    1256: (0x01, 0x20, 0x29),
    1257: (0x25, 0x26, 0x27),
    1258: (0x2A,),
    874: (0x1E,),
}


def many_bytes(encoding: str) -> bool:
    """Whether a character may take several bytes there, so that its text may look like UTF-8 by chance."""
    return encoding in _MANY_BYTES


def damaged(data: bytes, encoding: str) -> str | None:
    """The text in an encoding of many bytes in spite of a few bad ones; None where they are not few."""
    text = data.decode(encoding, "replace") if many_bytes(encoding) else ""
    return text if text and text.count("\ufffd") <= _MOST_DAMAGED * len(text) else None


def guess(data: bytes) -> str:
    """The code page of a text that is not Unicode: the one in which it is best understood, else the one it looks like,
    else Windows-1252.
    """
    sample = _MARKUP.sub(b" ", data[:_WINDOW])
    telling = b"\n".join(_TELLING_LINE.findall(sample))[:_SAMPLE] or sample[:_SAMPLE]
    fits = {encoding: _fit(telling, encoding, languages) for encoding, languages in _LANGUAGES.items()}
    best = max(fits, key=fits.__getitem__)
    if fits[best] >= _FITTING:
        return best
    words = b"".join(_WORD.findall(telling))
    is_dense = len(words.translate(None, _ASCII)) >= _DENSE * len(words) > 0
    return max(_LIKENESS, key=lambda encoding: _likeness(telling, encoding)) if is_dense else "cp1252"


def _fit(sample: bytes, encoding: str, languages: str) -> float:
    """How much of what lies beyond ASCII is letters of the language that the text is in, read so; 0 for none."""
    text = sample.decode(encoding, "replace")
    spoken = language.detect(text)
    if spoken is None or spoken not in languages.split() or not _has_words_of(spoken, text) or _is_turned(text):
        return 0.0
    beyond = [character for character in text.lower() if character > "\x7f"]
    first, last = _SCRIPTS.get(spoken, ("\0", "\0"))
    letters = LETTERS.get(spoken, "")
    return sum(one in _MARKS or one in letters or first <= one <= last for one in beyond) / max(len(beyond), 1)


def _has_words_of(spoken: str, text: str) -> bool:
    known = _KNOWN_BY.get(spoken)
    return known is None or len(set(known.findall(text.lower()))) >= 2


def _is_turned(text: str) -> bool:
    """Whether words begin small and go on in capitals: KOI8 has small letters where Windows-1251 has capitals."""
    return len(_SMALL_BEFORE_CAPITAL.findall(text)) > len(_CAPITAL_BEFORE_SMALL.findall(text))


def _likeness(sample: bytes, encoding: str) -> float:
    """How much a sample decoded so looks like text of its script, about 0 to 1; a wrong guess looks rare or mixed."""
    text = "".join(character for character in sample.decode(encoding, "replace") if character > "\x7f")
    if not text:
        return 0.0
    bad = text.count("\ufffd")
    return (_LIKENESS[encoding](text) - 5 * bad) / len(text)


def _cyrillic(text: str) -> float:
    """Small letters outnumber capitals."""
    return sum("а" <= c <= "я" for c in text) - sum("А" <= c <= "Я" for c in text)


def _japanese(text: str) -> float:
    """Kana among the ideographs; a third of them is plenty."""
    kana = sum("\u3041" <= c <= "\u30fa" for c in text)
    return float(sum("\u3000" <= c <= "\u9fff" for c in text)) * 1.3 if 3 * kana > len(text) else 0.0


def _shifted(text: str) -> float:
    """Kana among the ideographs, or, as in names, next to nothing but kana and ideographs of the first level of JIS X
    0208: of other texts read so few are.
    """
    leads = (c.encode("cp932", "ignore")[:1] for c in text)
    known = sum(0x81 <= lead[0] <= 0x83 or 0x88 <= lead[0] <= 0x97 for lead in leads if lead)
    return _japanese(text) or (0.9 * known if 10 * known > 9 * len(text) else 0.0)


def _korean(text: str) -> float:
    """Next to nothing but syllables; Chinese read as Korean is a mixture, Japanese gives syllables that KS X 1001 has
    not, and nobody writes.
    """
    syllables = sum("\uac00" <= c <= "\ud7a3" and len(c.encode("euc_kr", "ignore")) == 2 for c in text)
    return 1.2 * syllables if 10 * syllables > 9 * len(text) else 0.0


def _chinese(encoding: str, first: int, last: int) -> Callable[[str], float]:
    """The common half of the character set, which comes first in it."""

    def measure(text: str) -> float:
        leads = (c.encode(encoding, "ignore")[:1] for c in text)
        return float(sum(first <= lead[0] <= last for lead in leads if lead))

    return measure


_LIKENESS: dict[str, Callable[[str], float]] = {
    "gb18030": _chinese("gb2312", 0xA1, 0xD7),
    "big5": _chinese("big5", 0xA1, 0xC6),
    "cp932": _shifted,
    "euc_jp": _japanese,
    "cp949": _korean,
    "cp1251": _cyrillic,
    "koi8_r": _cyrillic,
    "cp866": _cyrillic,
    "iso8859_5": _cyrillic,
}
