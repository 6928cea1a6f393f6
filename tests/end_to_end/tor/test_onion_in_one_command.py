"""`drop init --onion`, `drop serve --onion`: to two reachable onion services, over a network of Debian's tor.

The desk's one is found with its key only, the sources' one does not know the desk API, and a Tor that
dies comes back.
"""

from __future__ import annotations

import contextlib
import http.server
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from amparo.drop.onion import MOST_STREAMS, Places
from amparo.drop.tor import wait_published
from drop_process import Drop
from source_system import System
from tor_network import FragileClient, TorNetwork, network

NETWORK_OPTIONS = r"(?m)^(DataDirectory|Nickname|Log|SocksPort) .*\n"
SOCKS = "127.0.0.1:19061"


class Silent(http.server.BaseHTTPRequestHandler):
    """Answers that there is nothing, and says nothing of it."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Onion:
    """A drop that serves onion services, on a network of its own."""

    drop: Drop
    net: TorNetwork
    sources: str
    desk: str
    access: str
    seconds: float

    def options_of_the_network(self) -> str:
        return re.sub(NETWORK_OPTIONS, "", (self.net.folder / "client/torrc").read_text())

    def get(self, address: str, *words: str, socks: str | None = None) -> tuple[int, str]:
        """Status and body as curl sees them through Tor; status 0 when nothing answers."""
        command = ["curl", "-s", "-m", "40", "-w", "%{http_code}", "--socks5-hostname", socks or self.net.socks]
        shown = subprocess.run([*command, *words, address], capture_output=True, text=True).stdout
        return int(shown[-3:] or 0), shown[:-3]

    def tor(self) -> int:
        """The process id of the drop's Tor."""
        (child,) = tors(self)
        return child


def until_answered(onion: Onion, address: str, seconds: float, socks: str | None = None) -> int:
    """The status of the first answer."""
    end = time.monotonic() + seconds
    while not (status := onion.get(address, socks=socks)[0]):
        assert time.monotonic() < end, f"nothing answered in {seconds} s"
        time.sleep(0.2)
    return status


@pytest.fixture(scope="module")
def onion(corpora: Path, find_tool: object) -> Iterator[Onion]:
    for name in ("tor", "tor-gencert", "curl"):
        assert find_tool(name)  # type: ignore[operator]
    # The network's own service wants something to lead to.
    other = http.server.HTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    home = Path(tempfile.mkdtemp(prefix="onion-"))
    drop = Drop(home)
    try:
        with network(corpora.parent / "tools/private_tor.py", other.server_port) as net:
            found = Onion(drop, net, "", "", "", 0.0)
            (home / "onion").mkdir(mode=0o700)
            # What an operator would write there are bridges.
            (home / "onion/torrc.local").write_text(found.options_of_the_network())
            began = time.monotonic()
            printed = drop.run("init", "--onion", "--accept-swap", "--name", "The Lamp").stdout
            drop.start("--onion")
            found.sources, found.desk = re.findall(r"(?m)^(?:sources|desks): (http://[a-z2-7]{56}\.onion)$", printed)
            found.access = re.findall(r"([a-z2-7]{56}:descriptor:x25519:[A-Z2-7]{52})", printed)[0]
            until_answered(found, found.sources, 120)
            found.seconds = time.monotonic() - began
            yield found
            drop.stop()
    finally:
        drop.stop(signal.SIGKILL)
        drop.http.close()
        other.shutdown()
        other.server_close()
        shutil.rmtree(home)


def test_reachable_within_two_minutes_under_its_own_name(onion: Onion) -> None:
    assert onion.drop.url == onion.sources
    assert onion.seconds < 120
    print(f"init to reachable: {onion.seconds:.1f} s")


def test_drop_and_tor_idle_within_150_megabytes(onion: Onion) -> None:
    """Memory that several share, as the drop's processes do what was loaded before they forked, counts once."""
    assert onion.drop.process is not None
    resident = 0
    for pid in (onion.drop.process.pid, *children(onion)):
        try:
            said = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except PermissionError:
            pytest.skip("only root reads the memory of a process that forbids it")
        resident += int(re.findall(r"(?m)^Pss:\s+(\d+) kB", said)[0]) * 1024
    print(f"resident: {resident / 1e6:.0f} MB")
    assert resident <= 150_000_000


def test_a_desk_with_its_key_pairs_and_fetches_what_a_source_gave(onion: Onion, tmp_path: Path) -> None:
    # Without the key the desk's service cannot even be found.
    assert onion.get(f"{onion.desk}/roster")[0] == 0
    with DeskTor(onion):
        assert until_answered(onion, f"{onion.desk}/desk/v1/envelopes", 60, SOCKS) == 400
        system = System(onion.drop, tmp_path / "source", "", "")
        printed = system.desk("init", "--newsroom", "The Lamp")
        system.fingerprint = dict(line.split(": ", 1) for line in printed.splitlines())["fingerprint"]
        system.desk("pair", onion.desk, "--socks", SOCKS)
        system.give("--message", "over the open service", "--socks", onion.net.socks, url=onion.sources)
        assert system.desk("fetch", "--json")[0]["filed"] == 1
    assert onion.sources.removeprefix("http://") in onion.get(onion.sources)[1]


