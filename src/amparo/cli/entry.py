"""Where the command begins. Until the words for an interruption are loaded, Ctrl-C just ends it."""

from __future__ import annotations

import signal


def main() -> None:
    """Console entry point: loads the command line, then hands over."""
    told = signal.getsignal(signal.SIGINT)
    # Whoever ignores interruptions, as `nohup` does, goes on ignoring them.
    if told is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from amparo.cli.main import main as run

    if told is signal.default_int_handler:
        signal.signal(signal.SIGINT, told)
    run()
