"""Phone numbers: international ones by their plan of numbers, national ones only where a word says that it is one.

The plans are those of libphonenumber (`phonenumbers`); ITU-T E.164 is the notation of the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.entities.model import EntityKind, Mention

_NUMBER = r"\(?\d(?:[ \u00a0().\-/]{0,3}\d){5,15}"
_INTERNATIONAL = re.compile(rf"(?<![\w+])(?:\+|00(?=[1-9]))[ ]?{_NUMBER}(?!\w)", re.ASCII)
_CUE = re.compile(
    r"\b(?:tel(?:ephone|efon|éfono|éphone)?|phones?|fax|mobile|mobil|cell|call|office|direct|home|desk|handy)\b[.:)]?"
    rf"[ \t:.#(]{{0,6}}(?:(?:no|nr|number|is)\b[.: ]{{0,3}})?({_NUMBER})(?!\w)",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"(?<![\w.+/-])(?:1[-. ])?\(?[2-9]\d\d\)?[-. ]{1,2}[2-9]\d\d[-.]\d{4}(?![\w/-]|\.\d)", re.ASCII)
"""Three, three and four digits with the marks between them: a form that nothing else has."""


def phones(text: str) -> Iterator[Mention]:
    """Numbers in E.164: `+41446681800`."""
    seen: set[int] = set()
    for pattern, region, rule in ((_INTERNATIONAL, None, "international"), (_AMERICAN, "US", "american-form")):
        for match in pattern.finditer(text):
            yield from _number(match[0], match.start(), region, rule, seen)
    for match in _CUE.finditer(text):
        # Without a country nobody can complete it; of ten digits it is taken as one of North America's.
        yield from _number(match[1], match.start(1), "US", "named-as-such", seen)


def _number(found: str, start: int, region: str | None, rule: str, seen: set[int]) -> Iterator[Mention]:
    import phonenumbers  # here, because it costs every command that never asks

    written = f"+{found[2:]}" if region is None and found.startswith("00") else found
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(number) and not seen & set(range(start, start + len(found))):
        seen.update(range(start, start + len(found)))
        name = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        yield Mention(EntityKind.PHONE, name, rule, start, start + len(found))
