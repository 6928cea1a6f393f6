"""What a published page says of the log it is in: the entries of its case, each with its number and its proof.

Spec: specs/case.md, "In a library". The entries come from the library as `amparo.ledger` reads them; a docket built by
itself has none. They stand on the present page alone: a page as known on an earlier day stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from amparo.docket.pages.site import Frame, Site, frame
from amparo.docket.words import Speak, day_words
from amparo.ledger.case_entries import CaseCorrection, CaseEntry, CaseState, CaseWithdrawal

Entries = Sequence[tuple[int, CaseEntry]]


@dataclass(frozen=True, slots=True)
class Host:
    """The library that a docket is published in: its name, its log's, the entries of each case, and those withdrawn."""

    title: str
    origin: str
    entries: Mapping[str, Entries]
    withdrawn: Mapping[str, CaseWithdrawal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry in words. `record` is the address of a state's record, beside the page; empty for other entries."""

    index: int
    what: str
    day: str
    outcome: str
    fact: str
    reason: str
    proof: str
    record: str


@dataclass(frozen=True, slots=True)
class CaseLog:
    """The log of one case, newest first. `present` is the newest state, `corrections` their entries by their id."""

    library: str
    origin: str
    present: LogLine
    lines: tuple[LogLine, ...]
    corrections: Mapping[str, LogLine]


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """Context of withdrawn.html."""

    frame: Frame
    case: str
    day: str
    reason: str
    authority: str
    index: int
    origin: str


def case_log(host: Host | None, case: str, speak: Speak) -> CaseLog | None:
    """The log of a case as its page shows it; None when it is in none."""
    entries = host.entries.get(case, ()) if host else ()
    lines = {index: _line(index, entry, speak) for index, entry in entries}
    states = [index for index, entry in entries if isinstance(entry, CaseState)]
    if host is None or not states:
        return None
    last = max((index for index, entry in entries if isinstance(entry, CaseWithdrawal)), default=-1)
    shown = [line for index, line in lines.items() if index > last or line.what != "state"]
    return CaseLog(
        library=host.title,
        origin=host.origin,
        present=lines[states[-1]],
        lines=tuple(reversed(shown)),
        corrections={
            entry.correction: lines[index]
            for index, entry in entries
            if isinstance(entry, CaseCorrection) and entry.correction
        },
    )


def _line(index: int, entry: CaseEntry, speak: Speak) -> LogLine:
    is_state, correction = isinstance(entry, CaseState), entry if isinstance(entry, CaseCorrection) else None
    return LogLine(
        index=index,
        what="state" if is_state else "correction" if correction else "withdrawal",
        day=day_words(entry.day, speak),
        outcome=correction.outcome if correction else "",
        fact=correction.fact if correction else "",
        reason="" if isinstance(entry, CaseState) else entry.reason,
        proof=f"log/{index}.tlog-proof",
        record=f"log/{index}.json" if is_state else "",
    )


def withdrawn_page(site: Site, host: Host, case: str) -> bytes:
    """What stands at the address of a case that was withdrawn."""
    entry = host.withdrawn[case]
    context = WithdrawnPage(
        frame=frame(PurePosixPath(case) / "index.html", "", host.title),
        case=case,
        day=day_words(entry.day, site.speak),
        reason=entry.reason,
        authority=entry.authority,
        index=max(index for index, one in host.entries[case] if one == entry),
        origin=host.origin,
    )
    return site.render("withdrawn.html", context)
