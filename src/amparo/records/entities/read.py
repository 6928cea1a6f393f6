"""The way in: one document read by every rule.

`RULES` counts the versions of the rules; a document read by an older one is read again. A mention of a name inside an
address, a link or a longer name is left out, so that every character of a text belongs to one entity of names at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from amparo.records.entities import addresses, amounts, codes, days, headers, mrz, phones
from amparo.records.entities.model import Document, EntityKind, Mention, Reading, Tie
from amparo.records.entities.organisations import acronyms, companies, headed, spelled_out
from amparo.records.entities.people import people
from amparo.records.entities.places import places
from amparo.records.entities.runs import Run, runs, unwrapped

RULES = 4
LONGEST_PAGE = 2_000_000
"""Characters of one page that are read; no page that a person reads comes near it."""


def read(document: Document) -> Reading:
    """Everything the rules find in a record as `record_to_json` writes it."""
    found: list[Mention | Tie] = []
    language = document.get("language")
    if document["kind"] == "mail":
        found += headers.correspondents(document)
        found += headers.addresses_in(document)
    found += headers.named_people(document)
    found += headers.named_places(document)
    for page, text in enumerate(document["pages"]):
        found += _page(text[:LONGEST_PAGE], page, language)
    mentions = tuple(each for each in found if isinstance(each, Mention))
    return Reading(mentions, tuple(dict.fromkeys(each for each in found if isinstance(each, Tie))))


def _page(text: str, page: int, language: str | None) -> Iterator[Mention | Tie]:
    values = [*_values(text, language)]
    mentions = [each for each in values if isinstance(each, Mention)]
    printed = [*headers.printed_headers(text, 0)]
    # Of two that begin together the first stays: what a header line says of an address is more than that it is one.
    mentions = _apart([*(each for each in printed if isinstance(each, Mention)), *mentions])
    names = [*_names(text, _covered(mentions), language)]
    for each in (*mentions, *names):
        if isinstance(each, Mention):
            yield replace(each, page=page)
    yield from (each for each in (*values, *printed, *names) if isinstance(each, Tie))


def _values(text: str, language: str | None) -> Iterator[Mention | Tie]:
    yield from addresses.emails(text)
    yield from addresses.urls(text)
    yield from addresses.machines(text)
    yield from mrz.passports(text)
    yield from codes.codes(text)
    yield from days.dates(text, language)
    yield from amounts.sums(text)
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


def _names(text: str, covered: set[int], language: str | None) -> Iterator[Mention | Tie]:
    prose = unwrapped(text)
    organisations = [each for each in companies(prose) if each.start not in covered]
    for each in organisations:
        covered.update(range(each.start, each.end))
    yield from organisations
    for run in runs(prose):
        for mention in _in_run(prose, run, covered, language):
            if mention.kind is EntityKind.ORGANISATION:
                organisations.append(mention)
            covered.update(range(mention.start, mention.end))
            yield mention
    for each in acronyms(text):
        if each.start not in covered:
            covered.update(range(each.start, each.end))
            yield each
    for tied in spelled_out(prose, iter(organisations)):
        if isinstance(tied, Tie) or tied.start not in covered:
            yield tied


def _in_run(text: str, run: Run, covered: set[int], language: str | None) -> Iterator[Mention]:
    taken = {at for at, token in enumerate(run) if token.start in covered}
    for finder in (headed(text, run), people(run)):
        for mention, first, last in finder:
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                yield mention
    yield from places(text, run, taken, language)
