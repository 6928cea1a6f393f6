"""The first page of the docket: every case as a card. Spec: specs/case.md, "Pages"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from amparo.docket.pages.site import Frame, Site, frame
from amparo.docket.view_model import CaseView
from amparo.docket.words import day_words

FILE = PurePosixPath("index.html")


@dataclass(frozen=True, slots=True)
class Card:
    """One case in the list: who, where it stands, what it could mean, how far its sources reach."""

    id: str
    title: str
    href: str
    persons: tuple[str, ...]
    standing: tuple[str, ...]
    years: int
    derivation: str
    newest: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Context of cases.html."""

    frame: Frame
    cases: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CasesList:
    """The JSON twin of the first page."""

    built: str
    cases: tuple[Card, ...]


def card(shown: CaseView) -> Card:
    """A case as a card."""
    return Card(
        id=shown.id,
        title=shown.title,
        href=f"{shown.id}/index.html",
        persons=tuple(person.name for person in shown.persons),
        standing=tuple(proceeding.standing for proceeding in shown.proceedings if proceeding.standing),
        years=shown.exposure.years,
        derivation=shown.exposure.derivation,
        newest=shown.newest.date.words if shown.newest else "",
    )


def cases_page(site: Site, cards: Sequence[Card], built: date, library: str = "") -> bytes:
    """The first page, in a library of this name or in none."""
    return site.render("cases.html", CasesPage(frame(FILE, day_words(built, site.speak), library), tuple(cards)))
