"""Forks the processes that seal, before the server has threads, sockets or a store; docs/adr/0131, 0257, 0281.

Each has the same allocator, forbids dumps as well, and shares what was loaded. It ends with the server, however that
ends.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from amparo.drop.beside import Beside
from amparo.drop.doorkeepers import Doorkeeper, Doorkeepers
from amparo.drop.doorway import Doorway
from amparo.drop.forgetting import spare_what_stays
from amparo.drop.memory import lock_pages
from amparo.drop.settings import Settings
from amparo.drop.shell import templates
from amparo.drop.store import BLOBS
from amparo.drop.taking import Taking
from amparo.drop.thanking import Thanking
from amparo.drop.workbench import Door, Workbench, serve

LINES: Final = 12
"""Forms of the server's under way in one process: while some wait for the disk another is sealed."""
MOST: Final = 3
"""Processes, at most; as many as there are processors, and none where there is one."""
_PR_SET_PDEATHSIG: Final = 1


def fork_processes(folder: Path, settings: Settings, today: Callable[[], date]) -> tuple[Beside, Doorkeepers]:
    """Only where there is one thread, and before anything is open that they must not hold."""
    processors = os.cpu_count() or 1
    wanted = min(MOST, processors) if processors > 1 else 0
    # Loaded once, and looked through for garbage by nobody.
    templates()
    spare_what_stays()
    server, lines, keepers = os.getpid(), list[socket.socket](), list[Doorkeeper]()
    heard, said = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for number in range(wanted):
        pairs = [socket.socketpair() for _ in range(1 + LINES)]
        process = os.fork()
        if not process:
            for mine in (heard, *lines, *(keeper.line for keeper in keepers), *(ours for ours, _ in pairs)):
                mine.close()
            (_, control), *forms = pairs
            bench = Workbench(folder, settings)
            door = Doorway(number, Taking(bench, folder / BLOBS, today), Thanking(), control, said)
            _work(bench, [theirs for _, theirs in forms], door, server)
        for _, theirs in pairs:
            theirs.close()
        keepers.append(Doorkeeper(process, pairs[0][0]))
        lines += [ours for ours, _ in pairs[1:]]
    said.close()
    return Beside(lines, [keeper.process for keeper in keepers]), Doorkeepers(keepers, heard)


def _work(bench: Workbench, lines: Sequence[socket.socket], door: Door, server: int) -> NoReturn:
    """Until the server is gone. Signals that end the server go to it alone: what is under way is finished first."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        lock_pages()
        if os.getppid() == server:
            serve(bench, lines, door)
    finally:
        os._exit(0)
