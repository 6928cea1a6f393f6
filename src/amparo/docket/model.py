"""What a case is: sources, and facts that each cite one. Frozen data; no I/O, no rules. Spec: specs/case.md.

Every fact is an `Actor`, `Disclosure`, `Charge`, `Proceeding`, `Offer`, `Step`, `Statement` or `Figure`; each carries
the citations it rests on and the day from which the docket knew it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

from amparo.docket.edtf import When

SourceId = NewType("SourceId", str)
FactId = NewType("FactId", str)
"""The identity of an actor, a charge, a step…: unique within its case."""
CaseId = NewType("CaseId", str)
"""The address word of a case: lower case letters, digits and hyphens."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the case gives it, as the source wrote it, and why the editor reads it so when it is not all there."""

    when: When
    written: str = ""
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read: where, when, and which bytes. `characters` counts the code points of the text as read."""

    id: SourceId
    kind: str
    outlet: str
    title: str
    address: str
    published: Dated | None
    retrieved: date
    sha256: str
    characters: int


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of a source on which a fact rests; `start` and `end` count code points of the text as read."""

    source: SourceId
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What every fact has: its identity, its citations, the day since when the docket has it, an editor's remark."""

    id: FactId
    cites: tuple[Citation, ...]
    since: date
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, court or organisation in its public part: never more of a living person than that."""

    known: Known
    kind: str
    name: str
    role: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What was disclosed, in our words."""

    known: Known
    what: str
    by: FactId
    date: Dated | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure; `kind` is a move of `procedures`; `answers` names the step it answers."""

    known: Known
    kind: str
    what: str
    date: Dated | None
    by: FactId | None
    to: FactId | None
    answers: FactId | None


@dataclass(frozen=True, slots=True)
class Charge:
    """Counts of one offence against one person under one statute; its status follows from its steps."""

    known: Known
    offence: str
    counts: int
    statute: str
    statute_inferred: str
    by: FactId
    against: FactId
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A procedure of a known kind as its dated steps."""

    known: Known
    kind: str
    title: str
    person: FactId
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something offered to a person, such as asylum, as its dated steps."""

    known: Known
    kind: str
    by: FactId
    to: FactId
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Words said: the cited words themselves when `direct`, else reported in our words as `what`."""

    known: Known
    by: FactId
    date: Dated | None
    occasion: str
    direct: bool
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a source states; `counts` says of what. It is shown beside what the docket computes."""

    known: Known
    counts: str
    value: int


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute and its greatest penalty in whole years; `in_force` is the time for which that maximum holds."""

    id: str
    citation: str
    title: str
    jurisdiction: str
    act: str
    maximum_years: int
    in_force: When
    words: str
    address: str
    read: date


@dataclass(frozen=True, slots=True)
class Case:
    """One case file."""

    id: CaseId
    title: str
    language: str
    sources: tuple[Source, ...]
    statutes: tuple[Statute, ...]
    actors: tuple[Actor, ...]
    disclosures: tuple[Disclosure, ...]
    charges: tuple[Charge, ...]
    proceedings: tuple[Proceeding, ...]
    offers: tuple[Offer, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
