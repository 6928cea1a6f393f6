"""The library's log on disk: append-only, signed, safe against a crash at any byte.

specs/log.md. C2SP tlog-tiles as files: `tile/...`, `tile/entries/...`, `checkpoint`. An append writes new files only,
each under a name no published checkpoint needs, and makes them safe before the new checkpoint takes its name in one
step: that step is the publication. `appending` marks that names beyond the checkpoint may exist; opening such a log
removes them, so that no tile is ever there that contradicts what is published. One writer at a time holds `lock`.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from types import TracebackType

from amparo.errors import InputError, StateError, StoreError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.merkle import EMPTY_ROOT, leaf_hashes
from amparo.ledger.policy import Policy, policy_text
from amparo.ledger.tiles import WIDTH, Bundle, Tile, count_at, edge_of, encode_entries, parse_path
from amparo.ledger.tlog_proof import TlogProof
from amparo.ledger.tree import Edge
from amparo.library.log_disk import Disk, RealDisk
from amparo.library.log_reader import CHECKPOINT, LogReader
from amparo.seal.note import sign
from amparo.seal.notekeys import Algorithm, Random, Signer

Clock = Callable[[], datetime]

LOCK = "lock"
MARK = "appending"
NEW = ".new"
"""Files being written end in this; nothing reads them, and an interrupted append leaves them to be removed."""


def new_keys(origin: str, random: Random = os.urandom) -> tuple[Signer, Signer]:
    """The two keys of a new log: Ed25519 and ML-DSA-44, both under the origin's name."""
    return Signer.generate(origin, Algorithm.ED25519, random), Signer.generate(origin, Algorithm.ML_DSA_44, random)


def log_policy(signers: Sequence[Signer]) -> str:
    """The `log.policy` of a log with these keys: the Ed25519 key is the log, further keys must cosign (ADR 0031)."""
    first, *others = signers
    names = {f"log-{other.algorithm.name.lower().replace('_', '-')}": str(other.verifier) for other in others}
    return policy_text((str(first.verifier),), names)


class Log:
    """An open log. Make one with `create` or `open`, close it with `close` or by leaving a `with` block."""

    def __init__(self, disk: Disk, signers: Sequence[Signer], clock: Clock, lock: int | None = None) -> None:
        self._disk = disk
        self._signers = tuple(signers)
        self._clock = clock
        self._lock = lock
        self._reader: LogReader | None = None
        self._edge = Edge()
        self._load()

    @classmethod
    def create(cls, folder: Path, signers: Sequence[Signer], clock: Clock) -> Log:
        """Begin an empty log in a folder; its origin is the keys' name. Raises `StateError` when a log is there."""
        folder.mkdir(parents=True, exist_ok=True)
        lock = _take_lock(folder)
        try:
            disk = RealDisk(folder)
            begin(disk, signers, clock)
            return cls(disk, signers, clock, lock)
        except BaseException:
            os.close(lock)
            raise

    @classmethod
    def open(cls, folder: Path, signers: Sequence[Signer], clock: Clock) -> Log:
        """Open a log for appending, repairing what an interrupted append left.

        Raises `StateError` when there is none or another process has it open, `TrustError` when the checkpoint is not
        signed by these keys or the tiles on the right edge do not hash to its root.
        """
        if not (folder / CHECKPOINT).exists():
            raise StateError("There is no log here.", "Begin one with `amparo library init`.")
        lock = _take_lock(folder)
        try:
            return cls(RealDisk(folder), signers, clock, lock)
        except BaseException:
            os.close(lock)
            raise

    @property
    def checkpoint(self) -> Checkpoint:
        """The published state."""
        return self.reader.checkpoint

    @property
    def note(self) -> bytes:
        """The published checkpoint as a signed note."""
        return self.reader.note

    @property
    def reader(self) -> LogReader:
        """Reading as of the published checkpoint; a new one after every append."""
        if self._reader is None:
            self._load()
        assert self._reader is not None  # noqa: S101  for the type checker: `_load` sets it or raises
        return self._reader

    def append(self, entries: Iterable[bytes]) -> Checkpoint:
        """Add entries and publish the new checkpoint, which is returned; no entries change nothing.

        When it raises (`FullError`, `StoreError`, `TooLargeError` for an entry above 65,535 bytes), nothing was
        published unless the very last step failed: `checkpoint` then says which it is.
        """
        rest = iter(entries)
        first = next(rest, None)
        if first is None:
            return self.checkpoint
        reader = self.reader
        edge, self._reader = self._edge, None  # whatever fails below, the next use reads the disk again
        _write_mark(self._disk)
        writing = _Writing(self._disk)
        _grow(writing, edge, _last_bundle(reader), chain((first,), rest))
        writing.finish()
        publish(self._disk, Checkpoint(reader.checkpoint.origin, edge.size, edge.root()), self._signers, self._clock)
        self._disk.remove(MARK)
        return self.checkpoint

    def proof_for(self, index: int) -> TlogProof:
        """The proof file of one entry, the entry itself in `extra`."""
        return self.reader.proof_for(index)

    def entries(self, start: int = 0) -> Iterator[bytes]:
        """Every entry from `start` on."""
        return self.reader.entries(start)

    def close(self) -> None:
        """Let another writer in."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Log:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _load(self) -> None:
        """Verify what is published and clear away what is not."""
        reader = open_reader(self._disk, Policy.parse(log_policy(self._signers).encode()))
        if _exists(self._disk, MARK):
            _remove_unpublished(self._disk, reader.checkpoint.size)
            self._disk.remove(MARK)
        self._edge = reader.check_edge()
        _last_bundle(reader)  # checks the entries there too
        self._reader = reader


def open_reader(disk: Disk, policy: Policy) -> LogReader:
    """Read the published checkpoint of a log under a policy; raises `TrustError`, `StateError` when there is none."""
    try:
        note = disk.read(CHECKPOINT)
    except KeyError:
        raise StateError("There is no log here.", "Begin one with `amparo library init`.") from None
    return LogReader(disk, policy.check(note).checkpoint, note)


def begin(disk: Disk, signers: Sequence[Signer], clock: Clock) -> None:
    """Publish the checkpoint of an empty log; raises `StateError` when there is a log already."""
    if _exists(disk, CHECKPOINT):
        raise StateError("There is a log here already.")
    if len({signer.name for signer in signers}) != 1 or signers[0].algorithm is not Algorithm.ED25519:
        raise StateError("A log's keys share its origin as their name, an Ed25519 key first.")
    publish(disk, Checkpoint(signers[0].name, 0, EMPTY_ROOT), signers, clock)


def publish(disk: Disk, checkpoint: Checkpoint, signers: Sequence[Signer], clock: Clock) -> None:
    """Sign a checkpoint and give it its name: safe bytes first, then the name, then the name made safe."""
    disk.write(CHECKPOINT + NEW, sign(checkpoint.to_text(), signers, at=clock()))
    disk.sync(CHECKPOINT + NEW)
    disk.rename(CHECKPOINT + NEW, CHECKPOINT)
    disk.sync_directory("")


def _last_bundle(reader: LogReader) -> tuple[bytes, ...]:
    """The entries of the partial bundle at the end, checked against their tile."""
    size = reader.checkpoint.size
    return tuple(reader.entries(size - size % WIDTH))


class _Writing:
    """New files of one append: written at once, made safe and named together, so that one disk flush serves many."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._paths: list[str] = []

    def put(self, what: Tile | Bundle, data: bytes) -> None:
        """Write one file under its temporary name."""
        self._disk.write(what.path + NEW, data)
        self._paths.append(what.path)

    def finish(self) -> None:
        """Make all bytes safe, then give the names, then make the names safe."""
        for path in self._paths:
            self._disk.sync(path + NEW)
        for path in self._paths:
            self._disk.rename(path + NEW, path)
        folders = {str(folder) for path in self._paths for folder in PurePosixPath(path).parents}
        for folder in sorted(folders, reverse=True):
            self._disk.sync_directory("" if folder == "." else folder)


