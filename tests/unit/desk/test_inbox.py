"""The inbox over its tables: conversations by mailbox secret, names, files, what collections hold already."""

from __future__ import annotations

import json
import sqlite3

import pytest

from amparo.desk import replies, replies_store, submissions_store
from amparo.desk.inbox import entries, entry_json, file_path, find
from amparo.desk.room import Desk
from amparo.desk.submissions import EnvelopeId, Submission, SubmissionId, UnopenedEnvelope
from amparo.errors import InputError, StateError

from .conftest import TODAY, File

WORDS = "there is something in the harbour contract"


def all_entries(desk: Desk) -> list[dict[str, object]]:
    with desk.database() as database:
        return [entry_json(each) for each in entries(database, desk.settings, desk.today)]


def test_one_secret_is_one_conversation_and_no_secret_is_one_of_its_own(desk: Desk, arrive: File) -> None:
    arrive(WORDS, secret=b"\1" * 32)
    arrive(WORDS + " two", secret=b"\1" * 32)
    arrive(WORDS + " three", secret=b"\2" * 32)
    arrive(WORDS + " four")
    arrive(WORDS + " five")
    names = [each["conversation"] for each in all_entries(desk)]
    assert len(set(names)) == 4 and all(str(name).count("-") == 1 for name in names)


def test_two_secrets_with_one_designation_are_told_apart(desk: Desk, arrive: File) -> None:
    arrive(WORDS, secret=b"\1" * 32, name="same-name")
    arrive(WORDS + " two", secret=b"\2" * 32, name="same-name")
    assert sorted(str(each["conversation"]) for each in all_entries(desk)) == ["same-name", "same-name-2"]


def test_the_json_has_its_promised_keys(desk: Desk, arrive: File) -> None:
    submission = arrive(WORDS, files={"a.txt": b"abc"}, secret=b"\1" * 32)
    with desk.database() as database:
        replies.write_reply(database, submission.id, " thanks\r\nbye ", TODAY)
    (entry,) = all_entries(desk)
    assert json.loads(json.dumps(entry)) == entry
    assert entry["id"] == submission.id and entry["received"] == "2026-11-24" and entry["read"] is False
    assert entry["files"] == [{"name": "a.txt", "size": 3, "sha256": submission.files[0].sha256}]
    assert entry["replies"] == [{"day": "2026-11-24", "text": "thanks\nbye", "delivered": False}]
    assert entry["reasons"] == ["answered", "files"] and entry["can_reply"] is True


def test_filing_the_same_envelope_again_changes_nothing(desk: Desk, arrive: File) -> None:
    submission = arrive(WORDS, files={"a": b"a"})
    with desk.database() as database:
        submissions_store.mark_read(database, submission.id)
        submissions_store.file_submission(
            database, submission, ciphertext_sha256="0" * 64, ciphertext_size=1, mailbox_secret=None
        )
        assert [each.read for each in submissions_store.submissions(database)] == [True]


def test_a_submission_is_found_by_the_start_of_its_name(desk: Desk, arrive: File) -> None:
    first, second = arrive(WORDS), arrive(WORDS + " two")
    with desk.database() as database:
        assert find(database, first.id[:8].upper()) == first.id
        for wrong in ("", "  ", "zzzzzzzzzzzzzzz", "%", "_"):
            with pytest.raises(InputError):
                find(database, wrong)
        common = next((n for n in range(12) if first.id[n] != second.id[n]), 12)
        if common:
            with pytest.raises(InputError, match="More than one"):
                find(database, first.id[:common])


def test_a_file_that_a_collection_holds_from_elsewhere_is_known(desk: Desk, arrive: File) -> None:
    submission = arrive(WORDS, files={"a": b"a"})
    sha256 = submission.files[0].sha256

    def source(database: sqlite3.Connection, path: str) -> None:
        database.execute("INSERT OR IGNORE INTO collections (id, name, created) VALUES (1, 'c', '2026-11-24')")
        database.execute("INSERT INTO found_files (collection, path, sha256) VALUES (1, ?, ?)", (path, sha256))

    with desk.database() as database:
        source(database, f"{desk.settings.submissions}/{submission.id}/files/a")
        assert submissions_store.held_hashes(database, desk.settings.submissions) == frozenset()
        source(database, "/elsewhere/a")
        assert submissions_store.held_hashes(database, desk.settings.submissions) == {sha256}
    assert all_entries(desk)[0]["reasons"] == ["known-files"]


def test_only_existing_files_have_a_path(desk: Desk, arrive: File) -> None:
    submission = arrive(WORDS, files={"a": b"a"})
    assert file_path(desk.settings, submission, 0).read_bytes() == b"a"
    for number in (-1, 1):
        with pytest.raises(InputError):
            file_path(desk.settings, submission, number)


def test_replies_that_cannot_be(desk: Desk, arrive: File) -> None:
    silent, speaking = arrive(WORDS), arrive(WORDS + " two", secret=b"\1" * 32)
    with desk.database() as database:
        with pytest.raises(StateError, match="no way to answer"):
            replies.write_reply(database, silent.id, "hello", TODAY)
        with pytest.raises(InputError, match="empty"):
            replies.write_reply(database, speaking.id, " \n", TODAY)
        with pytest.raises(InputError, match="too long"):
            replies.write_reply(database, speaking.id, "x" * 200_000, TODAY)
        with pytest.raises(StateError):
            replies.write_reply(database, SubmissionId("nothing"), "hello", TODAY)
        assert replies_store.waiting_parts(database) == ()


def test_token_indices_run_on_through_a_conversation(desk: Desk, arrive: File) -> None:
    turns: list[Submission] = [arrive(f"{WORDS} {n}", secret=b"\1" * 32) for n in range(2)]
    with desk.database() as database:
        for text in ("one", "two " * 3000, "three"):
            replies.write_reply(database, turns[0].id, text, TODAY)
        replies.write_reply(database, turns[1].id, "four", TODAY)
        parts = replies_store.waiting_parts(database)
        assert [part.token_index for part in parts] == list(range(len(parts))) and len(parts) > 4
        replies_store.confirm_part(database, parts[0])
        replies.write_reply(database, turns[1].id, "five", TODAY)
        assert replies_store.waiting_parts(database)[-1].token_index == len(parts)
        sent = replies_store.replies_by_submission(database)
        assert [each.delivered for each in sent[turns[0].id]] == [True, False, False]


def test_a_later_reason_replaces_an_earlier_one(desk: Desk) -> None:
    with desk.database() as database:
        for reason in ("no-key", "altered"):
            envelope = UnopenedEnvelope(EnvelopeId("envelope-1"), TODAY, 5, reason, "Because.")
            submissions_store.keep_unopened(database, envelope)
        assert [each.reason for each in submissions_store.unopened(database)] == ["altered"]
