"""The desk's commands that search, as a person types them: what is alike, what is new, many names at once."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

STORY = (
    "The harbour authority of Example Town signed the dredging contract with a company that had no employees, no "
    "office and no ship. Ana Sample, who kept the ledger, asked three times who had chosen it. Nobody answered her. "
    "In the second year the harbour silted up again, and invoice no. 12 of 1974 was paid all the same. "
)


def desk(home: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "desk", *words, "--home", str(home)], capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home")
    (place / "story.txt").write_text(STORY * 3)
    (place / "copy.txt").write_text(STORY * 3 + "Seen by the registrar.")
    (place / "other.txt").write_text("The museum of Example Town opens at nine. Ana Sample keeps the keys.")
    paths = [str(place / name) for name in ("story.txt", "copy.txt", "other.txt")]
    desk(place, "add", *paths, "--collection", "c")
    return place


def names(home: Path, *words: str) -> set[str]:
    """File names of the hits of a search."""
    answer = json.loads(desk(home, *words, "--json").stdout)
    return {Path(hit["path"]).name for hit in answer["hits"]}


def test_expressions_near_duplicates_and_likeness(home: Path) -> None:
    assert names(home, "search", r"/invoice no\. \d+ of 1974/") == {"story.txt", "copy.txt"}
    hits = json.loads(desk(home, "search", "registrar", "--json").stdout)["hits"]
    copy = hits[0]["document"]
    assert names(home, "search", f"near-duplicates:{copy[:10]}") == {"story.txt", "copy.txt"}
    assert names(home, "like", copy[:10]) == {"story.txt"}


def test_a_mistake_names_its_place_and_what_to_write(home: Path) -> None:
    refused = desk(home, "search", "harbour type:exel", code=1).stderr
    first, drawn = refused.split("\n", 1)
    assert first.startswith("error: ")
    assert "at character 14" in first
    assert drawn.startswith("  harbour type:exel\n               ^\nhint: ")
    assert "hint: " in refused
    assert "spreadsheet" in refused


def test_every_hit_as_a_table(home: Path) -> None:
    table = list(csv.DictReader(desk(home, "search", "*", "--all", "--csv").stdout.splitlines()))
    assert {Path(row["path"]).name for row in table} == {"story.txt", "copy.txt", "other.txt"}


def test_a_saved_search_tells_what_came_since(home: Path) -> None:
    desk(home, "saved", "add", "keys", "keys", "--collection", "c")
    (home / "late.txt").write_text("More keys were found.")
    desk(home, "add", str(home / "late.txt"), "--collection", "c")
    listed = json.loads(desk(home, "saved", "list", "--json").stdout)
    assert (listed["name"], listed["total"], listed["new"]) == ("keys", 2, 1)
    assert names(home, "saved", "run", "keys") == {"late.txt"}
    assert names(home, "saved", "run", "keys") == set()
    desk(home, "saved", "delete", "keys")
    assert "error: " in desk(home, "saved", "run", "keys", code=1).stderr


def test_names_from_a_file_each_with_its_answer(home: Path) -> None:
    file = home / "names.csv"
    file.write_text('name\nSample, Ana\n"open\nNobody Here\n')
    rows = [
        json.loads(line)
        for line in desk(home, "batch", str(file), "--names", "--collection", "c", "--json").stdout.splitlines()
    ]
    assert [(row["line"], row["total"], row["character"]) for row in rows] == [(2, 3, None), (3, None, 1), (4, 0, None)]
    assert rows[0].keys() == {"line", "query", "total", "error", "hint", "character", "documents"}
    assert "error: " in desk(home, "batch", str(home / "missing.csv"), code=1).stderr


def test_a_hit_has_the_place_it_has_in_the_collection_that_is_looked_in(tmp_path: Path) -> None:
    for name in ("a/first.txt", "z/second.txt", "z/third.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    desk(tmp_path, "add", str(tmp_path / "a"), "--collection", "one")
    desk(tmp_path, "add", str(tmp_path / "z"), "--collection", "two")
    assert names(tmp_path, "search", "harbour") == {"first.txt"}
    assert names(tmp_path, "search", "harbour", "--collection", "one") == {"first.txt"}
    assert names(tmp_path, "search", "harbour", "--collection", "two") == {"second.txt"}
    table = desk(tmp_path, "search", "harbour", "--collection", "two", "--all", "--csv").stdout
    assert "second.txt" in table
    assert "first.txt" not in table
