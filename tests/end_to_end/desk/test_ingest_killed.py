"""`amparo desk add` killed at random moments, again and again: in the end everything is there, once, as if nothing
had happened.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from ingest_kills import Trial, trial

from .conftest import wait_until

MAILS = 600


def material(root: Path) -> None:
    """Mails as files, mails in an mbox, texts in a ZIP, copies of some, and one broken file."""
    mails = [
        f"From: a{number % 7}@example.org\nTo: b@example.org\nSubject: number {number}\n\nBody {number} apples\n"
        for number in range(MAILS)
    ]
    (root / "maildir").mkdir(parents=True)
    for number, mail in enumerate(mails[: MAILS // 2]):
        (root / "maildir" / f"{number}.").write_text(mail)
    separator = "From a@example.org Mon Jan  1 10:00:00 2001\n"
    (root / "mbox").write_text("".join(f"{separator}{mail}\n" for mail in mails[MAILS // 3 :]))
    with zipfile.ZipFile(root / "texts.zip", "w") as archive:
        for number in range(100):
            archive.writestr(f"{number}.txt", f"text {number} pears")
    (root / "broken.pdf").write_bytes(b"%PDF-1.7 broken")


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "amparo.cli.main", "desk", *words, "--home", str(home)]


def run(home: Path, *words: str) -> Any:
    done = subprocess.run(command(home, *words), capture_output=True, check=True)
    return json.loads(done.stdout)


def add(home: Path, root: Path) -> list[str]:
    return command(home, "add", str(root), "--collection", "all", "--json")


def test_killed_at_random_points_and_run_again(tmp_path: Path) -> None:
    """`python bench/desk/kill.py` does the same 200 times."""
    done = Trial()
    for done in trial(tmp_path, 15, random.Random(20261124)):
        assert done.differences == []
    assert done.kills == 15
    assert done.met > 0


def test_interrupted_politely_it_says_how_to_go_on(tmp_path: Path) -> None:
    root, home = tmp_path / "material", tmp_path / "home"
    material(root)
    process = subprocess.Popen(add(home, root), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: (home / "desk" / "desk.sqlite").exists(), "the desk's database")
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - started < 20
    assert process.returncode in (130, 0)
    if process.returncode:
        assert "run the same command again" in said
    assert run(home, "add", str(root), "--collection", "all", "--json")["failed"] == 1


def test_two_at_once_are_refused_not_mixed(tmp_path: Path) -> None:
    root, home = tmp_path / "material", tmp_path / "home"
    material(root)
    both = [
        subprocess.Popen(add(home, root), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ends = [(process.communicate(timeout=120), process.returncode) for process in both]
    refused = [said for (_, said), code in ends if code]
    assert len(refused) <= 1
    assert all("already running" in said for said in refused)
    assert run(home, "search", "*", "--limit", "0", "--json")["total"] == MAILS + 100


def test_a_missing_bubblewrap_is_said_aloud_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    done = subprocess.run(
        command(tmp_path / "home", "add", str(tmp_path / "a.txt"), "--collection", "one", "--json"),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": str(tmp_path)},
    )
    assert json.loads(done.stdout)["added"] == 1
    assert done.stderr.count("warning:") == 1
