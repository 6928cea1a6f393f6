"""Threads that read files found on disk, each with a worker of its own, and hand what they read to the one thread
that writes.

What is read crosses in packets (`reading_events`). The queue between holds about as much as one transaction takes, so
that reading goes on while it is written, and never runs far ahead. A small file is opened and hashed while the worker
has the one before, and handed over as soon as the worker is free: what it said is looked at meanwhile (docs/adr/0274).

Threads only; the heavy work is in the workers' processes.
"""

from __future__ import annotations

import hashlib
import os
import queue
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from amparo.desk.documents_store import FileId
from amparo.desk.extraction import CONVERTER, Given
from amparo.desk.file_bytes import hashed, opened, small, unchanged, volume
from amparo.desk.found_files import FoundFile
from amparo.desk.reading_events import Broken, Closed, Event, ItemRead, Known, Opened, Packet, Packing
from amparo.desk.taking_apart import FoundItem, TakingApart, in_memory, memory_file
from amparo.records.passwords import NONE, Passwords
from amparo.records.reading import MEBIBYTE, OCR, Reason, Unreadable
from amparo.sandbox.limits import Limits
from amparo.sandbox.walls import Wall
from amparo.sandbox.worker import Worker

_AHEAD = 32
_PATIENCE = 0.5
_JOINED_AT_ONCE = 8 * MEBIBYTE
_SMALL = 256 * 1024
"""Bytes of a file before whose reading what was read earlier is handed over: it may take long."""

UNOPENED = Unreadable(Reason.UNREADABLE, "This file could not be opened or read on disk.")

FindKnown = Callable[[str, str], FileId | None]


@dataclass(slots=True)
class _Turn:
    """A file whose turn comes. Of a small one: as it was read from disk ahead, or that the ledger has it."""

    file: FoundFile
    given: Given | None = None
    known: FileId | None = None

    def close(self) -> None:
        given, self.given = self.given, None
        if given is not None:
            os.close(given.descriptor)


