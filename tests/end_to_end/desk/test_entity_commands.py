"""The commands about entities, as docs/entities.md promises them: forms, keys, exit codes. Invented people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

MAIL = """From: Margarita Quillfeather <mq@harbour.example>
To: {to}
Date: Mon, {day} Jan 2001 10:00:00 +0000
Subject: The harbour contract {day}

Harbour & Tide Trading Ltd. paid EUR 1.200,50 to IBAN GB82 WEST 1234 5698 7654 32 in Lisbon.
Regards, M. Quillfeather
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("home")
    folder = place / "mails"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"{day}.eml").write_text(MAIL.format(day=day, to="Obadiah Thornbury <othornbury@port.example>"))
    run(place, "add", str(folder), "--collection", "mails")
    return place


def run(home: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "desk", *words, "--home", str(home)], capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return done


def lines(home: Path, *words: str) -> list[dict[str, Any]]:
    done = run(home, *words, "--collection", "mails", "--json")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_entities_are_json_lines(home: Path) -> None:
    found = lines(home, "entities")
    assert all(each.keys() == {"entity", "kind", "name", "variants", "mentions", "documents"} for each in found)
    by_kind = {kind: [each for each in found if each["kind"] == kind] for kind in {each["kind"] for each in found}}
    assert [each["name"] for each in by_kind["iban"]] == ["GB82WEST12345698765432"]
    assert [each["name"] for each in by_kind["money"]] == ["EUR 1200.5"]
    writer = next(each for each in by_kind["person"] if each["name"] == "Margarita Quillfeather")
    assert writer["documents"] == 3 and "M. Quillfeather" in writer["variants"]
    assert lines(home, "entities", "--kind", "money", "--limit", "1") == by_kind["money"]


def test_network_as_data_and_picture(home: Path) -> None:
    (found,) = lines(home, "network")
    assert found.keys() == {"relation", "nodes", "edges", "edges_left_out"}
    names = {node["entity"]: node["name"] for node in found["nodes"]}
    (edge,) = found["edges"]
    assert (names[edge["from"]], names[edge["to"]]) == ("Margarita Quillfeather", "Obadiah Thornbury")
    assert edge["documents"] == 3
    picture = run(home, "network", "--collection", "mails", "--svg").stdout
    assert etree.fromstring(picture).tag.endswith("svg")


def test_timeline_and_map(home: Path) -> None:
    (timeline,) = lines(home, "timeline")
    assert [step["documents"] for step in timeline["steps"]] == [1, 1, 1]
    (places,) = lines(home, "map")
    (feature,) = places["features"]
    assert feature["properties"]["name"] == "Lisbon" and feature["properties"]["documents"] == 3
    longitude, latitude = feature["geometry"]["coordinates"]
    assert (round(latitude), round(longitude)) == (39, -9)
    for verb in ("timeline", "map"):
        picture = run(home, verb, "--collection", "mails", "--svg").stdout
        assert etree.fromstring(picture).tag.endswith("svg")


def test_a_list_crossed_with_a_collection(home: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        'name,note\n"Quillfeather, Margarita",\nObadiah Thornburry,\n,\nNobody Whatsoever,\nharbour contract,\n'
        "THORNBURY Obadiah,\nThornburry Obadiah,\nO. Thornbury,\n"
    )
    written, near, faulty, none, phrase, turned, both, initial = lines(home, "cross", str(names))
    assert written["row"] == 2 and written["entities"][0]["name"] == "Margarita Quillfeather"
    assert near["entities"] == [] and near["near"][0]["name"] == "Obadiah Thornbury"
    assert near["near"][0]["reason"] == "near-spelling"
    assert faulty == {"row": 4, "name": "", "error": "This row has no name."}
    assert (none["exact"]["documents"], none["entities"], none["near"]) == (0, [], [])
    assert turned["entities"][0]["name"] == "Obadiah Thornbury" and turned["near"] == []
    assert both["near"][0]["name"] == initial["near"][0]["name"] == "Obadiah Thornbury"
    assert phrase["exact"]["documents"] == 3 and phrase["exact"]["hits"][0]["title"].startswith("The harbour contract")


@pytest.mark.parametrize("words", [("entities",), ("timeline",)])
def test_an_unknown_collection_is_refused_in_words(home: Path, words: tuple[str, ...]) -> None:
    done = run(home, *words, "--collection", "nowhere", code=1)
    assert done.stderr.startswith("error: ") and "hint: The collections are: mails." in done.stderr


def test_a_list_that_is_not_there(home: Path, tmp_path: Path) -> None:
    done = run(home, "cross", str(tmp_path / "missing.csv"), "--collection", "mails", code=1)
    assert done.stderr.startswith("error: The file of names cannot be read: No such file")
