"""Coordinates in a text, in decimals or in degrees, minutes and seconds. Names are `38.71390, -9.13940`: latitude and
longitude in degrees (WGS 84 as a rule), five decimals, which is a metre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities.model import EntityKind, Mention

# Four decimals at least: two numbers with fewer are more often anything else.
_DECIMAL = re.compile(r"(?<![\w.,-])([+-]?\d{1,2}\.\d{4,10})°?,[ ]?([+-]?\d{1,3}\.\d{4,10})°?(?![\w.]\d|\w)", re.ASCII)
_SIXTIETHS = r"(\d{1,2}(?:\.\d{1,6})?)[ ]?"
_PART = rf"(\d{{1,3}})[ ]?°[ ]?(?:{_SIXTIETHS}['′’](?:[ ]?{_SIXTIETHS}(?:[\"″”]|''))?)?[ ]?([%s])"
_DEGREES = re.compile(rf"(?<![\w.]){_PART % 'NS'}[ ,;/]{{1,3}}{_PART % 'EWO'}(?!\w)")


def coordinates(text: str) -> Iterator[Mention]:
    """Pairs that lie on the globe."""
    for match in _DECIMAL.finditer(text):
        yield from _mention(match, float(match[1]), float(match[2]))
    for match in _DEGREES.finditer(text) if "°" in text else ():
        north, east = (_degrees(*match.groups()[first : first + 4]) for first in (0, 4))
        if north is not None and east is not None:
            yield from _mention(match, north, east)


def _degrees(whole: str, minutes: str | None, seconds: str | None, side: str) -> float | None:
    parts = float(minutes or 0), float(seconds or 0)
    if max(parts) >= 60:
        return None
    degrees = int(whole) + parts[0] / 60 + parts[1] / 3600
    return -degrees if side in "SWO" else degrees  # O: oeste, ouest


def _mention(match: re.Match[str], north: float, east: float) -> Iterator[Mention]:
    if abs(north) <= 90 and abs(east) <= 180 and (north or east):
        yield Mention(EntityKind.COORDINATES, f"{north:.5f}, {east:.5f}", "coordinates", match.start(), match.end())
