"""amparo desk clocks: which report is to be acknowledged or answered first, under EU law; and what people decide."""

from __future__ import annotations

import argparse

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk import clocks_store
from amparo.desk.clocks import Due, State
from amparo.desk.inbox import find
from amparo.desk.pages.clocks import due_json
from amparo.desk.room import Desk
from amparo.errors import StateError

WORDS = {
    State.ACKNOWLEDGE: "acknowledge",
    State.FEEDBACK: "give feedback",
    State.DONE: "feedback given",
    State.SET_ASIDE: "set aside",
    State.NO_WAY: "no way to answer",
}


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `clocks`."""
    parser = verb(
        verbs,
        "clocks",
        "which report is due first: acknowledge in 7 days, feedback in 3 months",
        run_clocks,
        description="The clocks of Directive (EU) 2019/1937, articles 9 and 11. They run on this machine only. A reply "
        "counts as the acknowledgement by itself; that feedback was given is for a person to say.",
    )
    parser.add_argument("submission", nargs="?", default="", metavar="SUBMISSION", help="decide about this one")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--feedback", action="store_true", help="feedback was given, here or by another way")
    what.add_argument("--extend", default="", metavar="REASON", help="six months instead of three; the reason is kept")
    what.add_argument("--set-aside", default="", metavar="REASON", help="this is no report; the reason is kept")
    what.add_argument("--reopen", action="store_true", help="let the clock run again")
    parser.add_argument("--all", action="store_true", help="also those that wait for nothing")
    add_json(parser)


def run_clocks(options: argparse.Namespace) -> None:
    """Decide about one, or show them."""
    desk = Desk(home_of(options))
    if not desk.settings.runs_clocks:
        raise StateError("The clocks are switched off on this desk.", 'In desk.toml: clocks = "eu"')
    with desk.database() as database:
        chosen = find(database, options.submission) if options.submission else None
        if chosen is not None:
            if options.feedback:
                clocks_store.give_feedback(database, chosen, desk.today)
            elif options.extend:
                clocks_store.extend(database, chosen, options.extend, desk.today)
            elif options.set_aside:
                clocks_store.set_aside(database, chosen, options.set_aside, desk.today)
            elif options.reopen:
                clocks_store.reopen(database, chosen)
        elif options.feedback or options.extend or options.set_aside or options.reopen:
            raise StateError("Which report?", "Name it as `amparo desk inbox` shows it.")
        listed = clocks_store.due(database)
    for each in listed:
        if each.submission.id == chosen or (chosen is None and (options.all or options.json or each.clock.running)):
            if options.json:
                print_json(due_json(each, desk.today))
            else:
                print(_line(each, each.clock.days_left(desk.today)))


def _line(due: Due, left: int | None) -> str:
    clock, submission = due.clock, due.submission
    when = "" if left is None else f"by {clock.due}, {f'{-left} days late' if left < 0 else f'{left} days left'}"
    extended = "  extended" if clock.decisions.extended else ""
    return f"{submission.id}  {submission.conversation:<24}  {WORDS[clock.state]:<16}  {when}{extended}".rstrip()
