"""Builds the docket's static tree from checked cases. Spec: specs/case.md, "Pages".

The same cases and the same day give the same bytes. Each file is put in place whole; cases and days that are no longer
there lose their pages, and nothing is removed that an earlier build did not write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from amparo.docket import schema
from amparo.docket.files import place
from amparo.docket.knowing import days_of_record
from amparo.docket.linked_data import NAME as LINKED
from amparo.docket.linked_data import linked_data
from amparo.docket.model import Case
from amparo.docket.pages.case import case_page
from amparo.docket.pages.cases import FILE, CasesList, card, cases_page
from amparo.docket.pages.feed import NAME as FEED
from amparo.docket.pages.feed import case_feed, docket_feed
from amparo.docket.pages.logged import Host, withdrawn_page
from amparo.docket.pages.site import Site, style, twin
from amparo.docket.tables import tables
from amparo.docket.view import view
from amparo.errors import InputError

Tree = Mapping[PurePosixPath, bytes]
NAMELESS = "docket"
"""The name of a docket that was given none."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: how many cases, how many files the tree has, how many were written anew and removed."""

    cases: int
    files: int
    written: int
    removed: int


def build(cases: Sequence[Case], to: Path, today: date, name: str = NAMELESS) -> Built:
    """Bring the folder `to` to the tree of these cases. Raises StoreError when the disk fails us."""
    tree = tree_of(cases, today, name=name)
    written, removed = place(tree, to)
    return Built(len(cases), len(tree), written, removed)


def tree_of(cases: Sequence[Case], today: date, host: Host | None = None, name: str = NAMELESS) -> Tree:
    """Every file of the tree, by its path within it. InputError when two cases have one address.

    `host` is the library it will lie in, whose log the pages then tell of; by itself a docket has none. `name` tells
    the feeds of this docket from those of others; in a library they have the name of its log.
    """
    name = host.origin if host else name
    if len({case.id for case in cases}) != len(cases):
        raise InputError("Two of these case files have the same id.", "Give each case an id of its own.")
    site = Site()
    ordered = sorted(cases, key=lambda case: case.id)
    cards = tuple(card(view(case, today, speak=site.speak)) for case in ordered)
    tree = {
        FILE: cases_page(site, cards, today, host.title if host else ""),
        PurePosixPath("cases.json"): twin("amparo/cases/v1", CasesList(today.isoformat(), cards)),
        PurePosixPath(schema.NAME): schema.text(),
        PurePosixPath("style.css"): style(),
        PurePosixPath(FEED): docket_feed(site, ordered, today, name),
    }
    for case in ordered:
        tree |= _case(site, case, today, host)
        tree |= _for_machines(site, case, today, name)
    if host is not None:
        tree |= {PurePosixPath(gone) / "index.html": withdrawn_page(site, host, gone) for gone in host.withdrawn}
    return tree


def _case(site: Site, case: Case, today: date, host: Host | None) -> Tree:
    """The pages of one case: as known today, and as known on each of its days of record."""
    days = tuple(day for day in days_of_record(case) if day <= today)
    folder = PurePosixPath(case.id)
    places = {folder: (today, True)} | {folder / "as-known-on" / day.isoformat(): (day, False) for day in days}
    tree = {}
    for where, (day, live) in places.items():
        shown = view(case, day, speak=site.speak)
        file = where / "index.html"
        # An earlier page names no later day: it stays as it was.
        known = days if live else tuple(one for one in days if one <= day)
        tree[file] = case_page(site, shown, file, today if live else day, known, live=live, host=host)
        tree[where / "case.json"] = twin("amparo/case-view/v1", shown)
    return tree


def _for_machines(site: Site, case: Case, today: date, name: str) -> Tree:
    """Feed, linked data and tables of a case, as known today."""
    shown, folder = view(case, today, speak=site.speak), PurePosixPath(case.id)
    return {
        folder / FEED: case_feed(site, case, today, name),
        folder / LINKED: linked_data(case, shown, site.speak),
        **{folder / name: data for name, data in tables(shown).items()},
    }
