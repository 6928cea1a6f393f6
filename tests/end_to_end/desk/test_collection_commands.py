"""The desk's commands for collections, as CLI.md promises them: forms, keys, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, corpora: Path) -> Path:
    place = tmp_path_factory.mktemp("home")
    broken = place / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    done = desk(
        place, "add", str(corpora / "cables" / "frus1969-76ve09p1.xml"), str(broken), "--collection", "c", "--json"
    )
    summary = json.loads(done.stdout)
    assert {"found", "added", "duplicates", "failed", "pages", "seconds"} <= summary.keys()
    assert (summary["found"], summary["added"], summary["duplicates"], summary["failed"]) == (129, 128, 0, 1)
    return place


def desk(home: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "desk", *words, "--home", str(home)], capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return done


def test_failures_are_json_lines(home: Path) -> None:
    (line,) = desk(home, "failures", "--collection", "c", "--json").stdout.splitlines()
    failure = json.loads(line)
    assert failure.keys() == {"path", "reason", "explanation"}
    assert (failure["path"], failure["reason"]) == (str(home / "broken.pdf"), "corrupt")


def test_search_answers_with_stable_keys(home: Path) -> None:
    answer = json.loads(desk(home, "search", "boumediene", "--collection", "c", "--limit", "3", "--json").stdout)
    assert answer.keys() == {"total", "seconds", "hits"}
    assert answer["total"] > len(answer["hits"]) == 3
    hit = answer["hits"][0]
    assert {"document", "path", "title", "page", "snippet", "score"} <= hit.keys()
    start, end = hit["matches"][0]
    assert hit["snippet"][start:end].lower() == "boumediene"


def test_search_all_gives_every_hit(home: Path) -> None:
    answer = json.loads(desk(home, "search", "*", "--all", "--json").stdout)
    assert answer["total"] == len(answer["hits"]) == 128


def test_show_gives_metadata_and_text(home: Path) -> None:
    (hit,) = json.loads(desk(home, "search", '"Telegram 828/Secto 574"', "--json").stdout)["hits"]
    shown = json.loads(desk(home, "show", hit["document"], "--json").stdout)
    assert shown["kind"] == "cable"
    assert shown["date"] == "1974-05-21T14:48:00"
    assert shown["fields"]["place"] == ["Damascus"]
    assert shown["fields"]["classification"] == ["Secret; Cherokee; Immediate; Nodis"]
    assert shown["collections"] == ["c"]
    assert shown["path"].endswith("frus1969-76ve09p1.xml/d2")
    text = desk(home, "show", hit["document"][:8], "--text").stdout
    assert "For Eagleton from the Secretary." in text
    assert "date" in desk(home, "show", hit["document"]).stdout


def test_export_writes_a_bag(home: Path, tmp_path: Path) -> None:
    done = desk(home, "export", "--collection", "c", "--to", str(tmp_path / "bag"), "--bagit", "--json")
    assert json.loads(done.stdout)["documents"] == 128
    assert (tmp_path / "bag" / "bagit.txt").read_text().startswith("BagIt-Version: 1.0")
    assert len(list((tmp_path / "bag" / "data" / "documents").iterdir())) == 128


@pytest.mark.parametrize(
    "words",
    [
        ("add", "/no/such/path", "--collection", "c"),
        ("failures", "--collection", "no such"),
        ("search", "x", "--collection", "no such"),
        ("search", '"open'),
        ("show", "aaaaaaaaaaaaaaaaaaaaaaaa"),
        ("export", "--collection", "no such", "--to", "/nowhere/bag"),
    ],
)
def test_refusals_end_with_1_an_error_and_a_hint(home: Path, words: tuple[str, ...]) -> None:
    said = desk(home, *words, code=1).stderr
    assert said.startswith("error: ")
    assert "\nhint: " in said


@pytest.mark.parametrize("verb", ["add", "failures", "collections", "show", "search", "export"])
def test_help_teaches(home: Path, verb: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "desk", verb, "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert verb in done.stdout


def test_show_tells_near_duplicates_and_the_thread(tmp_path: Path) -> None:
    report = "The inspector found the gate of the northern depot open and unattended on three mornings of that week. "
    question = "Can you tell me by tomorrow who took the two crates from the northern depot, and on whose word?"
    head = "From: a@example.org\nTo: b@example.org\nDate: 5 Mar 2018 1{}:00:00 +0000\nSubject: {}crates\n\n"
    files = tmp_path / "in"
    files.mkdir()
    (files / "one.txt").write_text(report * 2 + "Two crates had been moved, and nobody could say where they went.")
    (files / "two.txt").write_text(report.upper() * 2 + "Two crates had been moved; nobody could say where they went.")
    (files / "a.eml").write_text(head.format(0, "") + question)
    (files / "b.eml").write_text(head.format(1, "RE: ") + f"Ivo did.\n\n> {question}\n")
    desk(tmp_path, "add", str(files), "--collection", "c", "--stem", "eng")
    assert json.loads(desk(tmp_path, "search", "inspectors", "--json").stdout)["total"] == 2
    found = json.loads(desk(tmp_path, "search", "depot lang:en", "--all", "--json").stdout)["hits"]
    named = {Path(hit["path"]).name: hit["document"] for hit in found}
    shown = json.loads(desk(tmp_path, "show", named["one.txt"], "--json").stdout)
    assert [each["document"] for each in shown["near_duplicates"]] == [named["two.txt"]] and shown["thread"] == []
    shown = json.loads(desk(tmp_path, "show", named["b.eml"], "--json").stdout)
    assert [(each["document"], each["answers"], each["by"]) for each in shown["thread"]] == [
        (named["a.eml"], None, None),
        (named["b.eml"], named["a.eml"], "words"),
    ]
    assert f"near duplicate:  {named['two.txt']}" in desk(tmp_path, "show", named["one.txt"]).stdout
