"""A library with documents and one case in two states, for the tests of cases in the log; and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from amparo.cli.docket_publish import bring_up
from amparo.ledger.canonical import encode
from amparo.ledger.case_entries import CaseCorrection, CaseState
from amparo.ledger.entries import case_entry_bytes
from amparo.ledger.policy import Policy
from amparo.library.archive import open_archive
from amparo.library.cases import Entered, enter
from amparo.library.files import put
from amparo.library.publish import finish
from amparo.library.settings import Places
from amparo.library.verify_pages import verify_archive
from docket_cases import case_of, fact, values
from library_bundles import a_library, clock, published, quiet, sha, some, write_bundle

DAY = date(2026, 11, 24)


def corrected() -> dict[str, Any]:
    """The small case with a statement that was wrong, what stands instead, and the correction."""
    case = values()
    case["statements"].append(fact("told-2", "She told the truth", by="premier", direct=True, known=DAY.isoformat()))
    case["corrections"] = [
        fact(
            "mended",
            "She told the truth",
            fact=case["statements"][0]["id"],
            outcome="corrected",
            instead="told-2",
            what="The statement was cut short.",
            asked="reader",
            known=DAY.isoformat(),
        )
    ]
    case_of(case)
    return case


def publish(places: Places, *cases: dict[str, Any], reason: str = "") -> Entered:
    with open_archive(places, clock) as archive:
        entered = enter(archive, cases, reason)
        bring_up(archive, DAY)
    return entered


def library_with_a_case(home: Path) -> Places:
    """A library in HOME with a release and the small case, published as it was first and corrected."""
    places = a_library(home)
    published(places, write_bundle(home.parent / "one", some(2)))
    publish(places, values())
    publish(places, corrected())
    return places


def problems(places: Places) -> set[tuple[str, str]]:
    policy = Policy.parse((places.public / "log.policy").read_bytes())
    return {(one.path, one.reason.value) for one in verify_archive(places.public, policy).problems}


def lies(places: Places, record: dict[str, Any], *corrections: CaseCorrection, title: str = "") -> int:
    """Enter a state as a publisher with a changed program would: signed and whole. The state's place in the log."""
    data = encode(record)
    state = CaseState("oldeval", title or record["title"], sha(data), len(data), DAY)
    put(places.cases / f"{state.sha256}.json", data)
    with open_archive(places, clock) as archive:
        index = archive.log.checkpoint.size
        archive.log.append([case_entry_bytes(state), *map(case_entry_bytes, corrections)])
        archive.catch_up()
        finish(archive, quiet)
    return index
