"""Adds files to a collection from the desk's pages, as `desk add` does: read behind the wall, kept, indexed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from amparo.desk.addresses import slug
from amparo.desk.found_files import named
from amparo.desk.holdings import open_holdings
from amparo.desk.ingest import Means, carry_out
from amparo.desk.jobs_store import Order, ocr_languages
from amparo.desk.room import Desk
from amparo.errors import InputError
from amparo.records.passwords import NONE, Passwords
from amparo.sandbox.walls import best_wall

LONGEST_NAME = 100


def check_collection_name(name: str) -> None:
    """InputError unless a collection may be called so from a page: what an address can hold, on one line."""
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise InputError("A collection needs a name of 1 to 100 printable characters.", "Go back and choose another.")
    slug(name)


def add_ordered(desk: Desk, order: Order, passwords: Passwords = NONE) -> dict[str, Any]:
    """Do what is ordered; the summary of `desk add`. Raises as `ingest.add` does."""
    with open_holdings(desk.home) as holdings:
        return carry_out(holdings, order, Means(best_wall(), desk.clock, passwords=passwords))


def add_paths(desk: Desk, paths: Sequence[Path], collection: str) -> dict[str, Any]:
    """Add `paths`, read as the collection was last added to; the summary of `desk add`. Raises as `ingest.add` does."""
    with desk.database() as database:
        languages = ocr_languages(database, (collection,))
    return add_ordered(desk, Order(collection, tuple(named(str(path)) for path in paths), languages=languages))
