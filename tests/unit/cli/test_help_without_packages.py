"""`amparo desk --help` where the desk's packages are not installed."""

from __future__ import annotations

import argparse
import subprocess
import sys

from amparo.cli.main import room_parser
from amparo.cli.verbs_at_rest import verbs_of

# Refuses tantivy and httpx as if they were not installed.
WITHOUT = (
    "import sys; sys.modules['tantivy'] = None; sys.modules['httpx'] = None\n"
    "sys.argv = ['amparo', 'desk', *sys.argv[1:]]\nfrom amparo.cli.main import main; main()"
)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WITHOUT, *words], capture_output=True, text=True, check=False)


def test_help_names_every_verb_and_the_command_that_installs() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert "pip install 'amparo[desk]'" in done.stdout
    (verbs,) = [each for each in room_parser("desk")._actions if isinstance(each, argparse._SubParsersAction)]
    for name in verbs.choices:
        assert f"\n  {name} " in done.stdout


def test_a_verb_still_says_what_is_missing() -> None:
    done = run("status")
    assert done.returncode == 1
    assert "error: this command needs the package" in done.stderr


def test_rooms_name_their_verbs_in_their_source() -> None:
    for room in ("desk", "drop", "library"):
        assert dict(verbs_of(f"amparo.cli.{room}"))
