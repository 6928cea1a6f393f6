"""Atom feeds (RFC 4287) of what the docket came to know: one of each case, one of all. Spec: specs/case.md, "Feeds".

An entry is one day of record of one case, and lists the facts and sources that are new on it. It is told as the case
was known on that day, so that what is added later changes no entry. Its identity is a UUID made from the docket's own
name, the case's address word and the day: it outlives any web address the tree is served from, and hangs on no case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from amparo.docket.knowing import Fact, as_known_on, days_of_record, every_fact
from amparo.docket.model import Case, Charge, Conflict, Correction, Figure, Offer, Proceeding, Reply, Statement, Step
from amparo.docket.pages.site import Site
from amparo.docket.record_view import label, said
from amparo.docket.telling import Telling
from amparo.docket.words import Speak

IN_FEED = 50
"""Entries of a feed, the newest: who was away longer reads the page."""
NAME = "feed.atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of record of one case. `href` is relative to the folder the feed is in."""

    id: str
    title: str
    day: str
    href: str
    author: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """Context of feed.atom."""

    id: str
    title: str
    updated: str
    page: str
    entries: tuple[Entry, ...]


def case_feed(site: Site, case: Case, today: date, docket: str) -> bytes:
    """The feed of a case, to lie beside its page. `docket` is the docket's own name, which stays."""
    entries = tuple(_entries(case, today, site.speak, PurePosixPath("."), docket))
    return _render(site, _urn(f"{docket}:{case.id}"), case.title, entries, today)


def docket_feed(site: Site, cases: Sequence[Case], today: date, docket: str) -> bytes:
    """The feed of all cases, to lie beside the first page."""
    entries = [entry for case in cases for entry in _entries(case, today, site.speak, PurePosixPath(case.id), docket)]
    entries.sort(key=lambda entry: entry.day, reverse=True)
    return _render(site, _urn(docket), site.speak("Docket: what is new"), tuple(entries), today)


def _render(site: Site, name: str, title: str, entries: Sequence[Entry], today: date) -> bytes:
    kept = tuple(entries[:IN_FEED])
    updated = kept[0].day if kept else today.isoformat()
    return site.render("feed.atom", Feed(name, title, updated, "index.html", kept))


def _entries(case: Case, today: date, speak: Speak, folder: PurePosixPath, docket: str) -> Iterator[Entry]:
    """The days of record of a case, newest first."""
    for day in reversed([one for one in days_of_record(case) if one <= today]):
        known = as_known_on(case, day)
        lines = tuple(_lines(case, known, day, speak))
        yield Entry(
            id=_urn(f"{docket}:{case.id}:{day.isoformat()}"),
            title=f"{case.title}: {_counted(len(lines), speak)}",
            day=day.isoformat(),
            href=(folder / "as-known-on" / day.isoformat() / "index.html").as_posix(),
            author=speak("The docket’s editors"),
            lines=lines,
        )


def _counted(number: int, speak: Speak) -> str:
    return speak("1 new entry") if number == 1 else speak("{} new entries").format(number)


def _lines(case: Case, known: Case, day: date, speak: Speak) -> Iterator[str]:
    """What is new of a case on a day: its sources, then its facts in the order of the file."""
    tell = Telling(known, day, speak)
    for source in known.sources:
        if source.retrieved == day:
            named = ", ".join(word for word in (source.title, source.outlet) if word)
            yield speak("Source read: {}").format(named)
    facts = {fact.known.id: fact for fact in every_fact(case)}
    for fact in every_fact(known):
        if fact.known.since == day:
            yield _told(fact, facts[fact.fact] if isinstance(fact, Correction) else None, tell)


def _told(fact: Fact, corrected: Fact | None, tell: Telling) -> str:
    if isinstance(fact, Statement | Reply):
        words = said(fact.known, fact.direct, fact.what)
        return f"{tell.name(fact.by)}: “{words}”" if fact.direct else f"{tell.name(fact.by)}: {words}"
    if isinstance(fact, Correction) and corrected is not None:
        return tell.speak("Correction ({}): {}: {}").format(fact.outcome, label(corrected, tell), fact.what)
    if isinstance(fact, Charge):
        return tell.speak("Charge: {}").format(label(fact, tell))
    if isinstance(fact, Proceeding | Offer):
        return tell.speak("Procedure: {}").format(label(fact, tell))
    if isinstance(fact, Conflict):
        return tell.speak("Another source says otherwise: {}").format(label(fact, tell))
    if isinstance(fact, Figure) or (isinstance(fact, Step) and not fact.what):
        return f"“{said(fact.known, True, '')}”"
    return label(fact, tell)


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'amparo:docket:{name}')}"
