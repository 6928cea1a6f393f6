"""The way in: one document read by every rule.

`RULES` counts the versions of the rules; a document read by an older one is read again. A mention of a name inside an
address, a link or a longer name is left out, so that every character of a text belongs to one entity of names at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from amparo.records.entities import addresses, amounts, codes, coordinates, days, headers, mrz, phones
from amparo.records.entities.acronyms import acronyms, defined, spelled_out, unknown_acronyms
from amparo.records.entities.cues import told
from amparo.records.entities.described import described
from amparo.records.entities.introduced import RULE, Introduced, introduced, later
from amparo.records.entities.model import Document, EntityKind, Mention, Reading, Tie
from amparo.records.entities.organisations import companies, compounds, fronted, headed, known, partnerships
from amparo.records.entities.people import people
from amparo.records.entities.places import asks_for_place, places
from amparo.records.entities.runs import Run, runs, unwrapped
from amparo.records.entities.units import units
from amparo.records.entities.words import HEADS_ALONE, listed

RULES = 7
LONGEST_PAGE = 2_000_000
"""Characters of one page that are read; no page that a person reads comes near it."""

_OPENERS = (listed("sentence") | listed("openers")) - HEADS_ALONE
_SMALL = re.compile(r"\b[^\W\d_A-Z]{3,}\b")


@dataclass(frozen=True, slots=True)
class _Page:
    """One page under way: where names can stand in it, and the characters that mentions take already."""

    number: int
    text: str
    prose: str
    runs: tuple[Run, ...]
    covered: set[int]
    small: frozenset[str]
    """The words that it writes without a capital."""


def read(document: Document) -> Reading:
    """Everything the rules find in a record as `record_to_json` writes it."""
    found: list[Mention | Tie] = []
    language = document.get("language")
    if document["kind"] == "mail":
        found += headers.correspondents(document)
        found += headers.addresses_in(document)
    found += headers.named_people(document)
    found += headers.named_places(document)
    pages = []
    for number, text in enumerate(document["pages"]):
        page, names = _page(text[:LONGEST_PAGE], number, language)
        pages.append(page)
        found += names
    known_now = introduced(found, frozenset().union(*(page.small for page in pages)))
    found = [_reconsidered(each, known_now, pages) for each in found]
    for page in pages:
        found += _later(page, known_now, language)
    mentions = tuple(each for each in found if isinstance(each, Mention))
    return Reading(mentions, tuple(dict.fromkeys(each for each in found if isinstance(each, Tie))))


def _page(text: str, number: int, language: str | None) -> tuple[_Page, list[Mention | Tie]]:
    values = [*_values(text, language)]
    mentions = [each for each in values if isinstance(each, Mention)]
    printed = [*headers.printed_headers(text, 0)]
    # Of two that begin together the first stays: what a header line says of an address is more than that it is one.
    mentions = _apart([*(each for each in printed if isinstance(each, Mention)), *mentions])
    prose = unwrapped(text)
    page = _Page(number, text, prose, _telling(prose), _covered(mentions), frozenset(_SMALL.findall(prose)))
    names = [*_names(page, language)]
    ties = (each for each in (*values, *printed, *names) if isinstance(each, Tie))
    placed = (replace(each, page=number) for each in (*mentions, *names) if isinstance(each, Mention))
    return page, [*placed, *ties]


def _reconsidered(found: Mention | Tie, known_now: Introduced, pages: list[_Page]) -> Mention | Tie:
    """A town that is called like somebody introduced is that person, unless a word before it asks for a place."""
    if not isinstance(found, Mention) or found.rule not in ("large-town", "town"):
        return found
    name = known_now.people.get(found.name)
    if name is None or asks_for_place(pages[found.page].prose, found.start):
        return found
    return replace(found, kind=EntityKind.PERSON, name=name, rule=RULE, key="")


def _telling(prose: str) -> tuple[Run, ...]:
    """The runs of a text without the single words that only open sentences, which are a third of them."""
    return tuple(run for run in runs(prose) if len(run) > 1 or (run and run[0].text not in _OPENERS))


def _later(page: _Page, known_now: Introduced, language: str | None) -> Iterator[Mention]:
    """What the document introduced in full, where a page names it in short; and names of one word."""
    for run in page.runs:
        taken = {at for at, token in enumerate(run) if token.start in page.covered}
        if len(taken) < len(run):
            for finder in (later(known_now, run, taken), told(page.prose, run, taken, language, small=page.small)):
                yield from (replace(mention, page=page.number) for mention in _open(finder, taken))


def _values(text: str, language: str | None) -> Iterator[Mention | Tie]:
    yield from addresses.emails(text)
    yield from addresses.urls(text)
    yield from addresses.machines(text)
    yield from mrz.passports(text)
    yield from codes.codes(text)
    yield from coordinates.coordinates(text)
    yield from days.dates(text, language)
    yield from amounts.sums(text, language)
    yield from phones.phones(text)


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Without those that begin inside another: the earlier one wins, of two that begin together the first rule's."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: each.start):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _covered(mentions: list[Mention]) -> set[int]:
    """The characters that values take; dates stay open, because months and weekdays name nobody anyway."""
    return {place for each in mentions if each.kind is not EntityKind.DATE for place in range(each.start, each.end)}


def _names(page: _Page, language: str | None) -> Iterator[Mention | Tie]:
    organisations = []
    for each in (
        *companies(page.prose),
        *fronted(page.prose),
        *defined(page.prose),
        *partnerships(page.prose, page.small),
        *units(page.prose),
    ):
        if each.start not in page.covered and each.end - 1 not in page.covered:
            page.covered.update(range(each.start, each.end))
            organisations.append(each)
    yield from organisations
    for run in page.runs:
        for mention in _in_run(page, run, language):
            if mention.kind is EntityKind.ORGANISATION:
                organisations.append(mention)
            page.covered.update(range(mention.start, mention.end))
            yield mention
    for each in (*acronyms(page.text), *unknown_acronyms(page.text)):
        if each.start not in page.covered:
            page.covered.update(range(each.start, each.end))
            yield each
    for tied in spelled_out(page.prose, iter(organisations)):
        if isinstance(tied, Tie):
            yield tied
        elif tied.start not in page.covered:
            page.covered.update(range(tied.start, tied.end))
            yield tied


def _in_run(page: _Page, run: Run, language: str | None) -> Iterator[Mention]:
    taken = {at for at, token in enumerate(run) if token.start in page.covered}
    for finder in (known(run), headed(page.prose, run, taken), compounds(run), people(run)):
        yield from _open(finder, taken)
    for mention in places(page.prose, run, taken, language):
        taken.update(at for at, token in enumerate(run) if mention.start <= token.start < mention.end)
        yield mention
    yield from _open(told(page.prose, run, taken, language), taken)
    yield from _open(described(page.prose, run, taken, language), taken)


def _open(found: Iterable[tuple[Mention, int, int]], taken: set[int]) -> Iterator[Mention]:
    """Those whose tokens no other mention has, which they take."""
    for mention, first, last in found:
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            yield mention