class ReadingCrew:
    """Reads files in parallel; iterate over `packets()` once."""

    def __init__(
        self,
        wall: Wall,
        spools: Path,
        known: FindKnown,
        *,
        size: int,
        limits: Limits | None = None,
        languages: str = OCR.languages,
        passwords: Passwords = NONE,
    ) -> None:
        """`known(path, sha256)` asks the ledger; it is called under a lock. `size` is the number of workers,
        `languages` those that OCR looks for, `passwords` what is tried on locked files.
        """
        self._languages, self._passwords = languages, passwords
        self._wall, self._spools, self._known, self._size = wall, spools, known, size
        self._limits = limits
        self._packets: queue.Queue[Packet | Broken | None] = queue.Queue(_AHEAD)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._workers: list[Worker] = []
        self._in_hand = 0

    @property
    def reading(self) -> int:
        """Files that are in a reader's hands at this moment: being read, or read and not yet handed over."""
        return self._in_hand

    def packets(self, files: Iterable[FoundFile]) -> Generator[Packet, None, None]:
        """What happens while reading the files; an empty packet every half second in which nothing does. Raises what a
        thread died of. Leaving early stops the threads.
        """
        waiting = iter(files)
        threads = [threading.Thread(target=self._read, args=(waiting,), daemon=True) for _ in range(self._size)]
        for thread in threads:
            thread.start()
        try:
            ended = 0
            while ended < len(threads):
                packet = self._next()
                ended += packet is None
                if isinstance(packet, Broken):
                    raise packet.error
                if packet is not None:
                    yield packet
        finally:
            self._stop.set()
            for thread in threads:
                while thread.is_alive():
                    # More than once: a thread may have been about to start a worker.
                    for worker in self._workers:
                        worker.abort()
                    thread.join(_PATIENCE)

    def _next(self) -> Packet | Broken | None:
        try:
            return self._packets.get(timeout=_PATIENCE)
        except queue.Empty:
            return ()

    def _read(self, waiting: Iterator[FoundFile]) -> None:
        worker = Worker(self._wall, CONVERTER, self._limits)
        self._workers.append(worker)
        turn = following = None
        try:
            apart = TakingApart(worker, self._spools, self._languages, self._passwords)
            packing, turn = Packing(), self._take(waiting)
            while not self._stop.is_set() and turn is not None:
                following = self._take(waiting)
                packing = self._pack(packing, self._file(turn, apart, following))
                packing.files += 1
                if packing.is_due:
                    packing = self._hand_over(packing)
                turn = following
            self._hand_over(packing)
        except _Stopped:
            return
        except Exception as error:
            self._tell_last(Broken(error))
        finally:
            for each in filter(None, (turn, following)):
                each.close()
            worker.close()
            self._tell_last(None)

    def _take(self, waiting: Iterator[FoundFile]) -> _Turn | None:
        with self._lock:
            file = next(waiting, None)
            self._in_hand += file is not None
        return None if file is None else self._read_ahead(_Turn(file))

    def _read_ahead(self, turn: _Turn) -> _Turn:
        file = turn.file
        data = None if file.excluded or file.volumes else small(file.target or file.path, _SMALL)
        if data is not None:
            sha256 = hashlib.sha256(data).hexdigest()
            with self._lock:
                turn.known = self._known(file.shown, sha256)
            if turn.known is None:
                turn.given = Given(memory_file(data), len(data), file.shown, partial(bytes, data), sha256)
        return turn

    def _pack(self, packing: Packing, events: Iterable[Event]) -> Packing:
        """Put the events of a file into the packet; the packet that is being filled then."""
        for event in events:
            if self._stop.is_set():
                raise _Stopped
            packing.put(event)
            if packing.is_full or (isinstance(event, Opened) and event.may_take_long):
                packing = self._hand_over(packing)
        return packing

    def _hand_over(self, packing: Packing) -> Packing:
        """Hand the packet over; a new one."""
        if packing.events:
            self._tell(packing.events)
        with self._lock:
            self._in_hand -= packing.files
        return Packing()

    def _file(self, turn: _Turn, apart: TakingApart, following: _Turn | None) -> Iterator[Event]:
        file, path = turn.file, turn.file.shown
        next_one = following.given if following else None
        if file.excluded:
            yield Opened(path, "", file.excluded)
            yield Closed(path)
            return
        if turn.known is not None:
            yield Known(path, turn.known)
            return
        if turn.given is not None:
            with closing(turn):
                yield from _items(turn.given, apart, next_one)
            return
        try:
            descriptor = self._joined(file.volumes) if file.volumes else opened(file.target or file.path)
        except OSError:
            yield from _unopened(path)
            return
        try:
            yield from self._opened(descriptor, path, apart, next_one)
        finally:
            os.close(descriptor)

    def _joined(self, volumes: Sequence[str]) -> int:
        """A file without a name that holds the bytes of all volumes, one after another."""
        with tempfile.TemporaryFile(dir=self._spools) as whole:
            for path in volumes:
                with volume(path) as part:
                    while piece := part.read(_JOINED_AT_ONCE):
                        if self._stop.is_set():
                            raise _Stopped
                        whole.write(piece)
            whole.flush()
            whole.seek(0)
            return os.dup(whole.fileno())

    def _opened(self, descriptor: int, path: str, apart: TakingApart, next_one: Given | None) -> Iterator[Event]:
        try:
            size, sha256, data = hashed(descriptor)
        except OSError:
            yield from _unopened(path)
            return
        with self._lock:
            known = self._known(path, sha256)
        if known is not None:
            yield Known(path, known)
            return
        if data is None:
            given = Given(descriptor, size, path, partial(unchanged, descriptor, size, sha256), sha256)
            yield from _items(given, apart, next_one)
            return
        with in_memory(data) as copy:
            yield from _items(Given(copy, size, path, partial(bytes, data), sha256), apart, next_one)

    def _tell(self, packet: Packet | Broken | None) -> None:
        while True:
            if self._stop.is_set():
                raise _Stopped
            try:
                self._packets.put(packet, timeout=_PATIENCE)
            except queue.Full:
                continue
            return

    def _tell_last(self, last: Broken | None) -> None:
        try:
            self._tell(last)
        except _Stopped:
            return


def _items(given: Given, apart: TakingApart, next_one: Given | None) -> Iterator[Event]:
    yield Opened(given.name, given.sha256, may_take_long=given.size > _SMALL)
    for item in apart.file(given, next_one):
        yield ItemRead(given.name, item)
    yield Closed(given.name, frozenset(apart.readers))


class _Stopped(Exception):
    """The iterator of packets was left."""


def _unopened(path: str) -> Iterator[Event]:
    yield Opened(path, "")
    yield ItemRead(path, FoundItem(path, UNOPENED))
    yield Closed(path)
