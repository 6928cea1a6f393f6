"""Letters that count as one, and signs that count as none, in scripts beyond the Latin one: for documents and queries
alike, before words are cut. What Latin letters fold to is the analyzer's business (`analysis`).

A text is *settled*: composed (NFC), without vowel marks, accents and invisible signs inside words, with variants of a
letter as one, digits as those of ASCII. A search engine takes it so; what shows places in a text takes it with the
places its characters come from. Spec: specs/query-language.md, "Letters"; docs/adr/0285. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

MOST_MARKS = 30
"""Marks on one letter that count."""
KEPT = "\ua78c"
"""Stands for the sign that takes a consonant's vowel away in scripts of India: no letter to the analyzer, which would
cut words there. A letter that hardly any text has (SALTILLO)."""
TONES = 0x16A0
"""From here on (runes) stand letters for tones and signs of Thai, Lao, Burmese and Khmer that are none to the analyzer:
they tell words apart."""

_FEW = 48
"""Different signs that are exchanged one after the other, which is faster than an expression."""


def _ranges(*ranges: tuple[int, int]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def marks(*ranges: tuple[int, int]) -> Iterator[str]:
    return (chr(code) for code in _ranges(*ranges) if unicodedata.category(chr(code)) in ("Mn", "Me"))


_INDIC = (0x0900, 0x0DFF)
_NUKTA, _VIRAMA, _ACCENTS = 7, 9, (220, 230)
"""Combining classes (UAX #44): a dot that makes a sound of another language, and signs for recitation; the sign that
takes a vowel away stays.
"""
_TONAL = ((0x0E31, 0x0E4E), (0x0EB1, 0x0ECE), (0x1032, 0x103A), (0x1087, 0x108D), (0x17B4, 0x17D3), (0x17DD, 0x17DD))
_VOWELS = ((0x0E31, 0x0E3A), (0x0E4D, 0x0E4D), (0x0EB1, 0x0EBC), (0x0ECD, 0x0ECD), (0x1032, 0x1036), (0x1038, 0x1038))
"""Of these, what the analyzer takes for letters; Khmer's vowels end at U+17C8."""
_ZEROS = "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០"


def _dropped() -> Iterator[str]:
    """Marks that stand over, under or in a letter without making another of it, and signs that nobody sees."""
    yield from marks((0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF))
    yield from marks((0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED))
    yield from marks((0x08CA, 0x08FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F))
    yield from (sign for sign in marks(_INDIC) if unicodedata.combining(sign) in (_NUKTA, *_ACCENTS))
    # Tatweel; half rings and turned commas of transliterations; invisible ones.
    yield from "\u0640\u02bb\u02bd\u02be\u02bf\u00ad\u200d\u200e\u200f\u2060\ufeff"
    yield from map(chr, _ranges((0x202A, 0x202E), (0x2066, 0x2069)))


def _greek() -> Iterator[tuple[str, str]]:
    for sign in map(chr, _ranges((0x0370, 0x03FF), (0x1F00, 0x1FFF))):
        base = unicodedata.normalize("NFKD", sign)[0]
        if base != sign and base.isalpha():
            yield sign, base.replace("ς", "σ")
    yield "ς", "σ"


_ARABIC = {
    **dict.fromkeys("آأإٱٲٳ", "ا"),
    **dict.fromkeys("ىیېےۓؠ", "ي"),
    **dict.fromkeys("ةۀەہۂۃھ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
}
DROPPED = frozenset(_dropped())


def _arabic_forms() -> Iterator[tuple[str, str]]:
    """Letters as they are drawn at the beginning, in the middle and at the end of words, and drawn together."""
    for sign in map(chr, _ranges((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))):
        plain = unicodedata.normalize("NFKC", sign)
        if plain != sign:
            yield sign, "".join(_ARABIC.get(each, each) for each in plain if each not in DROPPED)


def _indic() -> Iterator[tuple[str, str]]:
    yield from ((sign, KEPT) for sign in marks(_INDIC) if unicodedata.combining(sign) == _VIRAMA)
    for block in (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0C00):
        yield chr(block + 1), chr(block + 2)  # the nasal sign with a moon, and without


def _tones() -> Iterator[tuple[str, str]]:
    vowels = frozenset(_ranges(*_VOWELS, (0x17B4, 0x17C8)))
    signs = (code for code in _ranges(*_TONAL) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
    for place, code in enumerate(code for code in signs if code not in vowels):
        yield chr(code), chr(TONES + place)


_OTHERS = {
    **dict(zip("ёЁѐЀѝНİʼऩऱऴ", "еЕеЕиИI'नरळ", strict=True)),
    **dict(zip(["և", "װ", "ױ", "ײ", "ำ", "ຳ"], ["եւ", "וו", "וי", "יי", "ํา", "ໍາ"], strict=True)),
}
LETTERS: Mapping[str, str] = {
    **dict.fromkeys(DROPPED, ""),
    **dict(_greek()),
    **_ARABIC,
    **dict(_arabic_forms()),
    **{chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)},
    **dict(_indic()),
    **dict(_tones()),
    **_OTHERS,
}
# Signs of General Punctuation are left out: they would have each text with a dash or a quotation mark looked at. Where
# one of them stands inside a word of another script, that script's letters tell.
_LATIN = ("\u00ad".encode(), "İ".encode())
"""Soft hyphen and İ, whose first bytes are those of many letters of Latin script."""
_LEADS = bytes({sign.encode()[0] for sign in LETTERS if not "\u2000" <= sign < "\u2c00"} - {sign[0] for sign in _LATIN})
"""The first bytes in UTF-8 of what else is exchanged."""
_MARK_LEADS = bytes((0xCC, 0xCD, 0xD2, *range(0xD6, 0xE0), 0xE0, 0xE1, 0xE3, 0xEA, 0xEF, 0xF0))
_MARK_PAIRS = (b"\xe2\x83", b"\xe2\xb3", b"\xe2\xb5", b"\xe2\xb7")
"""The first bytes in UTF-8 of marks that are put in order; two where dashes and quotation marks begin alike."""
_ASCII = bytes(range(128))
NARROW = "[\uff66-\uff9d][\uff9e\uff9f]?"
"""Katakana drawn half as wide, where the sign for voice is a letter of its own."""
# Hindi writes a nasal before another consonant as a letter or as a sign.
_NASAL = re.compile(f"[ङञणनम]{KEPT}(?=[क-ह])")
NASAL_SIGN = "\u0902"
_NARROW_SIGNS = frozenset(map(chr, range(0xFF66, 0xFFA0)))
_NARROW_RUN = re.compile("[\uff66-\uff9f]+")


def foreign(text: str) -> bytes:
    """What of a text in UTF-8 is beyond ASCII: tells in a tenth of the time what the text may have in it."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII)


def has_one_of(leads: bytes, foreign_bytes: bytes) -> bool:
    """Whether one of these bytes is among those of a text that are beyond ASCII."""
    return len(foreign_bytes.translate(None, leads)) < len(foreign_bytes)


def is_touched(foreign_bytes: bytes) -> bool:
    """Whether a text with these bytes beyond ASCII may be another one when it is settled, beyond its composition."""
    return has_one_of(_LEADS, foreign_bytes) or any(sign in foreign_bytes for sign in _LATIN)


def composed(text: str) -> str:
    """A text in NFC, but of an endless row of marks on one letter, whose time to be put in order grows with the square
    of its length, the first MOST_MARKS alone (as in UAX #15, "Stream-Safe Text Format").
    """
    return text if text.isascii() else composed_knowing(text, foreign(text))


def composed_knowing(text: str, foreign_bytes: bytes) -> str:
    """The same, of a text that has these bytes beyond ASCII."""
    if may_have_marks(foreign_bytes):
        text = _endless(0x300, 0x10000).sub(r"\1", text)
        # Apart, because an expression takes a hundred times as long for a class of both.
        text = _endless(0x10000, 0x1F000).sub(r"\1", text) if b"\xf0" in foreign_bytes else text
    return unicodedata.normalize("NFC", text)


def may_have_marks(foreign_bytes: bytes) -> bool:
    """Whether a text with these bytes beyond ASCII may have marks that belong to the letter before."""
    return has_one_of(_MARK_LEADS, foreign_bytes) or any(pair in foreign_bytes for pair in _MARK_PAIRS)


@cache
def _endless(first: int, end: int) -> re.Pattern[str]:
    every = character_class(sign for sign in map(chr, range(first, end)) if unicodedata.combining(sign))
    return re.compile(f"([{every}]{{{MOST_MARKS}}})[{every}]+")


def settled(text: str) -> str:
    """A text that is composed already (NFC), settled."""
    # Found by an expression: to make a set of a text's characters takes five times as long.
    signs = set(_sign().findall(text))
    if not signs.isdisjoint(_NARROW_SIGNS):
        wide = _NARROW_RUN.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
        return settled(unicodedata.normalize("NFC", wide))
    if len(signs) > _FEW:
        text = _sign().sub(lambda sign: LETTERS[sign[0]], text)
    else:
        for sign in signs - _NARROW_SIGNS:
            text = text.replace(sign, LETTERS[sign])
    if KEPT in text:
        text = _NASAL.sub(NASAL_SIGN, text.replace(f"{KEPT}\u200c", KEPT))
    return text


PARTS = "".join(
    chr(code)
    for code in _ranges(_INDIC, (0x0F71, 0x0F84))
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and chr(code) not in LETTERS
)
"""Vowel signs that are parts of words, though they are neither letters nor digits to Python."""
_PARTS = frozenset(PARTS)


def is_part(sign: str) -> bool:
    """Whether a character is one of a word."""
    return sign.isalnum() or sign in _PARTS


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"[{character_class({*LETTERS, *_NARROW_SIGNS})}]")


def character_class(signs: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(signs)))
