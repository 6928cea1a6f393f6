"""How long things stay at the desk: deleted by hand, or by themselves some days after they were dealt with.

Nothing goes by itself while anything of its conversation is unread, its clock runs, a reply to it still waits here, or
the drop has a copy. The day is blurred: two submissions read together do not go together. Documents that were added to
a collection stay there: they are the newsroom's decision.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Callable, Collection
from datetime import date, timedelta

from amparo.desk import clocks_store, retention_store, submissions_store
from amparo.desk.disk import shred, sync_directory
from amparo.desk.drop_client import DropClient
from amparo.desk.epochs import SEALED_BEFORE, EpochKeys
from amparo.desk.settings import Settings
from amparo.desk.submissions import EnvelopeId, EnvelopeState, Submission, SubmissionId, UnopenedEnvelope
from amparo.errors import InputError, StateError

BY_HAND, EXPIRED = "by hand", "expired"
Below = Callable[[int], int]
"""A random whole number from 0 to below the given one."""


def delete_submission(
    database: sqlite3.Connection, settings: Settings, submission: SubmissionId, today: date, why: str = BY_HAND
) -> None:
    """Destroy a submission's files, then forget what it said. StateError while the drop has a copy or a reply waits."""
    if retention_store.held_by_the_drop(database, submission):
        raise StateError("The drop still has a copy of this submission.", "Fetch, then delete it.")
    if retention_store.has_waiting_reply(database, submission):
        raise StateError("A reply to this submission is not at the drop yet.", "Fetch, then delete it.")
    place = settings.submissions / submission
    # Files before rows: killed between the two, it is still listed, and can be deleted again.
    for path in sorted(place.rglob("*")):
        if path.is_file() and not path.is_symlink():
            shred(path)
    if place.exists():
        shutil.rmtree(place)
        sync_directory(place.parent)
    retention_store.bury(database, submission, today, why)


def expire(
    database: sqlite3.Connection, settings: Settings, today: date, below: Below = secrets.randbelow
) -> tuple[SubmissionId, ...]:
    """Draw the day on which each submission goes that is dealt with, and delete those whose day has come."""
    if not settings.submission_days:
        return ()
    ready = dealt_with(database)
    days = retention_store.expiries(database)
    gone = []
    for identity in ready:
        if identity not in days:
            retention_store.set_expiry(database, identity, expiry_day(today, settings.submission_days, below))
        elif days[identity] <= today:
            delete_submission(database, settings, identity, today, EXPIRED)
            gone.append(identity)
    return tuple(gone)


def expiry_day(today: date, days: int, below: Below) -> date:
    """`days` from today, and up to a quarter more at random."""
    return today + timedelta(days=days + below(days // 4 + 1))


def dealt_with(database: sqlite3.Connection) -> tuple[SubmissionId, ...]:
    """The submissions that nothing keeps here: read with all of their conversation, answered in time, at no drop."""
    submissions = submissions_store.submissions(database)
    clocks = clocks_store.clocks(database)
    unread = {each.conversation for each in submissions if not each.read}
    return tuple(
        each.id
        for each in submissions
        if each.conversation not in unread and not clocks[each.id].running and _free(database, each)
    )


def _free(database: sqlite3.Connection, each: Submission) -> bool:
    return not retention_store.held_by_the_drop(database, each.id) and not retention_store.has_waiting_reply(
        database, each.id
    )


def is_hopeless(envelope: UnopenedEnvelope, days: Collection[date]) -> bool:
    """Whether no key that could open it is left: it is sealed to none of ours, or those of its time are destroyed."""
    first, last = envelope.day - timedelta(days=SEALED_BEFORE), envelope.day + timedelta(days=1)
    return envelope.reason == "no-key" or not any(first <= day <= last for day in days)


def discard_unopened(
    database: sqlite3.Connection, settings: Settings, client: DropClient, envelope: EnvelopeId, *, anyway: bool = False
) -> None:
    """Delete an envelope that cannot be opened, at the drop and here. StateError while a key might still open it."""
    found = next((each for each in submissions_store.unopened(database) if each.id == envelope), None)
    if found is None:
        raise InputError("No envelope of this name is kept unopened.", "See: amparo desk inbox --unopened --json")
    if not anyway and not is_hopeless(found, EpochKeys(settings.epochs).days()):
        raise StateError(
            "The keys of its time are still here: it may yet be opened.",
            "Try: amparo desk fetch --retry. To delete it all the same: --anyway",
        )
    client.delete(envelope)
    (settings.unopened / f"{envelope}.age").unlink(missing_ok=True)
    submissions_store.set_state(database, envelope, found.day, 0, EnvelopeState.DISCARDED)
