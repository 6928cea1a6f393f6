"""The two servers that are compared, each a process of its own on loopback, and what the kernel says they cost."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from amparo.seal.age import HybridIdentity
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.roster import Desk, Roster

AMPARO = [sys.executable, "-m", "amparo.cli.main"]
BOUNDARY = "----bench-5d1f"
RECIPIENTS = 3
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process has used so far: CPU seconds, bytes it made the kernel write to a disk."""

    cpu: float
    written: int

    def since(self, before: Cost) -> Cost:
        """The difference."""
        return Cost(self.cpu - before.cpu, self.written - before.written)


class Server:
    """A running server: its name, address, form's path and process."""

    def __init__(self, name: str, process: subprocess.Popen[str], host: str, port: int, path: str) -> None:
        self.name, self.process, self.host, self.port, self.path = name, process, host, port, path

    def processes(self) -> tuple[Path, ...]:
        """The server's process in /proc, and those it started."""
        own = str(self.process.pid)
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return tuple(Path("/proc", each) for each in (own, *children))

    def cost(self) -> Cost:
        """From /proc, of all processes of the server."""
        costs = tuple(map(_cost, self.processes()))
        return Cost(sum(each.cpu for each in costs), sum(each.written for each in costs))

    def peak(self) -> int:
        """Most bytes resident since `forget_peak` in any one process of the server."""
        said = (re.search(r"VmHWM:\s+(\d+) kB", (each / "status").read_text()) for each in self.processes())
        return max(int(found[1]) * 1024 if found else 0 for found in said)

    def forget_peak(self) -> None:
        """Measure the peak anew from here."""
        for each in self.processes():
            with contextlib.suppress(OSError):
                (each / "clear_refs").write_text("5")

    def texts(self, *, with_replies: bool = False) -> dict[str, str]:
        """The fields of a form with a text of a few lines, as this server's own page would send them."""
        text = f"{secrets.token_hex(8)} " + "A text of some lines, as a source would write it. " * 20
        if self.name == "OnionShare":
            return {"text": text}
        fields = {"passphrase": self.passphrase(), "message": text}
        return fields if with_replies else {**fields, "no_replies": "1"}

    def passphrase(self) -> str:
        """One of the drop's own making."""
        page = httpx.get(f"http://{self.host}:{self.port}/message", trust_env=False).text
        found = re.search(r'name="passphrase" value="([^"]*)"', page)
        if found is None:
            raise SystemExit("The drop shows no passphrase.")
        return found[1]


def _cost(process: Path) -> Cost:
    stat = (process / "stat").read_text().rpartition(")")[2].split()
    written = re.search(r"^write_bytes: (\d+)", (process / "io").read_text(), re.M)
    return Cost((int(stat[11]) + int(stat[12])) / TICK, int(written[1]) if written else 0)


def init(home: Path) -> None:
    """An empty drop."""
    subprocess.run([*AMPARO, "drop", "init", "--home", str(home)], check=True, capture_output=True)


@contextlib.contextmanager
def amparo(home: Path, log: Path) -> Iterator[Server]:
    """A drop whose roster names three desks with post-quantum keys."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    init(home)
    command = [*AMPARO, "drop", "serve", "--home", str(home), "--bind", "127.0.0.1:0"]
    with log.open("a") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[2]
        root = Signer.generate("bench-root")
        given = {"Amparo-Root": str(root.verifier)}
        httpx.put(f"{url}/desk/v1/roster", content=_roster(root), headers=given, trust_env=False).raise_for_status()
        place = urlsplit(url)
        yield Server("Amparo", process, place.hostname or "", place.port or 0, "/send")
    finally:
        _end(process)


def _roster(root: Signer) -> bytes:
    today = datetime.now(UTC).date()
    desks = []
    for number in range(RECIPIENTS):
        recipient = str(HybridIdentity.generate().recipient)
        epochs = {today + timedelta(days=day): recipient for day in range(-1, 3)}
        desks.append(Desk(f"desk-{number}", str(Signer.generate(f"desk-{number}").verifier), epochs))
    return sign_note(Roster("Bench", today, tuple(desks), 1).to_text(), [root])


@contextlib.contextmanager
def onionshare(program: Path, folder: Path, log: Path) -> Iterator[Server]:
    """OnionShare's receive mode without Tor and without its key in the address."""
    home = folder / "home"
    home.mkdir(parents=True)
    command = [str(program), "--local-only", "--receive", "--public", "--data-dir", str(folder / "received")]
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    # A pipe that nobody reads would stop it: it says a line for each text.
    with log.open("a") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, text=True, env=environment)
    try:
        found = _said(log, r"http://(127\.0\.0\.1):(\d+)")
        server = Server("OnionShare", process, found[1], int(found[2]), "/upload")
        _wait(server)
        yield server
    finally:
        _end(process)


def _said(log: Path, what: str) -> re.Match[str]:
    for _ in range(300):
        if found := re.search(what, log.read_text()):
            return found
        time.sleep(0.1)
    raise SystemExit("OnionShare did not start; see its log.")


def _wait(server: Server) -> None:
    for _ in range(100):
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"http://{server.host}:{server.port}/", trust_env=False)
            return
        time.sleep(0.1)


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
