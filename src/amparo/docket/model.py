"""What a case is: sources, and facts that each cite one. Frozen data; no I/O, no rules. Spec: specs/case.md.

Every fact is an `Actor`, `Disclosure`, `Charge`, `Proceeding`, `Offer`, `Step`, `Statement`, `Figure`, `Reply`,
`Correction` or `Conflict`; each carries the citations it rests on and the day from which the docket knew it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

from amparo.docket.edtf import When
from amparo.docket.penalty import Maximum

SourceId = NewType("SourceId", str)
FactId = NewType("FactId", str)
"""The identity of an actor, a charge, a step…: unique within its case."""
CaseId = NewType("CaseId", str)
"""The address word of a case: lower case letters, digits and hyphens."""

PURSUED = ("defendant", "subject")
"""Roles of those a case is about: charged before a court, or pursued although no court has (or took) the charge."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the case gives it, as the source wrote it, and why the editor reads it so when it is not all there."""

    when: When
    written: str = ""
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class Archived:
    """A copy that was kept of the page or file in which a text stood; `address` is empty where it lies in private."""

    sha256: str
    address: str = ""


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
    archived: Archived | None = None


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
    """What was disclosed, in our words; `documents`: where it can be read.

    An address on the web, or `collection` or `collection/document` of the library that publishes the case.
    """

    known: Known
    what: str
    by: FactId
    date: Dated | None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure; `kind` is a move of `procedures`; `answers` names the step it answers.

    `unusual`: why it is here although the table of its procedure leads nowhere near it. `counts`: of a charge, how many
    of its counts the step concerns; None for all.
    """

    known: Known
    kind: str
    what: str
    date: Dated | None
    by: FactId | None
    to: FactId | None
    answers: FactId | None
    unusual: str = ""
    counts: int | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Counts of one offence against one person under one statute; its status follows from its steps.

    `offence_date` is when the offence is said to have been committed: the law of that day sets the maximum.
    """

    known: Known
    offence: str
    counts: int
    statute: str
    statute_inferred: str
    offence_date: Dated | None
    by: FactId
    against: FactId
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A procedure of a known kind as its dated steps; `law` names the rules of one country, or is empty.

    `together`: who else is tried in it, if anybody: each step concerns all of them.
    """

    known: Known
    kind: str
    law: str
    title: str
    person: FactId
    steps: tuple[Step, ...]
    together: tuple[FactId, ...] = ()

    @property
    def persons(self) -> tuple[FactId, ...]:
        """Everybody whom it concerns."""
        return tuple(dict.fromkeys((self.person, *self.together)))


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
class Reply:
    """What a person of the case says of the record: a statement on it, or a request to correct facts of it.

    `about` names the facts meant. Said as a statement is: the cited words when `direct`, else `what`.
    """

    known: Known
    kind: str
    by: FactId
    about: tuple[FactId, ...]
    date: Dated | None
    direct: bool
    what: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a fact of the record: `what` was wrong, who `asked`, and the fact that stands `instead` of it.

    `outcome` is `corrected`, `withdrawn` or `declined`; `request` is the reply that asked for it. The fact itself stays
    in the file: the docket knew it, until it knew this.
    """

    known: Known
    fact: FactId
    outcome: str
    instead: FactId | None
    what: str
    asked: str
    by: FactId | None
    request: FactId | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another source says otherwise of a fact: `what`, and the `date` it gives. Nothing is computed with it."""

    known: Known
    fact: FactId
    what: str
    date: Dated | None


@dataclass(frozen=True, slots=True)
class Penalty:
    """The maximum of a statute for the time `in_force`, by which act, in the law's own words where they were compared.

    `basis` says what the entry was compared with; it is empty for a statute of a case file, whose citation says it.
    """

    maximum: Maximum
    in_force: When
    act: str
    words: str
    address: str
    read: date
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Statute:
    """A provision of law and what it threatens, oldest first; `called`: what articles call its act without doubt."""

    id: str
    citation: str
    title: str
    jurisdiction: str
    penalties: tuple[Penalty, ...]
    called: tuple[str, ...] = ()


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
    replies: tuple[Reply, ...] = ()
    corrections: tuple[Correction, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
