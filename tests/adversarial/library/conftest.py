"""A small published archive to attack: two collections, a correction, a withdrawal, on disk as a reader finds it."""

from __future__ import annotations

import base64
import hashlib
import random
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.ledger.entries import document_entry_bytes, release_entry_bytes, withdrawal_entry_bytes
from amparo.ledger.manifest import DocumentEntry, DocumentId, FileEntry, ReleaseId
from amparo.library.log import Log, log_policy, new_keys
from amparo.seal.notekeys import Signer

DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Archive:
    """The static tree, its keys, and its documents by number."""

    tree: Path
    keys: tuple[Signer, Signer]
    documents: tuple[DocumentEntry, ...]

    def log(self) -> Log:
        return Log.open(self.tree, self.keys, lambda: datetime(2026, 11, 24, tzinfo=UTC))

    def file(self, number: int, name: str = "original.txt") -> Path:
        return self.tree / "harbour" / self.documents[number].id / name


def make_document(folder: Path, number: int, note: str = "") -> DocumentEntry:
    files = {
        "original.txt": b"Original %d. " % number * 40,
        "record.json": b'{"number":%d,"note":"%s"}' % (number, note.encode()),
        "text.txt": b"Text %d" % number,
    }
    digest = hashlib.sha256(files["original.txt"]).digest()
    identity = DocumentId(base64.b32encode(digest[:15]).decode().lower())
    (folder / identity).mkdir(parents=True, exist_ok=True)
    entries = []
    for name, data in files.items():
        (folder / identity / name).write_bytes(data)
        entries.append(FileEntry(name, hashlib.sha256(data).hexdigest(), len(data), "text/plain"))
    return DocumentEntry(identity, "cable", f"Cable {number}", "1973-04-05", tuple(entries), "made for this test")


def build(tree: Path, keys: tuple[Signer, Signer]) -> Archive:
    release = ReleaseId("cd" * 32)
    documents = [make_document(tree / "harbour", number) for number in range(300)]
    elsewhere = make_document(tree / "customs", 1000)
    with Log.create(tree, keys, lambda: datetime(2026, 11, 24, tzinfo=UTC)) as log:
        log.append([*(document_entry_bytes(release, document, "harbour") for document in documents)])
        log.append(
            [release_entry_bytes(release, "harbour", 300, DAY), document_entry_bytes(release, elsewhere, "customs")]
        )
        documents[3] = make_document(tree / "harbour", 3, "corrected")
        log.append(
            [
                document_entry_bytes(release, documents[3], "harbour"),
                withdrawal_entry_bytes(documents[4].id, "Names a minor.", "the editor", DAY),
            ]
        )
    shutil.rmtree(tree / "harbour" / documents[4].id)
    (tree / "log.policy").write_text(log_policy(keys))
    return Archive(tree, keys, tuple(documents))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    keys = new_keys("archive.example/log", random.Random(9).randbytes)
    return build(tmp_path_factory.mktemp("published") / "tree", keys)


@pytest.fixture
def archive(published: Archive, tmp_path: Path) -> Archive:
    """A copy that a test may spoil."""
    shutil.copytree(published.tree, tmp_path / "tree")
    return Archive(tmp_path / "tree", published.keys, published.documents)
