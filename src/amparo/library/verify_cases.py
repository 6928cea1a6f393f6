"""Verifying the cases of an archive: each state's record as logged, each change of it told, withdrawn ones gone.

specs/log.md, "Verifying". The log says which states a case had. From the records this works out anew what each state
did to the facts of the one before, and compares it with the corrections in the log: a fact that changed without an
entry, an entry that nothing in the records bears out, and a correction that a later state has no more, are problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from amparo.errors import InputError
from amparo.ledger.case_entries import MOST_RECORD, CaseCorrection, CaseState, CaseWithdrawal
from amparo.ledger.case_record import Record, dropped, parse_record, told
from amparo.library.addresses import case_file
from amparo.library.case_tree import PROOF, RECORD
from amparo.library.cases import Logged, as_logged, by_case, in_view, said
from amparo.library.reading import line
from amparo.library.verify_reports import CaseReport, Problem, Reason
from amparo.library.verify_sources import PublishedTree


class Cases:
    """The cases of one archive. `problems` reads every record; `reports` says what is in view."""

    def __init__(self, source: PublishedTree, entries: Sequence[Logged]) -> None:
        self._source = source
        self._entries = entries
        self._shown = in_view(entries)
        self.checked = 0
        self.bytes = 0

    def reports(self) -> tuple[CaseReport, ...]:
        """Each case in view, by address word."""
        found = []
        for case, entries in sorted(by_case(self._entries).items()):
            states = [(index, self._shown[index]) for index, _ in entries if index in self._shown]
            if states:
                index, last = states[-1]
                corrections = sum(isinstance(entry, CaseCorrection) for _, entry in entries)
                found.append(
                    CaseReport(case, last.title, last.sha256, index, last.day.isoformat(), len(states), corrections)
                )
        return tuple(found)

    def problems(self) -> Iterator[Problem]:
        """What is wrong, case by case in the log's order."""
        for entries in by_case(self._entries).values():
            yield from self._of_case(entries)

    def _of_case(self, entries: Sequence[Logged]) -> Iterator[Problem]:
        before: tuple[Record, date] | None = None
        sound = True  # while the record before is there, so that the next can be compared with it
        for place, (index, entry) in enumerate(entries):
            if isinstance(entry, CaseWithdrawal):
                before, sound = None, True
            if not isinstance(entry, CaseState):
                continue
            path = case_file(entry.case, index, RECORD).as_posix()
            if index not in self._shown:
                yield from self._gone(path)
                continue
            record, reason = self._record(path, entry)
            if reason is not None:
                yield Problem(path, reason)
            elif record is not None and sound:
                following = [one for _, one in entries[place + 1 :]]
                yield from (Problem(path, one) for one in _told_truly(before, record, entry, following))
            before, sound = (record, entry.day) if record is not None else None, record is not None
        yield from self._stray(entries)

    def _gone(self, path: str) -> Iterator[Problem]:
        try:
            self._source.digest(path, 0)
        except KeyError:
            return
        yield Problem(path, Reason.WITHDRAWN)

    def _record(self, path: str, state: CaseState) -> tuple[Record | None, Reason | None]:
        try:
            data = b"".join(self._source.stream(path, MOST_RECORD))
        except KeyError:
            return None, Reason.MISSING
        self.checked += 1
        self.bytes += len(data)
        if (len(data), sha256(data).hexdigest()) != (state.size, state.sha256):
            return None, Reason.CHANGED
        try:
            return parse_record(data), None
        except InputError:
            return None, Reason.UNTOLD

    def _stray(self, entries: Sequence[Logged]) -> Iterator[Problem]:
        """Corrections that stand behind no state of theirs."""
        state: str | None = None
        for index, entry in entries:
            if isinstance(entry, CaseCorrection) and entry.record != state:
                yield Problem(case_file(entry.case, index, PROOF).as_posix(), Reason.UNTOLD)
            elif not isinstance(entry, CaseCorrection):
                state = entry.sha256 if isinstance(entry, CaseState) else None


def _told_truly(
    before: tuple[Record, date] | None, record: Record, state: CaseState, following: Sequence[object]
) -> Iterator[Reason]:
    """What is wrong between the corrections that follow a state and what its record does to the one before."""
    entered = []
    for entry in following:
        if not isinstance(entry, CaseCorrection):
            break
        if entry.record == state.sha256:
            entered.append(as_logged(said(entry)))
    try:
        done = [as_logged(one) for one in told(before, record)]
        lost = before is not None and dropped(before[0], record)
    except InputError:
        yield Reason.UNTOLD
        return
    named = (record.get("id"), line(str(record.get("title"))))
    if named != (state.case, state.title) or sorted(map(repr, entered)) != sorted(map(repr, done)):
        yield Reason.UNTOLD
    if lost:
        yield Reason.DROPPED
