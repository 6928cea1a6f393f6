"""The machine-readable zone of passports: two lines of 44 characters with five check digits (ICAO Doc 9303, part 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities.model import EntityKind, Mention, Tie

# OCR and typing leave blanks at the ends of the lines, never inside them.
_ZONE = re.compile(
    r"(?<![A-Z0-9<])P[A-Z<]([A-Z<]{3})([A-Z<]{39})[ \t]*\r?\n[ \t]*"
    r"(([A-Z0-9<]{9})(\d)([A-Z<]{3})(\d{6})(\d)[MFX<](\d{6})(\d)([A-Z0-9<]{14})([\d<])(\d))(?![A-Z0-9<])"
)
_WEIGHTS = (7, 3, 1)


def passports(text: str) -> Iterator[Mention | Tie]:
    """The number of each passport with right check digits, the name in it, and that they belong together."""
    if "<<" not in text:
        return
    for match in _ZONE.finditer(text):
        if not _right(match):
            continue
        number = f"{match[6].replace('<', '')} {match[4].replace('<', '')}"
        yield Mention(EntityKind.PASSPORT, number, "checksum", match.start(3), match.end(3))
        surname, _, given = match[2].strip("<").partition("<<")
        name = " ".join(f"{given}<{surname}".replace("<", " ").split()).title()
        if given and surname:
            yield Mention(EntityKind.PERSON, name, "passport", match.start(2), match.end(2))
            yield Tie(EntityKind.PERSON, name, EntityKind.PASSPORT, number, "passport")


def check_digit(characters: str) -> int:
    """Weights 7, 3, 1 over the values of the characters, modulo 10; A is 10, `<` is 0."""
    values = (0 if each == "<" else int(each, 36) for each in characters)
    return sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10


def _right(match: re.Match[str]) -> bool:
    line = match[3]
    parts = (
        (match[4], match[5]),
        (match[7], match[8]),
        (match[9], match[10]),
        (match[11], match[12].replace("<", "0")),
    )
    whole = line[0:10] + line[13:20] + line[21:43]
    return all(check_digit(part) == int(digit.replace("<", "0")) for part, digit in parts) and check_digit(
        whole
    ) == int(match[13])
