"""What is deleted at the desk, what is not, and that nothing of it is left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.desk import clocks_store, replies_store, retention_store, submissions_store
from amparo.desk.epochs import SEALED_BEFORE, due_for_shredding, held_back
from amparo.desk.retention import BY_HAND, EXPIRED, delete_submission, expire, expiry_day, is_hopeless
from amparo.desk.settings import Settings
from amparo.desk.store import open_database
from amparo.desk.submissions import EnvelopeId, Submission, SubmissionId, SubmittedFile, UnopenedEnvelope
from amparo.errors import StateError

DAY = date(2026, 11, 24)
SECRET = "the harbour master takes money"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_database(tmp_path / "desk.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, submission_days=40)


def filed(
    database: sqlite3.Connection,
    settings: Settings,
    name: str,
    *,
    collected: bool = True,
    read: bool = True,
    source: str = "",
) -> SubmissionId:
    content = f"{SECRET} {name}".encode() * 500
    (settings.submissions / name / "files").mkdir(parents=True)
    (settings.submissions / name / "files" / "proof.txt").write_bytes(content)
    envelope = EnvelopeId(f"envelope-{name}")
    file = SubmittedFile(f"{name}-proof.txt", len(content), "0" * 64)
    submission = Submission(
        SubmissionId(name), envelope, f"c-{name}", DAY, f"{SECRET} {name}", {"who": SECRET}, (file,), "age1pq", False
    )
    mailbox_secret = (source or name).encode().ljust(32)
    submissions_store.file_submission(
        database, submission, ciphertext_sha256=name, ciphertext_size=9, mailbox_secret=mailbox_secret
    )
    if collected:
        submissions_store.mark_collected(database, envelope)
    if read:
        submissions_store.mark_read(database, submission.id)
    return submission.id


def remains(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def test_what_was_deleted_is_in_no_file_of_the_desk(database: sqlite3.Connection, settings: Settings) -> None:
    first, other = filed(database, settings, "aaa"), filed(database, settings, "bbb")
    replies_store.queue_reply(database, first, DAY, f"answer to {SECRET} aaa", [b"sealed"])
    for part in replies_store.waiting_parts(database):
        replies_store.confirm_part(database, part)
    assert b"money aaa" in remains(settings.home)
    delete_submission(database, settings, first, DAY)
    assert b"money aaa" not in remains(settings.home) and b"aaa-proof" not in remains(settings.home)
    assert retention_store.tombstones(database) == {first: (DAY, BY_HAND)}
    assert [each.id for each in submissions_store.submissions(database)] == [other]
    assert not (settings.submissions / "aaa").exists() and (settings.submissions / "bbb").exists()


def test_no_number_of_a_reply_is_used_twice_though_its_submission_was_deleted(
    database: sqlite3.Connection, settings: Settings
) -> None:
    """The drop would see that two replies are for one source (specs/mailbox.md)."""
    first, second = (filed(database, settings, name, source="one") for name in ("aaa", "bbb"))

    def reply(to: SubmissionId, parts: int) -> list[int]:
        replies_store.queue_reply(database, to, DAY, "an answer", [b"sealed"] * parts)
        given = replies_store.waiting_parts(database)
        for part in given:
            replies_store.confirm_part(database, part)
        return [part.token_index for part in given]

    assert (reply(first, 1), reply(second, 2)) == ([0], [1, 2])
    delete_submission(database, settings, second, DAY)
    assert reply(first, 1) == [3]


def test_nothing_goes_that_the_drop_still_has_or_whose_reply_waits(
    database: sqlite3.Connection, settings: Settings
) -> None:
    at_the_drop, answered = filed(database, settings, "aaa", collected=False), filed(database, settings, "bbb")
    replies_store.queue_reply(database, answered, DAY, "wait", [b"sealed"])
    for each in (at_the_drop, answered):
        with pytest.raises(StateError, match="drop"):
            delete_submission(database, settings, each, DAY)
        clocks_store.give_feedback(database, each, DAY)
    assert expire(database, settings, DAY) == () and not retention_store.expiries(database)
    assert (settings.submissions / "aaa" / "files" / "proof.txt").exists()


def test_a_submission_goes_after_its_time_and_never_while_unread_or_its_clock_runs(
    database: sqlite3.Connection, settings: Settings
) -> None:
    done, unread, running = (
        filed(database, settings, name, read=read) for name, read in (("aaa", True), ("bbb", False), ("ccc", True))
    )
    for each in (done, unread):
        clocks_store.set_aside(database, each, "not a report", DAY)
    assert expire(database, settings, DAY, lambda _: 7) == ()
    assert retention_store.expiries(database) == {done: DAY + timedelta(days=47)}
    assert expire(database, settings, DAY + timedelta(days=46)) == ()
    assert expire(database, settings, DAY + timedelta(days=47)) == (done,)
    assert expire(database, settings, DAY + timedelta(days=4000)) == ()
    assert {each.id for each in submissions_store.submissions(database)} == {unread, running}
    assert retention_store.tombstones(database)[done][1] == EXPIRED


def test_without_the_setting_nothing_goes(database: sqlite3.Connection, settings: Settings) -> None:
    clocks_store.set_aside(database, filed(database, settings, "aaa"), "not a report", DAY)
    assert expire(database, replace(settings, submission_days=0), DAY + timedelta(days=9999)) == ()


@given(st.integers(1, 4000), st.integers(0, 10**9))
def test_the_day_is_blurred_by_up_to_a_quarter(days: int, drawn: int) -> None:
    assert days <= (expiry_day(DAY, days, lambda below: drawn % below) - DAY).days <= days * 1.25


def test_an_envelope_is_hopeless_when_no_key_of_its_time_is_left() -> None:
    kept = UnopenedEnvelope(EnvelopeId("envelope-1"), DAY, 9, "altered", "")
    assert not is_hopeless(kept, [DAY]) and not is_hopeless(kept, [DAY - timedelta(days=SEALED_BEFORE)])
    assert is_hopeless(kept, [DAY + timedelta(days=2)]) and is_hopeless(kept, [])
    assert is_hopeless(replace(kept, reason="no-key"), [DAY])


def test_those_secrets_wait_that_an_unopened_envelope_may_be_sealed_to() -> None:
    """Up to SEALED_BEFORE days before the day it is listed under, and the day after: no day less, and none more."""
    listed = DAY - timedelta(days=40)
    days = [listed + timedelta(days=number) for number in range(-9, 6)]
    held = held_back(days, [listed], DAY, 30)
    assert [(day - listed).days for day in held] == list(range(-SEALED_BEFORE, 2))
    assert held_back(days, [listed], listed + timedelta(days=61), 30) == (listed + timedelta(days=1),)


@given(st.lists(st.integers(-80, 5)), st.lists(st.integers(-80, 5)), st.integers(0, 40))
def test_a_secret_waits_for_what_could_not_be_opened_but_not_for_ever(
    days: list[int], waiting: list[int], retention: int
) -> None:
    epochs, envelopes = ([DAY + timedelta(days=n) for n in ns] for ns in (days, waiting))
    due = due_for_shredding(epochs, DAY, retention)
    held = held_back(due, envelopes, DAY, retention)
    assert set(held) <= set(due) and all((DAY - day).days > SEALED_BEFORE for day in due)
    assert all((DAY - day).days <= 2 * retention for day in held)
    for envelope in envelopes:
        assert all(day in held for day in due if day == envelope and (DAY - day).days <= 2 * retention)
