"""A newsroom of three desks on one drop: each has its own keys and gets everything; nobody joins or leaves unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from amparo.desk.epochs import EpochKeys

from .conftest import Source, System


class Newsroom:
    """Desk `desk` in the drop's home, `two` and `three` elsewhere."""

    def __init__(self, system: System, folder: Path) -> None:
        self.system = system
        self.homes = {"desk": system.home, "two": folder / "two", "three": folder / "three"}
        self.root = str(system.home / "desk" / "keys" / "root.key")
        self.vkey = system.desk("status", "--json")["root"]

    def run(self, name: str, *words: str) -> Any:
        return self.system.run("desk", *words, home=self.homes[name])

    def ask(self, name: str, *words: str) -> Any:
        return self.system.desk(*words, home=self.homes[name])

    def join(self, name: str) -> None:
        self.ask(name, "init", "--newsroom", "The Lamp", "--desk", name, "--root", self.vkey)
        self.ask(name, "pair", self.system.drop_url, "--root-key", self.root)

    def at_the_drop(self) -> int:
        return len(list((self.system.home / "drop" / "blobs").iterdir()))


@pytest.fixture
def newsroom(system: System, tmp_path: Path) -> Newsroom:
    made = Newsroom(system, tmp_path)
    made.join("two")
    made.join("three")
    return made


def test_three_desks(newsroom: Newsroom, source: Source) -> None:
    # Who joined is told to those who were there, and taken on a person's word only.
    for name, added in (("desk", ["three", "two"]), ("two", ["three"])):
        alarmed = newsroom.run(name, "fetch", "--json")
        assert alarmed.returncode == 1 and "did not sign" in json.loads(alarmed.stdout)["alarm"]
        asked = newsroom.run(name, "accept", "--json")
        assert asked.returncode == 1 and json.loads(asked.stdout)["added"] == added
        newsroom.ask(name, "accept", "--yes")
        assert newsroom.ask(name, "fetch", "--json")["alarm"] is None
    assert newsroom.ask("three", "fetch", "--json")["alarm"] is None
    # Each desk has its own day keys, and no root key but the first.
    kept = [set(EpochKeys(home / "desk" / "keys" / "epochs").days()) for home in newsroom.homes.values()]
    recipients = [
        EpochKeys(home / "desk" / "keys" / "epochs").recipient(min(kept[0])) for home in newsroom.homes.values()
    ]
    assert kept[0] == kept[1] == kept[2] and len(set(recipients)) == 3
    assert not (newsroom.homes["two"] / "desk" / "keys" / "root.key").exists()
    # What a source sends gets to all three, and stays at the drop until the last has it.
    source.send("for every desk of this newsroom", {"a.txt": b"paper"})
    for name, left in (("two", 1), ("desk", 1), ("three", 0)):
        assert newsroom.ask(name, "fetch", "--json")["filed"] == 1
        assert newsroom.at_the_drop() == left
        assert newsroom.ask(name, "fetch", "--json")["listed"] == 0
    for name in newsroom.homes:
        (submission,) = newsroom.ask(name, "inbox", "--json")
        newsroom.ask(name, "reply", submission["id"], "--message", f"Words from desk {name}.")
    page = source.replies()
    assert all(f"Words from desk {name}." in page for name in newsroom.homes)
    assert not list((newsroom.system.home / "drop" / "collected").iterdir())
    # One publishes further days: the others take that without a word.
    newsroom.ask("two", "pair", newsroom.system.drop_url, "--root-key", newsroom.root)
    for name in newsroom.homes:
        assert newsroom.ask(name, "fetch", "--json")["alarm"] is None
    # A stolen desk is taken off: what waited for it alone goes, and it gets nothing more.
    source.send("fetched by two of the three")
    newsroom.ask("desk", "fetch")
    newsroom.ask("two", "fetch")
    assert newsroom.at_the_drop() == 1
    newsroom.ask("desk", "revoke", "desk", "--desk", "three", "--yes")
    assert newsroom.at_the_drop() == 0
    assert newsroom.run("three", "fetch").returncode == 1
    assert json.loads(newsroom.run("two", "accept", "--json").stdout)["removed"] == ["three"]
    newsroom.ask("two", "accept", "--yes")
    source.send("for two desks now")
    for name in ("desk", "two"):
        assert newsroom.ask(name, "fetch", "--json")["filed"] == 1
    note = httpx.get(f"{newsroom.system.drop_url}/roster", trust_env=False).text
    assert "\ndesk two\n" in note and "\ndesk three\n" not in note
    # A root that one desk changes is shown to the other.
    changed = newsroom.ask("desk", "rotate-root", "--yes", "--json")
    assert "followed by another" in json.loads(newsroom.run("two", "fetch", "--json").stdout)["alarm"]
    assert changed["fingerprint"] in newsroom.run("two", "accept").stdout
    newsroom.ask("two", "accept", "--yes")
    assert newsroom.ask("two", "fetch", "--json")["alarm"] is None
    assert newsroom.ask("two", "status", "--json")["root"] == changed["root"]


