"""A real drop and a real desk, each a process of its own, and what a source's browser would send."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

AMPARO = [sys.executable, "-m", "amparo.cli.main"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], object], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come about in {seconds} s")


def answers(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
    except httpx.HTTPError:
        return False
    return True


@dataclass
class System:
    """One home with a drop that runs, and the commands of its desk."""

    home: Path
    drop_port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def drop_url(self) -> str:
        return f"http://127.0.0.1:{self.drop_port}"

    def run(self, *words: str, home: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [*AMPARO, *words, "--home", str(home or self.home)]
        return subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=120)

    def desk(self, *words: str, home: Path | None = None) -> Any:
        """Run a desk verb that must succeed; its JSON when it printed some, of the inbox a list of its lines."""
        done = self.run("desk", *words, home=home)
        assert done.returncode == 0, done.stderr
        if words[0] == "inbox" and "--json" in words:
            return [json.loads(line) for line in done.stdout.splitlines()]
        return json.loads(done.stdout) if "--json" in words else done.stdout

    def start(self, room: str, port: int) -> None:
        command = [*AMPARO, room, "serve", "--bind", f"127.0.0.1:{port}", "--home", str(self.home)]
        self.processes[room] = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(port), f"an answering {room}")

    def start_drop(self) -> None:
        self.start("drop", self.drop_port)

    def stop(self, room: str, how: signal.Signals = signal.SIGTERM) -> None:
        process = self.processes.pop(room)
        process.send_signal(how)
        process.wait(timeout=20)


@dataclass
class Source:
    """Somebody with a browser that runs no script."""

    drop_url: str
    passphrase: str = ""

    def send(self, message: str, files: dict[str, bytes] | None = None) -> None:
        if not self.passphrase:
            page = httpx.get(f"{self.drop_url}/message", trust_env=False).text
            found = re.search(r'name="passphrase" value="([a-z -]+)"', page)
            assert found is not None
            self.passphrase = found[1]
        answer = httpx.post(
            f"{self.drop_url}/send",
            files=[
                ("passphrase", (None, self.passphrase)),
                ("message", (None, message)),
                *[("files", (name, content)) for name, content in (files or {}).items()],
            ],
            timeout=120,
            trust_env=False,
        )
        assert answer.status_code == 200, answer.text

    def replies(self) -> str:
        """The page that shows the replies."""
        form = {"passphrase": self.passphrase}
        return httpx.post(f"{self.drop_url}/replies", data=form, timeout=60, trust_env=False).text


@pytest.fixture(scope="session")
def paired_home(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A drop and a desk that were set up and paired once, as a person would; tests get copies."""
    made = System(tmp_path_factory.mktemp("paired") / "home", free_port())
    assert made.run("drop", "init").returncode == 0
    made.start_drop()
    try:
        made.desk("init", "--newsroom", "The Lamp")
        made.desk("pair", made.drop_url)
    finally:
        made.stop("drop")
    return made


@pytest.fixture
def system(paired_home: System, tmp_path: Path) -> Iterator[System]:
    """A running drop and a desk that is paired with it."""
    made = System(tmp_path / "home", free_port())
    shutil.copytree(paired_home.home, made.home)
    settings = made.home / "desk" / "desk.toml"
    settings.write_text(settings.read_text().replace(paired_home.drop_url, made.drop_url))
    try:
        made.start_drop()
        yield made
    finally:
        for process in made.processes.values():
            process.kill()
            process.wait()


@pytest.fixture
def source(system: System) -> Source:
    """A source of that drop."""
    return Source(system.drop_url)
