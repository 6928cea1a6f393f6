"""Cases of the docket in the log: entering the states of their records, reading them back, withdrawing.

specs/release.md, "Entries of cases". Like a release: what must be kept is on the disk first, then the log takes all
entries or none, then the pages follow. What a state changes of the one before is told by entries of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from amparo.errors import InputError, StoreError
from amparo.ledger.canonical import encode
from amparo.ledger.case_entries import CaseCorrection, CaseEntry, CaseState, CaseWithdrawal
from amparo.ledger.case_record import Record, Told, dropped, parse_record, told
from amparo.ledger.entries import case_entry_bytes, parse_entry
from amparo.library.archive import Archive
from amparo.library.files import put, settle
from amparo.library.reading import line

Logged = tuple[int, CaseEntry]
"""An entry of a case, and its place in the log."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered: the cases with a new state, how many corrections, the cases that stay withdrawn."""

    states: tuple[str, ...]
    corrections: int
    withdrawn: tuple[str, ...]


def logged(archive: Archive) -> tuple[Logged, ...]:
    """Every entry of a case, in the log's order."""
    rows = archive.catalogue.database.execute("SELECT log_index, entry FROM case_entries ORDER BY log_index")
    entries = ((int(row["log_index"]), parse_entry(row["entry"].encode())) for row in rows)
    return tuple((index, one) for index, one in entries if isinstance(one, CaseState | CaseCorrection | CaseWithdrawal))


def in_view(entries: Iterable[Logged]) -> dict[int, CaseState]:
    """The states whose records are in view, by their place in the log: those that no withdrawal follows."""
    states: dict[int, CaseState] = {}
    for index, entry in entries:
        if isinstance(entry, CaseState):
            states[index] = entry
        elif isinstance(entry, CaseWithdrawal):
            states = {at: one for at, one in states.items() if one.case != entry.case}
    return states


def present(entries: Iterable[Logged]) -> dict[str, CaseState]:
    """The newest state of each case in view, by the case's address word."""
    return {state.case: state for _, state in sorted(in_view(entries).items())}


def withdrawals(entries: Sequence[Logged]) -> dict[str, tuple[int, CaseWithdrawal]]:
    """The cases that are out of view, each with the entry that took it out."""
    shown = present(entries)
    last = {one.case: (index, one) for index, one in entries if isinstance(one, CaseWithdrawal)}
    return {case: found for case, found in last.items() if case not in shown}


def record_of(archive: Archive, state: CaseState) -> bytes:
    """The record of a state in view. Raises StoreError when it is not what the log says."""
    path = archive.places.cases / f"{state.sha256}.json"
    data = path.read_bytes() if path.is_file() else b""
    if sha256(data).hexdigest() != state.sha256:
        raise StoreError(
            "The record of a published case is missing or was altered on this disk.",
            "Restore HOME/library/cases from a backup, or the file of this SHA-256 from a mirror's docket.",
        )
    return data


def enter(archive: Archive, records: Sequence[Record], reason: str = "") -> Entered:
    """Enter the states that are new, each with the corrections it brings, all or none.

    `reason` says for everyone why facts of an earlier state were changed or left out without a correction of the case's
    own. InputError when there are such facts and no reason, or when a correction that was published is gone.
    """
    entries = logged(archive)
    known, gone = present(entries), withdrawals(entries)
    news: list[CaseEntry] = []
    for record in records:
        if record["id"] not in gone:
            news += _entries_of(archive, record, known.get(str(record["id"])), reason)
    settle()
    archive.log.append(map(case_entry_bytes, news))
    archive.catch_up()
    return Entered(
        states=tuple(entry.case for entry in news if isinstance(entry, CaseState)),
        corrections=sum(isinstance(entry, CaseCorrection) for entry in news),
        withdrawn=tuple(sorted(gone.keys() & {str(record["id"]) for record in records})),
    )


def _entries_of(archive: Archive, record: Record, known: CaseState | None, reason: str) -> Iterator[CaseEntry]:
    data = encode(record)
    digest, case = sha256(data).hexdigest(), str(record["id"])
    if known is not None and known.sha256 == digest:
        return
    before = parse_record(record_of(archive, known)) if known is not None else None
    changes = told((before, known.day) if before is not None and known is not None else None, record)
    _refuse_unseen(case, before, record, [one.fact for one in changes if one.reason is None], reason)
    put(archive.places.cases / f"{digest}.json", data)
    yield CaseState(case, line(str(record["title"])), digest, len(data), archive.today)
    for change in changes:
        yield _correction(case, digest, change, reason, archive.today)


def _refuse_unseen(case: str, before: Record | None, record: Record, unsaid: Sequence[str], reason: str) -> None:
    lost = dropped(before, record) if before is not None else ()
    if lost:
        raise InputError(
            f"The case {case} no longer has a correction that was published, or has another in its place: "
            f"{', '.join(lost)}.",
            "A correction stays in its case. Put it back, and correct what stands instead by a further correction.",
        )
    if unsaid and not line(reason):
        raise InputError(
            f"The case {case} would change, without a correction, what was published or was known earlier: "
            f"{', '.join(unsaid)}.",
            "Leave facts as they were and add corrections; give what is added now the day of adding it (known:, "
            "retrieved:). Or say for everyone why not, with --reason TEXT.",
        )


def _correction(case: str, record: str, change: Told, reason: str, day: date) -> CaseCorrection:
    return CaseCorrection(
        case=case,
        record=record,
        correction=change.correction,
        fact=change.fact,
        outcome=change.outcome,
        old=change.old,
        new=change.new,
        reason=line(change.reason if change.reason is not None else reason),
        asked=change.asked,
        day=day,
    )


def said(entry: CaseCorrection) -> Told:
    """What a correction in the log says."""
    return Told(entry.correction, entry.fact, entry.outcome, entry.old, entry.new, entry.reason, entry.asked)


def as_logged(one: Told) -> tuple[str | None, ...]:
    """What of it the log must say as the record does: the reason too, where it is the record's own."""
    return (*one.sense, line(one.reason or "") if one.correction is not None else "", one.asked)


def check_published(archive: Archive, case: str) -> None:
    """InputError when no such case is in view."""
    if case not in present(logged(archive)):
        raise InputError(
            "No such case is published here.",
            "Its address word is in the address of its page. If its withdrawal was cut off: amparo docket publish",
        )


def withdraw(archive: Archive, case: str, reason: str, authority: str) -> int:
    """Take a case out of view, every state of it; the entry's place in the log. Pages go when they are made again.

    Raises InputError when no such case is in view.
    """
    check_published(archive, case)
    archive.log.append([case_entry_bytes(CaseWithdrawal(case, line(reason), line(authority), archive.today))])
    archive.catch_up()
    return archive.log.checkpoint.size - 1


def by_case(entries: Sequence[Logged]) -> Mapping[str, tuple[Logged, ...]]:
    """The entries of each case, in the log's order."""
    found: dict[str, tuple[Logged, ...]] = {}
    for one in entries:
        found[one[1].case] = (*found.get(one[1].case, ()), one)
    return found