FORM = """
[[channel]]
name = "harbour"
title = "Harbour and ships"
desks = ["two"]

[[channel]]
name = "rest"
title = "Everything else"
"""


def test_what_came_before_a_desk_joined_is_left_to_the_others_and_counted(
    system: System, source: Source, tmp_path: Path
) -> None:
    source.send("sent before the second desk joined")
    newsroom = Newsroom(system, tmp_path)
    newsroom.join("two")
    (name,) = (path.name for path in (system.home / "drop" / "blobs").iterdir())
    told = newsroom.ask("two", "fetch", "--json")
    assert [told[each] for each in ("listed", "filed", "unopened", "waiting", "elsewhere")] == [1, 0, 0, 0, 1]
    assert newsroom.ask("two", "fetch", "--json")["listed"] == 0
    # No command and no page of this desk offers what it does not have.
    assert newsroom.ask("two", "inbox", "--json") == []
    assert newsroom.run("two", "inbox", "--unopened", "--json").stdout == ""
    assert not list((newsroom.homes["two"] / "desk").rglob("*.age"))
    refused = newsroom.run("two", "delete", "--unopened", name, "--anyway", "--yes")
    assert refused.returncode == 1 and refused.stderr.startswith("error:") and "hint:" in refused.stderr
    # The desk that it was sealed to has it; then, and not before, it goes from the drop.
    assert newsroom.at_the_drop() == 1
    newsroom.ask("desk", "accept", "--yes")
    assert newsroom.ask("desk", "fetch", "--json")["filed"] == 1 and newsroom.at_the_drop() == 0


def test_what_is_for_another_desk_alone_is_unopened_until_a_person_discards_it(system: System, tmp_path: Path) -> None:
    newsroom = Newsroom(system, tmp_path)
    newsroom.join("two")
    newsroom.ask("desk", "accept", "--yes")
    (tmp_path / "form.toml").write_text(FORM)
    newsroom.ask("desk", "form", str(tmp_path / "form.toml"))
    root = newsroom.ask("desk", "status", "--json")["fingerprint"]
    words = ["give", system.drop_url, "--root", root, "--channel", "harbour", "--no-replies", "--message"]
    for message in ("fetched before it is discarded", "discarded before it is fetched"):
        assert system.run(*words, message, home=tmp_path / "source").returncode == 0
        for _ in range(2):
            told = newsroom.ask("desk", "fetch", "--json")
            assert [told[each] for each in ("listed", "filed", "unopened", "elsewhere")] == [1, 0, 1, 0]
        if message.startswith("fetched"):
            assert newsroom.ask("two", "fetch", "--json")["filed"] == 1
        (kept,) = newsroom.ask("desk", "inbox", "--unopened", "--json")
        assert kept["reason"] == "no-key" and newsroom.at_the_drop() == 1
        # No key here will ever open it, so no more is asked than a person's word.
        assert newsroom.run("desk", "delete", "--unopened", kept["envelope"]).returncode == 1
        newsroom.ask("desk", "delete", "--unopened", kept["envelope"], "--yes")
        assert newsroom.ask("desk", "fetch", "--json")["listed"] == 0
        # What this desk discards stays for the desk for which it is.
        if message.startswith("discarded"):
            assert newsroom.at_the_drop() == 1 and newsroom.ask("two", "fetch", "--json")["filed"] == 1
        assert newsroom.at_the_drop() == 0
    assert len(newsroom.ask("two", "inbox", "--json")) == 2
