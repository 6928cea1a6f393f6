"""`amparo docket` as a person types it: check, build, show, and what each says when something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from docket_cases import SAMPLE, as_bytes, values


def amparo(*words: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "amparo.cli.main", "docket", *map(str, words), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    cases = tmp_path / "home" / "docket" / "cases"
    cases.mkdir(parents=True)
    (cases / "assange.yaml").write_bytes(SAMPLE.read_bytes())
    (cases / "oldeval.json").write_bytes(as_bytes(values()))
    return tmp_path / "home"


def test_a_good_file_is_said_to_be_good_in_one_line(home: Path) -> None:
    done = amparo("check", SAMPLE, home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{SAMPLE}: good: 32 facts, 33 citations of 1 source"]


def test_each_refusal_names_file_and_line(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = (
        SAMPLE.read_text("utf-8")
        .replace("counts: 17", "counts: many")
        .replace("role: minister", "role: minister\n    phone: x")
    )
    bad.write_text(text, "utf-8")
    lines = text.splitlines()
    done = amparo("check", bad, home=home)
    assert done.returncode == 1
    counts, phone = (
        1 + next(i for i, line in enumerate(lines) if word in line) for word in ("counts: many", "phone: x")
    )
    assert f"{bad}:{counts}: This must be a whole number. (/charges/0/counts)" in done.stdout
    assert f"{bad}:{phone}: phone is private data, which a docket does not keep. (/actors/5/phone)" in done.stdout
    assert done.stdout.splitlines()[-1] == f"{bad}: refused, 2 to mend"
    report = json.loads(amparo("check", bad, "--json", home=home).stdout)
    assert [(one["line"], one["at"]) for one in report["refusals"]] == [
        (phone, "/actors/5/phone"),
        (counts, "/charges/0/counts"),
    ]
    assert report["ok"] is False


def test_several_files_are_checked_and_one_refusal_fails_all(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("a: &a 1\n")
    done = amparo("check", SAMPLE, bad, home=home)
    assert done.returncode == 1
    assert ": good: " in done.stdout
    assert f"{bad}:1: Anchors and aliases are not read." in done.stdout


def test_all_cases_of_the_home_are_built_into_its_public_folder(home: Path) -> None:
    done = amparo("build", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    public = home / "docket" / "public"
    listed = json.loads((public / "cases.json").read_bytes())["cases"]
    assert [case["id"] for case in listed] == ["assange", "oldeval"]
    assert "17 × 10 + 1 × 5 = 175 years" in (public / "assange" / "index.html").read_text("utf-8")


def test_named_cases_are_built_where_one_says(home: Path, tmp_path: Path) -> None:
    report = json.loads(amparo("build", SAMPLE, "--to", tmp_path / "out", "--json", home=home).stdout)
    assert report == {"cases": 1, "files": 15, "written": 15, "removed": 0, "public": str(tmp_path / "out")}
    assert (tmp_path / "out" / "assange" / "case.json").is_file()


def test_nothing_is_built_when_one_case_is_refused(home: Path, tmp_path: Path) -> None:
    (home / "docket" / "cases" / "bad.yaml").write_text("format: amparo/case/v1\n")
    done = amparo("build", "--to", tmp_path / "out", home=home)
    assert done.returncode == 1
    assert "bad.yaml:1: The field id is missing." in done.stderr
    assert "error: 1 of 3 case files are refused; nothing was built." in done.stderr
    assert not (tmp_path / "out").exists()


def test_no_case_to_build_is_an_error_with_a_hint(tmp_path: Path) -> None:
    done = amparo("build", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error: There is no case to build.\nhint: ")


def test_a_case_is_shown_by_file_or_by_name_with_what_follows(home: Path) -> None:
    by_name = json.loads(amparo("show", "assange", "--json", home=home).stdout)
    by_file = json.loads(amparo("show", SAMPLE, "--json", home=home).stdout)
    assert by_name == by_file
    assert by_name["exposure"]["years"] == 175
    assert by_name["exposure"]["derivation"] == "17 × 10 + 1 × 5 = 175 years"
    assert by_name["exposure"]["stated"][0]["value"] == 175
    assert "175 years" in amparo("show", "assange", home=home).stdout


def test_as_known_on_a_day_is_reproducible_and_holds_nothing_later(home: Path) -> None:
    day = ("--as-known-on", "2004-03-10", "--json")
    first = amparo("show", "oldeval", *day, home=home).stdout
    grown = values()
    later = grown["statements"][0] | {"id": "later", "known": "2005-01-01"}
    grown["statements"].append(later)
    (home / "docket" / "cases" / "oldeval.json").write_bytes(as_bytes(grown))
    assert amparo("show", "oldeval", *day, home=home).stdout == first
    assert json.loads(first)["proceedings"][0]["due"][0]["open_for"] == {"least": 14, "most": 14, "words": "14 days"}
    now = json.loads(amparo("show", "oldeval", "--json", home=home).stdout)
    assert len(now["statements"]) == 2
    early = json.loads(amparo("show", "oldeval", "--as-known-on", "2004-03-03", "--json", home=home).stdout)
    assert early["facts"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "nobody"), 1),
        (("check", "/nowhere/case.yaml"), 1),
        (("show", "assange", "--as-known-on", "yesterday"), 2),
        (("check",), 2),
        (("reed", "x"), 2),
        ((), 2),
    ],
)
def test_wrong_words_and_missing_files(home: Path, words: tuple[str, ...], code: int) -> None:
    done = amparo(*words, home=home)
    assert done.returncode == code
    assert done.stderr.startswith("error:" if code == 1 else "usage:")
