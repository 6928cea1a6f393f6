"""Where in a text each character of the settled one (`letters`) comes from: what marks matches needs to know. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from amparo.search.letters import (
    DROPPED,
    KEPT,
    LETTERS,
    MOST_MARKS,
    NARROW,
    NASAL_SIGN,
    PARTS,
    character_class,
    composed,
    foreign,
    is_touched,
    marks,
    may_have_marks,
    settled,
)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A letter with its marks, or the like: where it stands in the original, and where it ends when settled."""

    start: int
    end: int
    settled_end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A settled text, but for letters that stand for one other, with the places of what is written in more signs than
    it counts, or in fewer: where each begins in this text.
    """

    text: str
    begins: tuple[int, ...] = ()
    clusters: tuple[_Cluster, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of this text stands in the original; clusters that it touches belong to it as a whole."""
        return self._start(start), self._end(end)

    def _start(self, place: int) -> int:
        index = bisect_right(self.begins, place) - 1
        if index < 0:
            return place
        cluster = self.clusters[index]
        return cluster.start if place < cluster.settled_end else cluster.end + place - cluster.settled_end

    def _end(self, place: int) -> int:
        index = bisect_left(self.begins, place) - 1
        if index < 0:
            return place
        cluster = self.clusters[index]
        return cluster.end + max(place - cluster.settled_end, 0)


def placed(text: str) -> Placed:
    """A text as it is searched, letter for letter but for clusters."""
    beyond = b"" if text.isascii() else foreign(text)
    if not (is_touched(beyond) or may_have_marks(beyond)) or not _cluster_signs().search(text):
        return Placed(text)
    parts: list[str] = []
    begins: list[int] = []
    clusters: list[_Cluster] = []
    at = size = 0
    for match in _clusters().finditer(text):
        start, end = match.span()
        whole = NASAL_SIGN if match.lastgroup == "nasal" else _settled_cluster(match[0])
        parts += (text[at:start], whole)
        begins.append(size + start - at)
        size, at = begins[-1] + len(whole), end
        clusters.append(_Cluster(start, end, size))
    return Placed("".join((*parts, text[at:])), tuple(begins), tuple(clusters))


def _settled_cluster(signs: str) -> str:
    # The few that a language has come again and again; an endless one is not kept.
    return _settled_short(signs) if len(signs) <= MOST_MARKS else settled(composed(signs))


@lru_cache(maxsize=16_384)
def _settled_short(signs: str) -> str:
    return settled(composed(signs))


@cache
def _cluster_signs() -> re.Pattern[str]:
    """Signs without which there are no clusters: looked for first, in a tenth of the time."""
    return re.compile(f"[{_of_several()}{_of_none()}\uff66-\uff9f\ufb1d-\ufb4e]")


@cache
def _clusters() -> re.Pattern[str]:
    """What is more signs, or fewer, than it is when settled."""
    mark, virama = f"[{_of_none()}]", f"[{_viramas()}]"
    return re.compile(
        # The nasals are those that `letters` has as one sign.
        f"(?P<nasal>[ङञणनम]\u094d\u200d?(?=[क-ह]))|{NARROW}{mark}*|.(?:{mark}|(?<={virama})\u200c)+|[{_of_several()}]|{mark}"
        "|[\ufb1d-\ufb4e]",
        re.DOTALL,
    )


def _of_several() -> str:
    return character_class(sign for sign, letters in LETTERS.items() if len(letters) > 1)


def _of_none() -> str:
    """Signs that become part of the one before, or of none: marks, and the vowels of Korean syllables taken apart."""
    jamo = map(chr, range(0x1160, 0x1200))
    return character_class({*DROPPED, *PARTS, *marks((0x0900, 0x1DFF), (0x3099, 0x309A)), *jamo, *"\uff9e\uff9f"})


def _viramas() -> str:
    return character_class(sign for sign, letters in LETTERS.items() if letters == KEPT)
