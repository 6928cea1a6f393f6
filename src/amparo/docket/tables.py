"""Tables of a case as CSV (RFC 4180): charges, steps, statements, coverage. Spec: specs/case.md, "Tables".

Every row names the spans it rests on (`cites`: `source:start-end`). A table is opened in a spreadsheet, which runs what
looks like a formula, and words of sources come from strangers: such a cell begins with an apostrophe here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from amparo.docket.footnotes import Footnote, Marks
from amparo.docket.view_model import CaseView, ChargeView, SourceView, StatementView
from amparo.docket.view_parts import DateView, ProcedureView
from amparo.web.table import csv_line

Row = tuple[str | int, ...]

_DATE = ("date", "first", "last")
CHARGES = (
    *("id", "offence", "counts", "of_counts", "against", "by", "status", "since", "statute", "citation"),
    "jurisdiction",
    *("maximum", "maximum_kind", "maximum_months", "amount", "counted", "law_of", "offence_date", "cites"),
)
STEPS = (
    *("procedure", "kind", "law", "title", "person", "offered_by", "step", "step_kind", "name", "what"),
    *(*_DATE, "by", "to", "cites"),
)
STATEMENTS = ("id", "by", "capacity", *_DATE, "occasion", "said", "words", "cites")
COVERAGE = ("id", "kind", "outlet", "title", "address", *_DATE, "retrieved", "sha256", "characters", "facts",
            "archived_sha256", "archived")  # fmt: skip


def tables(shown: CaseView) -> Mapping[str, bytes]:
    """The tables of a case by the names of their files. A table without rows is its header alone."""
    notes = {note.number: note for note in shown.footnotes}
    steps = (row for one in (*shown.proceedings, *shown.offers) for row in _steps(one, notes))
    return {
        "charges.csv": written(CHARGES, (_charge(one, notes) for one in shown.exposure.charges)),
        "proceedings.csv": written(STEPS, steps),
        "statements.csv": written(STATEMENTS, (_statement(one, notes) for one in shown.statements)),
        "coverage.csv": written(COVERAGE, (_source(one) for one in shown.sources)),
    }


def written(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One table in UTF-8, lines ended as RFC 4180 has it."""
    told = (csv_line(map(_word, row)) for row in rows)
    return "".join((csv_line(header), *told)).encode()


def _word(value: str | int) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _charge(one: ChargeView, notes: Mapping[int, Footnote]) -> Row:
    statute = one.statute
    return (
        *(one.id, one.offence, one.counts, one.of_counts, one.against, one.by, one.status),
        *(one.since.edtf if one.since else "", statute.id, statute.citation, statute.jurisdiction),
        *(statute.maximum, statute.maximum_kind, statute.maximum_months, one.amount, one.counted, one.law_of),
        *(one.offence_date.edtf if one.offence_date else "", cites(one.marks, notes)),
    )


def _steps(one: ProcedureView, notes: Mapping[int, Footnote]) -> Iterator[Row]:
    for step in one.steps:
        yield (
            *(one.id, one.kind, one.law, one.title, one.person or one.to, one.by),
            *(step.id, step.kind, step.name, step.what, *_date(step.date)),
            *(step.by, step.to, cites(step.marks, notes)),
        )


def _statement(one: StatementView, notes: Mapping[int, Footnote]) -> Row:
    said = ("direct" if one.direct else "reported", one.words)
    return (one.id, one.by, one.capacity, *_date(one.date), one.occasion, *said, cites(one.marks, notes))


def _source(one: SourceView) -> Row:
    named = (one.id, one.kind, one.outlet, one.title, one.address)
    copy = (one.archived.sha256, one.archived.address) if one.archived else ("", "")
    return (*named, *_date(one.published), one.retrieved, one.sha256, one.characters, one.facts, *copy)


def _date(one: DateView | None) -> tuple[str, str, str]:
    """A date in EDTF, and the first and last day it may mean; an open end is empty."""
    return (one.edtf, one.first or "", one.last or "") if one else ("", "", "")


def cites(marks: Marks, notes: Mapping[int, Footnote]) -> str:
    """The spans behind a fact: `courier:527-558; notice:12-40`."""
    found = [notes[number] for number in marks.notes]
    return "; ".join(f"{note.source}:{note.start}-{note.end}" for note in found)
