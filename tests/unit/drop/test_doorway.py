"""Texts taken at the door by a process that seals: what it takes lasts and is listed, all else is the server's."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.drop import doorway
from amparo.drop.beside import state_of
from amparo.drop.doorkeepers import Doorkeeper, Doorkeepers
from amparo.drop.doorway import Doorway
from amparo.drop.forms import Forms
from amparo.drop.newsroom import Newsroom as Known
from amparo.drop.settings import Settings
from amparo.drop.store import BLOBS, Store
from amparo.drop.taking import Taking
from amparo.drop.thanking import Thanking
from amparo.drop.workbench import Workbench, serve
from amparo.seal.age import HybridIdentity
from amparo.seal.passphrase import generate
from amparo.web.handing import Handed
from drop_process import Newsroom, form
from drop_raw import MULTIPART, head, until_closed

NOW = datetime.now(UTC)
NOBODY = 2**22 + 1
"""A process that cannot be (proc(5), pid_max)."""


class Place:
    """A drop's home with a newsroom, a door in a thread, and a server that remembers what was handed to it."""

    def __init__(self, folder: Path, newsroom: Newsroom) -> None:
        self.folder, self.newsroom = folder, newsroom
        self.known = Known(folder)
        self.forms = Forms(folder, self.known)
        self.store = Store(folder, keep_free=0, clock=lambda: NOW, serving=True)
        self.line, theirs = socket.socketpair()
        self.control, control = socket.socketpair()
        heard, said = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        bench = Workbench(folder, Settings())
        door = Doorway(0, Taking(bench, folder / BLOBS, lambda: NOW.date()), Thanking(), control, said)
        self.thread = threading.Thread(target=serve, args=(bench, [theirs], door))
        self.ends = (theirs, control, heard, said)
        self.keeper = Doorkeeper(NOBODY, self.control)
        self.keepers = Doorkeepers([self.keeper], heard)
        self.handed: list[Handed] = []
        self.came = asyncio.Event()
        self.accepts = False
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.thread.start()

    def close(self) -> None:
        self.line.close()
        self.thread.join()
        for each in (*self.ends, self.control, self.listening, *(handed.connection for handed in self.handed)):
            each.close()
        self.store.close()

    async def take(self, handed: Handed) -> None:
        self.handed.append(handed)
        self.came.set()

    async def accept(self) -> None:
        self.accepts = True
        self.came.set()

    def run(self, story: Callable[[], Awaitable[None]]) -> None:
        """Keep the door open while the story is told."""

        async def told() -> None:
            self.keepers.work_for(self.store, lambda: state_of(self.known, self.forms))
            assert self.keepers.open(self.listening, self)
            async with asyncio.timeout(30):
                await story()
            await self.keepers.close()

        asyncio.run(told())

    def accepts_roster(self) -> None:
        self.known.accept(self.newsroom.roster(), self.newsroom.root.verifier)

    def connected(self) -> socket.socket:
        return socket.create_connection(self.listening.getsockname(), timeout=30)

    async def send(self, request: bytes) -> bytes:
        """What is answered, until the connection ends."""
        with self.connected() as peer:
            peer.sendall(request)
            return await asyncio.to_thread(until_closed, peer)

    def messages(self) -> list[str]:
        found = (self.store.path(each.id) for each in self.store.envelopes())
        return sorted(self.newsroom.open(path.read_bytes())[0].message for path in found if path)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path, Newsroom())
    made.accepts_roster()
    yield made
    made.close()


def text(message: str = "x", connection: str = "close", path: str = "/send", **headers: str) -> bytes:
    body = b"".join(form({"no_replies": "1", "message": message}))
    given = {"Content_Type": MULTIPART, "Content_Length": len(body), "Connection": connection, **headers}
    return head("POST", path, **given) + body


def other(fields: dict[str, str], files: list[tuple[str, bytes]] | None = None, cut: int = 0) -> bytes:
    body = b"".join(form(fields, files or []))
    return head("POST", "/send", Content_Type=MULTIPART, Content_Length=len(body) - cut) + body[: len(body) - cut]


def test_a_text_is_listed_when_it_is_thanked_for(place: Place) -> None:
    async def story() -> None:
        said = await place.send(text("Grüße"))
        assert said.startswith(b"HTTP/1.1 200 OK\r\n") and b"A message of 5 characters" in said
        await asyncio.sleep(0)
        assert place.messages() == ["Grüße"]
        said = await asyncio.gather(*(place.send(text(str(number), path="/de/send")) for number in range(20)))
        assert all(b'lang="de"' in each for each in said)
        await asyncio.sleep(0)
        assert place.messages() == sorted(["Grüße", *map(str, range(20))])

    place.run(story)
    assert not place.handed and {path.name for path in place.store.blob_folder.iterdir()} == {
        each.id for each in place.store.envelopes()
    }


