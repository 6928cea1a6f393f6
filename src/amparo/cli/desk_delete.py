"""amparo desk delete: destroy a submission, or an envelope that cannot be opened."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk import submissions_store
from amparo.desk.epochs import EpochKeys
from amparo.desk.inbox import find
from amparo.desk.retention import delete_submission, discard_unopened, is_hopeless
from amparo.desk.room import Desk
from amparo.desk.submissions import EnvelopeId
from amparo.errors import InputError, StateError

_ONLY_TOLD = "To do it, say it again with --yes."


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `delete`."""
    parser = verb(
        verbs,
        "delete",
        "destroy a submission, or an envelope that cannot be opened",
        run_delete,
        description="Overwrites and removes the files of a submission and forgets its message and the replies to it. "
        "What remains is its name, the day, and that it was deleted. What you added to a collection stays there. With "
        "--unopened: an envelope that no key here can open any more, here and at the drop.",
    )
    parser.add_argument("submission", nargs="?", default="", metavar="SUBMISSION", help="as `desk inbox` shows it")
    parser.add_argument("--unopened", default="", metavar="ENVELOPE", help="as `desk inbox --unopened --json` shows it")
    parser.add_argument("--all-unopened", action="store_true", help="every envelope that no key here can open any more")
    parser.add_argument("--anyway", action="store_true", help="with --unopened: even if a key might still open it")
    parser.add_argument("--yes", action="store_true", help="do it; without this you are only told what would be done")
    add_json(parser)


def run_delete(options: argparse.Namespace) -> None:
    """Delete what was named."""
    if sum(map(bool, (options.submission, options.unopened, options.all_unopened))) != 1:
        raise InputError("Name one submission, or --unopened ENVELOPE, or --all-unopened.")
    desk = Desk(home_of(options))
    (_submission if options.submission else _unopened)(options, desk)


def _submission(options: argparse.Namespace, desk: Desk) -> None:
    with desk.database() as database:
        identity = find(database, options.submission)
        found = submissions_store.submission(database, identity)
        if not options.yes:
            files = len(found.files) if found else 0
            raise StateError(f"{identity} would be destroyed: its message and {files} files.", _ONLY_TOLD)
        delete_submission(database, desk.settings, identity, desk.today)
    _tell(options, [identity])


def _unopened(options: argparse.Namespace, desk: Desk) -> None:
    with desk.database() as database:
        days = EpochKeys(desk.settings.epochs).days()
        hopeless = [each.id for each in submissions_store.unopened(database) if is_hopeless(each, days)]
        chosen = hopeless if options.all_unopened else [EnvelopeId(options.unopened)]
        if not options.yes:
            raise StateError(f"{len(chosen)} unopened envelopes would be destroyed, here and at the drop.", _ONLY_TOLD)
        with desk.drop() as client:
            for envelope in chosen:
                discard_unopened(database, desk.settings, client, envelope, anyway=options.anyway)
    _tell(options, chosen)


def _tell(options: argparse.Namespace, names: Sequence[str]) -> None:
    if options.json:
        print_json({"deleted": names})
    else:
        print(f"{len(names)} deleted.")
