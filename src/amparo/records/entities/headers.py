"""Names in the headers of mails and in the fields of records: who wrote, to whom, who is said to be named there.

A display name beside an address is a person when it looks like one; that both stand together is a tie between them.
RFC 5322 sections 3.4 and 3.6, as loosely as people write them; the same lines where a printed mail repeats them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from amparo.records.entities.addresses import emails
from amparo.records.entities.letters import fold
from amparo.records.entities.model import Document, EntityKind, Mention, Tie
from amparo.records.entities.places import place_of
from amparo.records.entities.words import HEADS, LEGAL, NOT_NAMES, TITLES, given_names

_ADDRESS = re.compile(r"<\s?([^<>]{1,320}?)\s?>|\[mailto:([^\]]{1,320})\]")
_QUOTED = re.compile(r"[\"']([^\"']{1,200})[\"']\s*$")
_LINE = re.compile(r"^[ \t>]{0,20}(From|To|Cc|CC|Bcc|Von|An|De|À|Para):[ \t]{1,160}(\S[^\n]{0,2000})", re.MULTILINE)
_ROLES = {
    "from": "from",
    "von": "from",
    "de": "from",
    "to": "to",
    "an": "to",
    "à": "to",
    "para": "to",
    "cc": "cc",
    "bcc": "bcc",
}
_SURNAME_FIRST = re.compile(r"([^\W\d_][\w’'. \-]{0,40}),\s+([^\W\d_][\w’'. \-]{0,40})(?:\s*\([^)]{0,60}\))?")
_SUFFIX = re.compile(r",?\s+(Jr|Sr|II|III|IV)\.?$")
_ROLE = re.compile(r"\(([^)]{1,80})\)\s*$")
PEOPLE_FIELDS = ("persons", "person", "author", "artist")
PLACE_FIELDS = ("place", "places", "region", "country", "city")
MAIL_FIELDS = ("from", "to", "cc", "bcc", "reply_to")


def correspondents(document: Document) -> Iterator[Mention | Tie]:
    """From the headers of a mail."""
    for part in MAIL_FIELDS:
        for page, value in enumerate(values(document, part)):
            yield from _addressees(value, part, page, 0, "mail-header")


def printed_headers(text: str, page: int) -> Iterator[Mention | Tie]:
    """From the lines of a mail that is printed or quoted in a text: they carry an address, or a name surname first."""
    for match in _LINE.finditer(text):
        rule = f"printed-{_ROLES[match[1].casefold()]}"
        yield from _addressees(match[2], "text", page, match.start(2), rule)
        for found in emails(match[2]):
            yield replace(found, rule=rule, start=found.start + match.start(2), end=found.end + match.start(2))


def named_people(document: Document) -> Iterator[Mention]:
    """From the fields that say whom a record names."""
    for part in PEOPLE_FIELDS:
        for page, value in enumerate(values(document, part)):
            name = person_name(value, trusted=part.startswith("person"))
            if name:
                yield Mention(EntityKind.PERSON, name, "record-field", 0, len(value), page, part)


def named_places(document: Document) -> Iterator[Mention]:
    """From the fields that say where."""
    for part in PLACE_FIELDS:
        for page, value in enumerate(values(document, part)):
            name = " ".join(value.split())
            if 1 < len(name) <= 100 and any(letter.isalpha() for letter in name):
                known = place_of(name, document.get("language"))
                key = known.key if known else ""
                yield Mention(EntityKind.PLACE, name, "record-field", 0, len(value), page, part, key)


def values(document: Document, part: str) -> tuple[str, ...]:
    """A field of a record, `from` and `to` among them."""
    if part in ("from", "to"):
        return tuple(document[part])
    return tuple(document["fields"].get(part, ()))


def turned(name: str) -> str:
    """`Rusk, Dean (Secretary)` as `Dean Rusk`; anything else as it is."""
    suffix = _SUFFIX.search(name)
    plain = name[: suffix.start()] if suffix else name
    found = _SURNAME_FIRST.fullmatch(plain)
    if not found:
        return name
    return f"{_ROLE.sub('', found[2]).strip()} {found[1].strip()}" + (f" {suffix[1]}" if suffix else "")


def person_name(written: str, *, trusted: bool) -> str:
    """`Given Surname` from what stands in a field or before an address; empty when it looks like no person.

    `trusted` fields hold people alone; elsewhere one part must be a known given name, or be turned around by a comma.
    """
    given = " ".join(written.strip(" '\"\t,;()[]").split())
    text = turned(given)
    words = text.split(" ")
    if not 1 < len(words) <= 5 or any(letter.isdigit() or letter in "@:/_=" for letter in text):
        return ""
    plain = [word.strip(".,") for word in words]
    while len(words) > 2 and plain[0] in TITLES:
        words, plain = words[1:], plain[1:]
    if any(word in HEADS or word in LEGAL for word in plain) or len(fold(plain[-1])) < 2:
        return ""
    known = any(word.title() in given_names() or word in given_names() for word in plain)
    if not (trusted or known or (text != given and not any(word in NOT_NAMES for word in plain))):
        return ""
    return " ".join(word.title() if word.isupper() and len(word) > 3 else word for word in map(_clean, words) if word)


def _clean(word: str) -> str:
    """Without marks that a scanner adds; a full stop stays after an initial and a short title alone."""
    bare = word.strip(".,„;:*|")
    return f"{bare}." if word.endswith(".") and (len(bare) == 1 or "." in bare or bare in ("Jr", "Sr")) else bare


def _addressees(value: str, part: str, page: int, offset: int, rule: str) -> Iterator[Mention | Tie]:
    last = 0
    for match in _ADDRESS.finditer(value):
        begin, shown = _display_name(value, last, match.start())
        yield from _nameless(value[last:begin], offset + last, part, page, rule)
        yield from _entry(shown, offset + begin, match[1] or match[2], part, page, rule)
        last = match.end()
    yield from _nameless(value[last:], offset + last, part, page, rule)


def _display_name(value: str, first: int, end: int) -> tuple[int, str]:
    """What stands before an address and where: in quotes, or after what parts it from the one before."""
    before = value[first:end]
    if quoted := _QUOTED.search(before):
        return first + quoted.start(1), quoted[1]
    cut = max(before.rfind(";"), before.find(",", before.rfind("@")) if "@" in before else -1) + 1
    shown = before[cut:].strip(" ,\t")
    return first + cut + (before[cut:].index(shown) if shown else 0), shown


def _entry(shown: str, start: int, untrusted: str, part: str, page: int, rule: str) -> Iterator[Mention | Tie]:
    name = person_name(shown, trusted=False) or _named_like(shown, untrusted)
    if name:
        yield Mention(EntityKind.PERSON, name, rule, start, start + len(shown), page, part)
        for address in emails(untrusted.strip()):
            yield Tie(EntityKind.PERSON, name, EntityKind.EMAIL, address.name, "same-header")


def _named_like(shown: str, untrusted: str) -> str:
    """A name whose last word the address has in it: `Obadiah Thornbury <othornbury@…>` is a person's."""
    name = person_name(shown, trusted=True)
    surname = fold(name).rpartition(" ")[2]
    return name if len(surname) > 3 and surname in fold(untrusted.partition("@")[0]).replace(" ", "") else ""


def _nameless(piece: str, start: int, part: str, page: int, rule: str) -> Iterator[Mention]:
    """What stands in a header without an address: names parted by semicolons, or `Surname, Given` alone."""
    at = 0
    for each in re.split(r"(;)", piece):
        stripped = each.strip(" ,\t")
        if stripped and stripped != ";" and "@" not in stripped and len(stripped) < 80:
            name = person_name(stripped, trusted=False)
            if name:
                begin = start + at + each.index(stripped)
                yield Mention(EntityKind.PERSON, name, rule, begin, begin + len(stripped), page, part)
        at += len(each)


def addresses_in(document: Document, parts: Iterable[str] = MAIL_FIELDS) -> Iterator[Mention]:
    """The e-mail addresses in header fields."""
    for part in parts:
        for page, value in enumerate(values(document, part)):
            for found in emails(value):
                yield Mention(found.kind, found.name, "mail-header", found.start, found.end, page, part)
