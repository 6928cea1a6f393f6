"""A publisher, or whoever got at the disk, changes a published case: found by whoever verifies the archive."""

from __future__ import annotations

import copy
import json
import shutil
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from amparo.cli.docket_publish import bring_up, run_publish
from amparo.cli.docket_verify import run_verify
from amparo.errors import AmparoError, InputError, TrustError
from amparo.ledger.canonical import encode
from amparo.ledger.case_entries import CaseCorrection, CaseState
from amparo.ledger.case_record import told
from amparo.ledger.entries import case_entry_bytes
from amparo.ledger.policy import Policy
from amparo.library.archive import open_archive
from amparo.library.case_tree import place_pages
from amparo.library.cases import Entered, enter, logged
from amparo.library.publish import finish
from amparo.library.settings import Places
from amparo.library.verify_pages import verify_archive
from amparo.library.verify_record import verify_record
from amparo.library.verify_reports import Problem, Reason
from docket_cases import cite, fact, values
from library_bundles import clock, quiet, sha
from published_cases import DAY, corrected, lies, problems, publish

Change = Callable[[dict[str, Any]], object]


def test_an_honest_docket_is_whole_and_tells_its_states_and_corrections(places: Places) -> None:
    report = verify_archive(places.public)
    assert report.ok
    ((case),) = report.cases
    assert (case.case, case.states, case.corrections) == ("oldeval", 2, 1)
    with open_archive(places, clock) as archive:
        entries = [entry for _, entry in logged(archive)]
    (correction,) = [one for one in entries if isinstance(one, CaseCorrection)]
    record = corrected()
    assert (correction.fact, correction.outcome) == (f"statements/{record['statements'][0]['id']}", "corrected")
    assert correction.old == sha(encode(record["statements"][0]))
    assert correction.new == sha(encode(record["statements"][-1]))
    assert correction.reason == "The statement was cut short."


def test_publishing_again_adds_nothing_and_growing_adds_a_state_alone(places: Places) -> None:
    before = (places.public / "checkpoint").read_bytes()
    assert publish(places, corrected()) == Entered((), 0, ())
    assert (places.public / "checkpoint").read_bytes() == before
    grown = corrected()
    grown["figures"].append(fact("more", "fourteen years", counts="maximum-years", value=14, known=DAY.isoformat()))
    assert publish(places, grown) == Entered(("oldeval",), 0, ())
    assert verify_archive(places.public).ok


@pytest.mark.parametrize("name", ["index.html", "feed.atom", "oldeval/index.html", "oldeval/case.json", "style.css"])
def test_a_page_altered_on_the_disk_is_found_and_not_signed_by_the_next_build(places: Places, name: str) -> None:
    page = places.public / "docket" / name
    page.write_bytes(page.read_bytes().replace(b"e", b"a", 1))
    assert (f"docket/{name}", "changed") in problems(places)
    with open_archive(places, clock) as archive:
        finish(archive, quiet)
    assert (f"docket/{name}", "changed") in problems(places)


def test_a_page_that_nobody_published_is_found(places: Places) -> None:
    (places.public / "docket" / "oldeval" / "more.html").write_text("<p>Guilty.")
    assert problems(places) == {("docket/oldeval/more.html", "unlisted")}


def test_a_record_or_proof_that_is_altered_or_gone_is_found(places: Places) -> None:
    log = places.public / "docket" / "oldeval" / "log"
    (record, *_) = sorted(log.glob("*.json"))
    whole = record.read_bytes()
    record.write_bytes(whole.replace(b"Oldeval", b"Oldevil"))
    assert (f"docket/oldeval/log/{record.name}", "changed") in problems(places)
    record.unlink()
    assert (f"docket/oldeval/log/{record.name}", "missing") in problems(places)
    record.write_bytes(whole)
    (proof, *_) = log.glob("*.tlog-proof")
    proof.write_bytes(proof.read_bytes() + b"x")
    assert problems(places) == {(f"docket/oldeval/log/{proof.name}", "changed")}


def test_a_docket_folder_left_out_altogether_is_found(places: Places) -> None:
    shutil.rmtree(places.public / "docket")
    assert ("docket/SHA256SUMS", "missing") in problems(places)


# What the publisher themselves does: signed, in the log, and wrong.


def change_a_fact(case: dict[str, Any]) -> None:
    case["charges"][0]["counts"] = 3


def drop_a_fact(case: dict[str, Any]) -> None:
    case["figures"].pop()


def change_a_step(case: dict[str, Any]) -> None:
    case["charges"][0]["steps"][0]["date"] = "2004-01-21"


def change_a_source(case: dict[str, Any]) -> None:
    case["sources"][0]["title"] = "Another title"


def change_the_title(case: dict[str, Any]) -> None:
    case["title"] = "Maren Oldeval, thief"


