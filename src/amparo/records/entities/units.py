"""Units of armed forces by their numbers: `65th Air Division`, `VI Corps`, `No. 120 Squadron`, `2nd Battalion, 8th
Marines`; the number tells them from the divisions of companies and the wings of houses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities.letters import UPPER
from amparo.records.entities.model import EntityKind, Mention

_ALWAYS = (
    "Corps|Brigades?|Regiments?|Battalions?|Squadrons?|Infantry|Cavalry|Marines|Armou?red|Airborne|Fleet|Army Group"
)
_WITH_WORDS = "Division|Wing|Group|Army|Company|Command|Flotilla|Force"
_ORDINAL = r"\d{1,4}(?:st|nd|rd|th|d)"
_NUMBER = rf"(?:{_ORDINAL}|[IVX]{{1,6}}|No\.? ?\d{{1,4}})"
_WORDS = rf"(?:[{UPPER}][\w’'-]+ )"
_UNIT = re.compile(
    rf"(?<![\w.-]){_NUMBER} (?:{_WORDS}{{0,3}}(?:{_ALWAYS})|{_WORDS}{{1,3}}(?:{_WITH_WORDS}))"
    rf"(?: (?:{_ALWAYS}|{_WITH_WORDS})){{0,2}}(?:, {_ORDINAL} (?:{_ALWAYS}|Marine Regiment))?(?![\w’-])"
)


def units(text: str) -> Iterator[Mention]:
    """Units, each with its number."""
    for match in _UNIT.finditer(text):
        name = " ".join(match[0].split())
        yield Mention(EntityKind.ORGANISATION, name, "numbered-unit", match.start(), match.end())
