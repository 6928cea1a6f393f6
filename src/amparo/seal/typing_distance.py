"""How far a typed word is from a word of the list, as fingers err (optimal string alignment distance, weighted).

One inserted, missing, wrong or transposed letter costs `TYPO`; a neighbouring key a little less. Hyphens are free.
"""

from __future__ import annotations

from functools import cache
from typing import Final

TYPO: Final = 4
NEIGHBOUR: Final = 3
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def distance(typed: str, word: str) -> int:
    """Weighted edits between the two, hyphens aside; 0 when the letters agree."""
    a, b = _without_common_ends(typed.replace("-", ""), word.replace("-", ""))
    before_last: list[int] = []
    last = [TYPO * j for j in range(len(b) + 1)]
    for i in range(1, len(a) + 1):
        row = [TYPO * i]
        for j in range(1, len(b) + 1):
            cost = min(last[j] + TYPO, row[j - 1] + TYPO, last[j - 1] + _replacement(a[i - 1], b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, before_last[j - 2] + TYPO)
            row.append(cost)
        before_last, last = last, row
    return last[-1]


def _without_common_ends(a: str, b: str) -> tuple[str, str]:
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    end = 0
    while end < min(len(a), len(b)) and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[: len(a) - end], b[: len(b) - end]


def _replacement(one: str, other: str) -> int:
    if one == other:
        return 0
    return NEIGHBOUR if frozenset((one, other)) in _neighbours() else TYPO


@cache
def _neighbours() -> frozenset[frozenset[str]]:
    """Pairs of letters whose keys touch on a QWERTY board, each row half a key further right."""
    spot = {key: (row, column + row / 2) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return frozenset(
        frozenset((one, other))
        for one, (row, x) in spot.items()
        for other, (other_row, other_x) in spot.items()
        if one != other and abs(row - other_row) <= 1 and abs(x - other_x) <= 1
    )
