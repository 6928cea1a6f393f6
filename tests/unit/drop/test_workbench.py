"""Forms sealed by the process beside the server: what it writes is what the server would, or it declines."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.drop import beside
from amparo.drop.beside import Beside, Order, state_of
from amparo.drop.deriving import Reach, reach_in_turn
from amparo.drop.forms import Forms
from amparo.drop.lasting import make_last
from amparo.drop.newsroom import Newsroom as Known
from amparo.drop.receipt import Receipt
from amparo.drop.settings import Settings
from amparo.drop.store import Store
from amparo.drop.workbench import Workbench, serve
from amparo.errors import FullError
from amparo.seal.passphrase import Passphrase, generate
from drop_process import BOUNDARY, Newsroom, form
from forms import HARBOUR

NOW = datetime.now(UTC)
HERE = Receipt(0, (), None)
"""Of a form that was left to the server."""
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


class Place:
    """A drop's home with a newsroom, its store, and one line to a workbench."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.newsroom = folder, Newsroom()
        self.known = Known(folder)
        self.known.accept(self.newsroom.roster(), self.newsroom.root.verifier)
        self.forms = Forms(folder, self.known)
        self.forms.accept(self.newsroom.form(HARBOUR))
        self.store = Store(folder, keep_free=0, clock=lambda: NOW, serving=True)
        self.bench = Workbench(folder, Settings())
        ours, self.line = socket.socketpair()
        self.thread = threading.Thread(target=serve, args=(self.bench, [self.line]))
        self.thread.start()
        self.beside = Beside([ours])
        self.ours = ours

    def keep(self, *forms: bytes, in_turn: bool = False) -> list[Receipt]:
        """Have these sealed at the same time, or one after the other; what is left to the server is answered HERE."""

        async def here() -> tuple[Receipt, Awaitable[None]]:
            return HERE, asyncio.sleep(0)

        async def all_of_them() -> list[Receipt]:
            async with self.beside.connected():
                waiting = [self.beside.keep(self.store, self.state, TYPE, form, here) for form in forms]
                return [await each for each in waiting] if in_turn else await asyncio.gather(*waiting)

        return asyncio.run(all_of_them())

    def reach(self, *asked: Passphrase) -> list[Reach | None]:
        """Have the keys of these derived."""

        async def all_of_them() -> list[Reach | None]:
            async with self.beside.connected():
                return await asyncio.gather(*(self.beside.reach(words, self.founder) for words in asked))

        return asyncio.run(all_of_them())

    @property
    def founder(self) -> str:
        return str(self.newsroom.root.verifier)

    @property
    def state(self) -> str:
        return state_of(self.known, self.forms)

    def order(self, **changes: object) -> Order:
        facts = {"path": str(self.folder / "x"), "most": 100_000, "day": NOW.date().isoformat()}
        return Order(**facts | {"content_type": TYPE, "state": self.state} | changes)

    def blobs(self) -> set[str]:
        return {path.name for path in self.store.blob_folder.iterdir()}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.ours.close()
    made.thread.join()
    made.line.close()
    made.store.close()


def body(files: list[tuple[str, bytes]] | None = None, **fields: str) -> bytes:
    return b"".join(form(fields, files or []))


def test_what_was_sealed_beside_opens_and_is_listed_once_it_lasts(place: Place) -> None:
    words = generate()
    sent = body(
        [("a b.txt", b"contents")],
        channel="harbour",
        passphrase=str(words),
        message="Grüße",
        typed=" ".join(words.words),
    )
    (receipt,) = place.keep(sent)
    (envelope,) = place.store.envelopes()
    assert place.blobs() == {envelope.id}
    path = place.store.path(envelope.id)
    assert path is not None and path.stat().st_size == envelope.size
    submission, files = place.newsroom.open(path.read_bytes())
    assert submission.message == "Grüße" and submission.channel == "harbour" and submission.reply_recipient
    assert files == {"a b.txt": b"contents"}
    assert (receipt.characters, receipt.passphrase, receipt.channel) == (5, words, HARBOUR.title)
    assert receipt.files == submission.files and not receipt.known and receipt.typed == " ".join(words.words)


@pytest.mark.parametrize(
    "sent",
    [
        body(passphrase="none of the list", message="x"),
        body(passphrase=str(generate())),
        body(passphrase=str(generate()), message="x", strange="y"),
        body(passphrase=str(generate()), message="x", channel="nowhere"),
        body(passphrase=str(generate()), message="x")[:-9],
        b"",
    ],
)
def test_whatever_is_to_be_refused_is_left_to_the_server_and_leaves_nothing(place: Place, sent: bytes) -> None:
    refused, kept = place.keep(sent, body(no_replies="1", message="x"), in_turn=True)
    assert refused is HERE and kept is not HERE
    assert place.blobs() == {envelope.id for envelope in place.store.envelopes()}
    assert len(place.blobs()) == 1


