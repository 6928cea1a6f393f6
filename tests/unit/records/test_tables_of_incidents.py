"""Public tables of incidents with columns of their own: no row or cell is lost between the file and the text."""

from __future__ import annotations

import csv
from pathlib import Path

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Input

PIRATES = "incidents/maritime-pirate-attacks/data/csv/pirate_attacks.csv"
CONFLICTS = "incidents/ucdp-ged-bgd/conflict_data_BGD.csv"


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of the table as the text of its record holds them."""
    (record,) = read(Input.of(path.read_bytes(), path.name))
    assert isinstance(record, Record), record
    return list(csv.DictReader(record.text.splitlines(keepends=True)))


def test_pirate_attacks_are_all_there(corpora: Path) -> None:
    attacks = rows(corpora / PIRATES)
    days = [attack["date"] for attack in attacks]
    assert (len(attacks), min(days), max(days)) == (7511, "1993-01-02", "2020-12-29")
    assert sum(day.startswith("2009") for day in days) == 404
    assert sum(a["date"].startswith("2010") and a["attack_type"] == "Hijacked" for a in attacks) == 53
    assert sum(a["attack_type"] == "NA" for a in attacks) == 120
    placed = [(float(a["latitude"]), float(a["longitude"])) for a in attacks if a["latitude"] != "NA"]
    assert sum(10 <= north <= 15 and 43 <= east <= 55 for north, east in placed) == 493


def test_conflicts_are_all_there_with_their_sums(corpora: Path) -> None:
    tags, *events = rows(corpora / CONFLICTS)
    assert tags["year"] == "#date+year"
    assert (len(events), sum(int(event["best"]) for event in events)) == (601, 1362)
