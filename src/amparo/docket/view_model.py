"""What a reader is shown of a case on a day: plain frozen data, the same for the page and its JSON twin.

Everything here is computed from the case; keys are stable. Spec: specs/case.md, "The JSON twin".
"""

from __future__ import annotations

from dataclasses import dataclass

from amparo.docket.footnotes import Footnote, Marks, Remark
from amparo.docket.model import Archived
from amparo.docket.view_parts import DateView, Party, ProcedureView, Span, StepView


@dataclass(frozen=True, slots=True)
class StatuteView:
    """A statute and the maximum that held: `maximum` in words, `maximum_months` and `maximum_years` where they say it.

    `maximum_kind`: `term`, `fine`, `indeterminate`, `life`, `death`, `unknown`. `words`: the law's own, or empty.
    """

    id: str
    citation: str
    title: str
    act: str
    jurisdiction: str
    maximum: str
    maximum_kind: str
    maximum_months: int
    maximum_years: int | None
    in_force: str
    words: str
    address: str
    read: str
    basis: str


@dataclass(frozen=True, slots=True)
class ChargeView:
    """Counts of a charge that stand alike, as a term of the sum; `amount` is counts × maximum in words, or `years`.

    A charge whose counts came apart has several. `of_counts`: how many the charge has; `since`: the day of the step
    that gave these their `status`. `counted` is false when they threaten no more. `law_of`: the maximum is that of the
    day of the `offence`, of the `charge`, or the `newest`; `other_maxima`: what else may have been in force on that
    date, the gravest being taken.
    """

    id: str
    offence: str
    counts: int
    of_counts: int
    by: str
    against: str
    status: str
    since: DateView | None
    statute: StatuteView
    years: int | None
    amount: str
    counted: bool
    offence_date: DateView | None
    law_of: str
    other_maxima: tuple[str, ...]
    steps: tuple[StepView, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class StatedView:
    """A figure a source states, beside what is computed, as a number and in words."""

    counts: str
    value: int
    computed: int
    computed_words: str
    agrees: bool
    marks: Marks


@dataclass(frozen=True, slots=True)
class PersonExposureView:
    """The sum of one person, where several are charged."""

    person: str
    words: str
    longest: str
    counts: int
    derivation: str


@dataclass(frozen=True, slots=True)
class ExposureView:
    """The greatest penalty: in `words`, its whole `years`, the sum it comes from, and what sources state.

    `exact`: whole years say all of it. `longest`: what is left when all terms run at the same time. `left_out`: what
    was charged and is in the sum no more, and why, a line each. Where several persons are charged each has a sum of
    their own in `by_person`; words say them all, and numbers are those of the person with the gravest sum.
    """

    years: int
    months: int
    exact: bool
    words: str
    longest: str
    counts: int
    derivation: str
    left_out: tuple[str, ...]
    by_person: tuple[PersonExposureView, ...]
    charges: tuple[ChargeView, ...]
    stated: tuple[StatedView, ...]


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """What was disclosed; `documents`: web addresses, and paths in the library that publishes the case."""

    id: str
    what: str
    by: str
    date: DateView | None
    documents: tuple[str, ...]
    marks: Marks


@dataclass(frozen=True, slots=True)
class StatementView:
    """Words said: `words` quoted when `direct`, else reported."""

    id: str
    by: str
    capacity: str
    date: DateView | None
    occasion: str
    direct: bool
    words: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source: where it is, when it was read, which text; `facts` counts the facts that rest on it."""

    id: str
    kind: str
    outlet: str
    title: str
    address: str
    published: DateView | None
    retrieved: str
    sha256: str
    characters: int
    archived: Archived | None
    facts: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One dated event of the timeline; `who` said or published it, and is empty where `what` says all."""

    number: int
    lane: str
    date: DateView
    who: str
    what: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class CustodyView:
    """How long a person has been held; `held`: whether that goes on; `spells`: since when and until when, in words."""

    person: str
    days: Span
    held: bool
    spells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReplyView:
    """What a person says of the record; `about`: the facts meant. A request is open until a correction answers it."""

    id: str
    kind: str
    by: str
    about: tuple[str, ...]
    date: DateView | None
    direct: bool
    words: str
    outcome: str
    open_for: Span | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction: of which fact, since when, who asked, what was wrong, and the last day of the earlier reading."""

    id: str
    fact: str
    instead: str
    outcome: str
    what: str
    asked: str
    by: str
    since: str
    since_words: str
    before: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A fact as the record has it, and beside it what another source says, each with its footnotes."""

    id: str
    fact: str
    fact_marks: Marks
    what: str
    date: DateView | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest source: how far the record reaches."""

    outlet: str
    date: DateView
    age: Span


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as known on a day, and as it stood on a day."""

    id: str
    title: str
    language: str
    known_on: str
    on: str
    facts: int
    newest: Newest | None
    persons: tuple[Party, ...]
    actors: tuple[Party, ...]
    disclosures: tuple[DisclosureView, ...]
    exposure: ExposureView
    proceedings: tuple[ProcedureView, ...]
    offers: tuple[ProcedureView, ...]
    custody: tuple[CustodyView, ...]
    statements: tuple[StatementView, ...]
    replies: tuple[ReplyView, ...]
    corrections: tuple[CorrectionView, ...]
    conflicts: tuple[ConflictView, ...]
    timeline: tuple[EventView, ...]
    sources: tuple[SourceView, ...]
    footnotes: tuple[Footnote, ...]
    remarks: tuple[Remark, ...]
