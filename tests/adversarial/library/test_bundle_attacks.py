"""A release bundle made or changed by somebody who wants something on our pages. Nothing of it is ever published."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

import library_bundles
from amparo.errors import AmparoError, InputError, RollbackError, TooLargeError, TrustError
from amparo.ledger import bag
from amparo.ledger.manifest import ReleaseManifest, note_text, release_id
from amparo.library.archive import open_archive
from amparo.library.publish import publish
from amparo.records.model import record_to_json
from amparo.seal.note import Algorithm, Signer, sign
from library_bundles import DAY, PUBLISHER, a_library, a_record, clock, sha, some, write_bag, write_bundle

DOCUMENT = some(1)[0].document_id
STRANGER = Signer.generate("newsroom.example/releases", Algorithm.ED25519, lambda count: b"s" * count)


def refused(tmp_path: Path, bundle: Path, kind: type[AmparoError], what: str) -> None:
    """Publishing raises, and neither log nor tree has anything of it."""
    places = a_library(tmp_path / "home")
    with pytest.raises(kind, match=what):
        library_bundles.published(places, bundle)
    assert (places.log / "checkpoint").read_text("utf-8").splitlines()[1] == "0"
    assert not (places.public / "harbour").exists()


def reseal(bundle: Path) -> None:
    """Make the bag's own manifests agree with its files again, as an attacker would; the signature cannot follow."""
    payload = {path: (bundle / path).read_bytes() for path in files(bundle) if path.startswith("data/")}
    tags = ("bagit.txt", "bag-info.txt", "release.json", "release.note")
    write_bag(bundle, payload, {path: (bundle / path).read_bytes() for path in tags})


def files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def signed(tmp_path: Path, change: Callable[[dict[str, object]], None]) -> Path:
    """A bundle whose publisher signed a manifest made hostile by `change`; canonical JSON, bag and note all agree."""
    bundle = write_bundle(tmp_path / "bag", some(2))
    manifest = json.loads((bundle / "release.json").read_bytes())
    change(manifest)
    data = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    (bundle / "release.json").write_bytes(data)
    (bundle / "release.note").write_bytes(sign(note_text(str(manifest["collection"]), release_id(data)), [PUBLISHER]))
    reseal(bundle)
    return bundle


@pytest.mark.parametrize("name", ["record.json", "text.txt", "original.txt"])
def test_file_swapped_after_signing(tmp_path: Path, name: str) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    (bundle / "data/documents" / DOCUMENT / name).write_bytes(b"another")
    refused(tmp_path, bundle, TrustError, "changed after the bundle was made")


@pytest.mark.parametrize("name", ["record.json", "text.txt", "original.txt"])
def test_file_swapped_and_the_bag_resealed(tmp_path: Path, name: str) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    (bundle / "data/documents" / DOCUMENT / name).write_bytes(b"another")
    reseal(bundle)
    refused(tmp_path, bundle, TrustError, "not the one that was signed")


def test_files_of_two_documents_exchanged(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    first, second = (bundle / "data/documents" / one.document_id / "record.json" for one in some(2))
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    reseal(bundle)
    refused(tmp_path, bundle, TrustError, "not the one that was signed")


def test_file_changed_between_its_check_and_its_copy(tmp_path: Path) -> None:
    bundle, places = write_bundle(tmp_path / "bag", some(2)), a_library(tmp_path / "home")

    def swap(step: str, done: int, whole: int) -> None:
        if step == "copying":
            for document in (bundle / "data/documents").iterdir():
                (document / "text.txt").write_bytes(b"another")

    with open_archive(places, clock) as archive, pytest.raises(TrustError, match="changed while it was published"):
        publish(archive, bundle, swap)
    assert (places.log / "checkpoint").read_text("utf-8").splitlines()[1] == "0"
    assert not (places.public / "harbour").exists()


def test_manifest_changed_after_signing(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    data = (bundle / "release.json").read_bytes()
    (bundle / "release.json").write_bytes(data.replace(b"Harbour permit 0", b"Harbour permit X"))
    reseal(bundle)
    refused(tmp_path, bundle, TrustError, "about another manifest")


def test_unknown_signer(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2), signer=STRANGER)
    refused(tmp_path, bundle, TrustError, "No publisher this library trusts")


def test_signer_of_the_same_name_and_id_but_another_key(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2), signer=STRANGER)
    note = (bundle / "release.note").read_text("utf-8")
    theirs = sign("x\n", [STRANGER]).decode().rsplit(" ", 1)[1].strip()
    ours = sign("x\n", [PUBLISHER]).decode().rsplit(" ", 1)[1].strip()
    (bundle / "release.note").write_text(note.replace(theirs[:4], ours[:4]), "utf-8")
    reseal(bundle)
    with pytest.raises(AmparoError):
        library_bundles.published(a_library(tmp_path / "home"), bundle)


