"""From a source's hands to a reader's proof: real processes, Chromium with JavaScript off, one FRUS volume.

A source hands a folder of declassified cables to the drop; the desk fetches, opens, reads and searches it; the library
publishes it; a reader finds a cable and proves, with everything else switched off, that it is in the log.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amparo.cli.up import ROOMS, refuse_taken

VOLUME = "frus1961-63v06"
CABLES = 120


def free_base() -> int:
    """A port whose next three are free as well."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            base: int = probe.getsockname()[1]
        if base < 65000 and all(_free(base + offset) for offset in (1, 2, 3)):
            return base


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def amparo(*words: str | Path) -> str:
    """Run one command to its end; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", *map(str, words)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class System:
    """`amparo up` on a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.base = free_base()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "amparo.cli.main", "up", "--home", str(home), "--port-base", str(self.base)],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.words = self._until("Ctrl-C stops it")

    def _until(self, phrase: str) -> str:
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if phrase in line:
                return said
        raise AssertionError(f"amparo up ended early: {said}")

    def address(self, room: str) -> str:
        return f"http://127.0.0.1:{self.base + ('drop', 'desk', 'library').index(room) + 1}"

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    running = System(tmp_path / "home")
    yield running
    running.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, accept_downloads=True)
    yield context.new_page()
    context.close()


def a_folder_of_cables(corpora: Path, folder: Path) -> list[Path]:
    """The volume and what lies beside it, as a source would have them."""
    folder.mkdir()
    return [
        Path(shutil.copy(path, folder)) for path in sorted((corpora / "cables").glob(f"{VOLUME}.*")) if path.is_file()
    ]


def hand_over(page: Page, drop: str, files: list[Path]) -> str:
    """As a source; the seven words."""
    page.goto(drop)
    page.get_by_role("link", name="Write a message").click()
    words = page.locator(".words").inner_text().strip()
    assert len(words.split()) == 7
    page.get_by_label("Message").fill("These cables were declassified. Read them together.")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    for file in files:
        expect(page.get_by_text(file.name, exact=True)).to_be_visible()
    assert words.replace(" ", "") not in page.url
    return words


def fetch_and_collect(page: Page, desk: str) -> None:
    """As a journalist: fetch, open the submission, answer it, and make a collection of its files."""
    page.goto(desk)
    page.get_by_role("button", name="Fetch now").click()
    deadline = time.monotonic() + 60
    while not page.get_by_role("link", name="These cables were declassified").count():
        assert time.monotonic() < deadline
        page.wait_for_timeout(200)
        page.goto(desk)
    page.get_by_role("link", name="These cables were declassified").first.click()
    page.get_by_label("Name of the collection").fill(VOLUME)
    page.get_by_role("button", name=re.compile("^Add")).click()
    page.goto(desk)
    page.get_by_role("link", name="These cables were declassified").first.click()
    page.get_by_label("Reply").fill("Received and read. Thank you.")
    page.get_by_role("button", name="Send").click()


def cables_found(home: Path) -> int:
    """How many cables the desk finds, once the reading that the page began has ended."""
    deadline = time.monotonic() + 90
    while True:
        found = json.loads(amparo("desk", "search", "kind:cable", "--collection", VOLUME, "--json", "--home", home))
        if found["total"] >= CABLES or time.monotonic() > deadline:
            return int(found["total"])
        time.sleep(0.5)


def test_the_whole_way(system: System, page: Page, corpora: Path, tmp_path: Path) -> None:
    words = hand_over(page, system.address("drop"), a_folder_of_cables(corpora, tmp_path / "folder"))
    fetch_and_collect(page, system.address("desk"))

    # The source comes back and reads the answer.
    page.goto(system.address("drop"))
    page.get_by_role("link", name="Come back").click()
    page.get_by_label("Your seven words").fill(words)
    page.get_by_role("button", name="Look for answers").click()
    expect(page.get_by_text("Received and read. Thank you.")).to_be_visible()

    # The desk finds a cable by what it says, in the page and on the command line.
    assert cables_found(system.home) == CABLES
    page.goto(f"{system.address('desk')}/search?q=Khrushchev+AND+kind:cable")
    assert page.locator("mark").count() > 0

    # Published, a reader finds it with a browser alone.
    amparo("library", "publish", "--collection", VOLUME, "--home", system.home)
    page.goto(system.address("library"))
    page.get_by_role("link", name="Search").first.click()
    page.get_by_role("searchbox").first.fill('"exchange of letters" OR Khrushchev')
    page.get_by_role("button", name="Search").first.click()
    page.locator(".hits a").first.click()
    expect(page.locator(".doc").first).to_be_visible()
    document = page.url
    kept = tmp_path / "kept"
    kept.mkdir()
    paths = {}
    for name in ("proof.tlog-proof", "record.json", "text.txt"):
        answer = page.request.get(f"{document.rstrip('/').removesuffix('/index.html')}/{name}")
        assert answer.ok
        paths[name] = kept / name
        paths[name].write_bytes(answer.body())
    policy = kept / "log.policy"
    policy.write_bytes(page.request.get(f"{system.address('library')}/log.policy").body())

    # Everything else is off; the proof stands by itself, and only for this document.
    assert system.stop() == 0
    proof = ("--proof", paths["proof.tlog-proof"], "--policy", policy, "--json")
    report = json.loads(amparo("library", "verify", paths["text.txt"], *proof))
    assert report["ok"]
    paths["text.txt"].write_bytes(paths["text.txt"].read_bytes() + b" ")
    altered = subprocess.run(
        [sys.executable, "-m", "amparo.cli.main", "library", "verify", paths["text.txt"], *proof],
        capture_output=True,
        text=True,
    )
    assert altered.returncode == 1
    assert "error:" in altered.stderr


def test_a_terminal_that_is_closed_takes_the_servers_with_it(system: System) -> None:
    system.process.send_signal(signal.SIGHUP)
    assert system.process.wait(timeout=60) == 0
    for offset, room in enumerate(ROOMS, start=1):
        refuse_taken(room, system.base + offset)
