"""The offline page this drop hands out (specs/sealer.md): the one in its home, else the one that came with the program.

It is made by `scripts/offline_page.py` before the program is packed, and is the same for every newsroom; its SHA-256 is
what readers can find in a library's log. Read once, when the drop starts: what is shown and what is sent agree.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

NAME = "amparo-seal.html"
MISSING = "The offline page is not built, so /offline offers none. Build it once: make sealer"


@dataclass(frozen=True, slots=True)
class SealerPage:
    """The page's bytes; none when it was never built."""

    content: bytes

    @property
    def sha256(self) -> str:
        """In hexadecimal; empty when there is no page."""
        return hashlib.sha256(self.content).hexdigest() if self.content else ""


@cache
def sealer_page(folder: Path) -> SealerPage:
    """The page for the drop in `folder` (HOME/drop), as it was when first asked for."""
    shipped = files("amparo.drop") / "static" / NAME
    for place in (folder / NAME, shipped):
        if place.is_file():
            return SealerPage(place.read_bytes())
    return SealerPage(b"")
