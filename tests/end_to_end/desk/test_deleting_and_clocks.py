"""Deleting at the desk, envelopes that nobody can open, and the clocks, as a person at a terminal meets them."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from amparo.seal.age import HybridIdentity, parse_recipient
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft

from .conftest import Source, System


def clocks(system: System, *words: str) -> list[dict[str, Any]]:
    done = system.run("desk", "clocks", *words, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_submission_is_destroyed_on_a_second_word(system: System, source: Source) -> None:
    source.send("The harbour master takes money, and I have the ledger", {"ledger.txt": b"ten thousand" * 99})
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    told = system.run("desk", "delete", submission["id"])
    assert told.returncode == 1 and "--yes" in told.stderr
    assert len(system.desk("inbox", "--json")) == 1
    system.desk("delete", submission["id"], "--yes")
    assert system.run("desk", "inbox", "--json").stdout == ""
    left = b"".join(path.read_bytes() for path in (system.home / "desk").rglob("*") if path.is_file())
    assert b"harbour master" not in left and b"ten thousand" not in left and b"ledger.txt" not in left
    # The source comes again, and it is a conversation as any other.
    source.send("Did you get the ledger of the harbour?")
    assert system.desk("fetch", "--json")["filed"] == 1
    (again,) = system.desk("inbox", "--json")
    system.desk("reply", again["id"], "--message", "We have it.")
    assert "We have it." in source.replies()


def test_an_envelope_that_nobody_can_open_is_kept_until_a_person_deletes_it(system: System) -> None:
    sealer = EnvelopeSealer([parse_recipient(str(HybridIdentity.generate().recipient))])
    envelope = b"".join(sealer.finish(SubmissionDraft("to a stranger's key", datetime.now(UTC).date())))
    tus = {"Tus-Resumable": "1.0.0"}
    with httpx.Client(trust_env=False, base_url=system.drop_url) as http:
        made = http.post("/tus", headers={**tus, "Upload-Length": str(len(envelope))})
        head = {**tus, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        sent = http.patch(made.headers["location"], headers=head, content=envelope)
    assert sent.status_code == 204
    assert system.desk("fetch", "--json")["unopened"] == 1
    told = system.run("desk", "inbox", "--unopened", "--json")
    unopened = json.loads(told.stdout)
    assert unopened["reason"] == "no-key"
    assert len(list((system.home / "drop" / "blobs").iterdir())) == 1
    assert system.run("desk", "delete", "--all-unopened").returncode == 1
    assert system.desk("delete", "--all-unopened", "--yes", "--json")["deleted"] == [unopened["envelope"]]
    assert not list((system.home / "drop" / "blobs").iterdir())
    assert not list((system.home / "desk" / "unopened").iterdir())
    fetched = system.desk("fetch", "--json")
    assert (fetched["listed"], fetched["unopened"]) == (0, 0)


def test_the_clock_of_a_report(system: System, source: Source) -> None:
    source.send("I report what my employer does with the waste")
    system.desk("fetch")
    today = datetime.now(UTC).date()
    (submission,) = system.desk("inbox", "--json")
    clock = submission["clock"]
    assert clock["state"] == "acknowledge" and clock["days_left"] == 7
    assert clock["acknowledge_by"] == clock["due"] == (today + timedelta(days=7)).isoformat()
    system.desk("reply", submission["id"], "--message", "We have your report.")
    (row,) = clocks(system)
    assert row["state"] == "feedback" and row["acknowledged"] == today.isoformat()
    before = row["feedback_by"]
    (row,) = clocks(system, submission["id"][:6], "--extend", "The authority has not answered")
    assert row["feedback_by"] > before and row["extension_reason"] == "The authority has not answered"
    system.desk("reply", submission["id"], "--message", "It was stopped.", "--feedback")
    (row,) = clocks(system)
    assert row["state"] == "done" and row["due"] is None
    assert system.run("desk", "clocks", submission["id"], "--extend", "again").returncode == 1
    (row,) = clocks(system, submission["id"], "--reopen")
    assert row["state"] == "feedback"
    assert "feedback" in system.run("desk", "clocks").stdout
    # Nothing of it at the drop, nor asked of it.
    drop = b"".join(path.read_bytes() for path in (system.home / "drop").rglob("*") if path.is_file())
    assert b"acknowledge" not in drop and submission["id"].encode() not in drop


def test_a_reply_that_waits_here_acknowledges_nothing(system: System, source: Source) -> None:
    source.send("I report what my employer does with the money")
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    system.stop("drop")
    assert system.run("desk", "reply", submission["id"], "--message", "We have it.").returncode == 1
    assert clocks(system)[0]["state"] == "acknowledge"
    assert system.run("desk", "delete", submission["id"], "--yes").returncode == 1
    system.start_drop()
    system.desk("fetch")
    assert clocks(system)[0]["state"] == "feedback"


def test_clocks_can_be_switched_off(system: System, source: Source) -> None:
    toml = system.home / "desk" / "desk.toml"
    text = toml.read_text()
    toml.write_text(text.replace('clocks = "eu"', 'clocks = "off"') if "clocks" in text else text + 'clocks = "off"\n')
    source.send(f"Whatever this is, no clock runs for it {os.getpid()}")
    system.desk("fetch")
    assert system.desk("inbox", "--json")[0]["clock"] is None
    assert system.run("desk", "clocks").returncode == 1