def _grow(writing: _Writing, edge: Edge, pending: tuple[bytes, ...], entries: Iterator[bytes]) -> None:
    """Write the bundles and tiles that `entries` add; `pending` are the entries of the last, partial bundle."""
    published = frozenset(edge_of(edge.size))
    while fresh := list(islice(entries, WIDTH - len(pending))):
        bundle = (*pending, *fresh)
        data = encode_entries(bundle)
        writing.put(Bundle(edge.size // WIDTH, len(bundle)), data)
        for full in edge.append(leaf_hashes(fresh)):
            writing.put(full.tile, full.data)
        pending = () if len(bundle) == WIDTH else bundle
    for tile, hashes in edge.partial_tiles().items():
        if tile not in published:
            writing.put(tile, hashes)


def _write_mark(disk: Disk) -> None:
    """Say, safely and before anything else is written, that names beyond the checkpoint may appear."""
    disk.write(MARK, b"")
    disk.sync(MARK)
    disk.sync_directory("")


def _remove_unpublished(disk: Disk, size: int) -> None:
    """Remove what an interrupted append left: half-written files, and tiles that no tree of `size` entries has."""
    folders = set()
    for path in list(disk.names("tile")):
        if path.endswith(NEW) or _is_beyond(path, size):
            disk.remove(path)
            folders.add(str(PurePosixPath(path).parent))
    for folder in folders:
        disk.sync_directory(folder)
    disk.remove(CHECKPOINT + NEW)


def _is_beyond(path: str, size: int) -> bool:
    try:
        what = parse_path(path)
    except InputError:
        return False  # not ours: an operator's compressed copy, say
    level = what.level if isinstance(what, Tile) else 0
    return what.index * WIDTH + what.width > count_at(level, size)


def _exists(disk: Disk, path: str) -> bool:
    try:
        disk.read(path)
    except KeyError:
        return False
    return True


def _take_lock(folder: Path) -> int:
    """Hold the folder's lock until the descriptor is closed; the kernel lets go of it when the process dies."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError("The log's lock cannot be opened.", "Check the folder's permissions.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise StateError("Another process has the log open.", "Wait for it to finish, or stop it.") from error
    return descriptor
