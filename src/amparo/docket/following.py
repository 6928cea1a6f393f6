"""Which steps of a procedure can follow which: what cannot is refused, what needs a step that is missing is told.

Spec: specs/case.md, "Order of steps". Records have gaps: steps that are often left out (`silent`) may be missing
without a word. A gap that needs more than those is a warning; a step that no course of things leads to is refused,
unless the dates leave open which of the two came first, or the editor says why it is so (`unusual`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amparo.docket.edtf import When
from amparo.docket.procedures import Procedure
from amparo.docket.steps import placed


@dataclass(frozen=True, slots=True)
class Taken:
    """A dated step of a procedure, and where in its list it stands."""

    index: int
    kind: str
    when: When
    unusual: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """A step that does not follow what stands before it; `refused` when nothing leads there."""

    index: int
    refused: bool
    what: str
    hint: str


def wrong(procedure: Procedure, taken: Iterable[Taken]) -> Iterator[Wrong]:
    """The steps that do not follow, in order of their dates. Steps must be of moves the procedure knows."""
    before: Taken | None = None
    for _, step in placed(tuple(taken), lambda one: one.when.order):
        if before is not None and not follows(procedure, before.kind, step.kind) and not step.unusual:
            yield _wrong(procedure, before, step)
        if not procedure.moves[step.kind].beside:
            before = step


def follows(procedure: Procedure, before: str, kind: str) -> bool:
    """Whether a move can follow another, with nothing between them but what records leave out."""
    return procedure.moves[kind].anywhere or _way(procedure, before, kind, silently=True) is not None


def _wrong(procedure: Procedure, before: Taken, step: Taken) -> Wrong:
    names = procedure.moves[step.kind].name, procedure.moves[before.kind].name
    way = _way(procedure, before.kind, step.kind, silently=False)
    if way is not None:
        lacking = ", ".join(procedure.moves[kind].name for kind in way)
        return Wrong(
            step.index, False, f"Between “{names[1]}” and “{names[0]}” a step is missing.", f"Such: {lacking}."
        )
    possible = ", ".join(procedure.leads[before.kind]) or "nothing"
    what = f"“{names[0]}” cannot follow “{names[1]}” in this procedure."
    if step.when.first <= before.when.last:
        return Wrong(step.index, False, what, "The dates leave open which came first.")
    return Wrong(step.index, True, what, f"Possible after it: {possible}. If it was so, say why in unusual:.")


def _way(procedure: Procedure, start: str, goal: str, *, silently: bool) -> Sequence[str] | None:
    """The fewest moves between two, none where one leads to the other; None when there is no way."""
    ways: deque[tuple[str, ...]] = deque([()])
    seen = {start}
    while ways:
        way = ways.popleft()
        for kind in procedure.leads[way[-1] if way else start]:
            if kind == goal:
                return way
            move = procedure.moves[kind]
            if kind not in seen and not move.beside and (move.silent or not silently):
                seen.add(kind)
                ways.append((*way, kind))
    return None
