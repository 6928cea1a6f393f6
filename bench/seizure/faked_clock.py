"""The drop's own command, `amparo drop serve`, told the time by a file of eight bytes: seconds, a float."""

from __future__ import annotations

import mmap
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path

from amparo.cli import drop
from amparo.cli.main import main


def clock_of(path: Path) -> mmap.mmap:
    """The file as memory that two processes share."""
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), 8)


def run() -> None:
    """`faked_clock.py CLOCK WORDS…`: what `amparo WORDS…` does, in the time of the file CLOCK."""
    shared = clock_of(Path(sys.argv[1]))
    drop.utc_now = lambda: datetime.fromtimestamp(struct.unpack("d", shared[:8])[0], UTC)
    sys.argv = ["amparo", *sys.argv[2:]]
    main()


if __name__ == "__main__":
    run()
