"""The table of jobs: what was asked for, how far it is, how it ended. The one source of every figure of progress.

One job works at a time; its process writes its row about once a second. A row that says "running" while its process
is gone is of a job that was cut off. Nothing is lost by it: the ledger is what counts, and the same words go on.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NewType

from amparo.desk.progress import NAMES, Progress
from amparo.desk.sqlite import Migration
from amparo.records.reading import OCR

JobId = NewType("JobId", int)
KEPT = 100


class State(StrEnum):
    """How a job stands. CUT_OFF is never written: it is a running job whose process is gone."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Order:
    """What a job was asked to do: all that is needed to ask for it again. `retry` reads again what failed for one of
    `reasons`, or, with `outdated`, what a reader would read better now; otherwise `paths` are added.
    """

    collection: str
    paths: tuple[str, ...] = ()
    retry: bool = False
    reasons: tuple[str, ...] = ()
    outdated: bool = False
    excludes: tuple[str, ...] = ()
    languages: str = OCR.languages
    title: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One job as its row tells it. `error` and `hint` are those it failed with."""

    id: JobId
    order: Order
    state: State
    cancelling: bool
    started: datetime
    ended: datetime | None
    progress: Progress
    error: str = ""
    hint: str = ""

    @property
    def can_resume(self) -> bool:
        """Whether asking for it again would go on where it stopped."""
        return self.state in (State.CANCELLED, State.CUT_OFF, State.FAILED)


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, words TEXT NOT NULL, state TEXT NOT NULL,"
        " process TEXT NOT NULL, cancelling INTEGER NOT NULL DEFAULT 0, started TEXT NOT NULL, ended TEXT,"
        " figures TEXT NOT NULL, error TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '') STRICT"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


def begin(database: sqlite3.Connection, order: Order, now: datetime) -> JobId:
    """A new running job of this process. Whoever calls holds the lock of adding, so no other one runs."""
    made = database.execute(
        "INSERT INTO jobs (words, state, process, started, figures) VALUES (?, ?, ?, ?, ?)",
        (json.dumps(asdict(order)), State.RUNNING.value, _process(os.getpid()), now.isoformat(), _figures(Progress())),
    )
    database.execute("DELETE FROM jobs WHERE id <= ?", ((made.lastrowid or 0) - KEPT,))
    return JobId(made.lastrowid or 0)


def report(database: sqlite3.Connection, job: JobId, progress: Progress) -> bool:
    """Write how far it is; whether somebody has asked for its end."""
    database.execute("UPDATE jobs SET figures = ? WHERE id = ?", (_figures(progress), job))
    row = database.execute("SELECT cancelling FROM jobs WHERE id = ?", (job,)).fetchone()
    return row is not None and bool(row["cancelling"])


def end(database: sqlite3.Connection, job: JobId, state: State, now: datetime, error: str = "", hint: str = "") -> None:
    """How it ended."""
    database.execute(
        "UPDATE jobs SET state = ?, ended = ?, error = ?, hint = ? WHERE id = ?",
        (state.value, now.isoformat(), error, hint, job),
    )


def ask_to_cancel(database: sqlite3.Connection, job: JobId) -> None:
    """Ask a job to end; it does within about a second. One that has ended stays as it is."""
    database.execute("UPDATE jobs SET cancelling = 1 WHERE id = ? AND state = 'running'", (job,))


def find(database: sqlite3.Connection, job: JobId) -> Job | None:
    """One job, or None."""
    row = database.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone()
    return _job(row) if row else None


def latest(database: sqlite3.Connection, limit: int = KEPT) -> tuple[Job, ...]:
    """The last jobs, the latest first."""
    rows = database.execute("SELECT * FROM jobs ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return tuple(_job(row) for row in rows)


def last_of(database: sqlite3.Connection, collection: str) -> Job | None:
    """The last job of a collection."""
    return next((job for job in latest(database) if job.order.collection == collection), None)


def ocr_languages(database: sqlite3.Connection, collections: Collection[str]) -> str:
    """The languages that OCR looked for when one of these collections was last added to, as far as that is known."""
    jobs = (job for job in latest(database) if job.order.collection in collections)
    return next((job.order.languages for job in jobs), OCR.languages)


def _job(row: sqlite3.Row) -> Job:
    state = State(row["state"])
    if state is State.RUNNING and _process(int(row["process"].partition(" ")[0])) != row["process"]:
        state = State.CUT_OFF
    figures = json.loads(row["figures"])
    return Job(
        id=JobId(row["id"]),
        order=_order(json.loads(row["words"])),
        state=state,
        cancelling=bool(row["cancelling"]),
        started=datetime.fromisoformat(row["started"]),
        ended=datetime.fromisoformat(row["ended"]) if row["ended"] else None,
        progress=Progress(**{name: figures[name] for name in NAMES if name in figures}),
        error=row["error"],
        hint=row["hint"],
    )


def _order(words: dict[str, Any]) -> Order:
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in words.items()}
    return Order(**told)


def _figures(progress: Progress) -> str:
    return json.dumps({name: getattr(progress, name) for name in NAMES})


def _process(number: int) -> str:
    """A process by its number and its time of birth: the number alone may be another's by now. "" when it is gone."""
    try:
        told = Path(f"/proc/{number}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    # Behind the name, which may hold anything, the time of birth is the twentieth field (proc_pid_stat(5)).
    return f"{number} {told.rpartition(')')[2].split()[19]}"
