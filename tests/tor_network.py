"""A private Tor network on loopback, from Debian's tor, and a client of it whose circuits a test can kill."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TorNetwork:
    """An onion service, port 80, that leads to a port of this machine; `socks` is HOST:PORT of a client."""

    folder: Path
    onion: str
    socks: str


@contextmanager
def network(script: Path, target: int) -> Iterator[TorNetwork]:
    """Start it (15-35 s), and stop it. Unix socket paths are short, so the folder is too."""
    folder = Path(tempfile.mkdtemp(prefix="tor-"))
    try:
        up = [sys.executable, str(script), "up", str(folder), str(target)]
        done = subprocess.run(up, capture_output=True, text=True, timeout=400)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        yield TorNetwork(folder, told["onion"], told["socks"])
    finally:
        subprocess.run([sys.executable, str(script), "down", str(folder)], capture_output=True, timeout=30)
        time.sleep(1.5)
        _end_who_stayed(folder / "pids")
        shutil.rmtree(folder, ignore_errors=True)


def _end_who_stayed(pids: Path) -> None:
    """A node that did not hear the first signal would hold its port, and no later network would come up."""
    for pid in pids.read_text().split() if pids.exists() else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


class FragileClient:
    """A Tor client of its own whose built circuits `kill` closes, as a dying relay would."""

    def __init__(self, net: TorNetwork) -> None:
        self.home = net.folder / "fragile"
        self.home.mkdir(mode=0o700)
        self.socks_port, self.control_port = _free_port(), _free_port()
        known = (net.folder / "client" / "torrc").read_text()
        own = re.sub(r"(?m)^(DataDirectory|Nickname|Log|SocksPort) .*\n", "", known)
        own += f"DataDirectory {self.home}\nNickname fragile\nLog notice file {self.home}/log\n"
        own += f"SocksPort 127.0.0.1:{self.socks_port}\nControlPort 127.0.0.1:{self.control_port}\n"
        (self.home / "torrc").write_text(own)
        command = ["tor", "-f", str(self.home / "torrc"), "--defaults-torrc", "/nonexistent"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.killed = 0
        self._wait()

    @property
    def socks(self) -> str:
        return f"127.0.0.1:{self.socks_port}"

    def _wait(self) -> None:
        log, end = self.home / "log", time.monotonic() + 120
        while not (log.exists() and "Bootstrapped 100%" in log.read_text()):
            assert time.monotonic() < end, "the client does not start"
            time.sleep(0.2)

    def kill(self) -> int:
        """Close every circuit that carries something to an onion service; how many."""
        status = self._ask("GETINFO circuit-status")
        circuits = re.findall(r"(?m)^(?:250[-+]circuit-status=)?(\d+) BUILT .*PURPOSE=HS_CLIENT_REND", status)
        for number in circuits:
            self._ask(f"CLOSECIRCUIT {number}")
        self.killed += len(circuits)
        return len(circuits)

    def _ask(self, words: str) -> str:
        with socket.create_connection(("127.0.0.1", self.control_port), 10) as control, control.makefile("rw") as talk:
            talk.write('AUTHENTICATE ""\r\n' + words + "\r\nQUIT\r\n")
            talk.flush()
            return talk.read()

    @contextmanager
    def killing(self, every: float) -> Iterator[None]:
        """While this lasts, kill what is built every so many seconds."""
        done = threading.Event()

        def run() -> None:
            while not done.wait(every):
                with contextlib.suppress(OSError):
                    self.kill()

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
