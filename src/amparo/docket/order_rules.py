"""What a case file's procedures must keep: known laws and moves, and steps in an order that can have been.

Spec: specs/case.md, "Order of steps". What cannot follow is refused; what needs a step that is not there is a warning.
Steps that a correction took out of the record are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from amparo.docket.counts import Moved, spread
from amparo.docket.facts import Facts
from amparo.docket.following import Taken, Wrong, wrong
from amparo.docket.parsing import dated
from amparo.docket.positions import Pointer
from amparo.docket.procedures import CHARGE, OFFER, PROCEEDINGS, UNDER_LAW, Procedure
from amparo.docket.refusal import Refusal, shown
from amparo.docket.steps import placed

_Values = Mapping[str, Any]


def refusals(values: _Values, facts: Facts) -> Iterator[Refusal]:
    """Unknown laws, moves that a procedure does not know, and steps that cannot follow what stands before them."""
    for at, one, procedure in _procedures(values):
        if procedure is None:
            known = ", ".join(law for kind, law in UNDER_LAW if kind == one["kind"])
            yield Refusal((*at, "law"), f"No law is called {shown(one['law'])} here.", f"Known: {known or 'none'}.")
        else:
            yield from _unknown(at, one, procedure)
            yield from _ordered(at, one, procedure, facts, refused=True)
            yield from _counted(at, one, procedure, facts)


def warnings(values: _Values) -> Iterator[Refusal]:
    """Steps between which another is missing, and orders that the dates leave open. For values that are not refused."""
    facts = Facts.of(values)
    for at, one, procedure in _procedures(values):
        if procedure is not None:
            yield from _ordered(at, one, procedure, facts, refused=False)


def _procedures(values: _Values) -> Iterator[tuple[Pointer, _Values, Procedure | None]]:
    for index, one in enumerate(values.get("charges", ())):
        yield ("charges", index), one, CHARGE
    for index, one in enumerate(values.get("proceedings", ())):
        law = one.get("law", "")
        yield ("proceedings", index), one, UNDER_LAW.get((one["kind"], law)) if law else PROCEEDINGS[one["kind"]]
    for index, one in enumerate(values.get("offers", ())):
        yield ("offers", index), one, OFFER


def _unknown(at: Pointer, one: _Values, procedure: Procedure) -> Iterator[Refusal]:
    for number, step in enumerate(one["steps"]):
        if step["kind"] not in procedure.moves:
            known = f"Known: {', '.join(procedure.moves)}."
            yield Refusal((*at, "steps", number, "kind"), "This procedure knows no such step.", known)


def _ordered(at: Pointer, one: _Values, procedure: Procedure, facts: Facts, *, refused: bool) -> Iterator[Refusal]:
    taken = [
        Taken(number, step["kind"], date.when, "unusual" in step)
        for number, step in enumerate(one["steps"])
        if step["kind"] in procedure.moves and step["id"] not in facts.gone and "counts" not in step
        if (date := dated(step.get("date"))) is not None
    ]
    found: Iterator[Wrong] = wrong(procedure, taken)
    for each in (each for each in found if each.refused is refused):
        yield Refusal((*at, "steps", each.index, "kind"), each.what, each.hint)


def _counted(at: Pointer, one: _Values, procedure: Procedure, facts: Facts) -> Iterator[Refusal]:
    """Steps that concern some counts of a charge: there must be as many that they can follow."""
    steps = [(n, step) for n, step in enumerate(one["steps"]) if step["id"] not in facts.gone]
    counted = [number for number, step in steps if "counts" in step]
    if procedure is not CHARGE:
        for number in counted:
            yield Refusal((*at, "steps", number, "counts"), "Only a step of a charge concerns counts.", "Remove it.")
    elif counted and all(step["kind"] in procedure.moves for _, step in steps):
        ordered = placed(steps, lambda pair: date.when.order if (date := dated(pair[1].get("date"))) else None)
        moves = [Moved(step["kind"], step.get("counts")) for _, (_, step) in ordered]
        for place in spread(one["counts"], moves).lacking:
            number, step = ordered[place][1]
            what = f"There are not {step['counts']} counts that this step can follow."
            yield Refusal((*at, "steps", number, "counts"), what, "Look at the counts of the charge and of its steps.")
