"""Keys that change: a root succeeded, revoked, or kept elsewhere; a request key, day keys, a desk taken back."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from amparo.desk.epochs import EpochKeys
from amparo.desk.rosters import sign_roster
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Signer, Verifier
from amparo.seal.roster import Roster
from amparo.seal.succession import succeed

from .conftest import Source, System


def status(system: System) -> Any:
    return system.desk("status", "--json")


def give(system: System, root: str, home: Path, message: str = "words of a source") -> subprocess.CompletedProcess[str]:
    return system.run("give", system.drop_url, "--root", root, "--message", message, "--json", home=home)


def shown_fingerprint(system: System) -> str:
    page = httpx.get(system.drop_url, trust_env=False, headers={"Accept": "text/html"}).text
    found = re.search(r"(?:[0-9a-f]{4}[\s ]){9}[0-9a-f]{4}", page)
    assert found is not None
    return " ".join(found[0].split())


def test_a_root_is_succeeded_and_every_conversation_goes_on(system: System, source: Source, tmp_path: Path) -> None:
    before = status(system)
    source.send("sent before the newsroom changed its key")
    assert system.run("desk", "rotate-root").returncode == 1
    assert status(system)["fingerprint"] == before["fingerprint"]
    changed = system.desk("rotate-root", "--yes", "--json")
    assert changed["fingerprint"] == status(system)["fingerprint"] == shown_fingerprint(system) != before["fingerprint"]
    assert httpx.get(f"{system.drop_url}/roster", trust_env=False).headers["amparo-root"] == changed["root"]
    # What was under way goes on: the passphrase still opens the same mailbox, and replies get there.
    source.send("sent after the newsroom changed its key")
    assert system.desk("fetch", "--json")["alarm"] is None
    inbox = system.desk("inbox", "--json")
    assert len(inbox) == 2 and len({each["conversation"] for each in inbox}) == 1
    system.desk("reply", inbox[0]["id"], "--message", "We go on as before.")
    assert "We go on as before." in source.replies()
    # Whoever has the old fingerprint, or the old key, is led to the new one, and told.
    for known in (before["fingerprint"], before["root"]):
        done = give(system, known, tmp_path)
        assert done.returncode == 0 and changed["fingerprint"] in done.stderr
    done = give(system, changed["fingerprint"], tmp_path)
    assert done.returncode == 0 and "has a new key" not in done.stderr
    # A second change is followed from the first on, also once the drop was started anew.
    again = system.desk("rotate-root", "--yes", "--json")
    system.stop("drop")
    system.start_drop()
    assert shown_fingerprint(system) == again["fingerprint"]
    assert give(system, before["fingerprint"], tmp_path).returncode == 0
    assert system.desk("fetch", "--json")["filed"] == 4
    system.desk("pair", system.drop_url)
    assert give(system, before["fingerprint"], tmp_path).returncode == 0


def test_a_key_of_somebody_else_and_a_revoked_one_are_refused_in_plain_words(system: System, tmp_path: Path) -> None:
    before = status(system)
    stranger = fingerprint(Signer.generate("somebody").verifier)
    changed = system.desk("revoke", "root", "--yes", "--json")
    assert changed["revoked"] == [before["root"]]
    for known, words in ((before["fingerprint"], "has revoked the key"), (stranger, "has not signed")):
        done = give(system, known, tmp_path)
        assert done.returncode == 1 and words in done.stderr and "Send nothing" in done.stderr
        assert "passphrase" not in done.stdout
    assert give(system, changed["fingerprint"], tmp_path).returncode == 0
    assert system.desk("fetch", "--json")["filed"] == 1


FORM = """
[[channel]]
name = "harbour"
title = "Harbour and ships"
desks = ["desk"]

[[channel.question]]
key = "about"
ask = "Who is it about?"
kind = "text"

