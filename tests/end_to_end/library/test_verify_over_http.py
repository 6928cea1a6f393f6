"""Verifying an archive on a web server: a real server process, sound and spoilt."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.errors import InputError, StoreError, TrustError
from amparo.ledger.entries import document_entry_bytes, withdrawal_entry_bytes
from amparo.ledger.manifest import DocumentEntry, DocumentId, FileEntry, ReleaseId
from amparo.ledger.policy import Policy
from amparo.library.log import Log, log_policy, new_keys
from amparo.library.verify import Reason, verify_tree

KEYS = new_keys("archive.example/log", random.Random(2).randbytes)
POLICY = Policy.parse(log_policy(KEYS).encode())


def publish(tree: Path, number: int) -> DocumentEntry:
    data = b"Document %d\n" % number * 1000
    digest = hashlib.sha256(data)
    identity = DocumentId(base64.b32encode(digest.digest()[:15]).decode().lower())
    (tree / "harbour" / identity).mkdir(parents=True)
    (tree / "harbour" / identity / "text.txt").write_bytes(data)
    file = FileEntry("text.txt", digest.hexdigest(), len(data), "text/plain")
    return DocumentEntry(identity, "cable", f"Document {number}", None, (file,), "")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    documents = [publish(tree, number) for number in range(40)]
    with Log.create(tree, KEYS, lambda: datetime(2026, 11, 24, tzinfo=UTC)) as log:
        log.append([document_entry_bytes(ReleaseId("ab" * 32), document, "harbour") for document in documents])
        log.append([withdrawal_entry_bytes(documents[0].id, "why", "who", date(2026, 11, 24))])
    (tree / "harbour" / documents[0].id / "text.txt").unlink()
    (tree / "log.policy").write_text(log_policy(KEYS))
    return tree


@contextlib.contextmanager
def served(tree: Path) -> Iterator[str]:
    """The address of a plain web server over a folder."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tree), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
            assert found is not None
            yield found[0]
        finally:
            server.terminate()


def test_sound_altered_removed_and_unsigned(tree: Path) -> None:
    with served(tree) as address:
        report = verify_tree(address, POLICY)
        assert report.ok and (report.documents, report.withdrawn, report.checked) == (39, 1, 39)
        assert report == verify_tree(tree, POLICY)
        assert verify_tree(address + "/").trust == "archive's own key"
        first, second, *_ = sorted((tree / "harbour").glob("*/text.txt"))
        first.write_bytes(first.read_bytes() + b"and more, and more" * 100_000)
        second.unlink()
        problems = {problem.path.split("/")[1]: problem.reason for problem in verify_tree(address, POLICY).problems}
        assert problems == {first.parent.name: Reason.CHANGED, second.parent.name: Reason.MISSING}
        (tree / "checkpoint").write_bytes((tree / "checkpoint").read_bytes().replace(b"\n41\n", b"\n40\n"))
        with pytest.raises(TrustError):
            verify_tree(address, POLICY)
        (tree / "checkpoint").unlink()
        with pytest.raises(InputError):
            verify_tree(address, POLICY)


def test_nobody_answers(tree: Path) -> None:
    with served(tree) as address:
        pass
    with pytest.raises(StoreError):
        verify_tree(address, POLICY)
