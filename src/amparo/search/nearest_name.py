"""The name that somebody probably meant who wrote one that does not exist. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_ALIKE = 0.7
_LONGEST = 40


def nearest_name(written: str, names: Iterable[str]) -> str:
    """The nearest of these names, or "" when none is near."""
    near = get_close_matches(written[:_LONGEST].lower(), sorted(names), 1, _ALIKE)
    return near[0] if near else ""
