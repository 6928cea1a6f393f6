"""The verbs of `amparo desk` for collections: add, failures, collections, show, export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from amparo.cli.counting import Counting
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.desk import ledger_store
from amparo.desk.declaring import DECLARABLE, Said
from amparo.desk.documents_store import (
    CollectionId,
    Outcome,
    collections,
    collections_of,
    document_json,
    find_collection,
    find_document,
    paths_of,
)
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import add
from amparo.desk.release import write_bag
from amparo.errors import InputError, StateError
from amparo.records.model import Kind
from amparo.records.reading import OCR
from amparo.records.tesseract import missing_languages
from amparo.sandbox.walls import Bubblewrap, Wall, best_wall

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    _register_filling(verbs)
    _register_reading(verbs)


def _register_filling(verbs: Verbs) -> None:
    adding = verb(
        verbs,
        "add",
        "add files and folders to a collection",
        run_add,
        description="Reads text, web pages, PDF and scans, office documents old and new, e-mail and mail stores, "
        "archives, pictures, what sound and films say of themselves, databases, cables and tables of incidents, "
        "whatever the files are called (specs/records.md has the list). Added before, a file adds nothing. Cut off, "
        "it goes on when run again.",
    )
    adding.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with all that is in it")
    adding.add_argument("--collection", required=True, metavar="NAME", help="made when it does not exist")
    adding.add_argument("--title", metavar="TEXT", help="what people read for the name; kept until another is given")
    adding.add_argument(
        "--kind",
        choices=[kind.value for kind in DECLARABLE],
        help="declare the plain documents among these to be of this kind; others stay what they are",
    )
    adding.add_argument(
        "--ocr",
        default=OCR.languages,
        metavar="LANGUAGES",
        help="what pictures and scans are written in, as tesseract names it: eng+deu; default eng",
    )
    add_json(adding)
    failures = verb(verbs, "failures", "files that gave no document, each with its reason", run_failures)
    failures.add_argument("--collection", required=True, metavar="NAME")
    failures.add_argument("--excluded", action="store_true", help="also those left out on purpose")
    add_json(failures)
    exported = verb(
        verbs,
        "export",
        "write a collection to a folder",
        run_export,
        description="Writes a BagIt bag: for each document its record, its text and its original, with checksums.",
    )
    exported.add_argument("--collection", required=True, metavar="NAME")
    exported.add_argument("--to", type=Path, required=True, metavar="DIR", help="a folder that does not exist yet")
    exported.add_argument("--bagit", action="store_true", help="as a BagIt bag (the only form yet, and the default)")
    add_json(exported)


def _register_reading(verbs: Verbs) -> None:
    add_json(verb(verbs, "collections", "names and sizes of the collections", run_collections))
    shown = verb(verbs, "show", "one document: what is known of it, or its text", run_show)
    shown.add_argument("document", metavar="DOCUMENT", help="its identity, or enough of its beginning")
    form = shown.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="metadata as JSON with stable keys")
    form.add_argument("--text", action="store_true", help="the text; pages are parted by form feeds")


def run_add(options: argparse.Namespace) -> None:
    """Add, showing progress, and say what came of it."""
    wall = best_wall()
    _say_wall(wall)
    _say_ocr(options.ocr)
    shown = Counting(options.collection)
    with open_holdings(home_of(options)) as holdings:
        said = Said(options.title, Kind(options.kind) if options.kind else None)
        summary = add(
            holdings,
            options.paths,
            options.collection,
            wall=wall,
            clock=_now,
            progress=shown,
            said=said,
            languages=options.ocr,
        )
    shown.end()
    if options.json:
        print_json(summary)
        return
    print(
        f"{summary['found']:,} found: {summary['added']:,} added ({summary['pages']:,} pages), "
        f"{summary['duplicates']:,} duplicates, {summary['excluded']:,} left out, {summary['failed']:,} failed, "
        f"in {summary['seconds']:.1f} seconds"
    )
    if summary["failed"]:
        print(f"why they failed: amparo desk failures --collection {options.collection!r}")


def _say_wall(wall: Wall) -> None:
    if not isinstance(wall, Bubblewrap):
        print(
            "warning: bubblewrap does not work here; files are read behind a weaker wall\n"
            "hint: apt install bubblewrap, and allow user namespaces",
            file=sys.stderr,
        )


def _say_ocr(languages: str) -> None:
    missing = missing_languages(languages)
    if missing:
        packages = " ".join(f"tesseract-ocr-{each.replace('_', '-')}" for each in missing)
        print(
            f"warning: OCR for {', '.join(missing)} is not installed; pictures and scans are listed as failures\n"
            f"hint: apt install tesseract-ocr {packages}",
            file=sys.stderr,
        )


def run_failures(options: argparse.Namespace) -> None:
    """List failures, and on request what was left out."""
    outcomes = [Outcome.FAILED, *([Outcome.EXCLUDED] if options.excluded else [])]
    with open_holdings(home_of(options)) as holdings:
        for item in ledger_store.items(holdings.database, collection_named(holdings, options.collection), outcomes):
            reason = item.reason or "excluded"
            if options.json:
                print_json({"path": item.path, "reason": reason, "explanation": item.explanation})
            else:
                print(f"{reason:20} {item.path}\n{'':20} {item.explanation}")


def run_collections(options: argparse.Namespace) -> None:
    """Names and sizes."""
    with open_holdings(home_of(options)) as holdings:
        for collection in collections(holdings.database):
            if options.json:
                told = {"name": collection.name, "title": collection.title, "documents": collection.documents}
                print_json(told)
            else:
                title = f"  {collection.title}" if collection.title != collection.name else ""
                print(f"{collection.documents:>10,}  {collection.name}{title}")


def run_show(options: argparse.Namespace) -> None:
    """One document."""
    with open_holdings(home_of(options)) as holdings:
        data = _document(holdings, options.document)
        if options.text:
            print("\f".join(data["pages"]))
        elif options.json:
            print_json(_metadata(holdings, data))
        else:
            _print_document(_metadata(holdings, data))


def _document(holdings: Holdings, untrusted: str) -> dict[str, Any]:
    found = find_document(holdings.database, untrusted.strip().lower())
    data = document_json(holdings.database, found) if found else None
    if data is None:
        raise InputError("There is no such document, or more than one begins so.", "Find it with: amparo desk search")
    return data


def _metadata(holdings: Holdings, data: dict[str, Any]) -> dict[str, Any]:
    paths = paths_of(holdings.database, data["id"])
    known = {key: value for key, value in data.items() if key not in ("format", "pages")}
    return {
        "document": data["id"],
        **known,
        "pages": len(data["pages"]),
        "collections": collections_of(holdings.database, data["id"]),
        "path": next(iter(paths), ""),
        "paths": paths,
    }


def _print_document(data: dict[str, Any]) -> None:
    print(data["title"])
    for key in (
        "kind",
        "date",
        "from",
        "to",
        "pages",
        "language",
        "media_type",
        "size",
        "sha256",
        "collections",
        "paths",
    ):
        _print_line(key.replace("_", " "), data[key])
    for key, values in data["fields"].items():
        _print_line(key.replace("_", " "), values)


def _print_line(label: str, value: Any) -> None:
    text = "; ".join(value) if isinstance(value, list | tuple) else value
    if text not in (None, ""):
        print(f"{label + ':':16} {text}")


def run_export(options: argparse.Namespace) -> None:
    """Write a bag."""
    with open_holdings(home_of(options)) as holdings:
        collection_named(holdings, options.collection)
        done = write_bag(holdings, options.collection, options.to.absolute(), _now().date(), _documents_of(Steps()))
    if options.json:
        print_json({"to": str(done.path), "documents": done.documents})
    else:
        print(f"{done.documents:,} documents written to {done.path}")


def _documents_of(steps: Steps) -> Callable[[int, int], None]:
    return lambda done, whole: steps("documents", done, whole)


def collection_named(holdings: Holdings, name: str) -> CollectionId:
    """The collection of this name; StateError, with the names there are, when there is none."""
    found = find_collection(holdings.database, name)
    if found is None:
        raise StateError(
            "There is no collection of this name.", _names(item.name for item in collections(holdings.database))
        )
    return found


def _names(names: Iterable[str]) -> str:
    return f"The collections are: {', '.join(names) or 'none yet'}."


def _now() -> datetime:
    return datetime.now(UTC)
