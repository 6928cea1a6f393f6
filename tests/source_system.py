"""A drop and a desk in processes of their own, and a person at a terminal for the source's commands."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drop_process import AMPARO, Drop

Answers = Mapping[str, str | Callable[[str], str]]
"""What is typed at each prompt, once; a function is given all that was on the screen."""


@dataclass
class System:
    """A served drop that a desk is paired with, and the home of a source."""

    drop: Drop
    source: Path
    fingerprint: str
    vkey: str

    @property
    def url(self) -> str:
        return self.drop.url

    def desk(self, *words: str) -> Any:
        """A desk verb that must succeed; its JSON lines when it printed some."""
        command = [*AMPARO, "desk", *words, "--home", str(self.drop.home)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()] if "--json" in words else done.stdout

    def run(
        self, *words: str, url: str = "", root: str | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """`amparo give` or `check` without a terminal."""
        return run_without_terminal(self.command(*words, url=url, root=root), stdin)

    def command(self, *words: str, url: str = "", root: str | None = None) -> list[str]:
        verb, *rest = words
        key = ["--root", self.fingerprint if root is None else root] if root != "" else []
        return [*AMPARO, verb, url or self.url, *key, *rest, "--home", str(self.source)]

    def give(self, *words: str, url: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
        """A `give --json` that succeeds: what was sealed, what was delivered."""
        done = self.run("give", *words, "--json", url=url)
        assert done.returncode == 0, done.stderr
        sealed, delivered = (json.loads(line) for line in done.stdout.splitlines())
        return sealed, delivered

    def at_a_terminal(self, *words: str, answers: Answers, root: str | None = None) -> tuple[int, str]:
        """Run at a terminal of its own and answer each prompt once; exit code and all that was on the screen."""
        return at_a_terminal(self.command(*words, root=root), answers)


@contextmanager
def paired_system(home: Path, source: Path, *desk: str) -> Iterator[System]:
    """A drop in `home` and a desk that made its roster; `desk` are more words for `desk init`."""
    drop = Drop(home)
    drop.init()
    drop.start()
    try:
        system = System(drop, source, "", "")
        shown = system.desk("init", "--newsroom", "The Lamp", *desk).splitlines()
        printed = dict(line.split(": ", 1) for line in shown)
        system.fingerprint, system.vkey = printed["fingerprint"], printed["root key"]
        system.desk("pair", drop.url)
        yield system
    finally:
        drop.stop()
        drop.http.close()


def run_without_terminal(command: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command that has no terminal, not even by way of its parent."""
    return subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=120, start_new_session=True)


def at_a_terminal(command: list[str], answers: Answers) -> tuple[int, str]:
    process, terminal = pty.fork()
    if not process:
        os.execv(command[0], command)  # noqa: S606 the child of a fork
    shown, left, end = "", dict(answers), time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data.decode("utf-8", "replace")
        for prompt in [prompt for prompt in left if shown.rstrip().endswith(prompt)]:
            answer = left.pop(prompt)
            os.write(terminal, ((answer(shown) if callable(answer) else answer) + "\n").encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown
