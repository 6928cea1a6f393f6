"""One file taken apart, container by container, into items: each a record or a reason. Runs in a thread of its
own worker.

Parts of a container wait in a spool on disk, so that the worker is free to read them; the spool has no name and
lies under HOME/desk.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple, cast

from amparo.desk.disk import write_all
from amparo.desk.extraction import Extraction, Given
from amparo.desk.volumes import Volumes, standing_for
from amparo.records.model import Kind, Record
from amparo.records.names import shown_path
from amparo.records.passwords import NONE, Passwords
from amparo.records.reading import MEBIBYTE, OCR, Part, Reason, Unreadable
from amparo.sandbox.worker import Worker

DEEPEST = 16
MOST_PARTS = 1_000_000
MOST_REFUSED = 3
FREE = 512 * MEBIBYTE
RATIO = 200
DEFLATED = 1_032
"""Deflate shrinks nothing further than this (zlib, "Technical Details"): what shrinks more was packed twice."""
ALWAYS = 64 * MEBIBYTE
_IN_MEMORY = 32 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One item by its whole path, and the family of readers that it comes from; "" when none had a part in it.
    `opened`: one of the passwords given opened it, or what it lies in.
    """

    path: str
    what: Record | Unreadable
    reader: str = ""
    opened: bool = False


@dataclass(slots=True)
class _Budget:
    """What one file may hold in all, however it is nested."""

    size: int
    parts: int = 0
    unpacked: int = 0
    refused: int = 0
    refusal: Unreadable | None = None

    def allows(self, size: int) -> bool:
        """Whether one more part of this size may be kept; `refusal` says why not."""
        free = min(max(DEFLATED * self.size, ALWAYS), FREE)
        if self.unpacked + size > max(free, RATIO * self.size):
            self.refusal = TOO_MUCH
        elif self.parts == MOST_PARTS:
            self.refusal = TOO_MANY
        else:
            self.parts += 1
            self.unpacked += size
            return True
        self.refused += 1
        return False

    @property
    def given_up(self) -> Unreadable | None:
        """What was kept is read; but each container in it may be one more bomb, so only a few are tried."""
        return self.refusal if self.refused > MOST_REFUSED else None


class _Waiting(NamedTuple):
    """A part: `size` bytes from `start` of the spool."""

    path: str
    start: int
    size: int
    opened: bool


@dataclass(slots=True)
class _Spool:
    """Parts of one container, waiting."""

    file: IO[bytes]
    parts: list[_Waiting] = field(default_factory=list)

    def put(self, path: str, data: bytes, opened: bool) -> None:
        self.parts.append(_Waiting(path, self.file.tell(), len(data), opened))
        self.file.write(data)

    def files(self) -> Iterator[Sequence[_Waiting]]:
        """What is to be read in turn: a part, or the volumes of a split archive, where its name stands."""
        by_path = {each.path: each for each in self.parts}
        sets = Volumes(lambda: by_path)
        for each in self.parts:
            volumes = sets.of(each.path)
            if not volumes:
                yield (each,)
            elif each.path == standing_for(volumes):
                yield tuple(by_path[path] for path in volumes)

    def get(self, start: int, size: int) -> bytes:
        self.file.seek(start)
        return self.file.read(size)


@dataclass(slots=True)
class _Own:
    """The path of a container itself, with a number when it is asked for again: no two items share a path."""

    name: str
    asked: int = 0

    def path(self) -> str:
        self.asked += 1
        return self.name if self.asked == 1 else f"{self.name}#{self.asked}"


@dataclass(slots=True)
class _Paths:
    """The paths of a file's items. Two could be alike all the same: an archive may hold a.txt twice and an a.txt#2, or
    x.zip with an a.txt in it and beside it an x.zip/a.txt.
    """

    taken: dict[str, int] = field(default_factory=dict)

    def own(self, path: str) -> str:
        """The path, with a number that makes it one of its own where it was taken."""
        own = path
        while own in self.taken:
            self.taken[path] += 1
            own = f"{path}#{self.taken[path]}"
        self.taken[own] = 1
        return own


