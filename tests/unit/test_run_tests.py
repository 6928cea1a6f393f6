"""scripts/run-tests: a failure by chance is run once more and named; any other fails the suite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BY_CHANCE = """
import pathlib
flag = pathlib.Path(__file__ + ".flag")
def test_it():
    was = flag.exists()
    flag.touch()
    assert was
"""
WRONG = "def test_it():\n    assert False\n"
MANY = f"import pytest\n@pytest.mark.parametrize('number', range(4))\n{WRONG.replace('()', '(number)')}"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Within the repository, because there pytest's names of tests are relative to it."""
    (REPOSITORY / "build").mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="tests-", dir=REPOSITORY / "build"))
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize(
    ("code", "status", "again"),
    [(BY_CHANCE, 0, True), (WRONG, 1, True), (MANY, 1, False), ("import nothing_like_it\n", 2, False)],
)
def test_what_little_failed_is_run_once_more(folder: Path, code: str, status: int, again: bool) -> None:
    (folder / "test_it.py").write_text(code)
    command = ["scripts/run-tests", "--noconftest", str(folder)]
    # Loading every plugin takes seven times as long as all that is shown here.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    plain |= {"PYTHON": sys.executable, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_timeout"}
    done = subprocess.run(command, cwd=REPOSITORY, env=plain, capture_output=True, text=True, timeout=120)
    assert done.returncode == status, done.stdout + done.stderr
    assert ("run once more alone" in done.stdout) is again
    assert ("Passed alone, failed beside others: 1" in done.stdout) is (status == 0)
