"""A command that is interrupted before it has begun."""

from __future__ import annotations

import signal
import subprocess
import sys

# Says when the command line would be loaded, and stays there.
_SLOW = """
import builtins, time
from amparo.cli.entry import main
load = builtins.__import__
def slow(name, *rest):
    if name == "amparo.cli.main":
        print("loading", flush=True)
        time.sleep(60)
    return load(name, *rest)
builtins.__import__ = slow
main()
"""


def test_an_interruption_while_it_loads_ends_it_without_a_word() -> None:
    with subprocess.Popen([sys.executable, "-c", _SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"loading\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (-signal.SIGINT, b"")
