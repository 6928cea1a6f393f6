"""One document verified where it lies: in an archive, in its own folder, under any name."""

from __future__ import annotations

import base64
import hashlib
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.errors import InputError, TrustError
from amparo.ledger.entries import document_entry_bytes
from amparo.ledger.manifest import DocumentEntry, DocumentId, FileEntry, ReleaseId
from amparo.ledger.policy import Policy
from amparo.library.log import Log, log_policy, new_keys, open_reader
from amparo.library.log_disk import RealDisk
from amparo.library.verify_document import verify_document, verify_named
from amparo.library.verify_sources import FolderTree

KEYS = new_keys("archive.example/log", random.Random(3).randbytes)
POLICY = Policy.parse(log_policy(KEYS).encode())
FILES = {"original.xml": b"<letter/>", "record.json": b"{}", "text.txt": b"A letter."}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of one document whose original is published as `original.xml.bin`."""
    top = tmp_path / "archive"
    identity = DocumentId(base64.b32encode(hashlib.sha256(FILES["original.xml"]).digest()[:15]).decode().lower())
    folder = top / "harbour" / identity
    folder.mkdir(parents=True)
    for name, data in FILES.items():
        (folder / (f"{name}.bin" if name == "original.xml" else name)).write_bytes(data)
    files = tuple(
        FileEntry(name, hashlib.sha256(data).hexdigest(), len(data), "text/plain") for name, data in FILES.items()
    )
    document = DocumentEntry(identity, "cable", "A letter", None, files, "")
    with Log.create(top, KEYS, lambda: datetime(2026, 11, 24, tzinfo=UTC)) as log:
        log.append([document_entry_bytes(ReleaseId("ab" * 32), document, "harbour")])
    return top


@pytest.fixture
def proof(archive: Path) -> bytes:
    return open_reader(RealDisk(archive), POLICY).proof_for(0).to_bytes()


def folder_of(archive: Path) -> Path:
    return next((archive / "harbour").iterdir())


def test_in_an_archive_and_in_its_own_folder(archive: Path, proof: bytes) -> None:
    reports = [verify_document(FolderTree(place), proof, POLICY) for place in (archive, folder_of(archive))]
    assert reports[0] == reports[1]
    assert (reports[0].path, reports[0].checked) == ("original.xml", 3)


def test_under_the_names_of_the_release(archive: Path, proof: bytes) -> None:
    folder = folder_of(archive)
    (folder / "original.xml.bin").rename(folder / "original.xml")
    assert verify_document(FolderTree(folder), proof, POLICY).ok


@pytest.mark.parametrize("name", ["original.xml.bin", "record.json", "text.txt"])
def test_a_changed_or_missing_file_is_told(archive: Path, proof: bytes, name: str) -> None:
    file = folder_of(archive) / name
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(TrustError, match="1 are changed or missing"):
        verify_document(FolderTree(archive), proof, POLICY)
    file.unlink()
    with pytest.raises(TrustError, match="1 are changed or missing"):
        verify_document(FolderTree(archive), proof, POLICY)


def test_a_place_without_the_document_is_not_called_forged(archive: Path, proof: bytes) -> None:
    shutil.rmtree(archive / "harbour")
    with pytest.raises(InputError, match="not there"):
        verify_document(FolderTree(archive), proof, POLICY)


def test_one_file_under_any_name(archive: Path, proof: bytes) -> None:
    folder = folder_of(archive)
    (folder / "text.txt").rename(folder / "saved.html")
    assert verify_named(FolderTree(folder), "saved.html", proof, POLICY).path == "text.txt"
    (folder / "other").write_bytes(b"A forged letter.")
    with pytest.raises(TrustError):
        verify_named(FolderTree(folder), "other", proof, POLICY)
    with pytest.raises(InputError):
        verify_named(FolderTree(folder), "nothing", proof, POLICY)
