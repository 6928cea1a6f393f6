"""Keeps plaintext out of core dumps, other processes' reach and, where the system lets us, out of swap.

How far this goes is said in docs/THREAT_MODEL.md: Python cannot wipe the strings it made.
"""

from __future__ import annotations

import ctypes
import re
import resource
from pathlib import Path

PR_SET_DUMPABLE = 4
MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT = 1, 2, 4
CAP_IPC_LOCK = 14
ALL_USERS = ["0", "0", str(2**32 - 1)]
"""What uid_map says in the first user namespace, and where all of it is handed on (user_namespaces(7))."""


def forbid_dumps() -> None:
    """No core dump of this process, and no reading of its memory by others of the same user."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def lock_pages() -> bool:
    """Lock every page, as it is touched, out of swap. False when the system does not let us.

    Only where no limit counts: with one, later allocations would fail instead of being unlocked.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if limit != resource.RLIM_INFINITY and not passes_limits(_of_process("status"), _of_process("uid_map")):
        return False
    flags = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT
    return bool(ctypes.CDLL(None, use_errno=True).mlockall(flags) == 0)


def passes_limits(status: str, uid_map: str) -> bool:
    """Whether no limit of locked memory counts for the process of this /proc/PID/status (capabilities(7)) and uid_map:
    a capability that a user namespace gave passes none.
    """
    found = re.search(r"(?m)^CapEff:\s*([0-9a-f]+)$", status)
    has_it = found is not None and bool(int(found[1], 16) >> CAP_IPC_LOCK & 1)
    return has_it and uid_map.split() == ALL_USERS


def _of_process(name: str) -> str:
    try:
        return Path("/proc/self", name).read_text()
    except OSError:
        return ""
