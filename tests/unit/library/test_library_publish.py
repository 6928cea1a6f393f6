"""Publishing: what it writes, what it leaves alone, what a second release changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from amparo.errors import InputError, StateError
from amparo.ledger.policy import Policy
from amparo.library import listing, settings
from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.publish import finish, withdraw
from amparo.library.settings import Places, places_of
from amparo.library.verify import verify_file
from amparo.library.verify_pages import verify_archive
from amparo.records.model import Kind
from library_bundles import (
    PUBLISHER,
    a_library,
    a_record,
    clock,
    published,
    quiet,
    some,
    write_bundle,
)


def tree(places: Places) -> dict[str, tuple[bytes, int]]:
    """Every public file: bytes and time of change."""
    return {
        path.relative_to(places.public).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in places.public.rglob("*")
        if path.is_file()
    }


def test_a_first_release_is_in_the_log_and_in_the_tree(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    done = published(places, write_bundle(tmp_path / "bag", some(3)))
    assert (done.added, done.corrected, done.log_size) == (3, 0, 4)
    for record in some(3):
        folder = places.public / "harbour" / record.document_id
        assert sorted(path.name for path in folder.iterdir()) == [
            "index.html",
            "original.txt",
            "proof.tlog-proof",
            "record.json",
            "text.txt",
        ]
        policy = Policy.parse((places.public / "log.policy").read_bytes())
        report = verify_file(folder / "original.txt", (folder / "proof.tlog-proof").read_bytes(), policy)
        assert report.document == record.document_id
    assert verify_archive(places.public).ok


def test_publishing_again_adds_nothing_and_touches_no_file(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    bundle = write_bundle(tmp_path / "bag", some(5))
    published(places, bundle)
    before = tree(places)
    done = published(places, bundle)
    assert (done.release, done.added, done.corrected, done.log_size, done.pages) == (None, 0, 0, 6, 0)
    assert tree(places) == before


def test_new_documents_make_a_new_release_and_old_proofs_stay(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(3)))
    before = tree(places)
    done = published(places, write_bundle(tmp_path / "two", some(5)))
    assert (done.added, done.corrected, done.documents) == (2, 0, 5)
    proof = f"harbour/{some(1)[0].document_id}/proof.tlog-proof"
    assert tree(places)[proof] == before[proof]
    assert verify_archive(places.public).ok


def test_a_corrected_record_gets_a_new_entry_and_says_so(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(2)))
    corrected = a_record(0, title="Harbour permit, first of its kind")
    done = published(places, write_bundle(tmp_path / "two", [corrected, a_record(1)]))
    assert (done.added, done.corrected) == (0, 1)
    page = (places.public / "harbour" / corrected.document_id / "index.html").read_text("utf-8")
    assert "first of its kind" in page
    assert "Corrected on 24 November 2026" in page
    assert verify_archive(places.public).ok


def test_a_document_may_be_in_two_collections(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(2)))
    published(places, write_bundle(tmp_path / "two", some(1), collection="best", title="The best"))
    assert (places.public / "best" / some(1)[0].document_id / "original.txt").exists()
    assert verify_archive(places.public).ok


def test_withdrawing_leaves_reason_and_hash_and_nothing_else(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    marked = a_record(7, title="Zanzibar", pages=("Quetzal",), original=b"Quetzal bytes", sender=("Ocelot",))
    published(places, write_bundle(tmp_path / "one", [*some(3), marked]))
    published(places, write_bundle(tmp_path / "two", [marked], collection="best", title="The best"))
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(marked.document_id), "It harms a person", "The editor", quiet)
        # Pages name none of it; neither could one that forgot that it is withdrawn.
        kept = archive.catalogue.database.execute("SELECT title, facts, number FROM documents WHERE withdrawn > 0")
        assert {tuple(row) for row in kept} == {("", "{}", "")}
    for collection in ("harbour", "best"):
        folder = places.public / collection / marked.document_id
        assert sorted(path.name for path in folder.iterdir()) == ["index.html", "proof.tlog-proof"]
        page = (folder / "index.html").read_text("utf-8")
        assert "It harms a person" in page
        assert marked.sha256 in page
    entries = b"".join(path.read_bytes() for path in places.public.joinpath("tile").rglob("*") if path.is_file())
    shown = b"".join(
        data
        for path, (data, _) in tree(places).items()
        # The log and the signed manifest keep the title: docs/THREAT_MODEL.md says so.
        if not path.startswith(("tile/", "releases/"))
    )
    assert b"Zanzibar" not in shown
    assert b"Quetzal" not in shown + entries
    assert b"Ocelot" not in shown + entries
    assert verify_archive(places.public).ok
    assert "It harms a person" in (places.public / "changes" / "index.html").read_text("utf-8")


def test_what_was_withdrawn_stays_withdrawn_when_published_again(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    bundle = write_bundle(tmp_path / "bag", some(3))
    published(places, bundle)
    gone = parse_document_id(some(1)[0].document_id)
    with open_archive(places, clock) as archive:
        withdraw(archive, gone, "A mistake", "The editor", quiet)
    again = published(places, write_bundle(tmp_path / "two", [a_record(0, title="Corrected"), *some(4)[1:]]))
    assert (again.added, again.withdrawn) == (1, 1)
    assert not (places.public / "harbour" / gone / "original.txt").exists()
    with open_archive(places, clock) as archive, pytest.raises(InputError, match="already"):
        withdraw(archive, gone, "A mistake", "The editor", quiet)


def test_the_catalogue_is_made_anew_from_the_log(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(4)))
    published(places, write_bundle(tmp_path / "two", [a_record(0, title="Corrected"), *some(4)[1:]]))
    with open_archive(places, clock) as archive:
        withdraw(archive, parse_document_id(some(2)[1].document_id), "A mistake", "The editor", quiet)
    before = {path: data for path, (data, _) in tree(places).items()}
    for path in places.root.glob("library.sqlite*"):
        path.unlink()
    with open_archive(places, clock) as archive:
        finish(archive, quiet)
    after = {path: data for path, (data, _) in tree(places).items()}
    # Proofs are made at the present checkpoint when it is not known any more which were given out.
    proofs = {path for path in before if path.endswith((".tlog-proof", "SHA256SUMS", "SHA256SUMS.note"))}
    assert {path: before[path] for path in before.keys() - proofs} == {
        path: after[path] for path in after.keys() - proofs
    }
    assert verify_archive(places.public).ok


def test_a_new_title_of_the_collection_is_a_release_of_its_own(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(1)))
    done = published(places, write_bundle(tmp_path / "two", some(1), title="The harbour papers, complete"))
    assert (done.added, done.log_size) == (0, 3)
    assert "complete" in (places.public / "index.html").read_text("utf-8")


def test_a_title_of_the_library_changes_every_page(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(2)))
    settings.change(places, title="Archive of Ondria")
    with open_archive(places, clock) as archive:
        assert finish(archive, quiet) == 2 + 1 + 4  # documents, list, and front, search, changes, verify
    page = (places.public / "harbour" / some(1)[0].document_id / "index.html").read_text("utf-8")
    assert "Archive of Ondria" in page


def test_long_lists_are_cut_into_pages_with_a_strip_of_years(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    published(places, write_bundle(tmp_path / "one", some(230)))
    assert sorted(path.name for path in (places.public / "harbour").glob("*.html")) == [
        "index.html",
        "page-2.html",
        "page-3.html",
    ]
    first = (places.public / "harbour" / "index.html").read_text("utf-8")
    assert 'href="page-3.html">1969</a>' in first
    assert len(first.encode()) < 50_000
    lines = (places.public / "harbour" / "documents.jsonl").read_text("utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 230


def test_documents_stand_between_their_neighbours_and_find_what_they_refer_to(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    fields = {"number": ("2",), "references": ("0", "77")}
    records = [a_record(0), a_record(1), a_record(2, fields=fields)]
    published(places, write_bundle(tmp_path / "one", records))
    page = (places.public / "harbour" / records[2].document_id / "index.html").read_text("utf-8")
    assert f'<a rel="prev" href="../{records[1].document_id}/index.html">' in page
    assert f'<a href="../{records[0].document_id}/index.html">0</a>' in page
    assert "<li>77</li>" in page


def test_every_kind_has_its_page(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    for number, kind in enumerate(Kind):
        record = a_record(number, kind=kind, original=kind.value.encode())
        slug = f"kind-{number}"
        published(places, write_bundle(tmp_path / slug, [record], collection=slug, kind=kind.value))
        page = (places.public / slug / record.document_id / "index.html").read_text("utf-8")
        assert "The harbour of Vel granted" in page
        assert record.sha256 in page
        assert "Embassy Vel" in page


def test_the_order_of_a_mail_collection_is_by_thread(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    mails = [
        a_record(
            number,
            kind=Kind.MAIL,
            original=f"mail {number}".encode(),
            date=f"2011-05-0{number + 1}",
            fields={"message_id": (f"<{number}@vel>",), **({"in_reply_to": ("<0@vel>",)} if number == 2 else {})},
        )
        for number in range(3)
    ]
    published(places, write_bundle(tmp_path / "one", mails, kind="mail"))
    with open_archive(places, clock) as archive:
        order = [item.document.id for item in listing.in_order(archive.catalogue.database, "harbour")]  # type: ignore[arg-type]
    assert order == [mails[0].document_id, mails[2].document_id, mails[1].document_id]


def test_an_empty_library_has_all_its_pages(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    with open_archive(places, clock) as archive:
        finish(archive, quiet)
    assert "Nothing is published here yet" in (places.public / "index.html").read_text("utf-8")
    assert verify_archive(places.public).ok


def test_there_is_no_library_here(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="no library"), open_archive(places_of(tmp_path), clock):
        pass


def test_a_second_writer_waits_outside(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    with open_archive(places, clock), pytest.raises(StateError, match="Another process"), open_archive(places, clock):
        pass


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    (places.keys / "log-ed25519.key").chmod(0o644)
    with pytest.raises(StateError, match="Other users"), open_archive(places, clock):
        pass


def test_settings_survive_a_round_trip_and_refuse_what_is_not_one(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    said = 'A "quoted" title \\ with\nlines and ünïcode \x7f'
    kept = settings.change(places, about=said)
    assert settings.load(places) == kept == replace(kept, about=said)
    assert settings.trust(places, str(PUBLISHER.verifier)).publishers == (str(PUBLISHER.verifier),)
    places.settings.write_text(places.settings.read_text("utf-8") + "colour = 'green'\n", "utf-8")
    with pytest.raises(StateError, match="does not exist"):
        settings.load(places)


def test_a_page_names_its_own_language_whatever_its_document_says(tmp_path: Path) -> None:
    places = a_library(tmp_path)
    records = (a_record(1, language=None), a_record(2, language="fr"))
    published(places, write_bundle(tmp_path / "bag", records))
    for record in records:
        page = (places.public / "harbour" / record.document_id / "index.html").read_text("utf-8")
        assert '<html lang="en" dir="ltr">' in page