class TakingApart:
    """Takes found files apart with one worker. `readers` are the families that had a part in the last one."""

    def __init__(
        self, worker: Worker, spools: Path, languages: str = OCR.languages, passwords: Passwords = NONE
    ) -> None:
        """`languages` are those that OCR looks for, as tesseract names them; `passwords` are tried on locked files."""
        self._languages, self._passwords = languages, passwords
        self._worker = worker
        self._spools = spools
        self.readers: set[str] = set()

    def file(self, given: Given, next_one: Given | None = None) -> Iterator[FoundItem]:
        """The items of an open file on disk. `next_one` is the file whose turn is next, when it is open already: the
        worker gets it as soon as it has told all of this one.
        """
        self.readers = set()

        def answered() -> None:
            if next_one is not None:
                self._extraction(next_one).begin()

        paths = _Paths()
        for item in self._apart(given, 0, _Budget(given.size), answered=answered):
            yield replace(item, path=paths.own(item.path))

    def _extraction(self, given: Given, answered: Callable[[], None] | None = None) -> Extraction:
        return Extraction(self._worker, given, self._languages, self.readers, self._passwords, answered)

    def _apart(
        self,
        given: Given,
        depth: int,
        budget: _Budget,
        opened: bool = False,
        answered: Callable[[], None] | None = None,
    ) -> Iterator[FoundItem]:
        path, names = given.name, Counter[str]()
        own = _Own(path)
        extraction = self._extraction(given, answered)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._spools)) as file:
            spool = _Spool(cast("IO[bytes]", file))
            with closing(extraction.run()) as findings:
                for told in findings:
                    match found := told.found:
                        case Part(untrusted_name=name, data=data):
                            if not budget.allows(len(data)):
                                yield FoundItem(own.path(), budget.refusal or TOO_MUCH)
                                if budget.given_up:
                                    return
                                break
                            spool.put(_within(path, name, names), data, opened or told.opened)
                        case Unreadable(untrusted_name=name):
                            yield FoundItem(_within(path, name, names) if name else own.path(), found, told.reader)
                        case Record():
                            # One that is not the whole file is a part of it: a cable in a volume, a row in a table.
                            is_whole = len(found.original) == given.size or found.kind is Kind.MAIL
                            place = own.path() if is_whole else _within(path, found.name, names)
                            is_opened = opened or told.opened
                            yield FoundItem(place, _said(found) if is_opened else found, told.reader, is_opened)
            yield from self._parts(own, spool, depth, budget)

    def _parts(self, own: _Own, spool: _Spool, depth: int, budget: _Budget) -> Iterator[FoundItem]:
        for volumes in spool.files():
            if budget.given_up:
                # Said at every level on the way out: at each something is left unread.
                yield FoundItem(own.path(), budget.given_up)
                return
            path, start, size, opened = volumes[-1]
            if depth >= DEEPEST:
                yield FoundItem(path, TOO_DEEP)
                continue
            if len(volumes) > 1:
                yield from self._joined(spool, volumes, depth, budget)
            else:
                data = spool.get(start, size)
                with in_memory(data) as copy:
                    inner = Given(copy, size, path, partial(bytes, data))
                    yield from self._apart(inner, depth + 1, budget, opened)

    def _joined(self, spool: _Spool, volumes: Sequence[_Waiting], depth: int, budget: _Budget) -> Iterator[FoundItem]:
        """The volumes of one archive as one file, on disk: together they may be more than memory holds."""
        with tempfile.TemporaryFile(dir=str(self._spools)) as file:
            for each in volumes:
                file.write(spool.get(each.start, each.size))
            file.flush()
            size = file.tell()
            path = standing_for(tuple(each.path for each in volumes))
            inner = Given(file.fileno(), size, path, lambda: os.pread(file.fileno(), size, 0))
            yield from self._apart(inner, depth + 1, budget, any(each.opened for each in volumes))


def _said(record: Record) -> Record:
    """The record, which says that one of the passwords given opened it or what it lies in."""
    return replace(record, fields={**record.fields, "opened_with": ("a password that was given",)}).known(record.sha256)


TOO_DEEP = Unreadable(Reason.TOO_DEEP, f"This file lies more than {DEEPEST} containers deep.")
TOO_MUCH = Unreadable(Reason.TOO_LARGE, "This container unpacks to far more than its own size; the rest is left out.")
TOO_MANY = Unreadable(Reason.TOO_LARGE, f"This file holds more than {MOST_PARTS:,} files; the rest is left out.")


@contextmanager
def in_memory(data: bytes) -> Iterator[int]:
    """A descriptor of a file without a name that holds the bytes."""
    descriptor = memory_file(data)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def memory_file(data: bytes) -> int:
    """The same, to be closed by whoever asked for it."""
    descriptor = os.memfd_create("part", os.MFD_CLOEXEC)
    try:
        write_all(descriptor, data)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _within(path: str, name: str, names: Counter[str]) -> str:
    """The path of a part; a name that comes again gets a number, so that each item has a path of its own."""
    inner = shown_path(name)
    names[inner] += 1
    return f"{path}/{inner}" if names[inner] == 1 else f"{path}/{inner}#{names[inner]}"