def test_a_library_that_trusts_nobody_publishes_nothing(tmp_path: Path) -> None:
    places = a_library(tmp_path / "home", publishers=())
    with pytest.raises(TrustError):
        library_bundles.published(places, write_bundle(tmp_path / "bag", some(1)))


def test_signature_of_another_release(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    other = write_bundle(tmp_path / "other", some(3))
    (bundle / "release.note").write_bytes((other / "release.note").read_bytes())
    reseal(bundle)
    refused(tmp_path, bundle, TrustError, "about another manifest")


def test_signature_for_another_collection(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    release = release_id((bundle / "release.json").read_bytes())
    (bundle / "release.note").write_bytes(sign(note_text("elsewhere", release), [PUBLISHER]))
    reseal(bundle)
    refused(tmp_path, bundle, TrustError, "about another manifest")


@pytest.mark.parametrize("path", ["../../../evil", "/etc/evil", "a/../../evil", "..", "sub/record.json"])
def test_path_traversal_in_a_signed_manifest(tmp_path: Path, path: str) -> None:
    def change(manifest: dict[str, object]) -> None:
        manifest["documents"][0]["files"][0]["path"] = path  # type: ignore[index]

    refused(tmp_path, signed(tmp_path, change), InputError, "path|other files than record")


@pytest.mark.parametrize(
    "identity", ["../../../../../../tmp/evil", "a" * 23, "A" * 24, "a" * 23 + "/", "a" * 23 + "\n"]
)
def test_document_identity_that_leads_elsewhere(tmp_path: Path, identity: str) -> None:
    def change(manifest: dict[str, object]) -> None:
        manifest["documents"][0]["id"] = identity  # type: ignore[index]

    refused(tmp_path, signed(tmp_path, change), InputError, "field id")


@pytest.mark.parametrize("collection", ["..", "tile", "search", "docket", "releases", "Harbour", "a/b"])
def test_collection_that_takes_the_librarys_own_addresses(tmp_path: Path, collection: str) -> None:
    def change(manifest: dict[str, object]) -> None:
        manifest["collection"] = collection

    refused(tmp_path, signed(tmp_path, change), InputError, "address|field collection")


def test_document_listed_twice(tmp_path: Path) -> None:
    def change(manifest: dict[str, object]) -> None:
        manifest["documents"].append(manifest["documents"][0])  # type: ignore[attr-defined]

    refused(tmp_path, signed(tmp_path, change), InputError, "twice")


def test_document_under_the_identity_of_another(tmp_path: Path) -> None:
    first, second = some(2)
    bundle = write_bundle(tmp_path / "bag", [first])
    manifest = json.loads((bundle / "release.json").read_bytes())
    manifest["documents"][0]["id"] = second.document_id
    (bundle / "data/documents" / first.document_id).rename(bundle / "data/documents" / second.document_id)
    data = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    (bundle / "release.json").write_bytes(data)
    (bundle / "release.note").write_bytes(sign(note_text("harbour", release_id(data)), [PUBLISHER]))
    reseal(bundle)
    refused(tmp_path, bundle, InputError, "does not belong|does not follow")


@pytest.mark.parametrize("part", ["kind", "sha256", "id", "format", "date"])
def test_record_that_says_something_else_than_its_manifest(tmp_path: Path, part: str) -> None:
    record = some(1)[0]
    lies = {"kind": "mail", "sha256": "0" * 64, "id": "b" * 24, "format": "amparo/record/v9", "date": "2001"}
    said = record_to_json(record) | {part: lies[part]}
    refused(tmp_path, with_record(tmp_path, json.dumps(said).encode()), InputError, "record|kind")


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{}", b"[" * 100_000, b'{"format": "amparo/record/v1"}', b"\xff\xfe", b'{"format":1}'],
)
def test_record_that_is_none(tmp_path: Path, data: bytes) -> None:
    refused(tmp_path, with_record(tmp_path, data), InputError, "record")


def with_record(tmp_path: Path, data: bytes) -> Path:
    """A wholly signed bundle of one document with this `record.json`."""
    bundle = write_bundle(tmp_path / "bag", some(1))
    (bundle / "data/documents" / DOCUMENT / "record.json").write_bytes(data)
    manifest = json.loads((bundle / "release.json").read_bytes())
    file = next(one for one in manifest["documents"][0]["files"] if one["path"] == "record.json")
    file["sha256"], file["size"] = sha(data), len(data)
    whole = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    ReleaseManifest.parse(whole)
    (bundle / "release.json").write_bytes(whole)
    (bundle / "release.note").write_bytes(sign(note_text("harbour", release_id(whole)), [PUBLISHER]))
    reseal(bundle)
    return bundle


def test_signature_without_end(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(1))
    with (bundle / "release.note").open("r+b") as file:
        file.truncate(10**12)  # a hole, which takes no room
    refused(tmp_path, bundle, TooLargeError, "too large")


@pytest.mark.parametrize("place", ["data/documents/link", "link", f"data/documents/{DOCUMENT}/record.json"])
def test_symlink_anywhere_in_the_bag(tmp_path: Path, place: str) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    (bundle / place).unlink(missing_ok=True)
    (bundle / place).symlink_to("/etc/hostname")
    refused(tmp_path, bundle, InputError, "link or a special file")


def test_symlinked_folder(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    (bundle / "data/documents").rename(tmp_path / "elsewhere")
    (bundle / "data/documents").symlink_to(tmp_path / "elsewhere")
    refused(tmp_path, bundle, InputError, "link or a special file")


def test_the_bundle_itself_is_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(write_bundle(tmp_path / "bag", some(1)))
    refused(tmp_path, tmp_path / "link", InputError, "no release bundle")


def test_named_pipe_in_the_bag_does_not_hang(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(1))
    os.mkfifo(bundle / "data/pipe")
    refused(tmp_path, bundle, InputError, "link or a special file")


def test_file_slipped_into_the_payload(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(1))
    (bundle / "data/documents" / DOCUMENT / "index.html").write_text("<script>alert(1)</script>")
    reseal(bundle)
    refused(tmp_path, bundle, TrustError, "other files than its signed manifest")


def test_payload_manifest_that_points_outside(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(1))
    manifest = bundle / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text("utf-8") + f"{'0' * 64}  data/../../../etc/passwd\n", "utf-8")
    tags = {path: sha((bundle / path).read_bytes()) for path in files(bundle) if "/" not in path and "tagm" not in path}
    (bundle / "tagmanifest-sha256.txt").write_text(bag.manifest_text(tags), "utf-8")
    refused(tmp_path, bundle, InputError, "outside itself")


def test_bag_that_asks_to_fetch_the_rest_from_somewhere(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(1))
    (bundle / "fetch.txt").write_text("http://127.0.0.1:1/evil 4 data/evil\n")
    refused(tmp_path, bundle, InputError, "not a valid bag")


def test_document_missing(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bag", some(2))
    (bundle / "data/documents" / DOCUMENT / "text.txt").unlink()
    refused(tmp_path, bundle, InputError, "not a valid bag")


def test_no_bundle_at_all(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(tmp_path, tmp_path / "empty", InputError, "not a release bundle")
    with pytest.raises(InputError):
        library_bundles.published(a_library(tmp_path / "home"), tmp_path / "nothing")


def test_original_that_a_browser_would_run_gets_an_inert_name(tmp_path: Path) -> None:
    record = a_record(1, media_type="text/html", original=b"<script>alert(1)</script>")
    places = a_library(tmp_path / "home")
    library_bundles.published(places, write_bundle(tmp_path / "bag", [record]))
    names = sorted(path.name for path in (places.public / "harbour" / record.document_id).iterdir())
    assert "original.html.bin" in names
    assert "original.html" not in names


def test_an_older_release_does_not_undo_a_correction(tmp_path: Path) -> None:
    """Its signature holds for ever: who kept it, or a hand that slipped, would bring the old words back."""
    places = a_library(tmp_path / "home")
    before = DAY - timedelta(days=1)
    first = write_bundle(tmp_path / "first", [a_record(1)], created=before)
    library_bundles.published(places, first)
    never = write_bundle(tmp_path / "never", [a_record(1, title="Never published")], created=before)
    later = write_bundle(tmp_path / "later", [a_record(1, title="Corrected")])
    size = library_bundles.published(places, later).log_size
    for older in (first, never):
        with pytest.raises(RollbackError, match="later release"):
            library_bundles.published(places, older)
    page = (places.public / "harbour" / a_record(1).document_id / "index.html").read_text("utf-8")
    assert "Corrected" in page and library_bundles.published(places, later).log_size == size
