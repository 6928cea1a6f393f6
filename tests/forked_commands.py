"""Starts `amparo` commands in a process that has imported them already: hundreds of kills spend no time on imports.

Each command is the real one, in a process group of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

# Imports the command, then starts it once for each line it reads, and says which process that is and how it ended.
_STARTER = """
import importlib, json, os, sys
{prepare}
from amparo.cli.main import main
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        told, faults = (
            os.open(json.loads(line)[name], os.O_WRONLY | os.O_CREAT | how, 0o600)
            for name, how in (("out", os.O_TRUNC), ("errors", os.O_APPEND))
        )
        for place, descriptor in ((0, null), (1, told), (2, faults)):
            os.dup2(descriptor, place)
        sys.argv = ["amparo", *json.loads(line)["words"]]
        try:
            main()
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code if isinstance(end.code, int) else 0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Commands:
    """Starts `amparo` commands one at a time; `prepare` is run once before, `environment` added to theirs."""

    def __init__(self, folder: Path, prepare: str, environment: Mapping[str, str] | None = None) -> None:
        self._out, self._errors = folder / "said", folder / "errors"
        self._process = 0
        self._starter = subprocess.Popen(
            [sys.executable, "-c", _STARTER.format(prepare=prepare)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Closing its input ends it; leaving closes the pipes and waits.
        self._starter.__exit__(None, None, None)

    def start(self, *words: str) -> None:
        """Start a command; `end` must follow."""
        assert self._starter.stdin is not None
        self._out.write_text("")
        asked = {"words": words, "out": str(self._out), "errors": str(self._errors)}
        self._starter.stdin.write(json.dumps(asked) + "\n")
        self._starter.stdin.flush()
        self._process = int(self._line())

    def said(self) -> str:
        """What the command has printed so far."""
        return self._out.read_text()

    def kill(self) -> None:
        """Kill the command's process group, if it is there; `end` must follow."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)

    def end(self) -> int:
        """Wait until the command has ended; its exit code, less than nothing for a signal."""
        return int(self._line())

    def run(self, *words: str) -> Any:
        """Run a command to its end; what it printed as JSON."""
        self.start(*words)
        code = self.end()
        assert code == 0, self.said() + self._errors.read_text()
        return json.loads(self.said())

    def killed(self, seconds: float, *words: str) -> bool:
        """Run a command and kill its process group after `seconds`; whether it was still at work."""
        self.start(*words)
        time.sleep(seconds)
        self.kill()
        return self.end() == -signal.SIGKILL

    def _line(self) -> str:
        assert self._starter.stdout is not None
        line = self._starter.stdout.readline()
        assert line, "the process that starts commands has ended"
        return line
