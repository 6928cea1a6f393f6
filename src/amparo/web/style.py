"""The style sheets: one base, one accent a room, squeezed once and named by their hash for the content policy."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

SHEETS = {
    "drop": ("base", "drop"),
    "desk": ("base", "data", "desk"),
    "library": ("base", "data", "library"),
    "docket": ("base", "data", "docket"),
}


@cache
def stylesheet(room: str) -> str:
    """The whole CSS of a room, without comments and idle white space; at most 12 kB (LOOK.md)."""
    folder = files("amparo.web") / "static"
    text = "".join((folder / f"{name}.css").read_text("utf-8") for name in SHEETS[room])
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


@cache
def stylesheet_hash(room: str) -> str:
    """The CSP source expression of the inlined sheet: `'sha256-…'` (CSP Level 3, §2.3.1)."""
    digest = hashlib.sha256(stylesheet(room).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
