"""The verbs of `amparo desk` for collections: collections, show, export. Filling them is in `desk_adding`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from amparo.cli.desk_named import collection_named
from amparo.cli.desk_page import add_options, write_page
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.desk.beginnings import find_document
from amparo.desk.documents_store import (
    collections,
    collections_of,
    document_json,
    paths_of,
)
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.inside import as_json as inside_as_json
from amparo.desk.inside import inside
from amparo.desk.related import as_json, related
from amparo.desk.release import write_bag
from amparo.errors import InputError

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    _register_export(verbs)
    _register_reading(verbs)


def _register_export(verbs: Verbs) -> None:
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
    add_options(shown)


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
        if options.image:
            boxed = write_page(holdings, data["id"], options)
            told = {"document": data["id"], "page": options.page, "image": str(options.image), "boxes": boxed}
            if options.json:
                print_json(told)
            else:
                print(f"page {options.page} written to {options.image}, {boxed:,} places boxed")
        elif options.text:
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
        **as_json(related(holdings.database, data["id"])),
        **inside_as_json(inside(holdings.database, data["id"])),
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
    for each in data["near_duplicates"]:
        _print_line("near duplicate", f"{each['document']}  {each['similarity']:.0%} alike  {each['title']}")
    for each in data["parts"]:
        _print_line("part", f"{each['document'] or each['explanation']}  {each['name']}")
    _print_line("within", data["within"])
    for each in data["thread"]:
        _print_line("thread", f"{each['document']}  {(each['date'] or 'undated')[:16]}  {each['title']}")


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


def _now() -> datetime:
    return datetime.now(UTC)
