"""amparo desk inbox, open, reply: what sources sent, and the answers to them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk import clocks_store, submissions_store
from amparo.desk.inbox import Entry, entries, entry_json, files_directory, find, unopened_json
from amparo.desk.replies import deliver_replies, write_reply
from amparo.desk.room import Desk
from amparo.desk.submissions import SubmissionId
from amparo.errors import AmparoError, InputError
from amparo.web.sizes import human_size

LONGEST_REPLY = 100_000


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `inbox`, `open` and `reply`."""
    inbox = verb(verbs, "inbox", "what sources sent, newest and most relevant first", run_inbox)
    inbox.add_argument("--unread", action="store_true", help="only what nobody has looked at")
    inbox.add_argument("--unopened", action="store_true", help="envelopes that could not be opened, and why")
    add_json(inbox)
    opened = verb(
        verbs,
        "open",
        "show one submission and where its files lie; marks it as read",
        run_open,
        description="Shows the message, its files and the replies. The files are as the source sent them: open them on "
        "a machine where a hostile file can do no harm.",
    )
    _add_submission(opened)
    opened.add_argument("--collection", metavar="NAME", help="also add its files to this collection")
    add_json(opened)
    reply = verb(
        verbs,
        "reply",
        "answer the source of a submission",
        run_reply,
        description="Seals the message to the source alone and leaves it at the drop. When the drop cannot be reached, "
        "the reply waits here, sealed, and goes with the next fetch.",
    )
    _add_submission(reply)
    reply.add_argument("--message", required=True, metavar="TEXT", help="the reply; - reads it from standard input")
    reply.add_argument(
        "--feedback", action="store_true", help="this reply is the feedback that ends the report's clock"
    )
    add_json(reply)


def _add_submission(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("submission", metavar="SUBMISSION", help="as `desk inbox` shows it, or the start of it")


def run_inbox(options: argparse.Namespace) -> None:
    """List submissions, or the envelopes that could not be opened."""
    desk = Desk(home_of(options))
    with desk.database() as database:
        everything = entries(database, desk.settings, desk.today)
        unopened = submissions_store.unopened(database)
    listed = [each for each in everything if not (options.unread and each.submission.read)]
    if options.unopened:
        for envelope in unopened_json(unopened):
            if options.json:
                print_json(envelope)
            else:
                print(f"{envelope['day']}  {human_size(envelope['size']):>9}  {envelope['explanation']}")
    elif options.json:
        for each in listed:
            print_json(entry_json(each))
    else:
        for each in listed:
            print(_line(each))
        count = "1 submission" if len(listed) == 1 else f"{len(listed)} submissions"
        print(count + (f", {len(unopened)} unopened" if unopened else ""), file=sys.stderr)


def run_open(options: argparse.Namespace) -> None:
    """Show one submission."""
    desk = Desk(home_of(options))
    with desk.database() as database:
        identity = find(database, options.submission)
        entry = next(each for each in entries(database, desk.settings, desk.today) if each.submission.id == identity)
        submissions_store.mark_read(database, identity)
    directory = files_directory(desk.settings, identity)
    added = _add_files(desk, directory, options.collection) if options.collection else None
    if options.json:
        print_json({**entry_json(entry), "directory": str(directory), **({"added": added} if added else {})})
        return
    submission = entry.submission
    print(f"{submission.id}  {submission.received}  {submission.conversation}\n")
    if submission.channel:
        print(f"channel: {_printable(submission.channel)}\n")
    print(_printable(submission.message))
    for question, answer in submission.answered:
        print(f"\n{_printable(question)}\n  {_printable(answer)}")
    for file in submission.files:
        print(f"\n{directory / file.name}\n  {human_size(file.size)}, SHA-256 {file.sha256}")
    for reply in entry.replies:
        print(f"\nreply of {reply.day}{'' if reply.delivered else ', not delivered yet'}:\n{reply.text}")
    if added:
        print(
            f"\n{added['added']} added to the collection, {added['duplicates']} there already, {added['failed']} failed"
        )


def _add_files(desk: Desk, directory: Path, collection: str) -> dict[str, Any]:
    # Readers and the index come with it, which no other verb here needs.
    from amparo.desk.adding import add_paths, check_collection_name

    check_collection_name(collection)
    return add_paths(desk, [directory], collection)


def run_reply(options: argparse.Namespace) -> int:
    """Seal and queue the reply, then give the drop whatever waits."""
    desk = Desk(home_of(options))
    text = sys.stdin.read(LONGEST_REPLY + 1) if options.message == "-" else options.message
    if len(text) > LONGEST_REPLY:
        raise InputError("The reply is too long.", "Send the source several shorter ones.")
    with desk.database() as database:
        identity = find(database, options.submission)
        parts = write_reply(database, identity, text, desk.today)
        if options.feedback:
            clocks_store.give_feedback(database, identity, desk.today)
        try:
            with desk.drop() as client:
                deliver_replies(database, client, desk.settings.desk)
        except AmparoError as error:
            print(f"{error.explain()}\nThe reply waits here and goes with the next fetch.", file=sys.stderr)
            return _tell(options, identity, parts, delivered=False)
    return _tell(options, identity, parts, delivered=True)


def _tell(options: argparse.Namespace, identity: SubmissionId, parts: int, *, delivered: bool) -> int:
    if options.json:
        print_json({"submission": identity, "parts": parts, "delivered": delivered})
    elif delivered:
        print("The reply is at the drop, sealed to the source.")
    return 0 if delivered else 1


def _line(entry: Entry) -> str:
    submission = entry.submission
    words = " ".join(_printable(submission.message).split())
    files = f"{len(submission.files)} files" if len(submission.files) != 1 else "1 file"
    mark = " " if submission.read else "*"
    head = f"{mark} {submission.id}  {submission.received}  {submission.conversation:<24}"
    return f"{head}  {files:>9}  {human_size(submission.size):>9}  {words[:60]}"


def _printable(untrusted_text: str) -> str:
    """Text for a terminal: what could move the cursor or change colours is shown as �."""
    return "".join(c if c in "\n\t" or c.isprintable() else "�" for c in untrusted_text)
