"""A desk restored from a backup older than its last replies: those stand, and new ones go after them."""

from __future__ import annotations

import shutil

import pytest

from amparo.desk import replies, submissions_store
from amparo.errors import StateError
from amparo.seal.age import HybridIdentity
from amparo.seal.mailbox import tag, token
from amparo.seal.reply import open_reply

from .conftest import TODAY, Rig

SECRET = b"\x05" * 32
WORDS = "a message with more than three words"


def answer(rig: Rig, text: str) -> None:
    with rig.desk.database() as database:
        submission = submissions_store.submissions(database)[-1]
        replies.write_reply(database, submission.id, text, TODAY)
        with rig.desk.drop() as client:
            replies.deliver_replies(database, client, rig.desk.settings.desk)


def at_the_drop(rig: Rig) -> list[str]:
    """Texts under the source's first tokens, in order."""
    identity, found = HybridIdentity.from_seed(SECRET), []
    for index in range(20):
        sealed = rig.drop.replies.get(tag(token(SECRET, rig.desk.settings.desk, index)).hex())
        if sealed is not None:
            found.append(open_reply(sealed, identity).text)
    return found


def test_replies_written_since_the_backup_stand_and_new_ones_follow(rig: Rig) -> None:
    rig.send("envelope-a", WORDS, secret=SECRET)
    rig.fetch()
    answer(rig, "before the backup")
    home, backup = rig.desk.settings.home, rig.desk.home / "backup"
    shutil.copytree(home, backup)
    answer(rig, "lost with the machine")
    answer(rig, "lost too")
    shutil.rmtree(home)
    shutil.copytree(backup, home)
    answer(rig, "after the restore")
    answer(rig, "and one more")
    assert at_the_drop(rig) == [
        "before the backup",
        "lost with the machine",
        "lost too",
        "after the restore",
        "and one more",
    ]


def test_a_drop_that_calls_every_place_taken_is_given_up(rig: Rig) -> None:
    rig.send("envelope-a", WORDS, secret=SECRET)
    rig.fetch()
    rig.drop.says_taken = True
    with pytest.raises(StateError, match="other replies"):
        answer(rig, "never delivered")
    rig.drop.says_taken = False
    answer(rig, "delivered")
    with rig.desk.database() as database:
        assert all(each.delivered for each in replies.replies_store.replies_by_submission(database).popitem()[1])
