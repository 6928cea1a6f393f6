"""The states of a case: what each has to do in it, and where it lies when the table of places knows. Pure.

Spec: specs/case.md, "Pages". A state is an actor of the kind `state`, or one whose law a charge rests on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from amparo.docket.view_model import CaseView
from amparo.docket.words import Speak


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One state: its parts in the case, in words, and degrees north and east of its seat of government, if known."""

    name: str
    parts: tuple[str, ...]
    at: tuple[float, float] | None


@cache
def _places() -> Mapping[str, tuple[float, float]]:
    table = tomllib.loads((files("amparo.docket") / "places.toml").read_text("utf-8"))
    return {name.casefold(): (one["at"][0], one["at"][1]) for one in table["place"] for name in one["names"]}


def jurisdictions(shown: CaseView, speak: Speak) -> tuple[Jurisdiction, ...]:
    """The states of a case, in the order in which its page names them."""
    parts: dict[str, list[str]] = {}
    for actor in shown.actors:
        if actor.kind == "state":
            parts.setdefault(actor.name, []).extend([actor.capacity] if actor.capacity else [])
    for charge in shown.exposure.charges:
        known = parts.setdefault(charge.statute.jurisdiction, [])
        law = speak("its law: {}").format(charge.statute.citation)
        known.extend([] if law in known else [law])
    return tuple(Jurisdiction(name, tuple(said), _places().get(name.casefold())) for name, said in parts.items())
