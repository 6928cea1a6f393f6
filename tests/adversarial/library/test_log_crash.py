"""The log against crashes: stopped after every disk operation, killed at random, robbed of power, out of room.

Whatever happens, what a reader sees verifies at the published checkpoint, and the log opens there and goes on.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from amparo.errors import FullError, StateError, TrustError
from amparo.ledger.checkpoint import Checkpoint, check_extends
from amparo.ledger.merkle import leaf_hashes
from amparo.ledger.policy import Policy
from amparo.ledger.tiles import bundles_between, parse_path, tiles_between
from amparo.ledger.tree import Edge
from amparo.library.log import Log, begin, log_policy, new_keys, open_reader
from amparo.library.log_disk import Disk, RealDisk
from amparo.library.log_reader import LogReader, root_of_entries
from amparo.seal.notekeys import Signer

KEYS = new_keys("archive.example/log", random.Random(7).randbytes)
POLICY = Policy.parse(log_policy(KEYS).encode())
BEFORE = [b"before %d" % at for at in range(300)]
AFTER = [b"after %d" % at for at in range(280)]


def clock() -> datetime:
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


class Stopped(BaseException):
    """The process ends here."""


class StoppingDisk(RealDisk):
    """A real disk that fails at one operation: half of what it writes may be there."""

    def __init__(self, top: Path, stop_at: int, failure: Callable[[], BaseException] = Stopped) -> None:
        super().__init__(top)
        self.left = stop_at
        self.failure = failure

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise self.failure()

    def write(self, path: str, data: bytes) -> None:
        if self.left == 1:
            super().write(path, data[: len(data) // 2])
        self._step()
        super().write(path, data)

    def sync(self, path: str) -> None:
        self._step()
        super().sync(path)

    def rename(self, old: str, new: str) -> None:
        self._step()
        super().rename(old, new)

    def remove(self, path: str) -> None:
        self._step()
        super().remove(path)

    def sync_directory(self, folder: str) -> None:
        self._step()
        super().sync_directory(folder)


def see_all(disk: Disk) -> Checkpoint:
    """Read as a stranger would: every tile and bundle of the published checkpoint, none of them out of place."""
    reader = open_reader(disk, POLICY)
    checkpoint = reader.checkpoint
    edge = root_of_entries(disk, checkpoint.size)
    assert edge.root() == checkpoint.root
    anew = Edge()
    expected = {full.tile.path: full.data for full in anew.append(leaf_hashes(reader.entries()))}
    expected |= {tile.path: data for tile, data in anew.partial_tiles().items()}
    for path, data in expected.items():
        assert disk.read(path) == data
    return checkpoint


def no_stray_names(disk: Disk, size: int) -> None:
    """After opening, nothing is left that a tree of this size, or one before it, does not have."""
    for path in disk.names("tile"):
        tile = parse_path(path)
        level = getattr(tile, "level", 0)
        assert tile.index * 256 + tile.width <= size >> 8 * level, path


def go_on(disk: Disk) -> None:
    """Open, append something else, and look again: nothing of the interrupted append may show."""
    log = Log(disk, KEYS, clock)
    old = log.checkpoint
    no_stray_names(disk, old.size)
    log.append([b"instead %d" % at for at in range(9)])
    new = see_all(disk)
    assert new == log.checkpoint and new.size == old.size + 9
    check_extends(old, new, log.reader.consistency_proof(old.size))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun") / "log"
    with Log.create(folder, KEYS, clock) as log:
        log.append(BEFORE)
    return folder


def copy_of(folder: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to


def test_stopped_after_every_single_operation(begun: Path, tmp_path: Path) -> None:
    outcomes = []
    for stop_at in range(1, 1000):
        folder = copy_of(begun, tmp_path / "log")
        log = Log(disk := StoppingDisk(folder, 10**6), KEYS, clock)
        disk.left = stop_at
        try:
            log.append(AFTER)
        except Stopped:
            outcomes.append(see_all(RealDisk(folder)).size)
            go_on(RealDisk(folder))
            continue
        break
    assert stop_at > 20, "an append has many steps"
    assert outcomes == sorted(outcomes), "published in one step"
    assert set(outcomes) == {300, 580}


def test_stopped_again_while_repairing(begun: Path, tmp_path: Path) -> None:
    torn = copy_of(begun, tmp_path / "torn")
    log = Log(disk := StoppingDisk(torn, 10**6), KEYS, clock)
    disk.left = 25
    with pytest.raises(Stopped):
        log.append(AFTER)
    for stop_at in range(1, 100):
        folder = copy_of(torn, tmp_path / "log")
        try:
            Log(StoppingDisk(folder, stop_at), KEYS, clock)
        except Stopped:
            assert see_all(RealDisk(folder)).size == 300
            go_on(RealDisk(folder))
            continue
        break
    assert stop_at > 3


def test_a_full_disk_is_said_and_the_same_log_goes_on(begun: Path, tmp_path: Path) -> None:
    for stop_at in range(1, 1000):
        folder = copy_of(begun, tmp_path / "log")
        log = Log(disk := StoppingDisk(folder, 10**6, lambda: FullError("full")), KEYS, clock)
        disk.left = stop_at
        try:
            log.append(AFTER)
        except FullError:
            assert log.checkpoint == see_all(disk)
            log.append([b"smaller"])
            assert see_all(disk) == log.checkpoint
            no_stray_names(disk, log.checkpoint.size)
            continue
        break
    assert stop_at > 20


def test_an_entry_that_fails_half_way_publishes_nothing(begun: Path, tmp_path: Path) -> None:
    def entries() -> Iterator[bytes]:
        yield from AFTER
        raise KeyboardInterrupt

    folder = copy_of(begun, tmp_path / "log")
    with Log.open(folder, KEYS, clock) as log:
        with pytest.raises(KeyboardInterrupt):
            log.append(entries())
        assert log.checkpoint.size == 300
        no_stray_names(RealDisk(folder), 300)
        log.append(AFTER)
        assert see_all(RealDisk(folder)).size == 580


class PowerLossDisk:
    """A disk in memory that forgets what was not made safe: bytes without `sync`, names without `sync_directory`.

    Renames and removals not made safe may or may not have happened, each on its own; so may unsafe bytes, in part.
    """

    def __init__(self) -> None:
        self.files: dict[str, int] = {}  # name → number of a file, as a reader sees it
        self.safe_names: dict[str, int] = {}
        self.bytes: dict[int, bytes] = {}
        self.safe_bytes: dict[int, bytes] = {}
        self.left = 10**9

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Stopped

    def read(self, path: str) -> bytes:
        return self.bytes[self.files[path]]

    def names(self, folder: str) -> Iterator[str]:
        return (path for path in list(self.files) if path.startswith(folder + "/"))

    def write(self, path: str, data: bytes) -> None:
        self._step()
        number = len(self.bytes)
        self.files[path], self.bytes[number] = number, data

    def sync(self, path: str) -> None:
        self._step()
        self.safe_bytes[self.files[path]] = self.bytes[self.files[path]]

    def rename(self, old: str, new: str) -> None:
        self._step()
        self.files[new] = self.files.pop(old)

    def remove(self, path: str) -> None:
        self._step()
        self.files.pop(path, None)

    def sync_directory(self, folder: str) -> None:
        self._step()
        for path in [*self.files, *self.safe_names]:
            if path.rpartition("/")[0] == folder:
                self._settle(path)

    def _settle(self, path: str) -> None:
        if path in self.files:
            self.safe_names[path] = self.files[path]
        else:
            self.safe_names.pop(path, None)

    def lose_power(self, luck: random.Random) -> None:
        for path in sorted({*self.files, *self.safe_names}):
            if luck.random() < 0.5:
                self._settle(path)
        self.files = dict(self.safe_names)
        for number, data in self.bytes.items():
            kept = self.safe_bytes.get(number)
            self.bytes[number] = data[: luck.randrange(len(data) + 1)] if kept is None else kept
        self.left = 10**9


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(1, 700), min_size=1, max_size=3),
    st.integers(1, 200),
    st.integers(1, 40),
    st.integers(0, 2**64),
)
def test_power_lost_at_any_operation_and_again_while_repairing(
    batches: list[int], stop_at: int, stop_again_at: int, seed: int
) -> None:
    disk, luck = PowerLossDisk(), random.Random(seed)
    begin(disk, KEYS, clock)
    log, published = Log(disk, KEYS, clock), [0]
    with suppress(Stopped):
        for number, size in enumerate(batches):
            disk.left = stop_at if number == len(batches) - 1 else 10**9
            log.append(b"%d %d" % (number, at) for at in range(size))
            published.append(log.checkpoint.size)
    disk.lose_power(luck)
    assert see_all(disk).size in {published[-1], sum(batches)}, "what was returned is there; no half of an append is"
    disk.left = stop_again_at
    with suppress(Stopped):
        Log(disk, KEYS, clock)
    disk.lose_power(luck)
    go_on(disk)


class LogMachine(RuleBasedStateMachine):
    """Appends, reopenings, crashes and power losses in any order, beside a plain list of what was acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = PowerLossDisk()
        begin(self.disk, KEYS, clock)
        self.log = Log(self.disk, KEYS, clock)
        self.entries: list[bytes] = []
        self.seen = [self.log.checkpoint]
        self.turn = 0

    def _fresh(self, count: int) -> list[bytes]:
        self.turn += 1
        return [b"%d %d" % (self.turn, at) for at in range(count)]

    @rule(count=st.integers(0, 600))
    def append(self, count: int) -> None:
        fresh = self._fresh(count)
        assert self.log.append(fresh).size == len(self.entries) + count
        self.entries += fresh

    @rule()
    def reopen(self) -> None:
        self.log = Log(self.disk, KEYS, clock)

    @rule(count=st.integers(1, 600), stop_at=st.integers(1, 60), seed=st.integers(0, 2**64), power=st.booleans())
    def crash(self, count: int, stop_at: int, seed: int, power: bool) -> None:
        fresh = self._fresh(count)
        self.disk.left = stop_at
        with suppress(Stopped):
            self.log.append(fresh)
            self.entries += fresh
        self.disk.left = 10**9
        if power:
            self.disk.lose_power(random.Random(seed))
        self.log = Log(self.disk, KEYS, clock)
        if self.log.checkpoint.size == len(self.entries) + count:
            self.entries += fresh  # published, though nobody was told

    @invariant()
    def what_was_acknowledged_is_what_is_read(self) -> None:
        new = self.log.checkpoint
        assert list(self.log.entries()) == self.entries
        for old in self.seen:
            check_extends(old, new, self.log.reader.consistency_proof(old.size))
        if new != self.seen[-1]:
            self.seen.append(new)
            proof = self.log.proof_for(new.size - 1)
            proof.verify(self.entries[-1], POLICY)


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


