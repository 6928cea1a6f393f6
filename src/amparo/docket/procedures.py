"""The kinds of procedure: their moves, which may follow which, and the time limits that laws set.

Spec: specs/case.md, "Procedures". The tables are `procedure/*.toml`, a file for a kind; a file that names a `law` has
the rules of one country or treaty for that kind: its limits, and where it says so its own order of moves.

A move says what it is called, what standing it leaves the matter in, and whether it asks for an answer. `{by}` and
`{to}` are filled with names. A move without a standing changes nothing by itself: a request leaves things as they were.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from amparo.docket.edtf import When, parse

KINDS = ("criminal", "extradition", "appeal", "ministerial", "habeas", "asylum", "detention", "civil", "human-rights")
"""Of proceedings, as the schema lists them."""


@dataclass(frozen=True, slots=True)
class Move:
    """One kind of step. `ends`: nothing is open after it. `asks`: what is due until another step answers it.

    `beside`: it stands beside the course of things and does not change what may follow; `anywhere`: and may come at any
    time. `silent`: records often leave it out. `custody`: whether it `begins` or `ends` the time a person is held, or
    is empty. `answered`: the kinds of later steps that answer what it asks, unless they name what they answer.
    """

    name: str
    standing: str = ""
    asks: str = ""
    ends: bool = False
    beside: bool = False
    anywhere: bool = False
    silent: bool = False
    custody: str = ""
    answered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that a law sets, from a step of the kind `after` to one of `until`; none where one of `unless` came first.

    `days` or calendar `months`; `counts_first`: the day of the step is the first day counted. `right`: something that
    may be done until then, not a duty. `in_force`: for steps of which days; `rule`, `address`: where the law says it.
    """

    due: str
    after: str
    until: tuple[str, ...]
    unless: tuple[str, ...]
    days: int
    months: int
    counts_first: bool
    right: bool
    note: str
    rule: str
    address: str
    in_force: When


@dataclass(frozen=True, slots=True)
class Procedure:
    """A kind of procedure, under the rules of one law or of none in particular: a graph of moves, and its limits."""

    kind: str
    law: str
    name: str
    opens: tuple[str, ...]
    moves: Mapping[str, Move]
    leads: Mapping[str, tuple[str, ...]]
    limits: tuple[Limit, ...]


def _tables() -> tuple[dict[str, Any], ...]:
    folder = files("amparo.docket") / "procedure"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in found)


def _kind(table: dict[str, Any]) -> Procedure:
    return Procedure(
        kind=table["kind"],
        law="",
        name=table["name"],
        opens=tuple(table["opens"]),
        moves={kind: _move(one) for kind, one in table["moves"].items()},
        leads={kind: tuple(one.get("leads", ())) for kind, one in table["moves"].items()},
        limits=(),
    )


def _move(one: dict[str, Any]) -> Move:
    fields = {key: value for key, value in one.items() if key not in ("leads", "answered")}
    return Move(**fields, answered=tuple(one.get("answered", ())))


def _under_law(table: dict[str, Any], kind: Procedure) -> Procedure:
    own = {move: tuple(after) for move, after in table.get("leads", {}).items()}
    leads = own or kind.leads
    known = {*leads, *(move for after in leads.values() for move in after)}
    known |= {name for name, move in kind.moves.items() if move.anywhere}
    return Procedure(
        kind=kind.kind,
        law=table["law"],
        name=table["name"],
        opens=tuple(table.get("opens", kind.opens)),
        moves={name: move for name, move in kind.moves.items() if name in known},
        leads={name: leads.get(name, ()) for name in kind.moves if name in known},
        limits=tuple(_limit(one) for one in table.get("limit", ())),
    )


def _limit(one: dict[str, Any]) -> Limit:
    return Limit(
        due=one["due"],
        after=one["after"],
        until=tuple(one["until"]),
        unless=tuple(one.get("unless", ())),
        days=one.get("days", 0),
        months=one.get("months", 0),
        counts_first=one.get("counts_first", False),
        right=one.get("right", False),
        note=one.get("note", ""),
        rule=one["rule"],
        address=one["address"],
        in_force=parse(one["in_force"]),
    )


_TABLES = _tables()
_BY_KIND = {table["kind"]: _kind(table) for table in _TABLES if "law" not in table}

PROCEEDINGS: Mapping[str, Procedure] = {kind: _BY_KIND[kind] for kind in KINDS}
CHARGE = _BY_KIND["charge"]
"""A charge's standing is its status, in the words of the press-freedom trackers' enumeration."""
OFFER = _BY_KIND["offer"]
UNDER_LAW: Mapping[tuple[str, str], Procedure] = {
    (table["kind"], table["law"]): _under_law(table, _BY_KIND[table["kind"]]) for table in _TABLES if "law" in table
}
"""By kind and law."""

OFFERS: Mapping[str, str] = {
    "asylum": "Asylum",
    "refuge": "Refuge",
    "safe-conduct": "Safe conduct",
    "citizenship": "Citizenship",
}


def procedure(kind: str, law: str = "") -> Procedure:
    """The procedure of a kind of proceeding under a law; KeyError when the table has none."""
    return UNDER_LAW[kind, law] if law else PROCEEDINGS[kind]