def is_sealed(order: Order, sent: bytes, place: Place) -> bool:
    written = place.bench.seal(order, sent)
    return written is not None and make_last([written.file]) == [True]


def test_a_roster_of_another_moment_is_not_sealed_to(place: Place) -> None:
    sent = body(no_replies="1", message="x")
    assert is_sealed(place.order(), sent, place)
    (place.folder / "x").unlink()
    before = place.state
    place.known.accept(place.newsroom.roster(), place.newsroom.root.verifier)
    assert is_sealed(place.order(), sent, place), "it reads the newer one"
    (place.folder / "x").unlink()
    assert not is_sealed(place.order(state=before), sent, place)
    assert not (place.folder / "x").exists()


def test_more_than_was_promised_is_not_written(place: Place) -> None:
    assert not is_sealed(place.order(most=10_000), body(no_replies="1", message="x"), place)
    assert not (place.folder / "x").exists()


def test_nothing_is_asked_of_it_when_there_is_no_room(place: Place) -> None:
    place.store.space.keep_free = 2**60
    with pytest.raises(FullError):
        place.keep(body(no_replies="1", message="x"))
    assert place.blobs() == set()


def test_a_line_that_breaks_is_never_used_again_and_nobody_waits_for_it(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    """The process ends with one form asked and others that wait for their turn."""
    place.line.shutdown(socket.SHUT_WR)
    sent = body(no_replies="1", message="x")
    assert place.keep(*[sent] * 4) == [HERE] * 4
    assert place.blobs() == set()
    assert "ConnectionResetError" in capfd.readouterr().err


def test_a_process_that_stands_still_is_ended_and_the_server_does_its_work(
    place: Place, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped from outside, it holds its line open and answers nothing."""
    monkeypatch.setattr(beside, "PATIENCE", 0.2)
    ours, theirs = socket.socketpair()
    with subprocess.Popen(["/bin/cat"], stdin=theirs, stdout=theirs) as process, ours, theirs:
        os.kill(process.pid, signal.SIGSTOP)
        place.beside = Beside([ours], [process.pid])
        assert place.keep(*[body(no_replies="1", message="x")] * 3) == [HERE] * 3
        assert process.wait(10) == -signal.SIGKILL
    assert place.blobs() == set()
    assert "ConnectionResetError" in capfd.readouterr().err


def test_keys_of_a_form_that_the_server_seals_are_derived_beside_it(place: Place) -> None:
    words = generate()
    assert place.reach(words) == [reach_in_turn(words, place.founder)]


def test_where_no_process_derives_them_the_server_has_to(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    assert place.bench.reach(Order("", 0, "", place.founder, ""), b"none of the list") is None
    place.line.shutdown(socket.SHUT_WR)
    assert place.reach(*[generate()] * 3) == [None] * 3
    assert "ConnectionResetError" in capfd.readouterr().err
    place.beside = Beside()
    assert place.reach(generate()) == [None]


def test_a_form_goes_to_the_process_that_has_least_to_do(place: Place) -> None:
    pairs = [socket.socketpair() for _ in range(4)]
    asked: list[int] = []

    def stand_in(number: int) -> None:
        with pairs[number][1] as line:
            if line.recv(1):
                asked.append(number)

    cat = ["/bin/cat"]
    with subprocess.Popen(cat, stdin=subprocess.PIPE) as one, subprocess.Popen(cat, stdin=subprocess.PIPE) as other:
        place.beside = Beside([ours for ours, _ in pairs], [one.pid, other.pid])
        standing = [threading.Thread(target=stand_in, args=(number,)) for number in range(4)]
        for each in standing:
            each.start()
        assert place.keep(*[body(no_replies="1", message="x")] * 2) == [HERE] * 2
        for each in standing:
            each.join()
    assert sorted(number // 2 for number in asked) == [0, 1]


def test_many_take_turns_on_one_line_and_share_commits(place: Place) -> None:
    """Each is answered for itself."""
    receipts = place.keep(*(body(no_replies="1", message="x" * number) for number in range(1, 30)))
    assert [receipt.characters for receipt in receipts] == list(range(1, 30))
    assert len(place.store.envelopes()) == len(place.blobs()) == 29