def test_the_desk_api_is_not_on_the_sources_service(onion: Onion) -> None:
    for path in ("/desk/v1/envelopes", "/desk/v1/health", "/desk/v1/roster", "/de/desk/v1/health", "//desk/v1/health"):
        assert onion.get(onion.sources + path)[0] == 404
    lied = ("-X", "PUT", "-d", "x", "-H", f"Host: {onion.desk.removeprefix('http://')}")
    assert onion.get(f"{onion.sources}/desk/v1/roster", *lied)[0] == 404


def test_one_circuit_cannot_take_all_connections(onion: Onion) -> None:
    """Each pair of name and word is given a circuit of its own by a client's Tor (IsolateSOCKSAuth)."""
    with contextlib.ExitStack() as held, ThreadPoolExecutor(MOST_STREAMS + 8) as threads:
        greedy = [held.enter_context(asked(onion, "greedy")) for _ in range(MOST_STREAMS + 8)]
        answered = list(threads.map(is_connected, greedy))
        assert 6 <= sum(answered) <= MOST_STREAMS, "a browser has room, and nobody has more than the budget"
        # Meanwhile everybody else gets through.
        assert all(is_connected(held.enter_context(asked(onion, f"other{number}"))) for number in range(2))


@contextlib.contextmanager
def asked(onion: Onion, name: str) -> Iterator[socket.socket]:
    """A connection to the client's SOCKS port that asked for the sources' service, under a name (RFC 1928, 1929)."""
    host, _, port = onion.net.socks.rpartition(":")
    target = onion.sources.removeprefix("http://").encode()
    with socket.create_connection((host, int(port)), 20) as peer:
        peer.sendall(b"\5\1\2")
        assert peer.recv(2) == b"\5\2"
        peer.sendall(b"\1" + bytes([len(name)]) + name.encode() + b"\1x")
        assert peer.recv(2) == b"\1\0"
        peer.sendall(b"\5\1\0\3" + bytes([len(target)]) + target + b"\0\x50")
        yield peer


def is_connected(peer: socket.socket) -> bool:
    """Whether the service answers within twenty seconds; then the connection is kept busy with a body that waits."""
    with contextlib.suppress(TimeoutError):
        if peer.recv(2) == b"\5\0":
            peer.sendall(b"POST /send HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n")
            return True
    return False


def test_a_cookie_of_the_tor_before_is_waited_out(onion: Onion) -> None:
    """Between its socket and its cookie a new Tor refuses what the old one left; that is no error, it passes."""
    places = Places.under(onion.drop.home)
    cookie = places.cookie.read_bytes()
    places.cookie.write_bytes(bytes(len(cookie)))
    try:
        assert not wait_published(places, [onion.sources.removeprefix("http://")], 0.5)
    finally:
        places.cookie.write_bytes(cookie)


def test_a_tor_that_dies_is_started_again(onion: Onion) -> None:
    old = onion.tor()
    os.kill(old, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while tors(onion) in ([], [old]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    # Who looks it up before the new Tor has put it up finds where it was, and remembers that for minutes, as does a
    # client that was here before.
    assert wait_published(Places.under(onion.drop.home), [onion.sources.removeprefix("http://")], 60)
    fresh = FragileClient(onion.net)
    try:
        assert until_answered(onion, onion.sources, 120, socks=fresh.socks) in (200, 503)
    finally:
        fresh.close()


def tors(onion: Onion) -> list[int]:
    """Which of its children are Tor; others seal beside it, and some are gone by the time one looks."""
    return [pid for pid in children(onion) if command_of(pid) == "tor"]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def children(onion: Onion) -> list[int]:
    """The children of any of its threads."""
    assert onion.drop.process is not None
    tasks = Path(f"/proc/{onion.drop.process.pid}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


class DeskTor:
    """The newsroom's Tor, with the desk's key in its ClientOnionAuthDir, as docs/operator-drop.md says."""

    def __init__(self, onion: Onion) -> None:
        self._home = onion.net.folder / "desk-tor"
        (self._home / "auth").mkdir(parents=True, mode=0o700)
        self._home.chmod(0o700)
        (self._home / "auth/drop.auth_private").write_text(f"{onion.access}\n")
        own = f"DataDirectory {self._home}\nSocksPort {SOCKS}\nClientOnionAuthDir {self._home}/auth\nLog warn stdout\n"
        (self._home / "torrc").write_text(onion.options_of_the_network() + own)

    def __enter__(self) -> None:
        command = ["tor", "-f", str(self._home / "torrc"), "--defaults-torrc", "/dev/null", "--hush"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)
