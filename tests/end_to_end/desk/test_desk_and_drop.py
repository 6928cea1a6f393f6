"""The desk's conversation with a real drop: pair, submit, fetch, inbox, reply, and everything that may interrupt it."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import httpx

from .conftest import AMPARO, Source, System, free_port, wait_until


def test_the_whole_conversation(system: System, source: Source) -> None:
    paper = os.urandom(300_000)
    source.send("First papers on the harbour contract", {"contract.pdf": paper, "größe.txt": "ü".encode()})
    source.send("And one thing more about the harbour")
    assert system.desk("fetch", "--json")["filed"] == 2
    inbox = system.desk("inbox", "--json")
    assert {each["message"] for each in inbox} == {
        "First papers on the harbour contract",
        "And one thing more about the harbour",
    }
    assert len({each["conversation"] for each in inbox}) == 1
    with_files = next(each for each in inbox if each["files"])
    assert with_files["read"] is False and with_files["replies"] == []
    assert with_files["files"][0] == {
        "name": "contract.pdf",
        "size": 300_000,
        "sha256": hashlib.sha256(paper).hexdigest(),
    }
    opened = system.desk("open", with_files["id"][:6], "--json")
    assert (Path(opened["directory"]) / "contract.pdf").read_bytes() == paper
    assert (Path(opened["directory"]) / "größe.txt").read_text() == "ü"
    assert next(each for each in system.desk("inbox", "--json") if each["files"])["read"] is True

    said = "Thank you. <b>When</b> can we talk? " + "A long story follows. " * 1000
    assert system.desk("reply", with_files["id"], "--message", said, "--json")["parts"] > 1
    shown = html.unescape(re.sub(r"<[^>]*>", "", source.replies()))
    assert said.strip() in shown.replace("&nbsp;", " ")
    (reply,) = next(each for each in system.desk("inbox", "--json") if each["files"])["replies"]
    assert reply["text"] == said.strip() and reply["delivered"] is True
    assert system.desk("fetch", "--json")["listed"] == 0


def test_another_source_sees_nothing_of_it(system: System, source: Source) -> None:
    source.send("A message for the desk alone")
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    system.desk("reply", submission["id"], "--message", "for your eyes only")
    other = Source(system.drop_url)
    other.send("I am somebody else altogether")
    assert "for your eyes only" not in other.replies()
    system.desk("fetch")
    assert len({each["conversation"] for each in system.desk("inbox", "--json")}) == 2


def test_a_message_without_an_address_cannot_be_answered(system: System) -> None:
    page = httpx.get(f"{system.drop_url}/message", trust_env=False).text
    passphrase = re.search(r'name="passphrase" value="([a-z -]+)"', page)[1]  # type: ignore[index]
    form = {"passphrase": passphrase, "message": "no answer wanted, thank you", "no_replies": "yes"}
    parts = [(name, (None, value)) for name, value in form.items()]
    assert httpx.post(f"{system.drop_url}/send", files=parts, trust_env=False).status_code == 200
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    assert submission["can_reply"] is False
    refused = system.run("desk", "reply", submission["id"], "--message", "hello")
    assert refused.returncode == 1 and "no way to answer" in refused.stderr


def test_fetch_killed_and_drop_restarted_in_the_middle_of_a_large_envelope(system: System, source: Source) -> None:
    large = os.urandom(64 * 1024 * 1024)
    source.send("A large file and some words", {"large.bin": large})
    incoming = system.home / "desk" / "incoming"
    fetching = subprocess.Popen([*AMPARO, "desk", "fetch", "--home", str(system.home)])
    wait_until(lambda: any(path.stat().st_size > 1_000_000 for path in incoming.glob("*.age")), "a part", 30)
    fetching.send_signal(signal.SIGKILL)
    fetching.wait()
    system.stop("drop", signal.SIGKILL)
    offline = system.run("desk", "fetch")
    assert offline.returncode == 1 and "cannot be reached" in offline.stderr and "hint:" in offline.stderr
    system.start_drop()
    assert system.desk("fetch", "--json")["filed"] == 1
    (submission,) = system.desk("inbox", "--json")
    assert submission["files"][0]["sha256"] == hashlib.sha256(large).hexdigest()
    assert system.desk("fetch", "--json")["listed"] == 0
    assert list(incoming.iterdir()) == []
    assert [path.name for path in (system.home / "desk" / "submissions").iterdir()] == [submission["id"]]


def test_a_reply_while_the_drop_is_away_goes_with_the_next_fetch(system: System, source: Source) -> None:
    source.send("Please answer me one day")
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    system.stop("drop")
    waiting = system.run("desk", "reply", submission["id"], "--message", "-", stdin="the answer")
    assert waiting.returncode == 1 and "waits here" in waiting.stderr
    system.start_drop()
    assert system.desk("fetch", "--json")["replies"] == 1
    assert source.replies().count("the answer") == 1


def test_a_second_newsroom_is_refused_by_a_claimed_drop(system: System, tmp_path: Path) -> None:
    other = tmp_path / "other"
    system.desk("init", "--newsroom", "Somebody Else", home=other)
    refused = system.run("desk", "pair", system.drop_url, home=other)
    assert refused.returncode == 1 and "belongs to another newsroom" in refused.stderr
    nowhere = system.run("desk", "pair", f"http://127.0.0.1:{free_port()}", home=other)
    assert nowhere.returncode == 1 and "cannot be reached" in nowhere.stderr
    assert system.desk("status", "--json", home=other)["drop"] == ""
    assert system.run("desk", "fetch", home=other).returncode == 1


def test_pairing_again_extends_and_init_again_keeps_every_key(system: System, source: Source) -> None:
    before = system.desk("status", "--json")
    system.desk("init")
    again = system.desk("pair", system.drop_url, "--json")
    assert again["fingerprint"] == before["fingerprint"] and again["desks"] == 1
    assert again["fingerprint"] in httpx.get(system.drop_url, trust_env=False).text
    source.send("Still sealed to the same keys")
    assert system.desk("fetch", "--json")["filed"] == 1


def test_watching_collects_what_comes_later_and_survives_a_drop_that_goes_away(system: System, source: Source) -> None:
    command = [*AMPARO, "desk", "fetch", "--watch", "--every", "1", "--home", str(system.home)]
    watching = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        source.send("The first of two messages")
        wait_until(lambda: len(system.desk("inbox", "--json")) == 1, "the first message")
        system.stop("drop")
        time.sleep(1.2)
        system.start_drop()
        source.send("The second of two messages")
        wait_until(lambda: len(system.desk("inbox", "--json")) == 2, "the second message")
        assert watching.poll() is None
    finally:
        watching.kill()
        watching.wait()


def test_watching_begins_before_the_drop_is_there(system: System, source: Source) -> None:
    source.send("Sent while nobody watched")
    system.stop("drop")
    command = [*AMPARO, "desk", "fetch", "--watch", "--every", "1", "--home", str(system.home)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as watching:
        try:
            assert watching.stderr is not None
            assert "cannot be reached" in watching.stderr.readline()
            system.start_drop()
            wait_until(lambda: len(system.desk("inbox", "--json")) == 1, "the message")
        finally:
            watching.kill()


def test_pages_are_served_to_this_machine_only(paired_home: System) -> None:
    for bind in ("0.0.0.0:8402", "example.org:80"):
        refused = paired_home.run("desk", "serve", "--bind", bind)
        assert refused.returncode == 1 and "this machine only" in refused.stderr


def test_nobody_else_can_read_the_desks_home(system: System, source: Source) -> None:
    source.send("Private words and a file", {"a.txt": b"a"})
    system.desk("fetch")
    for path in (system.home / "desk").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_pages_from_fetch_to_reply(system: System, source: Source) -> None:
    source.send("Found <script>alert(1)</script> in the ledger", {"ledger.html": b"<script>alert(2)</script>"})
    port = free_port()
    system.start("desk", port)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as browser:
        own = {"Origin": f"http://127.0.0.1:{port}"}
        assert browser.post("/fetch", headers=own).status_code == 303
        wait_until(lambda: "1 new submission" in browser.get("/fetch").text, "the end of the fetch")
        inbox = browser.get("/inbox").text
        address = re.search(r'href="(/submissions/[a-z2-7]{12})"', inbox)[1]  # type: ignore[index]
        page = browser.get(address).text
        assert "alert(1)" in page and "<script" not in inbox + page
        original = browser.get(f"{address}/files/0")
        assert original.content == b"<script>alert(2)</script>"
        assert original.headers["content-disposition"].startswith("attachment")
        assert original.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in original.headers["content-security-policy"]
        empty = browser.post(f"{address}/reply", data={"message": "  "}, headers=own)
        assert empty.status_code == 400 and "The reply is empty" in empty.text
        sent = browser.post(f"{address}/reply", data={"message": "We read it."}, headers=own)
        assert sent.status_code == 303
        wait_until(lambda: "We read it." in source.replies(), "the reply at the source")
        wait_until(lambda: "at the drop" in browser.get(address).text, "the confirmation")
        assert browser.get(f"{address}.json").json()["replies"][0]["text"] == "We read it."


def test_a_machine_that_died_goes_on_with_its_two_keys_from_the_backup(system: System, source: Source) -> None:
    source.send("Before the machine died, and collected")
    system.desk("fetch")
    home = system.home / "desk"
    kept = {name: (home / "keys" / name).read_bytes() for name in ("root.key", "api.key")}
    source.send("Sent to day keys that died with the machine")
    shutil.rmtree(home)
    (home / "keys").mkdir(parents=True)
    for name, content in kept.items():
        (home / "keys" / name).write_bytes(content)
        (home / "keys" / name).chmod(0o600)
    system.desk("init", "--newsroom", "The Lamp")
    system.desk("pair", system.drop_url)
    source.send("After the machine came back to life")
    summary = system.desk("fetch", "--json")
    assert (summary["filed"], summary["unopened"], summary["alarm"]) == (1, 1, None)
    (submission,) = system.desk("inbox", "--json")
    assert submission["message"] == "After the machine came back to life"
    assert "key that this desk does not have" in system.run("desk", "inbox", "--unopened").stdout
    assert json.loads(system.run("desk", "inbox", "--unopened", "--json").stdout)["reason"] == "no-key"


def test_opening_into_a_collection_makes_it_searchable(system: System, source: Source) -> None:
    source.send("A letter about the lighthouse", {"letter.txt": b"The lighthouse keeper kept a second ledger."})
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    assert system.desk("open", submission["id"], "--collection", "Lighthouse", "--json")["added"]["added"] == 1
    assert system.desk("open", submission["id"], "--collection", "Lighthouse", "--json")["added"]["duplicates"] == 1
    assert system.desk("search", '"second ledger"', "--json")["total"] == 1
