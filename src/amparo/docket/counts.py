"""How the counts of one charge come apart as its steps concern some of them: which step each count stands on. Pure.

Spec: specs/case.md, "Counts that part". A step without a number concerns every count that has not ended, or, when all
have, every count. A step with one takes that many of those it can follow, of those that have not ended first: an
appeal, a pardon and the like take of those convicted before those pending, all others of those pending first. One that
brings charges takes first those not charged yet, then those that had ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amparo.docket.procedures import CHARGE

_OF_CONVICTIONS = frozenset(
    ("appealed", "acquitted-on-appeal", "quashed", "pardoned", "amnestied", "commuted", "served")
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of a charge: its kind, and how many counts it concerns; None for all."""

    kind: str
    counts: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """Counts that stand on the same step: its place among the steps, or None for those not charged yet."""

    counts: int
    step: int | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Where all counts stand, in the order in which they came there; `lacking`: steps with more than there was."""

    shares: tuple[Share, ...]
    lacking: tuple[int, ...]


def spread(counts: int, moves: Sequence[Moved]) -> Spread:
    """Where the counts of a charge stand after steps of known kinds, in order."""
    shares, lacking = [Share(counts, None)], list[int]()
    for place, move in enumerate(moves):
        if move.counts is None:
            left = [one for one in shares if _ended(one, moves)]
            moved = counts - sum(one.counts for one in left)
            shares = [*left, Share(moved, place)] if moved else [Share(counts, place)]
        else:
            shares, short = _take(shares, moves, place, move.counts)
            lacking += [place] if short else []
    return Spread(tuple(shares), tuple(lacking))


def _take(shares: Sequence[Share], moves: Sequence[Moved], place: int, wanted: int) -> tuple[list[Share], int]:
    """The shares after some counts have moved to a step, and how many were not to be had."""
    left, taken = list(shares), 0
    for index in _sources(shares, moves, moves[place].kind):
        some = min(wanted - taken, left[index].counts)
        left[index] = Share(left[index].counts - some, left[index].step)
        taken += some
    moved = [Share(taken, place)] if taken else []
    return [*(one for one in left if one.counts), *moved], wanted - taken


def _sources(shares: Sequence[Share], moves: Sequence[Moved], kind: str) -> list[int]:
    """The shares that a step of a kind can follow, in the order in which it takes from them."""

    def order(index: int) -> tuple[bool, bool]:
        share = shares[index]
        if kind in CHARGE.opens:  # what brings charges: those not charged yet, then those that had ended
            return share.step is not None, not _ended(share, moves)
        untried = share.step is None or moves[share.step].kind in CHARGE.opens
        return _ended(share, moves), untried is (kind in _OF_CONVICTIONS)

    return sorted((index for index in range(len(shares)) if _leads(shares[index], moves, kind)), key=order)


def _ended(share: Share, moves: Sequence[Moved]) -> bool:
    return share.step is not None and CHARGE.moves[moves[share.step].kind].ends


def _leads(share: Share, moves: Sequence[Moved], kind: str) -> bool:
    # A record may begin anywhere: with a conviction, the charge having been brought before it.
    return share.step is None or kind in CHARGE.leads[moves[share.step].kind]
