"""A first tip in a text browser: all can be read in w3m and lynx, and a person at lynx sends words and a file."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drop_process import Drop, running_drop
from forms import HARBOUR

from .conftest import PDF, write

CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][0-9A-B]|[\x0e\x0f]")
TAB, ENTER, SPACE = "\t", "\r", " "


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("text")) as running:
        assert running.put_form(running.newsroom.form(HARBOUR)).status_code == 201
        yield running


def dumped(*command: str) -> str:
    """What the browser shows of a page, white space made single."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return re.sub(r"\s+", " ", done.stdout)


@pytest.mark.parametrize("browser", [("w3m", "-dump"), ("lynx", "-dump", "-nolist")])
def test_every_part_can_be_read(asking: Drop, find_tool: Callable[[str], str], browser: tuple[str, ...]) -> None:
    show = (find_tool(browser[0]), *browser[1:])
    first = dumped(*show, asking.url)
    for part in ("Use Tor Browser", "Not from work", "What this server can and cannot see", "Is this really them?"):
        assert part in first, part
    second = dumped(*show, f"{asking.url}/message")
    for part in ("1. Write these seven words", "Now type them here", "I do not want replies", "Which company?", "Send"):
        assert part in second, part
    assert "Only if you chose “A company”" in second, "without a style sheet each question says whom it is for"
    assert "--accent" not in second


class Lynx:
    """lynx at a terminal of its own: keys in, screen out."""

    def __init__(self, command: str, url: str, home: Path) -> None:
        self.pid, self._terminal = pty.fork()
        if not self.pid:
            os.chdir(home)  # so that files have names that fit a field on the screen
            environment = {"HOME": str(home), "TERM": "vt100", "LANG": "C.UTF-8", "LINES": "60", "COLUMNS": "100"}
            os.execve(command, [command, url], environment)  # noqa: S606 the child of a fork
        self.screen = ""

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Wait until this was drawn since the last key. Spaces do not count: the cursor jumps over some of them."""
        end = time.monotonic() + seconds
        while text.replace(" ", "") not in self.drawn.replace(" ", ""):
            assert time.monotonic() < end, f"waited in vain for {text!r}; drawn: {self.drawn[-800:]}"
            self._read(0.1)

    @property
    def drawn(self) -> str:
        """What was written to the screen, without the movements of the cursor."""
        return CONTROLS.sub(" ", self.screen)

    def press(self, keys: str, until: str) -> None:
        """Press keys, and wait until this shows."""
        self.screen = ""
        os.write(self._terminal, keys.encode())
        self.wait_for(until)

    def end(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def _read(self, seconds: float) -> None:
        if select.select([self._terminal], [], [], seconds)[0]:
            self.screen += os.read(self._terminal, 65536).decode("utf-8", "replace")


def test_a_tip_with_a_file_is_sent_by_keys_alone(drop: Drop, find_tool: Callable[[str], str], tmp_path: Path) -> None:
    file = write(tmp_path, "minutes.pdf")
    lynx = Lynx(find_tool("lynx"), f"{drop.url}/message", tmp_path)
    try:
        lynx.wait_for("Now type them here")
        shown = re.search(r"1\. ([a-z-]+)\s*2\. ([a-z-]+)", lynx.drawn)
        assert shown, "the words are numbered"
        lynx.press("/Now type" + ENTER, "Textarea)")
        lynx.press(f"{shown[1]} {shown[2]} hause", "hause")
        lynx.press(TAB, "heckbox Field)")
        lynx.press(TAB, "Textarea)")
        lynx.press("They dump at night.", "night.")
        lynx.press(TAB, "File entry field")
        lynx.press(file.name, "pdf")
        lynx.press(TAB, "submit button")
        lynx.press(ENTER, "We have it")
        lynx.wait_for("Check your seven words before you leave")
    finally:
        lynx.end()
    ((submission, files),) = [each for each in drop.submissions() if each[0].message == "They dump at night."]
    assert files == {"minutes.pdf": PDF} and submission.reply_recipient
