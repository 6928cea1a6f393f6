"""What this desk made the drop change, by its hash: the drop's log of its configuration may name these (health).

One line each in HOME/desk/caused, the latest ones only.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from amparo.desk.disk import write_private
from amparo.ledger.configuration import What

FILE = "caused"
KEPT = 200


def remember(home: Path, what: What, content: bytes) -> None:
    """This desk gives the drop this content, or saw it there and took it as the newsroom's."""
    line = f"{what} {sha256(content).hexdigest()}"
    lines = [each for each in _lines(home) if each != line][-KEPT:]
    write_private(home / FILE, "".join(f"{each}\n" for each in (*lines, line)).encode())


def caused(home: Path) -> frozenset[tuple[What, str]]:
    """What and SHA-256 of all of them."""
    found = (line.partition(" ") for line in _lines(home))
    return frozenset((What(what), digest) for what, _, digest in found)


def _lines(home: Path) -> list[str]:
    path = home / FILE
    return path.read_text().splitlines() if path.exists() else []
