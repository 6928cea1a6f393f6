"""The drop's log of its own configuration, HOME/drop/configuration.log: what decides whom sources trust and seal to.

It is append-only and tells days, nothing finer. Whoever controls the drop could write it anew, but a desk that has seen
it notices (amparo.ledger.configuration). It is brought up to date by looking: when the drop starts, when a desk asks,
and after each change, so that a change by hand shows too.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from amparo.drop.blobs import disk_errors
from amparo.drop.newsroom import LINEAGE, NOTE, ROOT
from amparo.drop.settings import FILE as SETTINGS
from amparo.errors import InputError, StoreError
from amparo.ledger.configuration import EMPTY, Entry, What, head

LOG = "configuration.log"
FORM = "form.note"
FILES: Mapping[What, str] = {What.SETTINGS: SETTINGS, What.ROOT: ROOT, What.ROSTER: NOTE, What.FORM: FORM}
_NOTHING = hashlib.sha256(b"").hexdigest()


class Configuration:
    """The log under `folder` (HOME/drop). `sealer`: the offline page this version serves, or empty."""

    def __init__(self, folder: Path, today: Callable[[], date], version: str, sealer: bytes = b"") -> None:
        self._folder = folder
        self._today = today
        self._fixed = {What.STARTED_VERSION: _digest(version.encode()), What.SEALER: _digest(sealer)}
        self._lock = threading.Lock()
        self.version = version

    def entries(self) -> tuple[Entry, ...]:
        """What the log says now, after a look at what changed since."""
        with self._lock, disk_errors(), os.fdopen(self._open(), "r+b") as log:
            # `drop status` looks too, from a process of its own.
            fcntl.flock(log, fcntl.LOCK_EX)
            # What follows the last line end was being written when the power went; no desk has seen it.
            text, end, _ = log.read().rpartition(b"\n")
            known = _parsed(text)
            latest = {entry.what: entry.sha256 for entry in known}
            new = tuple(
                Entry(self._today(), what, sha256)
                for what, sha256 in self._present().items()
                if sha256 != latest.get(what, _NOTHING)
            )
            if new:
                log.seek(len(text + end))
                log.truncate()
                log.write(b"".join(entry.to_line() + b"\n" for entry in new))
                log.flush()
                os.fsync(log.fileno())
            return (*known, *new)

    def _open(self) -> int:
        return os.open(self._folder / LOG, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _present(self) -> dict[What, str]:
        present = {what: _digest(self._file(name)) for what, name in FILES.items()}
        # A root that was succeeded or revoked is another root.
        return present | {What.ROOT: _digest(self._file(ROOT) + self._file(LINEAGE))} | self._fixed

    def _file(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return b""


def _parsed(text: bytes) -> tuple[Entry, ...]:
    try:
        return tuple(Entry.parse(json.loads(line)) for line in text.splitlines())
    except (ValueError, InputError):
        raise StoreError(
            "The drop's log of its configuration was damaged from outside.",
            f"Move {LOG} out of the drop's home and tell the desk, which will notice; then start again.",
        ) from None


def as_json(entries: tuple[Entry, ...]) -> dict[str, object]:
    """The log and its head, as the desk API and `drop status` give them."""
    return {"entries": [entry.to_json() for entry in entries], "head": head(entries, EMPTY).hex()}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
