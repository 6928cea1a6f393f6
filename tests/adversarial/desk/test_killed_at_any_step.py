"""A desk killed at any step of a fetch: nothing is deleted at the drop before it is safe, nothing is filed twice.

The fetch runs in a forked process that ends itself, without a word and without clean-up, at the n-th durable step: a
sync, a rename, a removal, a commit, or a request to the drop.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from amparo.desk import replies, replies_store, submissions_store
from amparo.desk.drop_client import DropClient
from amparo.desk.fetch import fetch
from amparo.desk.room import Desk
from amparo.seal.age import HybridIdentity
from amparo.seal.mailbox import tag, token
from amparo.seal.reply import open_reply

from .conftest import TODAY, Rig

# The server of the test runs in a thread of the parent; the child uses it through the socket only.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

SECRET = b"\x07" * 32
MESSAGE = "something with more than three words"
FILES = {"one.bin": os.urandom(70_000), "two.txt": b"two"}
DONE, KILLED = 0, 9


def run_and_die_at(step: int, work: Callable[[], object]) -> int:
    """Run `work` in a child that dies at its `step`-th durable step; DONE when it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            _die_at(step)
            work()
            os._exit(DONE)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die_at(step: int) -> None:
    left = step

    def counting(original: Callable[..., object], only: str = "") -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            nonlocal left
            left -= not only or args[1] == only
            if left < 0:
                os._exit(KILLED)
            return original(*args, **kwargs)

        return counted

    os.fsync = counting(os.fsync)  # type: ignore[assignment]
    os.unlink = counting(os.unlink)  # type: ignore[assignment]
    for name in ("rename", "replace", "unlink", "hardlink_to"):
        setattr(Path, name, counting(getattr(Path, name)))
    httpx.Client.send = counting(httpx.Client.send)  # type: ignore[method-assign,assignment]

    class CountedConnection(sqlite3.Connection):
        execute = counting(sqlite3.Connection.execute, "COMMIT")  # type: ignore[assignment]

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **kwargs: connect(*args, **{**kwargs, "factory": CountedConnection})  # type: ignore[assignment]


def check_safe(rig: Rig) -> None:
    """What was deleted at the drop is filed and whole here."""
    with rig.desk.database() as database:
        filed = {each.envelope: each for each in submissions_store.submissions(database)}
        states = {name: submissions_store.envelope_state(database, name) for name in filed}
    assert states.keys() == filed.keys()
    for name in rig.drop.deleted:
        submission = filed[name]  # type: ignore[index]
        directory = rig.desk.settings.submissions / submission.id / "files"
        assert {path.name: path.read_bytes() for path in directory.iterdir()} == FILES


@pytest.mark.timeout(300)
def test_a_fetch_killed_at_every_step(rig: Rig) -> None:
    names = []
    for step in range(400):
        name = f"envelope-{step:03}"
        names.append(name)
        rig.send(name, f"{MESSAGE} {step}", FILES, SECRET)
        code = run_and_die_at(step, lambda: fetch(rig.desk))
        check_safe(rig)
        if code == DONE:
            break
        assert code == KILLED
        fetch(rig.desk)
        check_safe(rig)
        assert rig.drop.envelopes == {}
    else:
        pytest.fail("the fetch never came to its end")
    with rig.desk.database() as database:
        found = submissions_store.submissions(database)
    assert sorted(each.envelope for each in found) == names
    assert {each.conversation for each in found} == {found[0].conversation}
    settings = rig.desk.settings
    assert list(settings.incoming.iterdir()) == [] and list(settings.unopened.iterdir()) == []
    assert {path.name for path in settings.submissions.iterdir()} == {each.id for each in found}


def answer(desk: Desk, text: str) -> None:
    with desk.database() as database:
        (submission,) = submissions_store.submissions(database)
        replies.write_reply(database, submission.id, text, TODAY)
        with desk.drop() as client:
            replies.deliver_replies(database, client, desk.settings.desk)


@pytest.mark.timeout(300)
def test_a_reply_killed_at_every_step_leaves_neither_gap_nor_copy(rig: Rig) -> None:
    rig.send("envelope-a", MESSAGE, FILES, SECRET)
    fetch(rig.desk)
    for step in range(200):
        text = f"answer {step}"
        code = run_and_die_at(step, lambda text=text: answer(rig.desk, text))
        with rig.desk.database() as database, rig.desk.drop() as client:
            replies.deliver_replies(database, client, rig.desk.settings.desk)
        if code == DONE:
            break
    with rig.desk.database() as database:
        (sent,) = replies_store.replies_by_submission(database).values()
    identity = HybridIdentity.from_seed(SECRET)
    tags = [tag(token(SECRET, rig.desk.settings.desk, index)).hex() for index in range(len(sent) + 1)]
    seen = [open_reply(rig.drop.replies[each], identity).text for each in tags[:-1]]
    assert seen == [each.text for each in sent] and len(set(seen)) == len(seen)
    assert tags[-1] not in rig.drop.replies and len(rig.drop.replies) == len(seen)
    assert all(each.delivered for each in sent)


def test_two_fetches_at_once(rig: Rig) -> None:
    from amparo.desk.disk import only_one
    from amparo.errors import StateError

    with only_one(rig.desk.settings.fetch_lock, "A fetch"), pytest.raises(StateError, match="already running"):
        fetch(rig.desk)


def test_a_refused_client_is_not_a_lost_envelope(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drop dies between our filing and its deleting: the next fetch only deletes."""
    rig.send("envelope-a", MESSAGE, FILES, SECRET)

    class Gone(Exception):
        pass

    def die(self: DropClient, envelope: str) -> None:
        raise Gone

    with monkeypatch.context() as patched, pytest.raises(Gone):
        patched.setattr(DropClient, "delete", die)
        fetch(rig.desk)
    assert list(rig.drop.envelopes) == ["envelope-a"]
    assert fetch(rig.desk).tally.filed == 0
    assert rig.drop.deleted == ["envelope-a"]
