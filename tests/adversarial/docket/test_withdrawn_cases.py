"""A case that was withdrawn: nothing of it is left to read, whatever stands in the way, and nothing puts it back."""

from __future__ import annotations

from argparse import Namespace

import pytest

from amparo.cli.docket_publish import bring_up, run_withdraw
from amparo.errors import StateError
from amparo.library import cases as logged_cases
from amparo.library.archive import Archive, open_archive
from amparo.library.cases import enter
from amparo.library.publish import finish
from amparo.library.settings import Places
from amparo.library.verify_pages import verify_archive
from library_bundles import clock
from published_cases import DAY, corrected, problems, publish


def shown(places: Places) -> bytes:
    """All that readers can see but the log's own tiles, which keep entries whole."""
    return b"".join(
        path.read_bytes() for path in places.public.rglob("*") if path.is_file() and "tile" not in str(path)
    )


def test_a_withdrawn_case_leaves_no_record_and_stays_withdrawn(places: Places) -> None:
    assert b"cut short" in shown(places)
    with open_archive(places, clock) as archive:
        index = logged_cases.withdraw(archive, "oldeval", "A court ordered it.", "Court of Vel, 3/2026")
        bring_up(archive, DAY)
    report = verify_archive(places.public)
    assert report.ok and report.cases == ()
    assert not list((places.public / "docket" / "oldeval").rglob("*.json")) and not list(places.cases.iterdir())
    page = (places.public / "docket" / "oldeval" / "index.html").read_text("utf-8")
    assert "A court ordered it." in page and f"log/{index}.tlog-proof" in page
    assert b"accountant" not in shown(places)
    assert b"cut short" not in shown(places), "nor are the reasons of its corrections repeated"
    assert publish(places, corrected()).withdrawn == ("oldeval",)
    assert verify_archive(places.public).cases == ()


def test_a_withdrawn_record_put_back_is_found(places: Places) -> None:
    log = places.public / "docket" / "oldeval" / "log"
    (record, *_) = sorted(log.glob("*.json"))
    whole = record.read_bytes()
    with open_archive(places, clock) as archive:
        logged_cases.withdraw(archive, "oldeval", "A court ordered it.", "Court of Vel, 3/2026")
        bring_up(archive, DAY)
    record.write_bytes(whole)
    assert (f"docket/oldeval/log/{record.name}", "withdrawn") in problems(places)


def test_a_withdrawn_case_goes_when_the_pages_of_another_cannot_be_made(places: Places) -> None:
    with open_archive(places, clock) as archive:
        enter(archive, [{"id": "other", "title": "A record that is no case"}])
    asked = Namespace(home=places.root.parent, case="oldeval", reason="A court ordered it.", authority="Vel", json=True)
    assert b"accountant" in shown(places)
    with pytest.raises(StateError, match="record of other"):
        run_withdraw(asked)
    assert b"accountant" not in shown(places) and not (places.public / "docket" / "index.html").exists()
    assert verify_archive(places.public).ok


@pytest.mark.parametrize("entered", [False, True])
def test_a_withdrawal_cut_off_is_never_undone_by_a_build(
    places: Places, monkeypatch: pytest.MonkeyPatch, entered: bool
) -> None:
    """Killed just before or just after its entry; then the library is built by itself, as `library build` does."""
    withdraw = logged_cases.withdraw

    def killed(archive: Archive, case: str, reason: str, authority: str) -> int:
        if entered:
            withdraw(archive, case, reason, authority)
        raise KeyboardInterrupt

    monkeypatch.setattr(logged_cases, "withdraw", killed)
    asked = Namespace(home=places.root.parent, case="oldeval", reason="A court ordered it.", authority="Vel", json=True)
    with pytest.raises(KeyboardInterrupt):
        run_withdraw(asked)
    monkeypatch.undo()
    with open_archive(places, clock) as archive:
        finish(archive, lambda *_: None)
    assert not (places.public / "docket" / "oldeval" / "index.html").exists()
    assert (b"accountant" in shown(places)) is not entered, "what is not withdrawn keeps its record"
    assert verify_archive(places.public).ok
    with open_archive(places, clock) as archive:
        bring_up(archive, DAY)
    page = (places.public / "docket" / "oldeval" / "index.html").read_text("utf-8")
    assert ("A court ordered it." in page) is entered
