"""Root in a folder of somebody else's: the work there is done as the user whose it is, never as root.

Whoever took over the drop or its Tor may put links into its own folder and wait until the operator, as root, installs
or looks once more: what root then reads or writes through them is no file of the drop's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.errors import AmparoError


def become_owner(folder: Path) -> None:
    """As root, go on as the user whose folder this is, so that nothing in it becomes root's either."""
    owner = _owner(folder)
    if owner is not None:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


def as_owner(folder: Path, work: Callable[[], object]) -> None:
    """Do it as the user whose folder this is, and remain who we are. What it raises is told, and ends this process."""
    if _owner(folder) is None:
        work()
        return
    sys.stdout.flush()
    process = os.fork()
    if not process:
        os._exit(_in_child(folder, work))
    _, status = os.waitpid(process, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(max(1, code))


@contextmanager
def acting_as_owner(folder: Path) -> Iterator[None]:
    """The same for the block alone, in this process: for what reads there and writes into what is open already."""
    owner = _owner(folder)
    if owner is None:
        yield
        return
    group, groups = os.getegid(), os.getgroups()
    os.setgroups([])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
        os.setgroups(groups)


def _owner(folder: Path) -> os.stat_result | None:
    """Who is to be become: nobody where we are not root, or it is root's, or not there yet."""
    if os.geteuid() or not folder.exists():
        return None
    # A link of somebody's leads wherever they like, to a folder of root's too.
    found = folder.lstat() if folder.lstat().st_uid else folder.stat()
    return found if found.st_uid else None


def _in_child(folder: Path, work: Callable[[], object]) -> int:
    """The exit code. Nothing of the parent's is cleaned up here."""
    try:
        become_owner(folder)
        work()
        sys.stdout.flush()
    except AmparoError as error:
        print(error.explain(), file=sys.stderr, flush=True)
        return error.exit_code
    except OSError as error:
        print(f"error: The system refused: {error.strerror}.", file=sys.stderr, flush=True)
        return 1
    return 0
