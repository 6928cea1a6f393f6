"""Keeps plaintext out of core dumps, other processes' reach and, where the system lets us, out of swap.

How far this goes is said in docs/THREAT_MODEL.md: Python cannot wipe the strings it made.
"""

from __future__ import annotations

import ctypes
import os
import resource

PR_SET_DUMPABLE = 4
MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT = 1, 2, 4


def forbid_dumps() -> None:
    """No core dump of this process, and no reading of its memory by others of the same user."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def lock_pages() -> bool:
    """Lock every page, as it is touched, out of swap. False when the system does not let us.

    Only where no small limit stands: with one, later allocations would fail instead of being unlocked.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if os.geteuid() != 0 and limit != resource.RLIM_INFINITY:
        return False
    flags = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT
    return bool(ctypes.CDLL(None, use_errno=True).mlockall(flags) == 0)
