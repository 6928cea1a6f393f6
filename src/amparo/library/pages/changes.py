"""The Changes page, its Atom feed and its JSON: what this library did, told from its log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from amparo.ledger.case_entries import CaseCorrection, CaseState, CaseWithdrawal
from amparo.library.addresses import DOCKET
from amparo.library.cases import Logged, present
from amparo.library.listing import Change
from amparo.library.model import LoggedArtifact, Release
from amparo.library.pages.site import Frame, Site
from amparo.records.edtf_words import words

PER_PAGE = 200
IN_FEED = 50
KINDS = {
    "offline-sealer": "Offline page for sources, amparo-seal.html",
    "roster": "Keys of a newsroom, roster.note",
}
"""What people call the kinds of artifacts we know."""


_CASE_WORDS = {
    "case": "State of a case",
    "case-correction": "Correction in a case",
    "case-withdrawal": "Case withdrawn",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words. `href` is relative to the top of the tree; parts a kind of change lacks are empty.

    `title` of an artifact is its kind, for people.
    """

    what: str
    index: int
    day: str
    iso_day: str
    title: str
    href: str
    release: str = ""
    publisher: str = ""
    documents: int = 0
    added: int = 0
    corrected: int = 0
    document: str = ""
    reason: str = ""
    authority: str = ""
    sha256: str = ""
    fact: str = ""
    outcome: str = ""

    def below(self, root: str) -> Told:
        """The same, its link as a page below the top writes it."""
        return replace(self, href=root + self.href)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Context of changes.html."""

    frame: Frame
    changes: tuple[Told, ...]
    number: int
    pages: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of the feed."""

    id: str
    title: str
    day: str
    href: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Context of changes.atom."""

    id: str
    title: str
    author: str
    updated: str
    address: str
    entries: tuple[FeedEntry, ...]


def tell(
    releases: Sequence[Release],
    withdrawals: Sequence[Change],
    artifacts: Sequence[LoggedArtifact] = (),
    cases: Sequence[Logged] = (),
) -> tuple[Told, ...]:
    """Every change, newest first."""
    told = [*map(_release, releases), *map(_withdrawal, withdrawals), *map(_artifact, artifacts), *_cases(cases)]
    return tuple(sorted(told, key=lambda change: -change.index))


def _release(release: Release) -> Told:
    return Told(
        what="release",
        index=release.index,
        day=words(release.day),
        iso_day=release.day,
        title=release.title,
        href=f"{release.collection}/index.html",
        release=release.id,
        publisher=release.publisher,
        documents=release.documents,
        added=release.added,
        corrected=release.corrected,
    )


def _withdrawal(change: Change) -> Told:
    slug, title = change.collections[0] if change.collections else ("", "")
    return Told(
        what="withdrawal",
        index=change.withdrawal.index,
        day=words(change.withdrawal.day),
        iso_day=change.withdrawal.day,
        title=title,
        href=f"{slug}/{change.document}/index.html" if slug else "index.html",
        document=change.document,
        reason=change.withdrawal.reason,
        authority=change.withdrawal.authority,
    )


def _artifact(artifact: LoggedArtifact) -> Told:
    return Told(
        what="artifact",
        index=artifact.index,
        day=words(artifact.day),
        iso_day=artifact.day,
        title=KINDS.get(artifact.kind, artifact.kind),
        href="changes/index.html",
        sha256=artifact.sha256,
    )


def _cases(entries: Sequence[Logged]) -> Iterator[Told]:
    """What became of cases. Of one that was withdrawn only its address word is told, and why it was."""
    titles = {case: state.title for case, state in present(entries).items()}
    for index, entry in entries:
        told = Told(
            what=_CASES[type(entry)],
            index=index,
            day=words(entry.day.isoformat()),
            iso_day=entry.day.isoformat(),
            title=titles.get(entry.case, entry.case),
            href=f"{DOCKET}/{entry.case}/index.html",
        )
        if isinstance(entry, CaseState):
            yield replace(told, sha256=entry.sha256)
        elif isinstance(entry, CaseWithdrawal):
            yield replace(told, reason=entry.reason, authority=entry.authority)
        else:
            told = replace(told, outcome=entry.outcome)
            yield replace(told, fact=entry.fact, reason=entry.reason) if entry.case in titles else told


_CASES = {CaseState: "case", CaseCorrection: "case-correction", CaseWithdrawal: "case-withdrawal"}


def files(site: Site, told: Sequence[Told]) -> Iterator[tuple[str, bytes]]:
    """The files of the folder `changes/`, by name."""
    pages = max(1, -(-len(told) // PER_PAGE))
    for number in range(1, pages + 1):
        name = _name(number)
        context = ChangesPage(
            frame=site.frame(PurePosixPath("changes") / name, "changes"),
            changes=tuple(change.below("../") for change in told[(number - 1) * PER_PAGE : number * PER_PAGE]),
            number=number,
            pages=pages,
            previous=_name(number - 1) if number > 1 else "",
            next=_name(number + 1) if number < pages else "",
        )
        yield name, site.render("changes.html", context)
    yield "changes.atom", site.render("changes.atom", _feed(site, told[:IN_FEED]))
    yield "changes.json", (json.dumps([_json(one) for one in told], ensure_ascii=False, indent=1) + "\n").encode()


def _name(number: int) -> str:
    return "index.html" if number == 1 else f"page-{number}.html"


def _feed(site: Site, told: Sequence[Told]) -> Feed:
    """RFC 4287. An entry's identity is the log's origin and its number there, so it outlives any address."""
    address, origin = site.settings.address, site.settings.origin
    base = f"{address}/" if address else "../"
    return Feed(
        id=f"urn:amparo:{quote(origin)}",
        title=f"{site.settings.title}: changes",
        author=site.settings.title,
        updated=told[0].iso_day if told else "1970-01-01",
        address=address,
        entries=tuple(
            FeedEntry(
                f"urn:amparo:{quote(origin)}:{one.index}", _headline(one), one.iso_day, base + one.href, _summary(one)
            )
            for one in told
        ),
    )


def _headline(one: Told) -> str:
    if one.what == "artifact":
        return f"Entered: {one.title}"
    if one.what in _CASE_WORDS:
        return f"{_CASE_WORDS[one.what]}: {one.title}"
    return f"Release: {one.title}" if one.what == "release" else f"Withdrawal in {one.title}"


def _summary(one: Told) -> str:
    if one.what == "release":
        return f"{one.added} new documents, {one.corrected} corrected. Entry {one.index} of the log."
    if one.what == "artifact":
        return f"SHA-256 {one.sha256}. Entry {one.index} of the log."
    if one.what == "case":
        return f"Its record has SHA-256 {one.sha256}. Entry {one.index} of the log."
    if one.what == "case-correction":
        said = f"{one.fact}: {one.outcome}. {one.reason}" if one.fact else f"{one.outcome}."
        return f"{said} Entry {one.index} of the log."
    if one.what == "case-withdrawal":
        return f"Reason: {one.reason}. On the authority of: {one.authority}. Entry {one.index} of the log."
    return f"{one.document}. Reason: {one.reason}. On the authority of: {one.authority}. Entry {one.index} of the log."


def _json(one: Told) -> dict[str, Any]:
    common = {"what": one.what, "log_index": one.index, "day": one.iso_day, "title": one.title, "href": one.href}
    if one.what == "release":
        return common | {
            "release": one.release,
            "publisher": one.publisher,
            "documents": one.documents,
            "added": one.added,
            "corrected": one.corrected,
        }
    if one.what in ("artifact", "case"):
        return common | {"sha256": one.sha256}
    if one.what == "case-correction":
        return common | {"fact": one.fact, "outcome": one.outcome, "reason": one.reason}
    if one.what == "case-withdrawal":
        return common | {"reason": one.reason, "authority": one.authority}
    return common | {"document": one.document, "reason": one.reason, "authority": one.authority}
