"""The verbs of `amparo library` that change what is published: publish, withdraw. Joins the desk and the library."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.errors import InputError
from amparo.library import settings as settings_file
from amparo.library.addresses import parse_document_id
from amparo.library.archive import open_archive
from amparo.library.copying import copy_tree
from amparo.library.publish import Published, publish, withdraw
from amparo.library.settings import Places, places_of

_FOLDER = "bundle-"


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    publishing = verb(
        verbs,
        "publish",
        "publish a collection: release, log, static tree",
        run_publish,
        description="Makes a signed release of a desk's collection, enters every new document into the log and writes "
        "the pages. Published already, it adds nothing. Cut off, it goes on when run again.",
    )
    what = publishing.add_mutually_exclusive_group(required=True)
    what.add_argument("--collection", metavar="NAME", help="a collection of the desk in this home")
    what.add_argument("--bundle", type=Path, metavar="DIR", help="a release bundle that a desk elsewhere made")
    publishing.add_argument("--title", metavar="TEXT", help="what readers see it called; kept for the next time")
    publishing.add_argument("--about", metavar="TEXT", help="what readers find in it, in a sentence; kept as well")
    publishing.add_argument("--to", type=Path, metavar="DIR", help="bring a copy of the static tree there as well")
    add_json(publishing)
    taking = verb(
        verbs,
        "withdraw",
        "take a document out of view, for good and in public",
        run_withdraw,
        description="Removes the document's text and original and leaves a page with the reason. The log gains an "
        "entry; its older entries, with hash and title, stay.",
    )
    taking.add_argument("document", metavar="DOCUMENT", help="the identity on the document's page")
    taking.add_argument("--reason", required=True, metavar="TEXT", help="why, for everyone to read")
    taking.add_argument("--authority", required=True, metavar="TEXT", help="on whose authority, for everyone to read")
    add_json(taking)


def utc_now() -> datetime:
    """The clock of a running library."""
    return datetime.now(UTC)


def run_publish(options: argparse.Namespace) -> None:
    """Publish, say what was new, and copy the tree when asked."""
    places, steps = places_of(home_of(options)), Steps()
    settings_file.load(places)
    with _bundle(options, places, steps) as bundle, open_archive(places, utc_now) as archive:
        done = publish(archive, bundle, steps, about=options.about)
    copied = copy_tree(places.public, options.to.absolute(), steps) if options.to else 0
    if options.json:
        print_json(asdict(done) | {"copied": copied, "public": str(options.to or places.public)})
        return
    print(_words(done))
    print(f"{done.pages:,} pages written; the log has {done.log_size:,} entries\nfolder: {options.to or places.public}")


def _words(done: Published) -> str:
    if done.release is None:
        said = f"{done.collection}: nothing new, all {done.documents:,} documents are published already"
    else:
        said = f"{done.collection}: {done.added:,} new documents, {done.corrected:,} corrected, of {done.documents:,}"
    return said + (f"; {done.withdrawn:,} stay withdrawn" if done.withdrawn else "")


@contextmanager
def _bundle(options: argparse.Namespace, places: Places, steps: Steps) -> Iterator[Path]:
    """The bundle named, or one made now by the desk of this home and removed afterwards."""
    if options.bundle is not None:
        if options.title:
            raise InputError("A finished bundle has its title already.", "Leave --title out.")
        yield options.bundle
        return
    # Imported late, so that a library without a desk needs nothing of one.
    from amparo.cli.library_desk import bundle_from_desk

    for left in places.root.glob(f"{_FOLDER}*"):  # of a run that was cut off
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=places.root))
    try:
        yield bundle_from_desk(options, places, folder / "bag", steps)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_withdraw(options: argparse.Namespace) -> None:
    """Withdraw one document."""
    document = parse_document_id(options.document.strip())
    with open_archive(places_of(home_of(options)), utc_now) as archive:
        index = withdraw(archive, document, options.reason, options.authority, Steps())
    if options.json:
        print_json({"document": document, "log_index": index})
        return
    print(f"{document} is withdrawn: entry {index:,} of the log")
