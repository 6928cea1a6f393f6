"""One submission: its message, its files, the conversation it belongs to, and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import documents_store, jobs_store, replies_store, submissions_store
from amparo.desk.adding import check_collection_name
from amparo.desk.inbox import Entry, entries, entry_json, file_path, files_directory
from amparo.desk.jobs_store import Order
from amparo.desk.pages.show import Page, attachment, desk_of, jobs_of, json, not_found, read_form, see_other
from amparo.desk.pages.show import show as render
from amparo.desk.replies import write_reply
from amparo.desk.room import Desk
from amparo.desk.submissions import SentReply, Submission, SubmissionId
from amparo.errors import InputError, StateError

LONGEST_REPLY = 100_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of a conversation: a submission of the source, or a reply of the newsroom."""

    submission: Submission | None
    reply: SentReply | None


@dataclass(frozen=True, slots=True)
class SubmissionPage(Page):
    """`conversation` is everything said in it, oldest first. `draft` and `error` are set when a reply was not taken."""

    entry: Entry
    conversation: tuple[Spoken, ...]
    new_address: bool
    collections: tuple[str, ...]
    draft: str
    error: str


def show(request: Request) -> Response:
    """The page; looking at it marks the submission as read."""
    with desk_of(request).database() as database:
        identity = _known(request, database)
        submissions_store.mark_read(database, identity)
    return render(request, "submission.html", _context(desk_of(request), identity))


def show_json(request: Request) -> Response:
    """The submission as data; asking for it marks nothing."""
    desk = desk_of(request)
    with desk.database() as database:
        return json(entry_json(_entry(desk, database, _known(request, database))))


def download(request: Request) -> Response:
    """One file exactly as the source sent it, to be saved."""
    desk = desk_of(request)
    with desk.database() as database:
        submission = submissions_store.submission(database, _known(request, database))
    number = request.path_params["number"]
    if submission is None or number >= len(submission.files):
        raise not_found()
    return attachment(file_path(desk.settings, submission, number), submission.files[number].name)


async def reply(request: Request) -> Response:
    """Queue a reply and let a fetch deliver it: over Tor that takes longer than a page should wait."""
    form = await read_form(request)
    return await run_in_threadpool(_reply, request, form)


async def add_to_collection(request: Request) -> Response:
    """Start adding the submission's files to the collection that the form names, and show that collection."""
    form = await read_form(request)
    return await run_in_threadpool(_add, request, form.get("collection", "").strip())


async def unread(request: Request) -> Response:
    """Count a submission as unread again."""
    await read_form(request)
    with desk_of(request).database() as database:
        submissions_store.mark_read(database, _known(request, database), read=False)
    return see_other("/inbox")


def _add(request: Request, name: str) -> Response:
    desk = desk_of(request)
    check_collection_name(name)
    with desk.database() as database:
        identity = _known(request, database)
        documents_store.make_collection(database, name, desk.clock())
        languages = jobs_store.ocr_languages(database, (name,))
    order = Order(name, (str(files_directory(desk.settings, identity)),), languages=languages)
    if not jobs_of(request).start_add(order):
        raise StateError("Other files are being added at this moment.", "Go back and try again when that is done.")
    return see_other(f"/collections/{quote(name)}")


def _reply(request: Request, form: Mapping[str, str]) -> Response:
    desk, text = desk_of(request), form.get("message", "")
    with desk.database() as database:
        identity = _known(request, database)
        try:
            if len(text) > LONGEST_REPLY:
                raise InputError("The reply is too long.", "Send the source several shorter ones.")
            write_reply(database, identity, text, desk.today)
        except InputError as error:
            context = _context(desk, identity, draft=text, error=f"{error.what} {error.hint}")
            return render(request, "submission.html", context, status=400)
    jobs_of(request).start_fetch()
    return see_other(f"/submissions/{identity}#conversation")


def _known(request: Request, database: Connection) -> SubmissionId:
    identity = SubmissionId(request.path_params["id"])
    if submissions_store.submission(database, identity) is None:
        raise not_found()
    return identity


def _entry(desk: Desk, database: Connection, identity: SubmissionId) -> Entry:
    return next(each for each in entries(database, desk.settings, desk.today) if each.submission.id == identity)


def _context(desk: Desk, identity: SubmissionId, *, draft: str = "", error: str = "") -> SubmissionPage:
    with desk.database() as database:
        entry = _entry(desk, database, identity)
        turns = submissions_store.conversation(database, identity)
        replies = replies_store.replies_by_submission(database)
        collections = tuple(each.name for each in documents_store.collections(database))
    return SubmissionPage(
        here="inbox",
        entry=entry,
        conversation=_spoken(turns, replies),
        new_address=len({each.reply_recipient for each in turns if each.reply_recipient}) > 1,
        collections=collections,
        draft=draft,
        error=error,
    )


def _spoken(turns: tuple[Submission, ...], replies: Mapping[SubmissionId, tuple[SentReply, ...]]) -> tuple[Spoken, ...]:
    """Submissions and replies by day; within a day a reply stands after the submission it answers."""
    spoken = [
        (turn.received if answer is None else answer.day, number, Spoken(turn if answer is None else None, answer))
        for number, turn in enumerate(turns)
        for answer in (None, *replies.get(turn.id, ()))
    ]
    return tuple(each for _, _, each in sorted(spoken, key=lambda item: item[:2]))
