"""`amparo docket import` and `export` as commands: a docket goes in and comes out, and a mistake writes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from docket_cases import SAMPLE

ADDRESS = "https://court.example/dockets/1"
DOCKET = {
    "court_id": "hald",
    "docket_number": "1:04-cr-00017",
    "case_name": "Republic of Orlavia v. Maren Oldeval",
    "date_filed": "2004-01-20",
    "fee_status": "paid",
    "docket_entries": [{"date_filed": "2004-02-03", "description": "MOTION to dismiss", "document_number": "2"}],
    "parties": [{"name": "Maren Oldeval", "type": "Defendant"}],
}


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "amparo.cli.main", "docket", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_docket_goes_in_and_comes_out_and_a_mistake_writes_nothing(tmp_path: Path) -> None:
    file, home = tmp_path / "docket.json", tmp_path / "home"
    file.write_text(json.dumps(DOCKET), "utf-8")
    case = home / "docket" / "cases" / "oldeval.yaml"
    words = ["import", file, "--home", home, "--case", "oldeval", "--retrieved", "2026-11-01"]

    without = run(*words)
    assert without.returncode == 1
    assert "hint: Give its address on the web: --address URL." in without.stderr
    assert not case.exists()

    done = run(*words, "--address", ADDRESS, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["actors"], report["proceedings"], report["steps"]) == (2, 1, 2)
    assert report["left"] == [{"at": "/fee_status", "why": "no place in a case"}]

    first = case.read_bytes()
    again = run(*words, "--address", ADDRESS)
    assert again.returncode == 1
    assert "The case has this file already." in again.stderr
    assert case.read_bytes() == first
    assert run("check", case, "--text", f"hald-1-04-cr-00017={file}").returncode == 0

    out = run("export", "oldeval", "--home", home, "--format", "json")
    assert json.loads(out.stdout) == {key: value for key, value in DOCKET.items() if key != "fee_status"}
    for form in ("view", "jsonld"):
        assert json.loads(run("export", "oldeval", "--home", home, "--format", form).stdout)
    assert run("build", "--home", home).returncode == 0


def test_a_case_written_by_hand_is_exported(tmp_path: Path) -> None:
    table = run("export", SAMPLE, "--format", "csv")
    assert table.returncode == 0, table.stderr
    assert len(table.stdout.splitlines()) == 2
    which = run("export", SAMPLE.with_stem("orrel"), "--format", "json")
    assert which.returncode == 1
    assert "--proceeding:" in which.stderr
