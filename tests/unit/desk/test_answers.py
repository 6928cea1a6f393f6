"""Answers at the desk: in the words and the order they were asked, and in databases made before there were any."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from amparo.desk import submissions_store
from amparo.desk.form_file import read_form
from amparo.desk.inbox import entries, entry_json
from amparo.desk.room import Desk
from amparo.desk.sqlite import migrate
from amparo.desk.store import open_database
from amparo.desk.submissions import EnvelopeId, Submission, SubmissionId
from amparo.errors import InputError

SUBMISSION = Submission(
    id=SubmissionId("abcdefghijkl"),
    envelope=EnvelopeId("envelope-0001"),
    conversation="two-words",
    received=date(2026, 11, 24),
    message="m",
    answers={"about": "<script>x</script>", "gone": "kept", "where": "Antwerp\nquay 7"},
    files=(),
    reply_recipient=None,
    read=False,
    channel="harbour",
    questions={"where": "Where?", "unanswered": "?", "about": "Who?"},
)


def test_answers_stand_in_the_forms_order_and_a_key_for_what_has_no_wording() -> None:
    assert SUBMISSION.answered == (("Where?", "Antwerp\nquay 7"), ("Who?", "<script>x</script>"), ("gone", "kept"))
    assert replace(SUBMISSION, questions={}).answered[0] == ("about", "<script>x</script>")


def test_the_inbox_gives_channel_answers_and_questions(desk: Desk) -> None:
    with desk.database() as database:
        submissions_store.file_submission(
            database, SUBMISSION, ciphertext_sha256="0" * 64, ciphertext_size=20_000, mailbox_secret=None
        )
        (entry,) = entries(database, desk.settings, desk.today)
    printed = json.loads(json.dumps(entry_json(entry)))
    assert printed["channel"] == "harbour" and printed["answers"] == dict(SUBMISSION.answers)
    assert list(printed["questions"]) == ["where", "unanswered", "about"]
    assert entry.submission.answered == SUBMISSION.answered


def test_a_database_from_before_channels_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    with sqlite3.connect(path, isolation_level=None) as old:
        old.execute("CREATE TABLE found_files (sha256 TEXT)")
        migrate(old, {"submissions": submissions_store.MIGRATIONS[:2]})
        old.execute("DROP TABLE found_files")
        old.execute("INSERT INTO envelopes VALUES ('e', '2026-11-01', 1, 'filed', NULL, NULL, NULL)")
        old.execute("INSERT INTO conversations VALUES (1, 'n', NULL)")
        old.execute("INSERT INTO submissions VALUES ('s', 'e', 1, '2026-11-01', 'old', '{}', NULL, 0)")
    old.close()
    database = open_database(path)
    (found,) = submissions_store.submissions(database)
    database.close()
    assert found.message == "old" and found.channel == "" and found.answered == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[channel]\nname = "x"\n', "with two brackets"),
        ("title = 1\n", "title is not a part of a form"),
        ('[[channel]]\nname = "x"\n', "Line 1: title is missing"),
        ('[[channel]]\nname = "x"\ntitle = "X"\nquestion = [1]\n', "Line 4: question write [[channel.question]]"),
        ('[[channel]]\nname = "x"\ntitle = "X"\ndesks = [1]\n', "Line 4: desks is a list of texts"),
        ("[[channel]]\nname = 'x'\ntitle = '''a\nb'''\n", "Line 3: A form's title is one line"),
        (
            '[[channel]]\nname="x"\ntitle="X"\n[[channel.question]]\nkey="q"\nask="?"\nkind="text"\nonly_if={key="q"}\n',
            "Line 8: only_if is a table",
        ),
        ("x = [\n", "This is not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_form(text)
    assert sentence in caught.value.what + caught.value.hint


def test_an_empty_file_is_a_form_without_channels() -> None:
    assert read_form("") == () and read_form("# nothing yet\n") == ()
