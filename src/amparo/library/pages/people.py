"""Correspondents: lists name the person; the address stands on the document's own page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ADDRESSED = re.compile(r"(.*?)\s*<([^<>]*@[^<>]*)>\s*$")


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Someone as written: a name, and the address that stood behind it or empty."""

    name: str
    address: str


def correspondent(written: str) -> Correspondent:
    """`Ines Vara <ines@vel.example>` parted; what has no name before its address is itself the name."""
    match = _ADDRESSED.fullmatch(written)
    name = match[1].strip(" \"'") if match else ""
    return Correspondent(name, match[2]) if match and name else Correspondent(match[2] if match else written, "")


def people(written: Iterable[str]) -> str:
    """Several, by name, in one line."""
    return "; ".join(correspondent(one).name for one in written)