@pytest.mark.parametrize(
    "request_",
    [
        head("GET", "/message"),
        other({"passphrase": str(generate()), "message": "x"}),
        other({"no_replies": "1", "message": ""}),
        other({"no_replies": "1", "message": "x", "strange": "y"}),
        other({"no_replies": "1", "message": "x"}, cut=9),
        other({"no_replies": "1", "message": "x" * 70_000}),
        text(path="/xx/send"),
        text(path="/words"),
        text(Sec_Fetch_Site="cross-site"),
        text(Origin="http://elsewhere.test"),
        text(Expect="100-continue"),
        text().replace(b"Host: ", b"Host:"),
        text() + text(),
    ],
)
def test_whatever_is_not_for_here_is_handed_over_as_it_came(place: Place, request_: bytes) -> None:
    async def story() -> None:
        with place.connected() as peer:
            peer.sendall(request_)
            await place.came.wait()
            (handed,) = place.handed
            assert handed.came and request_.startswith(handed.came) and not handed.left and not handed.closes
            handed.connection.sendall(b"answered")
            assert peer.recv(100) == b"answered"

    place.run(story)
    assert not list(place.store.blob_folder.iterdir())


def test_what_is_not_whole_soon_is_handed_over(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "PATIENCE", 0.01)

    async def story() -> None:
        with place.connected() as peer:
            peer.sendall(text()[:40])
            await place.came.wait()
            assert place.handed[0].came == text()[:40]

    place.run(story)


def test_what_comes_in_pieces_is_taken(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "PATIENCE", 60)

    async def story() -> None:
        with place.connected() as peer:
            for piece in (text()[:40], text()[40:200], text()[200:]):
                peer.sendall(piece)
                await asyncio.sleep(0.01)
            assert (await asyncio.to_thread(until_closed, peer)).startswith(b"HTTP/1.1 200 OK\r\n")

    place.run(story)


def test_a_connection_that_stays_is_handed_over_after_the_thanks(place: Place) -> None:
    async def story() -> None:
        with place.connected() as peer:
            peer.sendall(text(connection="keep-alive"))
            await place.came.wait()
            assert place.messages() == ["x"]
            assert not place.handed[0].came and b"connection: close" not in peer.recv(65536)

    place.run(story)


def test_what_a_peer_does_not_read_at_once_is_the_servers_to_send(place: Place) -> None:
    place.listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)

    async def story() -> None:
        with socket.socket() as peer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            peer.connect(place.listening.getsockname())
            peer.sendall(text())
            await place.came.wait()
            (handed,) = place.handed
            assert handed.closes and 0 < len(handed.left) < 9_300
            handed.connection.setblocking(True)
            sending = asyncio.to_thread(lambda: (handed.connection.sendall(handed.left), handed.connection.close()))
            said, _ = await asyncio.gather(asyncio.to_thread(until_closed, peer), sending)
            assert said.endswith(b"-->") and len(said.partition(b"\r\n\r\n")[2]) == 9_300

    place.run(story)


def test_after_a_change_of_keys_it_seals_to_the_new_ones(place: Place) -> None:
    async def story() -> None:
        await place.send(text("before"))
        await asyncio.sleep(0)
        assert place.messages() == ["before"]
        (before,) = place.store.envelopes()
        place.store.remove(before.id)
        place.newsroom.identity = HybridIdentity.generate()
        place.accepts_roster()
        place.keepers.tell()
        await place.send(text("after"))
        await asyncio.sleep(0)
        assert place.messages() == ["after"]

    place.run(story)


def test_without_leave_nothing_is_taken(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place.store.space, "available", lambda: 1000)

    async def story() -> None:
        with place.connected() as peer:
            peer.sendall(text())
            await place.came.wait()
            assert place.handed[0].came == text()

    place.run(story)
    assert not list(place.store.blob_folder.iterdir())


def test_what_one_that_is_gone_may_have_left_is_removed_and_the_server_accepts(place: Place) -> None:
    async def story() -> None:
        await place.send(text())
        left, strange = sorted(place.keeper.ids)[0], "f" * 32
        for name in (left, f"tmp-{left}.{'0' * 64}", strange):
            (place.store.blob_folder / name).write_bytes(b"x")
        place.keepers._lose(place.keeper)
        await place.came.wait()
        assert place.accepts
        await asyncio.gather(*place.keepers._tasks)
        assert {path.name for path in place.store.blob_folder.iterdir()} == {
            strange,
            *(each.id for each in place.store.envelopes()),
        }
        assert place.store.space._promised == 0

    place.run(story)


def test_one_that_hears_is_left_and_one_that_does_not_is_ended(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr("amparo.drop.doorkeepers.os.kill", lambda process, number: ended.append(process))

    async def story() -> None:
        for _ in range(3):
            place.keepers._look()
            while place.keeper.heard < place.keeper.given:
                await asyncio.sleep(0)
            place.keepers.tell()
        assert not ended
        place.keeper.due = place.keeper.given + 1
        place.keepers._look()
        assert ended == [NOBODY]

    place.run(story)
