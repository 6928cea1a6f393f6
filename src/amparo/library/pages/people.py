"""Correspondents as lists name them: the person; the address stands on the document's own page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"\s*<[^<>]*@[^<>]*>\s*$")


def person(written: str) -> str:
    """`Ines Vara <ines@vel.example>` as `Ines Vara`; what has no name before its address stays as written."""
    return _ADDRESS.sub("", written).strip(" \"'") or written


def people(written: Iterable[str]) -> str:
    """Several, in one line."""
    return "; ".join(person(one) for one in written)