def cut_a_citation(case: dict[str, Any]) -> None:
    case["charges"][0]["cites"][0]["words"] = "other words"


def add_a_fact_to_an_earlier_day(case: dict[str, Any]) -> None:
    case["figures"].append(fact("late", "fourteen years", counts="maximum-years", value=15))


def cite_more_of_an_old_source(case: dict[str, Any]) -> None:
    case["charges"][0]["cites"].append(cite("an accountant"))


CHANGES: list[Change] = [
    *(change_a_fact, drop_a_fact, change_a_step, change_a_source, change_the_title, cut_a_citation),
    *(add_a_fact_to_an_earlier_day, cite_more_of_an_old_source),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_state_that_changes_a_fact_in_silence_is_found(places: Places, change: Change) -> None:
    record = corrected()
    change(record)
    index = lies(places, record)
    assert (f"docket/oldeval/log/{index}.json", Reason.UNTOLD.value) in problems(places)


def test_a_state_that_hides_a_fact_behind_a_field_of_its_name_is_found(places: Places) -> None:
    record = corrected()
    record["charges/" + record["charges"][0]["id"]] = copy.deepcopy(record["charges"][0])
    change_a_fact(record)
    assert (f"docket/oldeval/log/{lies(places, record)}.json", "untold") in problems(places)


def test_another_title_in_the_log_than_in_the_record_is_found(places: Places) -> None:
    index = lies(places, corrected(), title="Maren Oldeval, thief")
    assert (f"docket/oldeval/log/{index}.json", "untold") in problems(places)


@pytest.mark.parametrize(
    ("said", "found"), [({}, set()), ({"reason": "She asked us to."}, {"untold"}), ({"asked": "court"}, {"untold"})]
)
def test_other_words_for_a_correction_than_the_records_are_found(
    places: Places, said: dict[str, Any], found: set[str]
) -> None:
    record = corrected()
    more = {"fact": record["figures"][0]["id"], "outcome": "declined", "what": "It is right.", "asked": "reader"}
    record["corrections"].append(fact("kept", "fourteen years", known=DAY.isoformat(), **more))
    (one,) = told((corrected(), DAY), record)
    entry = CaseCorrection(
        "oldeval", sha(encode(record)), "kept", one.fact, "declined", one.old, None, "It is right.", "reader", DAY
    )
    index = lies(places, record, replace(entry, **said))
    assert {reason for path, reason in problems(places) if path == f"docket/oldeval/log/{index}.json"} == found


def test_a_withdrawn_correction_is_found(places: Places) -> None:
    index = lies(places, values())
    found = problems(places)
    assert (f"docket/oldeval/log/{index}.json", "dropped") in found


def test_a_correction_turned_into_another_is_found(places: Places) -> None:
    record = corrected()
    record["corrections"][0] |= {"outcome": "declined"}
    del record["corrections"][0]["instead"]
    index = lies(places, record)
    assert (f"docket/oldeval/log/{index}.json", "dropped") in problems(places)


def test_a_correction_in_the_log_that_no_record_bears_out_is_found(places: Places) -> None:
    with open_archive(places, clock) as archive:
        state = [one for _, one in logged(archive) if isinstance(one, CaseState)][-1]
        invented = CaseCorrection(
            "oldeval", state.sha256, None, "charges/c1", "edited", "ab" * 32, None, "Nothing.", None, DAY
        )
        archive.log.append([case_entry_bytes(invented)])
        archive.catch_up()
        finish(archive, quiet)
    assert "untold" in {reason for _, reason in problems(places)}


@pytest.mark.parametrize("change", CHANGES)
def test_the_command_refuses_to_change_in_silence_and_logs_what_is_said(places: Places, change: Change) -> None:
    record = corrected()
    change(record)
    size = len((places.public / "changes" / "changes.json").read_bytes())
    with open_archive(places, clock) as archive, pytest.raises(InputError, match="without a correction"):
        enter(archive, [record])
    assert len((places.public / "changes" / "changes.json").read_bytes()) == size
    with open_archive(places, clock) as archive:
        entered = enter(archive, [record], "The editor misread the notice.")
        assert entered.corrections >= 1
        told = [one for _, one in logged(archive)][-entered.corrections :]
        finish(archive, quiet)
    assert {one.reason for one in told if isinstance(one, CaseCorrection)} == {"The editor misread the notice."}
    assert not {reason for _, reason in problems(places)} & {"untold", "dropped"}


def test_the_command_never_takes_back_a_correction(places: Places) -> None:
    with open_archive(places, clock) as archive, pytest.raises(InputError, match="no longer has a correction"):
        enter(archive, [values()], "We changed our mind.")
    assert verify_archive(places.public).ok


def test_a_library_that_lost_its_catalogue_makes_the_same_docket_anew(places: Places) -> None:
    before = {path: path.read_bytes() for path in (places.public / "docket").rglob("*") if path.is_file()}
    for path in places.root.glob("library.sqlite*"):
        path.unlink()
    with open_archive(places, clock) as archive:
        bring_up(archive, DAY)
    after = {path: path.read_bytes() for path in (places.public / "docket").rglob("*") if path.is_file()}
    proofs = {path for path in before if path.suffix == ".tlog-proof" or path.name == "SHA256SUMS"}
    assert {path: data for path, data in after.items() if path not in proofs} == {
        path: data for path, data in before.items() if path not in proofs
    }
    assert verify_archive(places.public).ok


def test_a_record_lost_before_publishing_stops_the_command(places: Places) -> None:
    for path in places.cases.iterdir():
        path.write_bytes(path.read_bytes() + b" ")
    changed = copy.deepcopy(corrected())
    changed["figures"].append(fact("more", "fourteen years", counts="maximum-years", value=14, known=DAY.isoformat()))
    with open_archive(places, clock) as archive, pytest.raises(AmparoError, match="missing or was altered"):
        enter(archive, [changed])


def test_other_rooms_problems_are_not_repeated(places: Places) -> None:
    record = next((places.public / "docket" / "oldeval" / "log").glob("*.json"))
    record.write_bytes(b"{}")
    found = [one for one in verify_archive(places.public).problems if one.path.endswith(record.name)]
    assert found == [Problem(f"docket/oldeval/log/{record.name}", Reason.CHANGED)]


def test_a_page_signed_by_its_publisher_that_tells_another_story_is_found(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Namespace(place=str(places.public), policy=None, json=True)
    assert run_verify(asked) == 0
    folder = places.public / "docket"
    pages = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shown = {PurePosixPath(path): data for path, data in pages.items() if "log" not in path.parts}
    shown.pop(PurePosixPath("SHA256SUMS"))
    page = PurePosixPath("oldeval/index.html")
    shown[page] = shown[page].replace(b"Maren Oldeval", b"Maren Oldevil")
    shown[PurePosixPath("oldeval/more.html")] = b"<p>Guilty."
    with open_archive(places, clock) as archive:
        place_pages(archive, shown)
        finish(archive, quiet)
    assert verify_archive(places.public).ok
    capsys.readouterr()
    with pytest.raises(TrustError):
        run_verify(asked)
    assert json.loads(capsys.readouterr().out)["problems"] == [
        "docket/oldeval/index.html",
        "docket/oldeval/more.html",
    ]


@pytest.mark.parametrize("spoilt", [b"{", b"[]", b'{"built": 4}', b'{"built": "soon"}'])
def test_a_spoilt_list_of_cases_is_an_error_in_plain_words(places: Places, spoilt: bytes) -> None:
    (places.public / "docket" / "cases.json").write_bytes(spoilt)
    with pytest.raises(TrustError, match=r"does not say|names no day"):
        run_verify(Namespace(place=str(places.public), policy=None, json=True))


def test_a_case_whose_record_could_not_be_read_again_is_not_entered(places: Places) -> None:
    """YAML of half the size: what is quoted in JSON takes twice the room there."""
    case = values()
    case["proceedings"][0]["steps"] += [
        fact(f"t-{number}", "A court", kind="heard", by="court", date="2004-02-21", known="2004-03-05", what='"' * 600)
        for number in range(400)
    ]
    path = places.root.parent / "large.yaml"
    path.write_text(yaml.safe_dump(json.loads(json.dumps(case)), width=2000), "utf-8")
    before = (places.public / "checkpoint").read_bytes()
    with pytest.raises(InputError, match="too large as a record"):
        run_publish(Namespace(home=places.root.parent, cases=[path], reason="Grown.", to=None, json=True))
    assert (places.public / "checkpoint").read_bytes() == before


def test_a_record_is_proved_by_its_own_proof_alone(places: Places) -> None:
    log = places.public / "docket" / "oldeval" / "log"
    policy = Policy.parse((places.public / "log.policy").read_bytes())
    first, second = sorted(log.glob("*.json"), key=lambda path: int(path.stem))
    proof = {path.stem: path.read_bytes() for path in log.glob("*.tlog-proof")}
    (correction,) = proof.keys() - {first.stem, second.stem}
    assert verify_record(first.read_bytes(), proof[first.stem], policy).what == "state"
    found = verify_record(second.read_bytes(), proof[correction], policy)
    assert (found.what, found.outcome) == ("correction", "corrected")
    for record, other in ((first, second.stem), (first, correction), (second, first.stem)):
        with pytest.raises(TrustError):
            verify_record(record.read_bytes(), proof[other], policy)
    with pytest.raises(TrustError):
        verify_record(first.read_bytes() + b" ", proof[first.stem], policy)
