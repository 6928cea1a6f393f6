"""What we publish, read by a stranger: Go's tlog and torchwood over our checkpoint, tiles, entries and proofs."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENTS = 300  # more than one full tile


def amparo(home: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", *words, "--home", str(home)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published collection."""
    top = tmp_path_factory.mktemp("read-by-go")
    (top / "notes").mkdir()
    for number in range(DOCUMENTS):
        (top / "notes" / f"{number}.txt").write_text(f"Note {number} of the harbour of Vel.\n")
    home = top / "home"
    amparo(home, "desk", "init")
    amparo(home, "library", "init", "--origin", "archive.example/log")
    amparo(home, "desk", "add", str(top / "notes"), "--collection", "notes")
    amparo(home, "library", "publish", "--collection", "notes")
    return home / "library" / "public"


@pytest.fixture
def peer(public: Path, find_tool: Callable[[str], str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the stranger over the tree and some proofs, with the key that the policy names."""
    vkey = next(
        line.removeprefix("log ")
        for line in (public / "log.policy").read_text().splitlines()
        if line.startswith("log ")
    )

    def run(*proofs: Path) -> subprocess.CompletedProcess[str]:
        command = [find_tool("log-peer"), str(public), vkey, *map(str, proofs)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_it_reads_every_entry_and_believes_every_proof(
    public: Path, peer: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    proofs = sorted(public.glob("notes/*/proof.tlog-proof"))
    done = peer(*proofs)
    assert done.stderr == ""
    assert done.stdout.split() == ["archive.example/log", *map(str, (DOCUMENTS + 1, DOCUMENTS + 1, DOCUMENTS))]


def test_it_refuses_what_we_refuse(
    public: Path, peer: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    proof = next(public.glob("notes/*/proof.tlog-proof")).read_text()
    head, _, rest = proof.partition("\nindex ")
    entry = base64.b64decode(head.rpartition(" ")[2])
    forged = base64.b64encode(entry.replace(b'"title":"', b'"title":"X')).decode()
    (tmp_path / "forged").write_text(f"{head.rpartition(' ')[0]} {forged}\nindex {rest}")
    assert peer(tmp_path / "forged").returncode == 1