def test_stopped_while_beginning(tmp_path: Path) -> None:
    for stop_at in range(1, 20):
        folder = tmp_path / f"{stop_at}"
        folder.mkdir()
        with suppress(Stopped):
            begin(StoppingDisk(folder, stop_at), KEYS, clock)
        if not (folder / "checkpoint").exists():
            Log.create(folder, KEYS, clock).close()
        assert see_all(RealDisk(folder)).size == 0
        go_on(RealDisk(folder))


CHILD = """
import itertools, random, sys
from datetime import UTC, datetime
from pathlib import Path
from amparo.library.log import Log, new_keys

keys = new_keys("archive.example/log", random.Random(7).randbytes)
with Log.open(Path(sys.argv[1]), keys, lambda: datetime(2026, 11, 24, 12, tzinfo=UTC)) as log:
    for turn in itertools.count():
        size = log.append(b"%d %d" % (turn, at) for at in range(random.randrange(1, 600))).size
        print(size, flush=True)
"""


def test_killed_at_random(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    Log.create(folder, KEYS, clock).close()
    luck, sizes = random.Random(11), [0]
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(folder)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(luck.uniform(0, 0.15))
        os.kill(child.pid, signal.SIGKILL)
        told = [int(line) for line in child.stdout.read().split("\n")[:-1]]
        child.wait()
        child.stdout.close()
        size = see_all(RealDisk(folder)).size
        assert size >= max([sizes[-1], *told]), "what was acknowledged is never lost"
        go_on(RealDisk(folder))
        sizes.append(size + 9)
    assert sizes[-1] > 1000


def test_two_writers(begun: Path, tmp_path: Path) -> None:
    folder = copy_of(begun, tmp_path / "log")
    with Log.open(folder, KEYS, clock), pytest.raises(StateError):
        Log.open(folder, KEYS, clock)
    Log.open(folder, KEYS, clock).close()


def test_a_second_log_is_never_begun_over_the_first(begun: Path) -> None:
    with pytest.raises(StateError):
        Log.create(begun, KEYS, clock)


def test_readers_see_whole_states_while_a_writer_works(begun: Path, tmp_path: Path) -> None:
    """Between any two operations of an append, a reader finds every tile of the checkpoint it reads."""
    folder = copy_of(begun, tmp_path / "log")
    seen: list[int] = []

    class Watched(RealDisk):
        def rename(self, old: str, new: str) -> None:
            seen.append(see_all(RealDisk(folder)).size)
            super().rename(old, new)
            seen.append(see_all(RealDisk(folder)).size)

    Log(Watched(folder), KEYS, clock).append(AFTER)
    assert seen == sorted(seen) and set(seen) == {300, 580}


def test_what_is_appended_is_what_is_read(begun: Path, tmp_path: Path) -> None:
    folder = copy_of(begun, tmp_path / "log")
    with Log.open(folder, KEYS, clock) as log:
        log.append(AFTER)
        assert list(log.entries()) == BEFORE + AFTER
        assert list(log.entries(299)) == [BEFORE[-1], *AFTER]
        assert log.append([]) == log.checkpoint
        reader: LogReader = log.reader
        assert list(bundles_between(0, 580)) and list(tiles_between(0, 580))
        for index in (0, 255, 256, 299, 300, 579):
            proof = log.proof_for(index)
            assert proof.extra == reader.entry(index)
            assert proof.verify(proof.extra or b"", POLICY).checkpoint == log.checkpoint


def test_the_keys_are_of_this_log(begun: Path, tmp_path: Path) -> None:
    others: tuple[Signer, Signer] = new_keys("archive.example/log")
    with pytest.raises(TrustError):
        Log.open(copy_of(begun, tmp_path / "log"), others, clock)
