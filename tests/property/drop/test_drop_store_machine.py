"""Any order of beginning, writing, keeping, discarding, crashing and removing: acknowledged = listed = readable."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from amparo.drop.blobs import BlobWriter
from amparo.drop.lasting import write_new
from amparo.drop.model import EnvelopeId, Tag
from amparo.drop.store import Store, parse_id
from amparo.seal.reply import REPLY_SIZE

START = datetime(2026, 11, 24, 15, 42, 7, tzinfo=UTC)
Upload = tuple[BlobWriter, bytearray]


class StoreMachine(RuleBasedStateMachine):
    """The store beside a model of it: what was acknowledged and not removed, and the replies that were taken."""

    uploads = Bundle("uploads")
    kept = Bundle("kept")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="amparo-store-"))
        self.now = START
        self.generation = 0
        self.acknowledged: dict[EnvelopeId, bytes] = {}
        self.fresh: set[EnvelopeId] = set()
        self.replies: dict[Tag, bytes] = {}
        self.open_uploads: dict[EnvelopeId, BlobWriter] = {}
        self.store = self.opened()

    def opened(self) -> Store:
        return Store(self.folder, keep_free=0, clock=lambda: self.now, serving=True)

    @rule(target=uploads, expected=st.sampled_from([0, 1, 100_000]))
    def begin(self, expected: int) -> tuple[int, Upload]:
        writer = self.store.begin(expected)
        self.open_uploads[writer.id] = writer
        return self.generation, (writer, bytearray())

    @rule(upload=uploads, data=st.binary(max_size=100), times=st.sampled_from([1, 1, 3000]))
    def write(self, upload: tuple[int, Upload], data: bytes, times: int) -> None:
        generation, (writer, content) = upload
        if generation == self.generation and writer.id in self.open_uploads:
            writer.write(data * times)
            content += data * times

    @rule(target=kept, upload=consumes(uploads))
    def keep(self, upload: tuple[int, Upload]) -> object:
        generation, (writer, content) = upload
        if generation != self.generation or self.open_uploads.pop(writer.id, None) is None:
            return multiple()
        envelope = self.store.keep(writer)
        assert (envelope.size, envelope.day) == (len(content), self.now.date())
        self.acknowledged[envelope.id] = bytes(content)
        self.fresh.add(envelope.id)
        self.store.discard(writer)
        return envelope.id

    @rule(upload=consumes(uploads))
    def discard(self, upload: tuple[int, Upload]) -> None:
        generation, (writer, _) = upload
        if generation == self.generation:
            self.open_uploads.pop(writer.id, None)
            self.store.discard(writer)

    @rule(id_=kept)
    def remove(self, id_: EnvelopeId) -> None:
        self.store.remove(id_)
        self.acknowledged.pop(id_, None)

    @rule(number=st.integers(0, 3), body=st.sampled_from([b"1" * REPLY_SIZE, b"2" * REPLY_SIZE]))
    def reply(self, number: int, body: bytes) -> None:
        tag = Tag(bytes([number]) * 32)
        assert self.store.add_reply(tag, body) == (self.replies.setdefault(tag, body) == body)

    @rule(numbers=st.sets(st.integers(0, 4)))
    def remove_replies(self, numbers: set[int]) -> None:
        tags = [Tag(bytes([number]) * 32) for number in numbers]
        self.store.remove_replies(tags)
        for tag in tags:
            self.replies.pop(tag, None)

    @rule()
    def sweep(self) -> None:
        """Less than ninety days pass here: nothing goes."""
        self.store.sweep()

    @rule(written_but_unnamed=st.booleans(), kept_from_its_name=st.booleans(), without_rows=st.booleans())
    def crash_and_reopen(self, written_but_unnamed: bool, kept_from_its_name: bool, without_rows: bool) -> None:
        """What a kill leaves: open files, perhaps one that is whole and has no name yet, perhaps one that was thanked
        for and lost its name in a power cut, and perhaps no row of what came since the start. Nothing is closed in
        order.
        """
        left = {path.name: path.read_bytes() for path in self.files()}
        with self.store._database._lock:
            database = [(path.name, path.read_bytes()) for path in self.folder.glob("drop.sqlite*")]
        for writer in self.open_uploads.values():
            writer.discard()
        self.open_uploads.clear()
        self.store.close()
        self.generation += 1
        for name in left.keys() - {path.name for path in self.files()}:
            (self.folder / "blobs" / name).write_bytes(left[name])
        for name, content in database:
            (self.folder / name).write_bytes(content)
        if without_rows:
            with closing(sqlite3.connect(self.folder / "drop.sqlite", isolation_level=None)) as rows:
                rows.executemany("DELETE FROM envelopes WHERE id = ?", [(bytes.fromhex(id_),) for id_ in self.fresh])
        self.fresh.clear()
        if written_but_unnamed:
            (self.folder / "blobs" / f"tmp-{os.urandom(16).hex()}").write_bytes(b"synced, and then the power went")
        if kept_from_its_name:
            id_, content = parse_id(os.urandom(16).hex()), os.urandom(100)
            os.close(write_new(f"{self.folder}/blobs/{id_}", content, self.now.date()).handle)
            self.acknowledged[id_] = content
        self.store = self.opened()

    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)

    def files(self) -> list[Path]:
        return list((self.folder / "blobs").iterdir())

    @invariant()
    def acknowledged_is_listed_is_readable(self) -> None:
        listed = self.store.envelopes()
        assert {envelope.id: envelope.size for envelope in listed} == {
            id_: len(content) for id_, content in self.acknowledged.items()
        }
        for id_, content in self.acknowledged.items():
            path = self.store.path(id_)
            assert path is not None and path.read_bytes() == content
        assert self.store.missing() == frozenset()

    @invariant()
    def no_file_is_there_that_nobody_answers_for(self) -> None:
        names = {path.name for path in self.files()}
        assert names == set(self.acknowledged) | {f"tmp-{id_}" for id_ in self.open_uploads}

    @invariant()
    def replies_are_the_first_that_came(self) -> None:
        tags = [Tag(bytes([number]) * 32) for number in range(4)]
        assert self.store.replies(tags) == self.replies
        totals = self.store.totals()
        assert (totals.envelopes, totals.replies) == (len(self.acknowledged), len(self.replies))

    @invariant()
    def room_is_promised_to_open_uploads_only(self) -> None:
        assert self.store.space._promised >= 0
        assert self.open_uploads or self.store.space._promised == 0

    @invariant()
    def only_days_show(self) -> None:
        for path in self.files():
            if not path.name.startswith("tmp-"):
                assert path.stat().st_mtime % 86_400 == 0

    def teardown(self) -> None:
        self.store.close()
        for writer in self.open_uploads.values():
            writer.discard()
        shutil.rmtree(self.folder)


StoreMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestDropStore = StoreMachine.TestCase
