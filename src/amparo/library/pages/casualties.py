"""Who was killed, wounded and detained in an incident, as its record counts them: one small table. Pure.

A count that the record does not state is shown as missing, never as nought.
"""

from __future__ import annotations

from dataclasses import dataclass

from amparo.library.model import Facts

HARMS = ("killed", "wounded", "detained")
_SIDES = {
    "civilian": "Civilians",
    "friendly": "Own side",
    "host_nation": "Host nation",
    "enemy": "Enemy",
}
FIELDS = frozenset({*HARMS, *(f"{side}_{harm}" for side in _SIDES for harm in HARMS)})
"""The fields the table shows."""


@dataclass(frozen=True, slots=True)
class Side:
    """A row: who, and how many suffered each harm of `Casualties.harms`; empty when not stated."""

    name: str
    counts: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Casualties:
    """The table; `harms` are the columns, in lower case as the fields call them."""

    harms: tuple[str, ...]
    sides: tuple[Side, ...]


def casualties(facts: Facts) -> Casualties | None:
    """The table of a record's counts; None when it states none."""
    harms = tuple(harm for harm in HARMS if any(facts.first(field) for field in FIELDS if field.endswith(harm)))
    sides = [Side(name, tuple(facts.first(f"{side}_{harm}") for harm in harms)) for side, name in _SIDES.items()]
    stated = [side for side in sides if any(side.counts)]
    total = Side("All", tuple(facts.first(harm) for harm in harms), is_total=True)
    if any(total.counts) and len(stated) != 1:
        stated.append(total)
    return Casualties(harms, tuple(stated)) if stated else None
