"""Words that lie open in a file whose format has no reader of its own: runs of UTF-16 or of single bytes that look
like language. What comes of it is marked `text_source: harvested`: it may lack words and hold some that nobody wrote.
"""

from __future__ import annotations

import re

_WIDE = re.compile(rb"(?:[\x09\x0a\x0d\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x06\x1e\x20]){8,}")
# Ideographs and kana; a run of letters read one byte off looks like them, with zeros for every low byte.
_EASTERN = re.compile(rb"(?:[\x01-\xff][\x30\x4e-\x9f\xac-\xd6]|[\x20-\x7e]\x00){4,}")
_NARROW = re.compile(rb"[\x09\x0a\x0d\x20-\x7e\xa1-\xff]{8,}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST = 4 * 1024 * 1024


def harvest(data: bytes) -> str:
    """The runs that read as words, one a line."""
    data = data[: 64 * 1024 * 1024]
    wide = [match[0].decode("utf-16-le", "replace") for match in _WIDE.finditer(data)]
    wide += [match[0].decode("utf-16-le", "replace") for match in _EASTERN.finditer(data)]
    narrow = [match[0].decode("cp1252", "replace") for match in _NARROW.finditer(data)]
    lines = dict.fromkeys(line.strip() for run in (*wide, *narrow) for line in re.split(r"[\r\n]+", run))
    return "\n".join(line for line in lines if _is_language(line))[:_MOST]


def _is_language(line: str) -> bool:
    """Letters and blanks outweigh the rest, and there are words of several letters with vowels."""
    if len(line) < 4:
        return False
    eastern = sum("\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" for character in line)
    if eastern:
        return eastern >= 4 and eastern * 2 >= len(line) and len(set(line)) * 3 >= len(line)
    letters = sum((character.isalpha() and character < "\u0250") or character.isspace() for character in line)
    words = _WORD.findall(line)
    return letters * 4 >= len(line) * 3 and any(
        any(letter in "aeiouyäöüáéíóúàèìòù" for letter in word.lower()) for word in words
    )
