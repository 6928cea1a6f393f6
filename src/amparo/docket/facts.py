"""Every fact of a case file as it stands in the file: its place, its values, the fact it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from amparo.docket.model import SourceId
from amparo.docket.parsing import known_since
from amparo.docket.positions import Pointer

LISTS = (
    *("statutes", "actors", "disclosures", "charges", "proceedings", "offers", "statements", "figures"),
    *("replies", "corrections", "conflicts"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: `owner` is the charge, proceeding or offer whose step it is."""

    at: Pointer
    values: Mapping[str, Any]
    owner: Fact | None = None

    @property
    def id(self) -> str:
        """Its name within the case."""
        return str(self.values["id"])

    @property
    def actors(self) -> Iterator[tuple[Pointer, str]]:
        """The actors it names, each with its place below the fact."""
        for field in ("by", "to", "against", "person"):
            if field in self.values:
                yield (field,), self.values[field]
        for index, name in enumerate(self.values.get("together", ())):
            yield ("together", index), name


@dataclass(frozen=True)
class Facts:
    """All facts of a case file, in its order."""

    all: tuple[Fact, ...]
    sources: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Facts:
        """The facts of values that have the schema's shape."""
        found: list[Fact] = []
        for name in LISTS:
            for index, one in enumerate(values.get(name, ())):
                fact = Fact((name, index), one)
                found.append(fact)
                found += [
                    Fact((name, index, "steps", number), step, fact) for number, step in enumerate(one.get("steps", ()))
                ]
        return cls(tuple(found), {source["id"]: source for source in values["sources"]})

    @cached_property
    def actors(self) -> Mapping[str, Fact]:
        """Actors by name."""
        return {fact.id: fact for fact in self.all if fact.at[0] == "actors"}

    @cached_property
    def statutes(self) -> Mapping[str, Fact]:
        """The statutes of this file by name."""
        return {fact.id: fact for fact in self.all if fact.at[0] == "statutes"}

    @cached_property
    def steps(self) -> Mapping[tuple[Pointer, str], Fact]:
        """Steps by the place of the procedure they belong to, and by name."""
        return {(fact.owner.at, fact.id): fact for fact in self.all if fact.owner is not None}

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Every fact by its name."""
        return {fact.id: fact for fact in self.all}

    @cached_property
    def gone(self) -> Mapping[str, Fact]:
        """The corrections that took a fact out of the record, by the name of that fact."""
        corrections = (fact for fact in self.all if fact.at[0] == "corrections")
        return {one.values["fact"]: one for one in corrections if one.values["outcome"] != "declined"}

    @cached_property
    def read(self) -> Mapping[SourceId, date]:
        """The day each source was read."""
        return {SourceId(name): date.fromisoformat(source["retrieved"]) for name, source in self.sources.items()}

    def first_read(self, fact: Fact) -> date:
        """The day the first of a fact's sources was read; `date.min` when the file has none of them."""
        days = [self.read[cite["source"]] for cite in fact.values["cites"] if cite["source"] in self.sources]
        return min(days, default=date.min)

    def since(self, fact: Fact) -> date:
        """Since when the docket knows a fact; `date.min` while a source of it is missing from the file."""
        if any(cite["source"] not in self.sources for cite in fact.values["cites"]):
            return date.min
        return known_since(fact.values, self.read)
