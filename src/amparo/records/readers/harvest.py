"""Words that lie open in a file whose format has no reader of its own: runs of UTF-16 or of single bytes that look
like language. What comes of it is marked `text_source: harvested`: it may lack words and hold some that nobody wrote.
"""

from __future__ import annotations

import re
from functools import cache

_WIDE = re.compile(rb"(?:[\x09\x0a\x0d\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x06\x1e\x20]){8,}")
# Ideographs and kana; a run of letters read one byte off looks like them, with zeros for every low byte. Pairs of
# letters of single bytes look like them too, and are no such run where all of it is ASCII.
_EASTERN = re.compile(rb"(?:[\x01-\xff][\x30\x4e-\x9f\xac-\xd6]|[\x20-\x7e]\x00){4,}")
_NARROW = re.compile(rb"[\x09\x0a\x0d\x20-\x7e\xa1-\xff]{8,}")
# Long runs of zeros, by which the patterns below would go byte by byte. An even number goes: letters are two bytes.
_FILLING, _GAP = re.compile(rb"(?:\0\0){32,}"), bytes(8)
_WORD = re.compile(r"[^\W\d_]{3,}")
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåæøаеёиоуыэюяієїαεηιουωάέήίόύώ")
_FEWEST, _FEW = 4, 8
"""The fewest ideographs that are a run of words; of fewer than the second number, all must be common."""
_SMALL_LETTERS = re.compile("[a-zß-öø-ÿĀ-ſά-ώа-ӿ]{3,}")
_IDEOGRAPH = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
_SEMITIC = re.compile("[\u05d0-\u05ea\u0620-\u06d3]{3}")
_MOST = 4 * 1024 * 1024


def harvest(data: bytes) -> str:
    """The runs that read as words, one a line."""
    data = _FILLING.sub(_GAP, data[: 64 * 1024 * 1024])
    wide = [match[0].decode("utf-16-le", "replace") for match in _WIDE.finditer(data)]
    wide += [match[0].decode("utf-16-le", "replace") for match in _EASTERN.finditer(data) if not match[0].isascii()]
    narrow = [match[0].decode("cp1252", "replace") for match in _NARROW.finditer(data)]
    lines = dict.fromkeys(line.strip() for run in (*wide, *narrow) for line in re.split(r"[\r\n]+", run))
    return "\n".join(line for line in lines if reads_as_language(line))[:_MOST]


def reads_as_language(line: str) -> bool:
    """Letters of one script outweigh the rest, and there are words of several letters with vowels."""
    if len(line) < 4:
        return False
    eastern = len(_IDEOGRAPH.findall(line))
    if eastern:
        return eastern * 2 >= len(line) and _is_eastern(line)
    latin = sum(character.isalpha() and character < "\u0250" for character in line)
    plain = sum(character.isascii() and character.isalpha() for character in line)
    other = sum(character.isalpha() and "\u0370" <= character < "\u0700" for character in line)
    if max(latin, other) + sum(map(str.isspace, line)) < 0.75 * len(line) or plain * 10 < latin * 7:
        return False
    if other > latin and len(set(line)) * 4 < len(line):
        return False
    return any(_is_word(word) for word in _WORD.findall(line))


def _is_word(word: str) -> bool:
    """Letters of one case but for the first, with a vowel where the script writes them."""
    if _SEMITIC.search(word):
        return True
    runs = [word] if word.isupper() and len(word) > 3 else _SMALL_LETTERS.findall(word)
    return any(not _VOWELS.isdisjoint(run.lower()) for run in runs)


def _is_eastern(line: str) -> bool:
    """Ideographs or syllables that are nearly all common in one language: other bytes taken for them are rare ones."""
    eastern = [character for character in line if character > "\u2fff"]
    most = len(eastern) if len(eastern) < _FEW else 0.9 * len(eastern)
    return len(eastern) >= _FEWEST and any(
        sum(character in common for character in eastern) >= most for common in _common()
    )


@cache
def _common() -> tuple[frozenset[str], ...]:
    """In the character sets of each country the common half comes first: GB 2312, Big5, KS X 1001, JIS X 0208 and its
    kana.
    """
    halves = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("euc_kr", 0xB0, 0xC8), ("euc_jp", 0xA1, 0xCF))
    return tuple(
        frozenset(bytes((lead, trail)).decode(encoding, "ignore") for lead in range(first, last + 1)
                  for trail in range(0x40, 0xFF))
        for encoding, first, last in halves
    )  # fmt: skip
