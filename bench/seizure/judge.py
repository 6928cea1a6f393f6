"""How well the attacker did: shares of right answers beside chance, with intervals that know of sources.

A mark that says nothing counts as a toss: half right. Answers about one source are not independent, so the interval
comes from drawing whole sources anew (bootstrap, 95 %).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DRAWS = 400
_MARK = re.compile(rb"zq[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Score:
    """Share right, its interval, how many answers, and the mark that did it."""

    share: float
    low: float
    high: float
    count: int
    mark: str

    @property
    def beats_chance(self) -> bool:
        """More than one in a hundred above a toss, beyond doubt."""
        return self.low > 0.51


def score(found: Mapping[str, Any], truth: Mapping[int, tuple[int, int]], dice: random.Random) -> Score:
    """The better of the one best mark and all marks together."""
    scores = [_share(found[way], truth, dice) for way in ("with one", "with all")]
    share, low, high, count = max(scores)
    return Score(share, low, high, count, str(found["best mark"]))


def _share(
    answers: Mapping[str, int], truth: Mapping[int, tuple[int, int]], dice: random.Random
) -> tuple[float, float, float, int]:
    by_source: dict[int, list[float]] = {}
    for number, said in answers.items():
        right, source = truth[int(number)]
        by_source.setdefault(source, []).append(0.5 if said == 0 else float(said == right))
    sums = [(sum(each), len(each)) for each in by_source.values()]
    if not sums:
        return 0.5, 0.5, 0.5, 0
    draws = sorted(_ratio(dice.choices(sums, k=len(sums))) for _ in range(DRAWS))
    return _ratio(sums), draws[DRAWS // 40], draws[-DRAWS // 40 - 1], sum(count for _, count in sums)


def _ratio(sums: Iterable[tuple[float, int]]) -> float:
    pairs = list(sums)
    return sum(right for right, _ in pairs) / sum(count for _, count in pairs)


def search(folder: Path, needles: Mapping[str, list[bytes]]) -> dict[str, tuple[int, int, int]]:
    """For each kind: how many there are, and how many of them lie on the disk, and in memory."""
    home = _bytes_of(path for path in (folder / "home").rglob("*") if path.is_file())
    names = "\n".join(path.name for path in (folder / "home").rglob("*")).encode()
    memory = _bytes_of((folder / "memory").glob("*"))
    places = [Place([*home, names]), Place(memory)]
    counts = {kind: [sum(map(place.holds, each)) for place in places] for kind, each in needles.items()}
    return {kind: (len(needles[kind]), disk, inside) for kind, (disk, inside) in counts.items()}


class Place:
    """Bytes to be searched; texts that begin with a mark of ours are looked up by the mark, all in one go."""

    def __init__(self, data: list[bytes]) -> None:
        self._data = data
        self._marks = {mark for each in data for mark in _MARK.findall(each)}

    def holds(self, needle: bytes) -> bool:
        """Whether it, or at least its mark, is there."""
        mark = _MARK.match(needle)
        return mark[0] in self._marks if mark else any(needle in each for each in self._data)


def _bytes_of(paths: Iterable[Path]) -> list[bytes]:
    """Whole files, small ones put together."""
    large, small = [], bytearray()
    for path in paths:
        data = path.read_bytes()
        if len(data) > 1 << 22:
            large.append(data)
        else:
            small += data + b"\n"
    return [*large, bytes(small)]
