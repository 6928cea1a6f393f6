"""Declaring plain documents to be dossiers: a person's word, kept apart from what readers find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.desk.declaring import Said
from amparo.desk.documents_store import collections, document_json, find_collection, members
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import add
from amparo.desk.release import write_bag
from amparo.errors import InputError
from amparo.records.model import Kind, document_id
from amparo.sandbox.walls import best_wall

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STATEMENT = b"I, the accountant of the harbour, state what follows."
MAIL = b"From: a@example.org\nTo: b@example.org\nDate: Mon, 1 Jan 2001 10:00:00 +0000\nSubject: Books\n\nSee there.\n"
DOSSIER = Said(kind=Kind.DOSSIER)


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "papers"
    root.mkdir()
    (root / "statement.txt").write_bytes(STATEMENT)
    (root / "mail.eml").write_bytes(MAIL)
    return root


def put(holdings: Holdings, folder: Path, said: Said, collection: str = "papers") -> dict[str, Any]:
    return add(holdings, [str(folder)], collection, wall=best_wall(), clock=lambda: NOW, said=said)


def kinds(holdings: Holdings, collection: str = "papers") -> dict[str, tuple[str, list[str] | None]]:
    found = find_collection(holdings.database, collection)
    assert found is not None
    records = [document_json(holdings.database, document) for document in members(holdings.database, found)]
    return {record["id"]: (record["kind"], record["fields"].get("declared_kind")) for record in records if record}


DECLARED = {document_id(STATEMENT): ("dossier", ["dossier"]), document_id(MAIL): ("mail", None)}


def test_plain_documents_become_dossiers_and_others_stay_what_they_are(holdings: Holdings, folder: Path) -> None:
    assert put(holdings, folder, DOSSIER)["added"] == 2
    assert kinds(holdings) == DECLARED
    assert holdings.engine.search("kind:dossier").total == 1
    assert holdings.engine.search("kind:plain").total == 0


def test_declaring_again_changes_nothing_and_silence_takes_nothing_back(holdings: Holdings, folder: Path) -> None:
    for said in (DOSSIER, DOSSIER, Said()):
        put(holdings, folder, said)
        assert kinds(holdings) == DECLARED
        assert holdings.engine.search("kind:dossier").total == 1


def test_what_was_added_before_as_plain_is_declared_afterwards(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder, Said())
    assert kinds(holdings)[document_id(STATEMENT)] == ("plain", None)
    assert put(holdings, folder, DOSSIER)["added"] == 0
    assert kinds(holdings) == DECLARED
    assert holdings.engine.search("kind:dossier").total == 1
    assert holdings.engine.search("kind:plain").total == 0


def test_a_document_of_another_collection_is_declared_when_it_joins(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder, Said(), "all")
    put(holdings, folder, DOSSIER)
    assert kinds(holdings) == kinds(holdings, "all") == DECLARED
    assert holdings.engine.search("kind:dossier").total == 1


def test_the_release_carries_the_declaration_and_the_same_identities(
    holdings: Holdings, folder: Path, tmp_path: Path
) -> None:
    put(holdings, folder, Said())
    write_bag(holdings, "papers", tmp_path / "before", NOW.date())
    put(holdings, folder, DOSSIER)
    write_bag(holdings, "papers", tmp_path / "after", NOW.date())
    names = [sorted(path.name for path in (tmp_path / bag / "data/documents").iterdir()) for bag in ("before", "after")]
    assert names[0] == names[1]
    record = (tmp_path / "after/data/documents" / document_id(STATEMENT) / "record.json").read_text()
    assert '"kind": "dossier"' in record
    assert '"declared_kind"' in record


def test_a_title_is_what_people_read_until_another_is_given(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder, Said())
    assert [(one.name, one.title) for one in collections(holdings.database)] == [("papers", "papers")]
    put(holdings, folder, Said(title="The papers of the harbour"))
    put(holdings, folder, Said())
    assert [(one.name, one.title) for one in collections(holdings.database)] == [
        ("papers", "The papers of the harbour")
    ]
    with pytest.raises(InputError):
        put(holdings, folder, Said(title="two\nlines"))
