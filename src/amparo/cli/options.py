"""Options that every verb shares, so that each means the same everywhere: `--home`, `--json`."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from amparo.errors import StateError

Run = Callable[[argparse.Namespace], int | None]


def default_home() -> Path:
    """`AMPARO_HOME`, else `amparo` under the XDG data directory."""
    if home := os.environ.get("AMPARO_HOME"):
        return Path(home)
    try:
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "amparo"
    except RuntimeError:
        # A container that runs under a number nobody has.
        raise StateError("The home of this user is not known.", "Name one: --home DIR, or AMPARO_HOME.") from None


def verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    run: Run,
    *,
    description: str = "",
) -> argparse.ArgumentParser:
    """Add one verb with `--home`; `run(options)` is called with the parsed options and returns an exit code or None."""
    parser = verbs.add_parser(name, help=summary, description=description or summary)
    parser.add_argument(
        "--home", type=Path, default=None, metavar="DIR", help="where drop/ desk/ library/ docket/ live"
    )
    parser.set_defaults(run=run)
    return parser


def home_of(options: argparse.Namespace) -> Path:
    """The home directory these options name."""
    chosen: Path | None = options.home
    return (chosen or default_home()).absolute()


def add_json(parser: argparse._ActionsContainer) -> None:
    """Add `--json`: one object, or one object a line, with stable keys, on stdout."""
    parser.add_argument("--json", action="store_true", help="print data as JSON with stable keys")


def print_json(data: Any) -> None:
    """One JSON object on one line of stdout."""
    print(json.dumps(data, ensure_ascii=False, default=str))


def count(text: str) -> int:
    """The type of an option that counts: a whole number from 0 on, as large as an index can be asked for."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError("give a whole number from 0 to 999999999")
    return int(text)