[[channel]]
name = "rest"
title = "Everything else"
desks = ["desk"]
"""


def test_the_form_outlives_the_root_that_signed_it(system: System, tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(FORM)
    system.desk("form", str(tmp_path / "form.toml"))
    changed = system.desk("revoke", "root", "--yes", "--json")
    system.stop("drop")
    system.start_drop()
    assert "Harbour and ships" in httpx.get(f"{system.drop_url}/message", trust_env=False).text
    words = ["--channel", "harbour", "--answer", "about=The harbour master", "--message", "x"]
    done = system.run("give", system.drop_url, "--root", changed["fingerprint"], *words, "--no-replies", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not any("changed" in each for each in system.desk("fetch", "--json")["warnings"])
    # One that nobody signed anew is as good as none: the drop starts all the same.
    stale = (system.home / "drop" / "form.note").read_bytes()
    (system.home / "desk" / "form.note").unlink()
    system.desk("revoke", "root", "--yes")
    assert (system.home / "drop" / "form.note").read_bytes() == stale
    system.stop("drop")
    system.start_drop()
    assert "Harbour and ships" not in httpx.get(f"{system.drop_url}/message", trust_env=False).text


def test_a_root_that_is_ended_closes_the_door_for_good(system: System, source: Source, tmp_path: Path) -> None:
    source.passphrase = "never used"
    system.desk("revoke", "root", "--final", "--yes")
    page = httpx.get(system.drop_url, trust_env=False)
    assert page.status_code == 503 and "withdrawn its key" in page.text and "Come back in a day" not in page.text
    assert give(system, status(system)["fingerprint"], tmp_path).returncode == 1
    assert system.run("desk", "pair", system.drop_url).returncode in (0, 1)
    assert httpx.get(system.drop_url, trust_env=False).status_code == 503
    # What lies there is still collected, day after day, and the desk does not try to publish other days.
    settings = system.home / "desk" / "desk.toml"
    settings.write_text(settings.read_text().replace("extend_below_days = 30", "extend_below_days = 1000"))
    assert system.desk("fetch", "--json")["alarm"] is None


def test_a_thief_of_the_root_is_seen_at_the_next_fetch(system: System) -> None:
    root = Signer.parse((system.home / "desk" / "keys" / "root.key").read_text().strip())
    thief = Signer.generate("thief")
    today = datetime.now(UTC).date()
    served = Roster.parse(httpx.get(f"{system.drop_url}/roster", trust_env=False).content, root.verifier)
    both = sign_roster(replace(served, issued=today, edition=99), root, thief)
    put = httpx.put(f"{system.drop_url}/desk/v1/roster", content=both, trust_env=False)
    assert put.status_code == 200
    note = succeed(root, thief, today)
    taken = httpx.put(f"{system.drop_url}/desk/v1/succession", content=note, trust_env=False)
    assert taken.json()["root"] == str(thief.verifier)
    done = system.run("desk", "fetch", "--json")
    assert done.returncode == 1 and "followed by another one" in json.loads(done.stdout)["alarm"]
    assert "docs/keys.md" in done.stderr
    # Nothing is taken without a person's word, and the word is asked for.
    asked = system.run("desk", "accept")
    assert asked.returncode == 1 and fingerprint(thief.verifier) in asked.stdout
    assert status(system)["root"] == str(root.verifier)


def test_the_root_key_lives_on_another_medium(system: System, tmp_path: Path) -> None:
    medium = tmp_path / "medium" / "root.key"
    medium.parent.mkdir()
    before = status(system)
    system.desk("move-root", str(medium))
    assert not list((system.home / "desk").rglob("root.key"))
    secret = medium.read_text().strip().split("+", 4)[4].encode()
    assert all(secret not in path.read_bytes() for path in (system.home / "desk").rglob("*") if path.is_file())
    assert status(system)["fingerprint"] == before["fingerprint"]
    assert system.desk("fetch", "--json")["alarm"] is None
    refused = system.run("desk", "pair", system.drop_url)
    assert refused.returncode == 1 and "--root-key" in refused.stderr
    system.desk("pair", system.drop_url, "--root-key", str(medium))
    changed = system.desk("rotate-root", "--root-key", str(medium), "--yes", "--json")
    assert str(Signer.parse(medium.read_text().strip()).verifier) == changed["root"]
    assert [path.name for path in medium.parent.iterdir()] == ["root.key"]
    assert system.desk("fetch", "--json")["alarm"] is None
    other = tmp_path / "other.key"
    other.write_text(Signer.generate("other").secret_text())
    assert system.run("desk", "pair", system.drop_url, "--root-key", str(other)).returncode == 1


def test_a_request_key_is_taken_back(system: System, source: Source) -> None:
    keys = system.home / "desk" / "keys"
    stolen = (keys / "api.key").read_text()
    source.send("what the thief would have deleted")
    system.desk("revoke", "api", "--yes")
    fresh = (keys / "api.key").read_text()
    assert fresh != stolen
    (keys / "api.key").write_text(stolen)
    refused = system.run("desk", "fetch")
    assert refused.returncode == 1
    (keys / "api.key").write_text(fresh)
    assert system.desk("fetch", "--json")["filed"] == 1


def test_day_keys_are_taken_back_and_what_was_sealed_before_still_opens(system: System, source: Source) -> None:
    epochs = EpochKeys(system.home / "desk" / "keys" / "epochs")
    days, stolen = epochs.days(), {str(each.recipient) for each in epochs.identities()}  # type: ignore[attr-defined]
    source.send("sealed to the key of the morning")
    said = system.desk("revoke", "epochs", "--yes", "--json")
    note = httpx.get(f"{system.drop_url}/roster", trust_env=False).text
    assert said["days"] == [day.isoformat() for day in days]
    assert not any(recipient in note for recipient in stolen)
    source.send("sealed to the key of the evening")
    assert system.desk("fetch", "--json")["filed"] == 2
    for day in days:
        epochs.shred(day)
    assert epochs.identities() == ()


def test_the_newsroom_key_is_read_from_the_note_of_the_desk(system: System, tmp_path: Path) -> None:
    written = system.desk("roster", "-o", str(tmp_path / "roster.note"), "--json")
    served = httpx.get(f"{system.drop_url}/roster", trust_env=False).content
    assert (tmp_path / "roster.note").read_bytes() == served and len(written["sha256"]) == 64
    (only,) = [json.loads(line) for line in system.run("desk", "desks", "--json").stdout.splitlines()]
    assert only["desk"] == "desk" and Verifier.parse(only["api"])
