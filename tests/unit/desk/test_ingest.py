"""Adding to collections: every item has one outcome, nothing is added twice, and what was added is found."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.desk import documents_store, file_bytes, filing_batch, ledger_said, ledger_store, reading_crew
from amparo.desk.addresses import slug
from amparo.desk.documents_store import Item, Outcome, collections, document_json, find_collection, paths_of
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import add
from amparo.desk.originals import Originals
from amparo.desk.release import write_bag, write_bundle
from amparo.desk.sqlite import transaction
from amparo.errors import InputError, StateError
from amparo.records.model import DocumentId, record_from_json
from amparo.sandbox.walls import best_wall
from amparo.seal.notekeys import Algorithm, Signer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MAIL = b"From: a@example.org\nTo: b@example.org\nDate: Mon, 1 Jan 2001 10:00:00 +0000\nSubject: %s\n\nBody of %s\n"


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path / "home") as opened:
        yield opened


def put(holdings: Holdings, *paths: Path, collection: str = "one") -> dict[str, Any]:
    return add(holdings, [str(path) for path in paths], collection, wall=best_wall(), clock=lambda: NOW)


def counts(summary: dict[str, Any]) -> tuple[int, ...]:
    assert summary["found"] == sum(summary[name] for name in ("added", "duplicates", "excluded", "failed"))
    return tuple(summary[name] for name in ("found", "added", "duplicates", "excluded", "failed"))


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One of everything: 9 items in 7 files, two of them copies, one link, one failure."""
    root = tmp_path / "material"
    (root / "deep").mkdir(parents=True)
    (root / "a.txt").write_text("apples and pears")
    (root / "deep" / "copy.txt").write_text("apples and pears")
    (root / "m.eml").write_bytes(MAIL % (b"first", b"first"))
    (root / "box").write_bytes(
        b"".join(b"From a@b.c Mon Jan  1 10:00:00 2001\n" + MAIL % (s, s) + b"\n" for s in (b"second", b"first"))
    )
    (root / "z.zip").write_bytes(zipped(in_txt=b"plums", sub__inner_zip=zipped(deep_txt=b"cherries")))
    (root / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    (root / "link").symlink_to(root / "a.txt")
    return root


def test_every_leaf_has_one_outcome(holdings: Holdings, folder: Path) -> None:
    summary = put(holdings, folder)
    # a.txt, m.eml, second, plums, cherries; the copy and the second "first"; the link; the broken PDF.
    assert counts(summary) == (9, 5, 2, 1, 1)
    assert summary["pages"] == 5


def test_adding_again_adds_nothing(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder)
    assert counts(put(holdings, folder)) == (9, 0, 7, 1, 1)
    assert holdings.engine.count() == 5


def test_failures_are_listed_with_path_reason_and_explanation(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder)
    collection = find_collection(holdings.database, "one")
    assert collection is not None
    (failure,) = ledger_said.items(holdings.database, collection, [Outcome.FAILED])
    assert (failure.path, failure.reason) == (str(folder / "bad.pdf"), "corrupt")
    assert failure.explanation.endswith(".")


def test_what_failed_is_tried_again_and_leaves_the_list(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder)
    (folder / "bad.pdf").write_text("mended")
    assert counts(put(holdings, folder)) == (9, 1, 7, 1, 0)


def test_added_documents_are_found_by_their_words(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder)
    (hit,) = holdings.engine.search("cherries").hits
    assert hit.path == str(folder / "z.zip" / "sub" / "inner.zip" / "deep.txt")
    assert hit.collections == ("one",)
    assert holdings.engine.search("kind:mail").total == 2


def test_originals_are_kept_whole_private_and_by_hash(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder)
    (hit,) = holdings.engine.search("cherries").hits
    data = document_json(holdings.database, hit.document)
    assert data is not None
    path = holdings.originals.path(data["sha256"])
    assert path.read_bytes() == b"cherries"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert record_from_json(data, path.read_bytes()).document_id == hit.document


def test_nothing_is_noted_before_what_it_rests_on_lasts(
    holdings: Holdings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Originals before the documents that name them, the index before the note that it has them."""
    synced: set[str] = set()
    sync, mark = Originals.sync, documents_store.mark_indexed

    def synced_now(originals: Originals) -> None:
        sync(originals)
        synced.update(path.name for path in originals.directory.glob("*/*"))

    @contextmanager
    def checked(database: sqlite3.Connection) -> Iterator[None]:
        with transaction(database):
            yield
            assert {row["sha256"] for row in database.execute("SELECT sha256 FROM documents")} <= synced

    def marked(database: sqlite3.Connection, documents: Iterable[DocumentId]) -> None:
        known = list(documents)
        assert holdings.engine.count() >= len(known)
        mark(database, known)

    monkeypatch.setattr(Originals, "sync", synced_now)
    monkeypatch.setattr(filing_batch, "transaction", checked)
    monkeypatch.setattr(documents_store, "mark_indexed", marked)
    assert put(holdings, folder)["added"] == len(synced) == holdings.engine.count()


def test_one_document_in_two_collections_is_kept_once_and_found_in_both(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder / "a.txt")
    assert counts(put(holdings, folder / "a.txt", collection="two")) == (1, 1, 0, 0, 0)
    assert holdings.engine.count() == 1
    assert holdings.engine.search("pears", collection="one").total == 1
    assert holdings.engine.search("pears", collection="two").total == 1
    assert [(item.name, item.documents) for item in collections(holdings.database)] == [("one", 1), ("two", 1)]


def test_a_changed_file_is_read_anew(holdings: Holdings, folder: Path) -> None:
    put(holdings, folder / "a.txt")
    (folder / "a.txt").write_text("quinces")
    assert counts(put(holdings, folder / "a.txt")) == (1, 1, 0, 0, 0)
    assert holdings.engine.search("quinces").total == 1


def test_a_path_given_twice_counts_once(holdings: Holdings, folder: Path) -> None:
    assert counts(put(holdings, folder, folder / "a.txt", folder / "deep"))[0] == 9


def test_attachments_become_documents_beside_their_mail(holdings: Holdings, tmp_path: Path) -> None:
    boundary = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nbody\n--B\n"
    attachment = b"Content-Disposition: attachment; filename=note.txt\n\nattached words\n--B--\n"
    (tmp_path / "m.eml").write_bytes(b"From: a@b.c\nTo: d@e.f\nSubject: s\n" + boundary + attachment)
    assert counts(put(holdings, tmp_path / "m.eml")) == (2, 2, 0, 0, 0)
    (hit,) = holdings.engine.search("attached").hits
    assert hit.path == str(tmp_path / "m.eml" / "note.txt")


def test_names_that_come_twice_in_an_archive_are_two_leaves(holdings: Holdings, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "t.tar", "w") as archive:
        for text in (b"one", b"two"):
            header = tarfile.TarInfo("same.txt")
            header.size = len(text)
            archive.addfile(header, io.BytesIO(text))
    assert counts(put(holdings, tmp_path / "t.tar")) == (2, 2, 0, 0, 0)


def test_a_file_name_of_bad_bytes_is_added(holdings: Holdings, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/bad\xff name"
    with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"words")
    assert counts(add(holdings, [os.fsdecode(path)], "one", wall=best_wall(), clock=lambda: NOW)) == (1, 1, 0, 0, 0)
    (hit,) = holdings.engine.search("words").hits
    assert hit.path.endswith("bad\\xff name")


def test_an_unreadable_path_or_name_adds_nothing(holdings: Holdings, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        put(holdings, tmp_path / "missing")
    with pytest.raises(InputError):
        put(holdings, tmp_path, collection=" ")
    assert collections(holdings.database) == ()


def test_a_lost_index_is_filled_again(tmp_path: Path, folder: Path) -> None:
    import shutil

    with open_holdings(tmp_path / "home") as holdings:
        put(holdings, folder)
    shutil.rmtree(tmp_path / "home" / "desk" / "index")
    with open_holdings(tmp_path / "home") as holdings:
        assert holdings.engine.count() == 0
        put(holdings, folder / "a.txt")
        assert holdings.engine.count() == 5
        assert holdings.engine.search("cherries", collection="one").total == 1


def test_real_maildir_counts_copies_by_content(holdings: Holdings, corpora: Path) -> None:
    assert counts(put(holdings, corpora / "emails" / "mini-enron")) == (543, 501, 42, 0, 0)


def test_real_volumes_become_cables(holdings: Holdings, corpora: Path) -> None:
    volumes = sorted((corpora / "cables").glob("*.xml"))
    assert counts(put(holdings, *volumes, collection="frus")) == (388, 388, 0, 0, 0)
    assert holdings.engine.search("kind:cable", collection="frus").total == 388
    (hit,) = holdings.engine.search("id:*", collection="frus", limit=1).hits
    assert paths_of(holdings.database, hit.document)[0].startswith(str(corpora / "cables"))


def test_a_bundle_is_a_signed_bag_that_says_nothing_of_this_machine(
    holdings: Holdings, folder: Path, tmp_path: Path
) -> None:
    put(holdings, folder, collection="Fruit & Mail")
    signer = Signer.generate("example.org/newsroom", Algorithm.ED25519, os.urandom)
    bundle = write_bundle(holdings, "Fruit & Mail", tmp_path / "bundle", signer, date(2026, 11, 24))
    assert (bundle.slug, bundle.documents) == ("fruit-mail", 5)
    release = json.loads((bundle.path / "release.json").read_bytes())
    # Which of two copies was read first is not decided.
    told = {entry["provenance"] for entry in release["documents"]}
    assert {"box/1.eml", "z.zip/in.txt", "z.zip/sub/inner.zip/deep.txt"} < told
    assert told <= {
        "box/1.eml",
        "z.zip/in.txt",
        "z.zip/sub/inner.zip/deep.txt",
        "a.txt",
        "copy.txt",
        "m.eml",
        "box/2.eml",
    }
    for path in bundle.path.rglob("*"):
        if path.is_file():
            assert str(tmp_path).encode() not in path.read_bytes()


def test_a_bundle_satisfies_the_bag_checker(holdings: Holdings, folder: Path, tmp_path: Path) -> None:
    from hashlib import file_digest

    from amparo.ledger.bag_check import check_bag

    put(holdings, folder)
    bag = write_bag(holdings, "one", tmp_path / "bag", date(2026, 11, 24)).path

    class OnDisk:
        def paths(self) -> list[str]:
            return [str(path.relative_to(bag)) for path in bag.rglob("*") if path.is_file()]

        def size(self, path: str) -> int:
            return (bag / path).stat().st_size

        def read(self, path: str) -> bytes:
            return (bag / path).read_bytes()

        def digest(self, path: str, algorithm: str) -> str:
            with (bag / path).open("rb") as file:
                return file_digest(file, algorithm).hexdigest()

    assert check_bag(OnDisk()) == ()
    assert not (bag / "release.json").exists()


def test_a_bundle_never_overwrites_and_never_stays_half_written(
    holdings: Holdings, folder: Path, tmp_path: Path
) -> None:
    put(holdings, folder)
    write_bag(holdings, "one", tmp_path / "bag", date(2026, 11, 24))
    with pytest.raises(StateError):
        write_bag(holdings, "one", tmp_path / "bag", date(2026, 11, 24))
    with pytest.raises(StateError):
        write_bag(holdings, "no such", tmp_path / "other", date(2026, 11, 24))
    assert not (tmp_path / "other").exists()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("name", "word"), [("Fruit & Mail", "fruit-mail"), ("Ćirić 2020", "ciric-2020"), ("a" * 99, "a" * 64)]
)
def test_address_words(name: str, word: str) -> None:
    assert slug(name) == word


def test_a_name_without_letters_has_no_address_word() -> None:
    with pytest.raises(InputError):
        slug("???")


def test_a_file_too_large_to_hold_twice_is_read_from_disk(holdings: Holdings, tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"needle " + b"hay " * (4_500_000) + b"thread")
    assert counts(put(holdings, tmp_path / "large.txt")) == (1, 1, 0, 0, 0)
    assert holdings.engine.search("needle thread").total == 1


def test_a_large_file_that_changes_while_it_is_read_is_kept_under_no_hash_but_its_own(
    holdings: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text("before " * 60_000)
    monkeypatch.setattr(file_bytes, "IN_MEMORY", 1_000)

    def changed(descriptor: int) -> tuple[int, str, bytes | None]:
        told = file_bytes.hashed(descriptor)
        path.write_text("behind " * 60_000)
        return told

    monkeypatch.setattr(reading_crew, "hashed", changed)
    assert counts(put(holdings, path)) == (1, 0, 0, 0, 1)
    monkeypatch.setattr(reading_crew, "hashed", file_bytes.hashed)
    assert counts(put(holdings, path)) == (1, 1, 0, 0, 0)
    (kept,) = (each for each in holdings.originals.directory.glob("*/*"))
    assert kept.name == hashlib.sha256(path.read_bytes()).hexdigest() == hashlib.sha256(kept.read_bytes()).hexdigest()


def test_mails_of_which_nothing_could_be_read_are_not_taken_for_copies(holdings: Holdings, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text(f"Subject: \nX-Number: {name}\nDate: \n\n")
    assert counts(put(holdings, tmp_path / "one", tmp_path / "two")) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("name", ["!!!", "tile", "Verify", "   "])
def test_a_collection_that_could_never_be_published_is_refused_at_once(
    holdings: Holdings, folder: Path, name: str
) -> None:
    with pytest.raises(InputError):
        add(holdings, [str(folder)], name, wall=best_wall(), clock=lambda: NOW)
    assert not collections(holdings.database)


def failures(holdings: Holdings, name: str) -> dict[str, str]:
    """Reason by path of what failed in a collection."""
    collection = find_collection(holdings.database, name)
    assert collection is not None
    return {
        item.path.rpartition("/")[2]: item.reason
        for item in ledger_said.items(holdings.database, collection, [Outcome.FAILED])
    }


def test_a_failure_that_another_version_of_a_reader_mends_is_forgotten(holdings: Holdings, tmp_path: Path) -> None:
    """What failed as a whole once, an archive of a kind unknown then, and is taken apart now."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner.txt", "apples")
    put(holdings, tmp_path / "a.zip")
    path = str(tmp_path / "a.zip")
    file = holdings.database.execute("SELECT id FROM found_files WHERE path = ?", (path,)).fetchone()["id"]
    holdings.database.execute("DELETE FROM ledger WHERE file = ?", (file,))
    earlier = ledger_store.RunId(0)
    ledger_store.put_item(holdings.database, file, earlier, Item(path, Outcome.FAILED, reason="unsupported"))
    assert failures(holdings, "one") == {"a.zip": "unsupported"}
    put(holdings, tmp_path / "a.zip")
    assert not failures(holdings, "one")


def test_a_failure_of_a_folder_that_opens_now_is_forgotten(holdings: Holdings, tmp_path: Path) -> None:
    """Rights do not stop root, so the ledger is made as a closed folder leaves it."""
    (tmp_path / "top" / "folder").mkdir(parents=True)
    (tmp_path / "top" / "folder" / "a.txt").write_text("apples")
    put(holdings, tmp_path / "top")
    collection = find_collection(holdings.database, "one")
    assert collection is not None
    path = str(tmp_path / "top" / "folder")
    file = ledger_store.open_file(holdings.database, collection, path, "").id
    ledger_store.put_item(
        holdings.database, file, ledger_store.RunId(0), Item(path, Outcome.FAILED, reason="unreadable")
    )
    assert failures(holdings, "one") == {"folder": "unreadable"}
    put(holdings, tmp_path / "top")
    assert not failures(holdings, "one")
