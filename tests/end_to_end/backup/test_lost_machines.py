"""Both machines are lost: a backup made while they worked, and new homes in which everything goes on.

Real processes throughout: a drop that serves sources during the backup, a desk, a library with a published collection.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from amparo.ledger.configuration import Entry, head
from drop_process import AMPARO, Drop
from source_system import System


def amparo(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*AMPARO, *map(str, words)], capture_output=True, text=True, timeout=120)
    assert not check or done.returncode == 0, done.stderr
    return done


@pytest.fixture
def recipient(tmp_path: Path) -> str:
    """The newsroom's offline identity is key.txt; this is its public half."""
    return amparo("seal", "keygen", "-o", tmp_path / "key.txt").stdout.strip()


def status(home: Path) -> dict[str, Any]:
    return dict(json.loads(amparo("drop", "status", "--json", "--home", home).stdout))


def check(system: System, words: str) -> str:
    code, shown = system.at_a_terminal("check", answers={"Passphrase:": words})
    assert code == 0, shown
    return shown


def test_drop_desk_and_library_come_back_and_go_on(tmp_path: Path, recipient: str) -> None:
    home, new = tmp_path / "home", tmp_path / "new"
    drop = Drop(home)
    amparo("drop", "init", "--onion", "--accept-swap", "--home", home)
    amparo("desk", "init", "--newsroom", "The Harbour Post", "--home", home)
    amparo("library", "init", "--home", home)
    drop.start()
    system = System(drop, tmp_path / "source", "", "")
    try:
        system.desk("pair", drop.url)
        system.fingerprint = status(home)["root_fingerprint"]
        papers = tmp_path / "paper.txt"
        papers.write_text("The contract of the harbour\n")
        first, _ = system.give(str(papers), "--message", "fetched before the backup")
        system.desk("fetch")
        (submission,) = system.desk("inbox", "--json")
        system.desk("reply", submission["id"], "--message", "written before the backup")
        system.give("--message", "waits at the drop")
        amparo("desk", "add", papers, "--collection", "papers", "--home", home)
        amparo("library", "publish", "--collection", "papers", "--home", home)

        # While sources send.
        stop = threading.Event()
        sender = threading.Thread(target=lambda: [drop.send(drop.passphrase(), "m") for _ in iter(stop.is_set, True)])
        sender.start()
        made = json.loads(
            amparo("backup", "-o", tmp_path / "b.age", "--to", recipient, "--json", "--home", home).stdout
        )
        stop.set()
        sender.join()
        before = status(home)
        log_before = (home / "library/log/checkpoint").read_bytes()
    finally:
        drop.stop()
    assert made["rooms"] == ["drop", "onion", "desk", "library"]
    assert made["without"] == ["desk/keys/epochs"]
    shutil.rmtree(home)

    restored = ("restore", tmp_path / "b.age", "-i", tmp_path / "key.txt", "--sha256", made["sha256"], "--home", new)
    amparo(*restored)
    assert "nothing is overwritten" in amparo(*restored, check=False).stderr
    assert not list((new / "desk/keys").rglob("epochs/*"))
    amparo("drop", "init", "--onion", "--accept-swap", "--home", new)
    after = status(new)
    assert [after[name] for name in ("onion", "desk_onion", "root_fingerprint", "replies", "missing")] == [
        before[name] for name in ("onion", "desk_onion", "root_fingerprint", "replies", "missing")
    ]

    drop.home = new
    drop.start()
    try:
        # The source's words still open the reply; a new tip goes the whole way; the old one is still read.
        assert "written before the backup" in check(system, first["passphrase"])
        system.desk("pair", drop.url)
        later, _ = system.give("--message", "sent after the restore")
        fetched = system.desk("fetch", "--json")[0]
        assert fetched["filed"] == 1
        inbox = {each["message"]: each for each in system.desk("inbox", "--json")}
        assert set(inbox) == {"fetched before the backup", "sent after the restore"}
        opened = system.desk("open", inbox["fetched before the backup"]["id"], "--json")[0]
        assert (Path(opened["directory"]) / "paper.txt").read_text() == papers.read_text()
        # What waited at the drop is kept, but the secret of its day is gone with the desk: docs/adr/0107.
        assert fetched["unopened"] >= 1

        system.desk("reply", inbox["sent after the restore"]["id"], "--message", "written after the restore")
        system.desk("reply", inbox["fetched before the backup"]["id"], "--message", "and one more to the first")
        assert "written after the restore" in check(system, later["passphrase"])
        assert "and one more to the first" in check(system, first["passphrase"])
    finally:
        drop.stop()

    # The log of the configuration begins as before; the library's log goes on where it was.
    entries = (new / "drop/configuration.log").read_bytes().splitlines()
    count = before["configuration_entries"]
    assert len(entries) >= count
    assert head(Entry.parse(json.loads(line)) for line in entries[:count]).hex() == before["configuration_head"]
    assert (new / "library/log/checkpoint").read_bytes() == log_before
    found = json.loads(amparo("desk", "search", "harbour", "--json", "--home", new).stdout)
    assert found["total"] >= 1
    (tmp_path / "more.txt").write_text("Another contract\n")
    amparo("desk", "add", tmp_path / "more.txt", "--collection", "more", "--home", new)
    amparo("library", "publish", "--collection", "more", "--home", new)
    amparo("library", "verify", new / "library/public")
