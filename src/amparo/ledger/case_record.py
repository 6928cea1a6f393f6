"""The record of a case as canonical JSON, its facts by path, and what of it changed from one state to the next.

specs/release.md, "Entries of cases". Publisher and verifier both use `told`: what a new state does to the facts of the
one before must be in the log, so that a record can grow freely and never change unseen, nor grow into its own past.
Knows the outline of a case file alone (lists of objects with an `id`, some with `steps`, all with `cites` of sources
that have a day of reading), none of its law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from amparo.errors import InputError
from amparo.ledger.canonical import decode, encode
from amparo.ledger.manifest import SLUG

Record = Mapping[str, Any]
_LATEST = "9999-12-31"
_NAME = re.compile(r"[a-z_]{1,32}")
"""What a field at the top is called: never as the path of a fact."""
_OF_ITSELF = ("format", "corrections", "sources", "statutes")


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of one fact, as a `CaseCorrection` says it; reason and asked are None where the record has none."""

    correction: str | None
    fact: str
    outcome: str
    old: str | None
    new: str | None
    reason: str | None = None
    asked: str | None = None

    @property
    def sense(self) -> tuple[str | None, str, str, str | None, str | None]:
        """All of it but the words."""
        return self.correction, self.fact, self.outcome, self.old, self.new


def parse_record(data: bytes) -> Record:
    """A record from its canonical bytes; InputError for anything else."""
    record = decode(data, "The record of a case")
    if not isinstance(record, dict):
        raise InputError("The record of a case is not a JSON object.")
    return record


def value_hash(value: Any) -> str:
    """SHA-256 of a fact's canonical JSON, in hexadecimal."""
    return sha256(encode(value)).hexdigest()


def facts(record: Record) -> dict[str, Any]:
    """The facts of a record by path: `<list>/<id>`, `<list>/<id>/<step>`, and `<field>` for what is in no list.

    Raises InputError when two have one path, or an id or the name of a field is none.
    """
    found: dict[str, Any] = {}
    for name, value in record.items():
        if not _NAME.fullmatch(name):
            raise InputError("A field of a case's record has no good name.")
        if isinstance(value, list) and value and all(isinstance(one, dict) and "id" in one for one in value):
            for path, one in _members(name, value):
                if path in found:
                    raise InputError("Two facts of a case's record have the same id.")
                found[path] = one
        elif value != [] and name != "format":
            found[name] = value
    return found


def _members(name: str, members: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for one in members:
        path = f"{name}/{_id(one)}"
        yield path, one
        steps = one.get("steps", [])
        if not isinstance(steps, list):
            raise InputError("The steps of a fact of a case's record are no list.")
        for step in steps:
            yield f"{path}/{_id(step)}", step


def _id(one: Any) -> str:
    found = one.get("id") if isinstance(one, dict) else None
    if isinstance(found, str) and SLUG.fullmatch(found):
        return found
    raise InputError("A fact of a case's record has no good id.")


def corrections(record: Record) -> dict[str, Any]:
    """The corrections that a record holds, by their id."""
    return {path.partition("/")[2]: one for path, one in facts(record).items() if path.startswith("corrections/")}


def told(before: tuple[Record, date] | None, record: Record) -> tuple[Told, ...]:
    """What a state must tell: its new corrections, and each fact of the state before that it changed or left out.

    And each fact that it adds as known on a day before that state was published: it would change what was shown as
    known then. `before` is the state before and its day; None for the first of a case.
    """
    now = facts(record)
    known = {} if before is None else corrections(before[0])
    fresh = [_correction(name, one, now) for name, one in corrections(record).items() if name not in known]
    return (*fresh, *(_changed(facts(before[0]), now, before[1]) if before else ()))


def dropped(before: Record, record: Record) -> tuple[str, ...]:
    """The corrections of an earlier state that a later one has no more, or with another outcome or another fact."""
    now = corrections(record)
    fields = ("fact", "outcome", "instead")
    return tuple(
        name
        for name, one in corrections(before).items()
        if name not in now or any(one.get(field) != now[name].get(field) for field in fields)
    )


def _correction(name: str, one: Mapping[str, Any], now: Mapping[str, Any]) -> Told:
    fact, instead = _path(one.get("fact"), now), one.get("instead")
    return Told(
        correction=name,
        fact=fact,
        outcome=str(one.get("outcome")),
        old=value_hash(now[fact]),
        new=None if instead is None else value_hash(now[_path(instead, now)]),
        reason=str(one.get("what")),
        asked=str(one.get("asked")),
    )


def _path(name: Any, now: Mapping[str, Any]) -> str:
    """Where the fact of this id stands: ids are unique among the facts that a correction can name."""
    for path in now:
        if path.rpartition("/")[2] == name and path.partition("/")[0] not in _OF_ITSELF:
            return path
    raise InputError("A correction names a fact that its record does not hold.")


def _changed(before: Mapping[str, Any], now: Mapping[str, Any], day: date) -> Iterator[Told]:
    for path, value in before.items():
        if path not in now:
            yield Told(None, path, "removed", value_hash(value), None)
        elif not _stands(path, value, now[path], _Days(now), day):
            yield Told(None, path, "edited", value_hash(value), value_hash(now[path]))
    for path, value in now.items():
        if path not in before and _Days(now).since(value) < day.isoformat():
            yield Told(None, path, "backdated", None, value_hash(value))


def _stands(path: str, value: Any, now: Any, days: _Days, day: date) -> bool:
    """Whether a fact is still what it was: it may rest on more words, of sources read since, and have more steps.

    Compared as it is written, since in Python `true` is 1.
    """
    if not isinstance(value, dict) or not isinstance(now, dict):
        return encode(value) == encode(now)
    old, cites = value.get("cites", []), now.get("cites", [])
    if not isinstance(old, list) or not isinstance(cites, list):
        return False
    there, said = {encode(cite) for cite in cites}, {encode(cite) for cite in old}
    return (
        encode(_kept(path, value)) == encode(_kept(path, now))
        and said <= there
        and all(days.read(cite) >= day.isoformat() for cite in cites if encode(cite) not in said)
    )


def _kept(path: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    """What of a fact must stay: all but what gains members. Steps do where they are facts themselves."""
    grows = ("cites", "steps") if path.count("/") == 1 else ("cites",)
    return {key: one for key, one in fact.items() if key not in grows}


class _Days:
    """Days of reading and of knowing in one record, in ISO 8601; what a record leaves open counts as long ago."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        self._now = now

    def read(self, cite: Any) -> str:
        """When the source of a citation was read."""
        source = self._now.get(f"sources/{cite.get('source')}") if isinstance(cite, dict) else None
        return str(source.get("retrieved", "")) if isinstance(source, dict) else ""

    def since(self, value: Any) -> str:
        """Since when the docket knows a fact or a source; for what has no day of its own, the latest there is."""
        if not isinstance(value, dict) or not ({"cites", "retrieved"} & value.keys()):
            return _LATEST
        cites = value.get("cites")
        first = min((self.read(cite) for cite in cites), default="") if isinstance(cites, list) else ""
        return str(value.get("retrieved") or value.get("known") or first)
