"""A court's docket, in whatever form it was read, made into facts of a case.

Spec: specs/case.md, "Import and export". The forms (`court_json`, `court_html`) give values in the shape of
CourtListener and say where in the text of the file each stands; every fact cites those places, which is what the file
says of it. Names of people who act in court in public are kept; how to reach them is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from amparo.docket.article.proposing import address_word
from amparo.docket.importing import (
    MOST_ACTORS,
    MOST_STEPS,
    NO_PLACE,
    PRIVATE,
    Facts,
    Imported,
    Importing,
    Span,
    Wanted,
    begin,
    day,
    line,
    source_of,
)
from amparo.docket.model import PURSUED
from amparo.docket.parties import accused, kind_of, prosecuted, sides
from amparo.docket.positions import Pointer, written
from amparo.errors import InputError


class Docket(Protocol):
    """A docket as it was read: its text, its values by name, and the place of each value that says something."""

    @property
    def text(self) -> str:
        """The text in which spans count."""
        ...

    @property
    def values(self) -> Mapping[str, Any]:
        """The values, in the shape of CourtListener; days as ISO 8601."""
        ...

    @property
    def leaves(self) -> Sequence[Pointer]:
        """Every value that says something, by its place; what the shape has no name for is there too."""
        ...

    def span(self, at: Pointer) -> Span:
        """Where in the text a value stands."""
        ...


_APPEAL = re.compile(r"ca\d{1,2}|cadc|cafc|cavc|bap\w*")
_BELOW = {
    "date_filed": ("", "Filed in the court below"),
    "date_judgment": ("ruling", "Judgment of the court below"),
    "date_judgment_eod": ("filing", "Judgment entered on the docket of the court below"),
    "date_disposed": ("filing", "Disposed of in the court below"),
    "date_filed_noa": ("filing", "Notice of appeal filed"),
    "date_received_coa": ("filing", "Notice of appeal received by the court of appeals"),
}
"""The dates of `originating_court_information`: the kind of step that each becomes, empty for the first of all."""


_CITED_ONLY = ("document_number", "entry_number")
_PRIVATE = ("contact", "RESTRICTED_ALIEN_NUMBER")
"""What a docket says of how to reach or identify a person."""


def facts_of(docket: Docket, wanted: Wanted) -> Imported:
    """The facts of one docket. InputError when it is none, or nobody says who the case is about."""
    top = docket.values
    number, title = str(top.get("docket_number") or ""), str(top.get("case_name") or "")
    court = str(top.get("court_id") or top.get("court") or "")
    if not (title and number and court):
        raise InputError("This is no court docket.", "It needs the name of the case, its number and its court.")
    making = begin(docket.text, f"{court}-{number}", wanted.case)
    reading = _Making(docket, making, wanted, making.fresh(address_word(f"{court}-{number}")[:40].strip("-")))
    named = (
        f"{line(title)[:500]}, No. {line(number)[:80]}" if reading.citable(("case_name",)) else f"No. {line(number)}"
    )
    reading.made["sources"] = [source_of(making, "court", court, named, wanted)]
    reading.all(named)
    for at in docket.leaves:
        if at not in reading.used:
            making.leave(written(at), PRIVATE if at[-1] in _PRIVATE else NO_PLACE)
    made = {section: facts for section, facts in reading.made.items() if facts}
    return Imported(made, named, docket.text, tuple(dict.fromkeys(making.left)))


class _Making:
    """Facts, as they are made; `used` are the members that one of them cites."""

    def __init__(self, docket: Docket, making: Importing, wanted: Wanted, base: str) -> None:
        self.docket, self.making, self.wanted, self.base = docket, making, wanted, base
        self.used: set[Pointer] = set()
        self.made: Facts = {"sources": [], "actors": [], "proceedings": []}

    def all(self, title: str) -> None:
        """Actors first, then the proceeding, then that of the court below."""
        top = self.docket.values
        court = self._actor(str(top.get("court_id")), "court", "court", "", [("court_id",)])
        parties = self._parties()
        person = self._person(parties)
        self._proceeding(title, person, court)
        self._court_below(person)

    def cites(self, places: Iterable[Pointer]) -> list[dict[str, Any]]:
        """Citations of those of these members that are there and may be kept; the others are left by name."""
        spans = []
        for at in places:
            if at in self._told:
                if fault := self._fault(at):
                    self.making.leave(written(at), fault)
                else:
                    spans.append(self.docket.span(at))
                self.used.add(at)
        return self.making.cite(spans)

    def citable(self, at: Pointer) -> bool:
        """Whether a member is there and may be kept."""
        return at in self._told and not self._fault(at)

    def _fault(self, at: Pointer) -> str:
        value: Any = self.docket.values
        for key in at:
            value = value[key]
        # The number of a document is cited with the name of its member, and stands nowhere by itself.
        told = "" if at[-1] in _CITED_ONLY else " ".join(str(value).split())
        return self.making.fault(self.docket.span(at), told)

    @cached_property
    def _told(self) -> frozenset[Pointer]:
        return frozenset(self.docket.leaves)

    def _actor(self, name: str, kind: str, role: str, capacity: str, places: Iterable[Pointer]) -> str | None:
        """The identity of a new actor; none when nothing of it may be kept."""
        cites = self.cites(places) if len(self.made["actors"]) < MOST_ACTORS - 5 else []
        if not cites:
            return None
        fact = {"id": self.making.fresh(address_word(name)[:40].strip("-")), "kind": kind, "name": line(name)}
        fact |= {"role": role} | ({"capacity": line(capacity)} if capacity else {})
        self.made["actors"].append(fact | {"cites": cites})
        return str(fact["id"])

    def _parties(self) -> dict[str, str]:
        """Parties and their counsel; the identities of the parties who are persons, by name."""
        found: dict[str, str] = {}
        counsel: dict[str, list[Pointer]] = {}
        for index, party in enumerate(_objects(self.docket.values.get("parties"))):
            at: Pointer = ("parties", index)
            name, part = str(party.get("name") or ""), str(party.get("type") or "")
            kind = kind_of(name)
            role = "defendant" if accused(name, part) else _ROLES.get(kind, "other")
            role = "supporter" if "amicus" in part.lower() else role
            fields = ("name", "type", "date_terminated")
            part = part if self.citable((*at, "type")) else ""
            kept = self.citable((*at, "name"))
            made = self._actor(name, kind, role, part, [(*at, key) for key in fields]) if kept else None
            if made and kind == "person":
                found[name] = made
            for number, one in enumerate(_objects(party.get("attorneys"))):
                pair: list[Pointer] = [(*at, "name"), (*at, "attorneys", number, "name")]
                if made and all(self.citable(each) for each in pair):
                    counsel.setdefault(str(one["name"]), []).extend(pair)
        for name, places in counsel.items():
            self._actor(name, "person", "counsel", "Counsel", places[:24])
        return found

    def _person(self, parties: Mapping[str, str]) -> str:
        """Whom the case is about: as asked, else whom the case or the docket has accused, when that is one person."""
        case, name = self.wanted.case, self.wanted.person
        there = {one.name: str(one.known.id) for one in case.actors if one.role in PURSUED} if case else {}
        alone = list(there.values()) or [one["id"] for one in self.made["actors"] if one["role"] == "defendant"]
        if not name and len(alone) == 1:
            return str(alone[0])
        if name in there:
            return there[name]
        if name in parties:
            next(one for one in self.made["actors"] if one["id"] == parties[name])["role"] = "defendant"
            return parties[name]
        title = str(self.docket.values["case_name"])
        if not name and not alone and self._criminal():
            name = prosecuted(title)
        if name and name in title:
            made = self._actor(name, "person", "defendant", "", [("case_name",)])
            if made:
                return made
        names = [*there, *parties] or [side for side in sides(title) if kind_of(side) == "person"]
        among = line("; ".join(names[:8])) or "a person in the name of the case"
        raise InputError("Nobody says who this case is about.", f"Add --person NAME as the file has it: {among}")

    def _criminal(self) -> bool:
        """Whether this docket or that of the court below has the number of a criminal case."""
        below = self.docket.values.get("originating_court_information")
        return any(_trial(one) == "criminal" for one in (self.docket.values, below) if isinstance(one, Mapping))

    def _proceeding(self, title: str, person: str, court: str | None) -> None:
        top = self.docket.values
        kind = "appeal" if _APPEAL.fullmatch(str(top.get("court_id"))) else _trial(top)
        to = {"to": court} if court else {}
        steps = self._dated(f"{self.base}-opened", _OPENS[kind], "", ("date_filed",), to)
        for index, entry in enumerate(_objects(top.get("docket_entries"))):
            steps += self._entry(entry, ("docket_entries", index), index + 1)
        closed = ("closed", "") if kind == "criminal" else ("filing", "Closed on the docket")
        steps += self._dated(f"{self.base}-closed", *closed, ("date_terminated",), {})
        heads = ("case_name", "docket_number", "court_id", "appeal_from", "nature_of_suit", "case_type_information")
        self._add(self.base, kind, title, person, [(key,) for key in heads], steps)

    def _entry(self, entry: Mapping[str, Any], at: Pointer, number: int) -> list[dict[str, Any]]:
        words = str(entry.get("description") or "")
        fields = ("date_filed", "date_entered", "description", "document_number", "entry_number")
        cites = self.cites((*at, key) for key in fields)
        if not cites:
            return []
        kept = self.making.cite([self.docket.span((*at, "description"))]) if words else []
        step = {"id": self.making.fresh(f"{self.base}-{number}"), "kind": _move(words)}
        step |= {"what": line(words)} if kept and kept[0] in cites else {}
        step |= {"date": when} if (when := day(entry.get("date_filed"))) else {}
        return [step | {"cites": cites}]

    def _dated(self, name: str, kind: str, what: str, at: Pointer, more: Mapping[str, str]) -> list[dict[str, Any]]:
        """A step that is one date of the docket; none without it."""
        value: Any = self.docket.values
        for key in at:
            value = value.get(key) if isinstance(value, dict) else None
        cites = self.cites([at]) if day(value) else []
        if not cites:
            return []
        step = {"id": self.making.fresh(name), "kind": kind, "date": day(value)} | ({"what": what} if what else {})
        return [step | dict(more) | {"cites": cites}]

    def _court_below(self, person: str) -> None:
        below = self.docket.values.get("originating_court_information")
        if not isinstance(below, dict):
            return
        inside: Pointer = ("originating_court_information",)
        name, kind = f"{self.base}-below", _trial(below)
        steps = [
            step
            for key, (move, what) in _BELOW.items()
            for step in self._dated(
                f"{name}-{key[5:].replace('_', '-')}", move or _OPENS[kind], what, (*inside, key), {}
            )
        ]
        number = str(below.get("docket_number") or "") if self.citable((*inside, "docket_number")) else ""
        title = f"In the court below{f', No. {line(number)[:80]}' if number else ''}"
        heads = [(*inside, key) for key in ("docket_number", "court_id", "disposition")]
        if self._add(name, kind, title, person, heads, steps):
            for key in ("assigned_to", "ordering_judge"):
                if self.citable((*inside, key)):
                    self._actor(str(below[key]), "person", "judge", "Judge of the court below", [(*inside, key)])

    def _add(
        self, name: str, kind: str, title: str, person: str, heads: Iterable[Pointer], steps: list[dict[str, Any]]
    ) -> bool:
        """A proceeding; one without any date has been opened at least. False when nothing tells of it."""
        if len(steps) > MOST_STEPS:
            raise InputError(
                f"This docket has {len(steps)} entries; a proceeding holds {MOST_STEPS}.", "Split the file by years."
            )
        cites = self.cites(heads) or (steps[0]["cites"] if steps else [])
        if cites:
            steps = steps or [{"id": self.making.fresh(f"{name}-opened"), "kind": _OPENS[kind], "cites": cites}]
            fact = {"id": name, "kind": kind, "title": title, "person": person, "cites": cites, "steps": steps}
            self.made["proceedings"].append(fact)
        return bool(cites)


_OPENS = {"appeal": "lodged", "civil": "filed", "criminal": "charged"}
_ROLES = {"state": "state"}


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _trial(docket: Mapping[str, Any]) -> str:
    return "criminal" if re.search(r"(?:-|\b)cr(?:-|\b)", str(docket.get("docket_number")), re.IGNORECASE) else "civil"


def _move(words: str) -> str:
    """The kind of an entry: what it begins with says it."""
    if re.match(r"\W*(?:\[\d+\]\s*)?MOTION\b", words, re.IGNORECASE):
        return "motion"
    return "ruling" if re.match(r"\W*(?:ORDER|JUDGMENT|OPINION)", words, re.IGNORECASE) else "filing"
