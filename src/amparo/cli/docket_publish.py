"""`amparo docket publish` and `withdraw`: cases in the log of the library. Joins the docket and the library.

Pages are made from the records that the log holds, never from the files of the moment: what a reader sees is what was
entered. specs/case.md, "In a library".
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from amparo.cli.docket_words import check_words, counted
from amparo.cli.library_publish import utc_now
from amparo.cli.options import home_of, print_json
from amparo.cli.progress import Steps
from amparo.docket.build import tree_of
from amparo.docket.checking import check
from amparo.docket.files import case_files, read_case
from amparo.docket.model import Case
from amparo.docket.pages.logged import Host
from amparo.docket.reading import MOST_BYTES, read
from amparo.errors import AmparoError, InputError, StateError
from amparo.ledger.canonical import encode
from amparo.ledger.case_record import Record
from amparo.library import cases as logged_cases
from amparo.library import settings as settings_file
from amparo.library.archive import Archive, open_archive
from amparo.library.case_tree import forget_pages, place_pages
from amparo.library.copying import copy_tree
from amparo.library.publish import finish
from amparo.library.settings import places_of


def run_publish(options: argparse.Namespace) -> int:
    """Enter what is new, make the pages, sign them."""
    home = home_of(options)
    places, today = places_of(home), utc_now().date()
    settings_file.load(places)
    paths = options.cases or case_files(home / "docket" / "cases")
    records = _records(paths, today)
    with open_archive(places, utc_now) as archive:
        if not records and not logged_cases.logged(archive):
            raise InputError("There is no case to publish.", "Name case files, or put them into HOME/docket/cases.")
        entered = logged_cases.enter(archive, records, options.reason)
        pages = bring_up(archive, today)
        size = archive.log.checkpoint.size
    copied = copy_tree(places.public, options.to.absolute(), Steps()) if options.to else 0
    public = (options.to or places.public) / "docket"
    if options.json:
        print_json(
            {
                "states": list(entered.states),
                "corrections": entered.corrections,
                "withdrawn": list(entered.withdrawn),
                "pages": pages,
                "log_size": size,
                "copied": copied,
                "public": str(public),
            }
        )
        return 0
    said = ", ".join(entered.states) or "none"
    print(f"new states: {said}; {counted(entered.corrections, 'correction')}")
    for gone in entered.withdrawn:
        print(f"{gone} stays withdrawn")
    print(f"{pages:,} pages written; the log has {size:,} entries\nfolder: {public}")
    return 0


def _records(paths: Sequence[Path], today: date) -> tuple[Record, ...]:
    """The records of case files, all checked; none when one is refused."""
    found: dict[str, Record] = {}
    refused = 0
    for path in paths:
        data = read_case(path)
        checked = check(data, today)
        if checked.case is None:
            refused += 1
            print(check_words(path, checked), file=sys.stderr)
            continue
        if checked.case.id in found:
            raise InputError("Two of these case files have the same id.", "Give each case an id of its own.")
        found[checked.case.id] = record = read(data).value
        if check(encode(record), today).case is None:  # YAML may be shorter than the record made of it.
            raise InputError(
                f"The case {checked.case.id} is too large as a record.",
                f"A record is canonical JSON, of at most {MOST_BYTES >> 10} KiB. Quote less, or split the case.",
            )
    if refused:
        raise InputError(
            f"{refused} of {len(paths)} case files are refused; nothing was published.",
            "Mend what is named above, then run the same command again.",
        )
    return tuple(found.values())


def bring_up(archive: Archive, today: date) -> int:
    """Make the docket's pages from the records in view, and everything around them; how many were written."""
    entries = logged_cases.logged(archive)
    shown = logged_cases.present(entries)
    cases = [case_of_record(name, logged_cases.record_of(archive, state), today) for name, state in shown.items()]
    host = host_of(archive.settings.title, archive.settings.origin, entries)
    written = place_pages(archive, tree_of(cases, today, host))
    return written + finish(archive, Steps())


def host_of(title: str, origin: str, entries: Sequence[logged_cases.Logged]) -> Host:
    """The library as the docket's pages name it."""
    gone = {case: entry for case, (_, entry) in logged_cases.withdrawals(entries).items()}
    return Host(title, origin, logged_cases.by_case(entries), gone)


def case_of_record(name: str, record: bytes, today: date) -> Case:
    """The case of a published record. StateError when the rules of this version refuse it."""
    checked = check(record, today)
    if checked.case is None:
        raise StateError(
            f"The published record of {name} is no case by the rules of this version.",
            "Publish the case anew as `amparo docket check` wants it.",
        )
    return checked.case


def run_withdraw(options: argparse.Namespace) -> int:
    """Withdraw one case."""
    with open_archive(places_of(home_of(options)), utc_now) as archive:
        logged_cases.check_published(archive, options.case)
        # First, so that a build after a cut-off never signs the page of a case that the log has withdrawn.
        forget_pages(archive)
        index = logged_cases.withdraw(archive, options.case, options.reason, options.authority)
        try:
            bring_up(archive, utc_now().date())
        except AmparoError:  # Another case stands in the way of the pages: this one goes all the same.
            finish(archive, Steps())
            raise
    if options.json:
        print_json({"case": options.case, "log_index": index})
    else:
        print(f"{options.case} is withdrawn: entry {index:,} of the log")
    return 0
