"""Libraries of the system that some formats are read with: there or not, and loaded once a process."""

from __future__ import annotations

import ctypes
import functools


@functools.cache
def system_library(name: str) -> ctypes.CDLL | None:
    """The library of this file name, as the system's loader finds it; None where it is not installed."""
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None
