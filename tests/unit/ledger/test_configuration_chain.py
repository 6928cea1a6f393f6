"""The chain over a drop's log of its configuration: the published vectors, and what is no entry."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from amparo.errors import InputError
from amparo.ledger.configuration import Entry, What, head

VECTORS = json.loads((Path(__file__).parents[3] / "specs/vectors/configuration.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{len(vector['entries'])} entries")
def test_head_of_the_vectors(vector: dict[str, Any]) -> None:
    assert head(Entry.parse(entry) for entry in vector["entries"]).hex() == vector["head"]


def test_head_as_the_specification_says() -> None:
    state = bytes(32)
    for entry in VECTORS[-1]["entries"]:
        line = f'{{"day":"{entry["day"]}","sha256":"{entry["sha256"]}","what":"{entry["what"]}"}}'
        state = hashlib.sha256(state + line.encode()).digest()
    assert state.hex() == VECTORS[-1]["head"]


def test_every_change_of_an_entry_changes_the_head() -> None:
    entries = [Entry.parse(entry) for entry in VECTORS[-1]["entries"]]
    heads = {head(entries), head(entries[:-1]), head(entries[::-1])}
    heads.add(head([Entry(entries[0].day, What.ROOT, entries[0].sha256), *entries[1:]]))
    assert len(heads) == 4


@pytest.mark.parametrize(
    "untrusted",
    [
        None,
        [],
        "settings",
        {"day": "2026-11-24", "what": "settings"},
        {"day": "2026-11-24", "what": "colour", "sha256": "0" * 64},
        {"day": "2026-11-24", "what": "settings", "sha256": "0" * 63},
        {"day": "20261124", "what": "settings", "sha256": "0" * 64},
        {"day": "2026-11-24", "what": "settings", "sha256": "0" * 64, "more": 1},
        {"day": 5, "what": ["settings"], "sha256": 7},
    ],
)
def test_no_entry(untrusted: Any) -> None:
    with pytest.raises(InputError):
        Entry.parse(untrusted)
