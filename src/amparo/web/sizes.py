"""Sizes of files as people read them; apart from the pages, so that commands need no templates for it."""

from __future__ import annotations


def human_size(size: int) -> str:
    """A size in bytes for people, powers of ten: `482 bytes`, `1.2 MB`."""
    if size < 1000:
        return f"{size} bytes"
    value, units = float(size), iter(("kB", "MB", "GB", "TB", "PB"))
    while True:
        value, unit = value / 1000, next(units)
        if value < 999.5 or unit == "PB":
            return f"{value:.0f} {unit}" if value >= 99.5 else f"{value:.1f} {unit}"
