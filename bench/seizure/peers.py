"""The rows that the same life would leave in two other systems' tables.

Columns are those of SecureDrop 2.10 (sources, submissions, replies, seen_files, seen_replies) and GlobaLeaks 5.0
(internaltip, internaltipanswers, comment, auditlog) that say something about who, when and how much; contents, which
both encrypt, are left out. What these systems keep: exact times, running numbers, a row for each source, its row's id
in every message, read marks, and (GlobaLeaks) a log of the source's every visit that outlives the report.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from life import Deed, Event
from questions import World

SECUREDROP = """
CREATE TABLE sources (id INTEGER PRIMARY KEY, uuid TEXT, filesystem_id TEXT, journalist_designation TEXT,
  last_updated TEXT, pending INTEGER, interaction_count INTEGER);
CREATE TABLE submissions (id INTEGER PRIMARY KEY, uuid TEXT, source_id INTEGER, filename TEXT, size INTEGER,
  downloaded INTEGER);
CREATE TABLE replies (id INTEGER PRIMARY KEY, uuid TEXT, journalist_id INTEGER, source_id INTEGER, filename TEXT,
  size INTEGER, deleted_by_source INTEGER);
CREATE TABLE seen_files (id INTEGER PRIMARY KEY, file_id INTEGER, journalist_id INTEGER);
CREATE TABLE seen_replies (id INTEGER PRIMARY KEY, reply_id INTEGER, journalist_id INTEGER);
"""
GLOBALEAKS = """
CREATE TABLE internaltip (id TEXT PRIMARY KEY, progressive INTEGER, creation_date TEXT, update_date TEXT,
  last_access TEXT, access_count INTEGER, tor INTEGER, mobile INTEGER, receipt_hash TEXT);
CREATE TABLE internaltipanswers (id TEXT PRIMARY KEY, internaltip_id TEXT, creation_date TEXT);
CREATE TABLE comment (id TEXT PRIMARY KEY, internaltip_id TEXT, author_id TEXT, creation_date TEXT, visibility INTEGER);
CREATE TABLE auditlog (id INTEGER PRIMARY KEY, date TEXT, type TEXT, severity INTEGER, user_id TEXT, object_id TEXT);
"""


class Peer:
    """One peer's database at the end of the same life; `world` tells which key is whose."""

    def __init__(self, folder: Path, schema: str, dice: random.Random) -> None:
        (folder / "home").mkdir(parents=True)
        self._path = folder / "home" / "peer.sqlite"
        self._schema, self._dice = schema, dice
        self.keys: dict[tuple[str, int, int], str] = {}
        self.world = World({}, {}, {})

    def fill(self, events: Sequence[Event]) -> None:
        """Let it all happen in the tables."""
        with contextlib.closing(sqlite3.connect(self._path)) as database:
            database.executescript(self._schema)
            replies: dict[int, int] = {}
            for event in events:
                getattr(self, "_" + event.deed.name.lower(), self._nothing)(database, event, replies)
            database.commit()
        self.world = World(self.world.envelopes, self.world.replies, self.world.sizes)

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._dice.getrandbits(128), version=4))

    def _nothing(self, database: sqlite3.Connection, event: Event, replies: dict[int, int]) -> None:
        """Leaves no trace here."""

    def _keep(self, event: Event, key: str) -> None:
        if event.deed is Deed.SEND:
            self.world.envelopes[key] = (event.source, event.at)
            self.world.sizes[key] = event.size
            self.keys["sent", event.source, event.number] = key
        else:
            self.world.replies[key] = (event.source, event.at)
            self.keys["reply", event.source, event.number] = key


class SecureDrop(Peer):
    """Its tables."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        super().__init__(folder, SECUREDROP, dice)

    def _send(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        row = database.execute("SELECT interaction_count FROM sources WHERE id = ?", (event.source + 1,)).fetchone()
        count = 1 if row is None else row[0] + 1
        if row is None:
            values = (event.source + 1, self._uuid(), self._uuid(), f"source {event.source}", _text(event.at), 0, 1)
            database.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        changed = (_text(event.at), count, event.source + 1)
        database.execute("UPDATE sources SET last_updated = ?, interaction_count = ? WHERE id = ?", changed)
        key, size = self._uuid(), 600 + event.size + self._dice.randrange(3000)
        values = (key, event.source + 1, f"{count}-{event.source}-msg.gpg", size)
        database.execute("INSERT INTO submissions VALUES (NULL, ?, ?, ?, ?, 1)", values)
        self._keep(event, key)

    def _answer(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        key = self._uuid()
        values = (key, event.source + 1, f"{event.number}-{event.source}-reply.gpg", 900 + self._dice.randrange(2000))
        database.execute("INSERT INTO replies VALUES (NULL, ?, 1, ?, ?, ?, 0)", values)
        self._keep(event, key)

    def _remove_reply(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        key = self.keys["reply", event.source, event.number]
        database.execute("UPDATE replies SET deleted_by_source = 1 WHERE uuid = ?", (key,))

    def _fetch(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        key = self.keys["sent", event.source, event.number]
        database.execute("DELETE FROM submissions WHERE uuid = ?", (key,))
        del self.world.envelopes[key]


class GlobaLeaks(Peer):
    """Its tables."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        super().__init__(folder, GLOBALEAKS, dice)
        self._tips: dict[int, str] = {}

    def _send(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        key, now = self._uuid(), _text(event.at)
        tip = self._tips.get(event.source)
        if tip is None:
            tip = self._tips[event.source] = self._uuid()
            values = (tip, len(self._tips), now, now, now, 0, 1, self._dice.randrange(2), self._uuid())
            database.execute("INSERT INTO internaltip VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            database.execute("INSERT INTO internaltipanswers VALUES (?, ?, ?)", (key, tip, now))
        else:
            self._visit(database, event)
            database.execute("UPDATE internaltip SET update_date = ? WHERE id = ?", (now, tip))
            database.execute("INSERT INTO comment VALUES (?, ?, NULL, ?, 0)", (key, tip, now))
        self._log(database, event, "whistleblower_new_report" if event.number == 0 else "whistleblower_new_comment")
        self._keep(event, key)

    def _answer(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        key, tip = self._uuid(), self._tips[event.source]
        database.execute("INSERT INTO comment VALUES (?, ?, 'recipient', ?, 0)", (key, tip, _text(event.at)))
        self._keep(event, key)

    def _check(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        self._visit(database, event)

    def _visit(self, database: sqlite3.Connection, event: Event) -> None:
        tip = self._tips[event.source]
        change = "UPDATE internaltip SET last_access = ?, access_count = access_count + 1 WHERE id = ?"
        database.execute(change, (_text(event.at), tip))
        self._log(database, event, "whistleblower_login")

    def _log(self, database: sqlite3.Connection, event: Event, kind: str) -> None:
        values = (_text(event.at), kind, self._tips[event.source])
        database.execute("INSERT INTO auditlog VALUES (NULL, ?, ?, 0, NULL, ?)", values)

    def _fetch(self, database: sqlite3.Connection, event: Event, _replies: dict[int, int]) -> None:
        key = self.keys["sent", event.source, event.number]
        for table in ("comment", "internaltipanswers"):
            database.execute(f"DELETE FROM {table} WHERE id = ?", (key,))  # noqa: S608 two names of ours
        del self.world.envelopes[key]


def _text(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ")
