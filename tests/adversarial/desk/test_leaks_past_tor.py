"""An onion address must reach Tor as a name, and nothing must go past Tor: no look-up, no proxy of the environment."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from amparo.desk.drop_client import DropClient
from amparo.errors import InputError, StateError

from .conftest import NOW, HostileDrop, Rig

ONION = "http://" + "a" * 56 + ".onion"


@dataclass
class Socks:
    """A SOCKS5 port as Tor's, which connects everything to one place and remembers the names it was asked for."""

    address: str = ""
    target: tuple[str, int] = ("", 0)
    asked: list[tuple[int, bytes]] = field(default_factory=list)


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def _serve_one(connection: socket.socket, socks: Socks) -> None:
    with connection:
        _exactly(connection, _exactly(connection, 2)[1])
        connection.sendall(b"\x05\x00")
        kind = _exactly(connection, 4)[3]
        name = _exactly(connection, _exactly(connection, 1)[0]) if kind == 3 else _exactly(connection, 4)
        _exactly(connection, 2)
        socks.asked.append((kind, name))
        connection.sendall(b"\x05\x00\x00\x01" + b"\0" * 6)
        with socket.create_connection(socks.target) as onward:
            back = threading.Thread(target=_pump, args=(onward, connection), daemon=True)
            back.start()
            _pump(connection, onward)
            back.join(10)


@pytest.fixture
def socks(hostile: HostileDrop) -> Iterator[Socks]:
    made = Socks(target=("127.0.0.1", int(hostile.url.rsplit(":", 1)[1])))
    listener = socket.create_server(("127.0.0.1", 0))
    made.address = f"127.0.0.1:{listener.getsockname()[1]}"

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_serve_one, args=(connection, made), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield made
    listener.close()


def test_an_onion_address_goes_to_tor_as_a_name_and_is_never_looked_up(
    rig: Rig, socks: Socks, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []
    original = socket.getaddrinfo

    def watched(host: object, *rest: object, **more: object) -> object:
        looked_up.append(host)
        return original(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    rig.send("envelope-a", "through the onion, with enough words")
    rig.desk = replace(rig.desk, given=replace(rig.desk.settings, drop=ONION, socks=socks.address))
    assert rig.fetch().tally.filed == 1
    assert {kind for kind, _ in socks.asked} == {3}
    assert {name.decode() for _, name in socks.asked} == {ONION.removeprefix("http://")}
    assert all("onion" not in str(host) for host in looked_up)


def test_proxies_of_the_environment_are_not_used(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert rig.fetch().alarm is None


def client(rig: Rig, url: str, socks: str = "") -> DropClient:
    return DropClient(url, "desk", rig.desk.keys.request_key, lambda: NOW, socks=socks)


@pytest.mark.parametrize("url", [ONION, f"{ONION}.", f"{ONION.replace('http', 'https')}./x", ONION.upper()])
def test_an_onion_address_without_tor_is_refused(rig: Rig, url: str) -> None:
    with pytest.raises(StateError, match="Tor"):
        client(rig, url)


@pytest.mark.parametrize(
    "url",
    [
        "http://drop.example",
        "http://192.168.1.2:8401",
        "http://127.0.0.1.example",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "drop.example",
        "http://user@127.0.0.1",
        "http://127.0.0.1/?q",
        "http://127.0.0.1/#x",
        "",
        "http://",
    ],
)
def test_addresses_that_are_no_safe_drop(rig: Rig, url: str) -> None:
    with pytest.raises(InputError):
        client(rig, url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://localhost", "http://[::1]:5", "https://drop.example/base/"]
)
def test_addresses_that_are(rig: Rig, url: str) -> None:
    client(rig, url).close()
