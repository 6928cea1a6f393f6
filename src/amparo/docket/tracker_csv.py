"""The table of the U.S. Press Freedom Tracker: one incident read into facts of a case, and a case told as one. Pure.

Spec: specs/case.md, "Import and export". The columns are those of the tracker's API for incidents
(`incident/api/serializers.py` of freedomofpress/pressfreedomtracker.us at 6a5c931e). A fact cites the name of a column
and the cell below it, in turn: together they are what the table says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.docket.article.proposing import address_word
from amparo.docket.importing import (
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
    whole,
)
from amparo.docket.knowing import every_fact
from amparo.docket.model import PURSUED, Case, SourceId
from amparo.docket.procedures import CHARGE
from amparo.docket.tables import written
from amparo.docket.view_model import CaseView
from amparo.errors import InputError

MOST_BYTES = 256 << 20
OUTLET = "U.S. Press Freedom Tracker"
CHARGED = ("current_charges", "dropped_charges")
ABOUT = (
    *("title", "url", "date", "exact_date_unknown", "city", "state", "categories", "tags", "targeted_institutions"),
    *("charged_under_espionage_act", "status_of_charges", "case_number", "case_type", "case_statuses"),
)
"""Columns that the proceeding rests on."""
HELD = ("arrest_status", "arresting_authority", "detention_date", "release_date")
COLUMNS = (*ABOUT, *CHARGED, *HELD, "targeted_journalists")
"""The columns that have a place in a case; an export has these."""
_PRIVATE = ("longitude", "latitude", "target_nationality", "target_us_citizenship_status")
_CELL = re.compile(r'"[^"]*(?:""[^"]*)*"|[^",\r\n]*')

_DROPPED = frozenset(
    CHARGE.moves[kind].standing
    for kind in ("dropped", "nolle-prosequi", "dismissed", "superseded", "time-barred", "not-admitted")
)
"""Statuses of a charge that the tracker calls dropped."""
_AGAIN = "Save the table again, whole: fields with commas or line breaks stand in quotation marks."

Row = Mapping[str, Span]


def import_incident(data: bytes, wanted: Wanted, incident: str = "") -> Imported:
    """The facts of one incident: the only one of the table, or the one whose `url` or `title` is `incident`."""
    if len(data) > MOST_BYTES:
        raise InputError("This table is too large.", f"At most {MOST_BYTES:,} bytes are read.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("This table is not in UTF-8.", "Save it as CSV in UTF-8.") from error
    rows = _rows(text)
    header = next(rows, [])
    if header and text.startswith("\ufeff"):
        header[0] = (1, header[0][1])  # a mark of the encoding, which some writers put first
    names = [_value(text, span) for span in header]
    if "title" not in names or "date" not in names:
        hint = "Its first line needs title and date, with commas between."
        raise InputError("This is no table of the Press Freedom Tracker.", hint)
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise InputError(f"The column {line(name)[:40]} is here twice.", "Keep one of the two.")
    row = _chosen(text, names, rows, incident)
    title = _title(text, row["title"])
    making = begin(text, f"tracker-{title}"[:40], wanted.case)
    reading = _Incident(making, dict(zip(names, header, strict=True)), row)
    address = _value(text, row["url"]) if "url" in row else ""
    wanted = Wanted(wanted.person, wanted.address or address, wanted.retrieved, wanted.case)
    source = source_of(making, "other", OUTLET, title, wanted)
    facts = {"sources": [source], **reading.facts(wanted, title)}
    for name, span in row.items():
        if name not in reading.used and _value(text, span):
            making.leave(name, PRIVATE if name in _PRIVATE else NO_PLACE)
    return Imported(
        {key: found for key, found in facts.items() if found}, title, text, tuple(dict.fromkeys(making.left))
    )


def _title(text: str, span: Span) -> str:
    """What the incident is called; one without a title that may be kept is called an incident."""
    told = _value(text, span)
    return "An incident" if not told.strip() or begin(text, "title", None).fault(span, told) else line(told)


def _rows(text: str) -> Iterator[list[Span]]:
    """The spans of the cells of each line (RFC 4180), quotation marks included."""
    at, row = 0, list[Span]()
    while at < len(text):
        match = _CELL.match(text, at)
        end = match.end() if match else at
        row.append((at, end))
        following = text[end : end + 1]
        if following not in ("", ",", "\r", "\n"):
            raise InputError(f"Line {text.count(chr(10), 0, end) + 1}: a quotation mark stands where none can.", _AGAIN)
        at = end + 1
        if following == ",":
            if at == len(text):
                row.append((at, at))
            continue
        at += text[end : end + 2] == "\r\n"
        if len(row) > 1 or row[0][0] < row[0][1]:
            yield row
        row = []
    if row:
        yield row


def _chosen(text: str, names: list[str], rows: Iterator[list[Span]], incident: str) -> Row:
    found = list[Row]()
    for row in rows:
        if len(row) != len(names):
            where = f"Line {text.count(chr(10), 0, row[0][0]) + 1}"
            raise InputError(f"{where} has {len(row)} cells, not {len(names)}.", _AGAIN)
        one = dict(zip(names, row, strict=True))
        if not incident or incident in (_value(text, one[key]) for key in ("title", "url") if key in one):
            found.append(one)
    if not found and not incident:
        raise InputError("This table has no incident.", "Below its first line each incident has a line.")
    if len(found) != 1:
        hint = "Name one by its title or url: --incident." if found else "Compare its title or url."
        raise InputError(f"{len(found)} incidents of this table are meant.", hint)
    return found[0]


def _value(text: str, span: Span) -> str:
    return _plain(text[slice(*span)])


def _plain(cell: str) -> str:
    """A cell without its quotation marks."""
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


@dataclass(slots=True)
class _Incident:
    """One line of the table, while facts are made of it; `used` are the columns that one of them cites."""

    making: Importing
    header: Row
    row: Row
    used: set[str] = field(default_factory=set)
    actors: list[dict[str, Any]] = field(default_factory=list)

    def told(self, name: str) -> str:
        """The value of a cell; empty where the table has no such column."""
        return _value(self.making.text, self.row[name]) if name in self.row else ""

    def facts(self, wanted: Wanted, title: str) -> Facts:
        """Who is concerned, what became of the charges or the suit, and how long the person was held."""
        person = self._person(wanted)
        authority = self._actor("arresting_authority", "organisation", "other", "arresting authority")
        base = self.making.fresh(address_word(f"incident-{title}")[:40].strip("-"))
        made = [(kind, name, steps) for kind, name, steps in self._courses(base, authority) if steps]
        if not made:
            raise InputError(
                "This incident has no arrest, charge or suit.", "A docket keeps what a person is pursued by."
            )
        proceedings = list[dict[str, Any]]()
        for kind, name, steps in made:
            heads = ABOUT if not proceedings else ("title",)
            cites = self._cites(heads) or steps[0]["cites"]  # a title that may not be kept, and nothing else
            fact = {"id": name, "kind": kind, "title": title, "person": person, "cites": cites}
            proceedings.append(fact | {"steps": steps})
        return {"actors": self.actors, "proceedings": proceedings}

    def _courses(self, base: str, authority: str) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
        charged = any(map(self.told, CHARGED)) or self.told("status_of_charges") not in ("", "unknown", "not charged")
        steps = list[dict[str, Any]]()
        if charged:
            first = ("current_charges",) if self.told("current_charges") else ("status_of_charges",)
            steps += self._step(f"{base}-charged", "charged", line(self.told(first[0])), "", first)
            dropped = line(f"Charges dropped: {self.told('dropped_charges')}")
            steps += self._step(f"{base}-dropped", "filing", dropped, "", ("dropped_charges",))
            yield "criminal", base, steps
        elif self.told("case_number"):
            yield "civil", base, self._step(f"{base}-filed", "filed", "", "", ("case_number",))
        held = self._step(
            f"{base}-held", "detained", "", "detention_date", ("detention_date", "arrest_status"), authority
        )
        released = self._step(f"{base}-released", "released", "", "release_date", ("release_date",))
        yield "detention", self.making.fresh(f"{base}-detention"), held and [*held, *released]

    def _step(
        self, name: str, kind: str, what: str, dated: str, columns: Iterable[str], by: str = ""
    ) -> list[dict[str, Any]]:
        cites = self._cites(columns)
        step = {"id": self.making.fresh(name), "kind": kind} | ({"what": what} if what else {})
        when = day(self.told(dated)) if dated else ""
        step |= ({"date": when} if when else {}) | ({"by": by} if by else {})
        return [step | {"cites": cites}] if cites else []

    def _cites(self, columns: Iterable[str]) -> list[dict[str, Any]]:
        """The names of columns and the cells below them, in turn; what may not be kept is left by name."""
        cites = list[dict[str, Any]]()
        for name in columns:
            if self.told(name):
                pair = self.making.cite((self.header[name], self.row[name]))
                fault = self.making.fault(self.row[name]) or (
                    "" if len(cites) + len(pair) <= 50 else "too long to cite"
                )
                self.used.add(name)
                if fault:
                    self.making.leave(name, fault)
                else:
                    cites += pair
        return cites

    def _actor(self, column: str, kind: str, role: str, capacity: str, name: str = "") -> str:
        """The identity of a new actor whom a cell names; empty when it names none."""
        shown, cites = line(name or self.told(column)), self._cites((column,))
        if not cites:
            return ""
        fact = {"id": self.making.fresh(address_word(shown)[:40].strip("-")), "kind": kind, "name": shown, "role": role}
        self.actors.append(fact | ({"capacity": capacity} if capacity else {}) | {"cites": cites})
        return str(fact["id"])

    def _person(self, wanted: Wanted) -> str:
        """Whom the case is about: of the case, or named in the cell of journalists or in the title."""
        case, name = wanted.case, wanted.person
        there = {one.name: str(one.known.id) for one in case.actors if one.role in PURSUED} if case else {}
        if name in there or (not name and len(there) == 1):
            return there[name] if name else next(iter(there.values()))
        listed = self.told("targeted_journalists")
        name = name or ("" if "," in listed else listed.partition(" (")[0])
        column = next((one for one in ("targeted_journalists", "title") if name and name in self.told(one)), "")
        person = self._actor(column, "person", "defendant", "", name) if column else ""
        if not person:
            among = ", ".join([*there, listed or self.told("title")])
            raise InputError(
                "Nobody says who this case is about.", f"Add --person NAME as the table has it: {line(among)}"
            )
        return person


def export_incidents(case: Case, shown: CaseView) -> bytes:
    """The incidents that a case was imported from, a line each; a case without any is told as one incident."""
    imported = [one.id for one in case.sources if one.kind == "other" and one.outlet == OUTLET]
    rows = [incident_of(case, source) for source in imported] or [_as_incident(case, shown)]
    return written(COLUMNS, (tuple(row.get(name, "") for name in COLUMNS) for row in rows))


def incident_of(case: Case, source: SourceId) -> dict[str, str]:
    """The cells of an imported incident that are in the case, by their columns."""
    told = dict[str, str]()
    for fact in every_fact(case):
        words = [one for _, one in whole([cite for cite in fact.known.cites if cite.source == source])]
        told |= {_plain(name): _plain(cell) for name, cell in zip(words[::2], words[1::2], strict=False)}
    return told


def _as_incident(case: Case, shown: CaseView) -> dict[str, str]:
    """A case that an editor wrote, as far as an incident has columns for it."""
    dated = [event.date for event in shown.timeline if event.lane in ("charges", "proceedings") and event.date.first]
    steps = [step for one in shown.proceedings if one.kind == "detention" for step in one.steps if step.date]
    charges = [(f"{one.counts} × {one.offence}", one.status) for one in shown.exposure.charges]
    held = [step for step in steps if step.kind == "detained"]
    released = [step for step in steps if step.kind == "released"]
    return {
        "title": case.title,
        "date": (dated[0].first or "") if dated else "",
        "exact_date_unknown": str(bool(dated) and dated[0].precision != "day"),
        "current_charges": ", ".join(f"{name} ({status})" for name, status in charges if status not in _DROPPED),
        "dropped_charges": ", ".join(_dropped(name, status) for name, status in charges if status in _DROPPED),
        "arresting_authority": held[0].by if held else "",
        "detention_date": (held[0].date.first or "") if held and held[0].date else "",
        "release_date": (released[-1].date.first or "") if released and released[-1].date else "",
    }


def _dropped(name: str, status: str) -> str:
    return name if status == "dropped" else f"{name} ({status})"
