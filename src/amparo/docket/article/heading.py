"""Above and below an article: headline, dateline, outlet, address. Spec: specs/article.md, "Heading".

An extractor may have mangled the address (`$\\frac{https://…}$`) or put the outlet's name below: both are looked for
where they stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amparo.docket.article.article import Article
from amparo.docket.article.dates.find import Anchor, find_dates
from amparo.docket.article.dates.grammar import rules_of
from amparo.docket.article.find_names import find_names
from amparo.docket.article.languages.vocabulary import Language
from amparo.docket.article.layout import Paragraph

_ADDRESS = re.compile(r"(?:https?|hxxps?) ?: ?//[^\s<>\"'{}|^`]+", re.IGNORECASE)
_SHORT = 220
_TOP = 6
_CAPITALS = r"[A-ZÀ-Þ][\w.’'-]*(?:[ \t](?:(?:de|del|la|las|los|of|the)[ \t]){0,2}[A-ZÀ-Þ][\w.’'-]*){0,4}"
_PLACED = re.compile(
    rf"(?P<place>{_CAPITALS}(?:,\s{_CAPITALS})?)?(?:,\s*)?(?P<date>[^()—–\n]{{0,40}}?)\s*(?:\((?P<agency>[^()\n]{{2,40}})\))?\s*(?:--+|—|–|\.-|-(?=\s)|:(?=\s))"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when an article was written: `month` and `day` may be known without `year`.

    `own` is what the article itself says where the editor gave another.
    """

    place: str
    anchor: Anchor
    span: tuple[int, int] | None
    agency: str = ""
    own: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands around an article. `furniture` are the paragraphs that are none of its sentences."""

    title: str
    outlet: str
    url: str
    url_span: tuple[int, int] | None
    dateline: Dateline
    furniture: frozenset[int]


def read_heading(article: Article, paragraphs: Sequence[Paragraph], language: Language, given: date | None) -> Heading:
    """The heading of an article. `given` is a dateline that the editor gives: it holds against the article's own."""
    text = article.text
    url, url_span, url_at = _address(text, paragraphs, article.told.url)
    title, title_at = _title(text, paragraphs, language)
    dateline = _dateline(article, paragraphs, language, url)
    outlet, outlet_at = _outlet(text, paragraphs, url_at, article.told.outlet, dateline.agency, language)
    if given is not None:
        dateline = Dateline(
            dateline.place, Anchor(given.year, given.month, given.day), dateline.span, dateline.agency, dateline.anchor
        )
    furniture = frozenset(index for index in (url_at, outlet_at) if index is not None and index != title_at)
    told = article.told.title
    # A page says its own headline; what a PDF calls its title is often the name of a file.
    title = (title or told) if article.media_type == "application/pdf" else (told or title)
    return Heading(title, outlet, url, url_span, dateline, furniture)


def _title(text: str, paragraphs: Sequence[Paragraph], language: Language) -> tuple[str, int | None]:
    """A Markdown heading, else the first paragraph when it is short and no sentence."""
    for index, one in enumerate(paragraphs[:_TOP]):
        if match := re.match(r"#{1,6}\s+(.+?)\s*#*$", text[one.start : one.end].split("\n")[0]):
            return match[1].strip("*_ "), index
    for index, one in enumerate(paragraphs[:2]):
        line = text[one.start : one.end]
        if "\n" in line and len(paragraphs) == 1:
            line = line.split("\n")[0]
        placed = _opening(text, one, language)
        alone = len(line) <= _SHORT and not _is_sentence(line) and not _ADDRESS.search(line) and placed is None
        if alone and len(paragraphs) > 1 and not _is_date(line, language):
            return " ".join(line.strip("*_ ").split()), index
    return "", None


def _is_sentence(line: str) -> bool:
    """Whether a line ends like one; a headline may ask, but does not quote whole sentences."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    if len(words) > 2 and sum(word[0].isupper() for word in words) * 5 >= len(words) * 4:
        return False  # Capitals throughout: a headline, with or without a stop.
    if re.search(r"[^.]\.[\"”’)]*$", line):
        return True
    return re.search(r"[!?][\"”’)]*$", line) is not None and re.search(r"[\"“”]", line) is not None


def _is_date(line: str, language: Language) -> bool:
    found = find_dates(line, Anchor(2000, 1, 1), language)
    return bool(found) and found[0].start <= 12 and len(line) - (found[0].end - found[0].start) <= 24


def _address(text: str, paragraphs: Sequence[Paragraph], told: str) -> tuple[str, tuple[int, int] | None, int | None]:
    """The address that stands alone in a paragraph, the last of them; else what markup told."""
    for index in range(len(paragraphs) - 1, -1, -1):
        one = paragraphs[index]
        match = _ADDRESS.search(text, one.start, one.end)
        if match is None:
            continue
        rest = text[one.start : match.start()] + text[match.end() : one.end]
        if len(re.sub(r"\\[a-z]+|[\W\d_]+", "", rest)) > 20:
            continue
        raw = match[0].rstrip(".,;:)]*_\\")
        return told or _mended(raw), (match.start(), match.start() + len(raw)), index
    return told, None, None


def _mended(raw: str) -> str:
    """An address without what an extractor put into it."""
    address = re.sub(r"\\([_%&#~])", r"\1", raw.replace(" ", ""))
    return re.sub(r"^hxxp", "http", address, flags=re.IGNORECASE)


def _outlet(
    text: str, paragraphs: Sequence[Paragraph], url_at: int | None, told: str, agency: str, language: Language
) -> tuple[str, int | None]:
    """What markup told; else a line `Source: …`; else a name alone at the end, beside the address; else the agency."""
    if told:
        return told, None
    source = re.compile(rf"(?:{language.heading.source})\s*:\s*(.{{2,60}})$", re.IGNORECASE)
    for index in [*range(min(_TOP, len(paragraphs))), *range(max(len(paragraphs) - 3, 0), len(paragraphs))]:
        line = text[paragraphs[index].start : paragraphs[index].end]
        if match := source.match(line.strip("*_ ")):
            return match[1].strip("*_ ."), index
    for index in range(len(paragraphs) - 1, max(len(paragraphs) - 3, 0), -1):
        line = text[paragraphs[index].start : paragraphs[index].end].strip("*_ \t")
        if index != url_at and _is_outlet(line, agency, url_at is not None, language):
            return line, index
    return agency, None


def _is_outlet(line: str, agency: str, beside_address: bool, language: Language) -> bool:
    words = line.split()
    if not 1 <= len(words) <= 6 or re.search(r"[.,;:?!\"“”]", line) or not line[:1].isupper():
        return False
    initials = "".join(word[0] for word in words if word[0].isupper())
    names = list(find_names(line, language))
    return initials == agency or (
        beside_address and len(names) >= 1 and names[-1].end == len(line) and names[0].start <= 4
    )


def _dateline(article: Article, paragraphs: Sequence[Paragraph], language: Language, url: str) -> Dateline:
    text = article.text
    found = None
    for one in paragraphs[:_TOP]:
        found = _opening(text, one, language) or found
        if found and found.anchor.year:
            break
        if alone := _alone(text, one, language):
            found = Dateline(
                found.place if found else "", alone[0], found.span if found else alone[1], found.agency if found else ""
            )
            break
    if found is not None and found.anchor.year is not None:
        return found
    published = _published(article.told.published, language) or _in_address(url, language)
    if published is not None:
        return Dateline(
            found.place if found else "", published, found.span if found else None, found.agency if found else ""
        )
    return found or Dateline("", Anchor(None), None)


def _opening(text: str, one: Paragraph, language: Language) -> Dateline | None:
    """`Mexico City, May 27 (RHC)--` at the beginning of a paragraph."""
    match = _PLACED.match(text, one.start, min(one.end, one.start + 120))
    if match is None or not (match["place"] or match["date"].strip()):
        return None
    dates = find_dates(text[: match.end()], Anchor(None, 1, 1), language, match.start())
    day = next((_anchor(one.value.edtf) for one in dates if one.value.exactness == "day"), None)
    if day is None:
        known = match["place"] and (match["place"].isupper() or match["place"] in language.names.places)
        return (
            Dateline(match["place"], Anchor(None), match.span(), match["agency"]) if match["agency"] and known else None
        )
    place = text[match.start() : dates[0].start].strip(" ,") if dates else ""
    return Dateline(place, day, (match.start(), match.end()), match["agency"] or "")


def _alone(text: str, one: Paragraph, language: Language) -> tuple[Anchor, tuple[int, int]] | None:
    """A full date at the beginning of a paragraph, alone or before the text proper."""
    head = re.compile(rf"(?:{language.heading.published})?\s*:?\s*", re.IGNORECASE).match(text, one.start, one.end)
    start = head.end() if head else one.start
    for rule in rules_of(language):
        if rule.name not in ("month-day-year", "day-month-year", "iso-date"):
            continue
        match = rule.pattern.match(text, start, one.end)
        follows = text[match.end() : match.end() + 2].strip() if match else ""
        if match and (
            match.end() == one.end or follows[:1].isupper() or follows[:1] in "|–—-(" or text[match.end()] in "T\n "
        ):
            found = find_dates(match[0], Anchor(2000, 1, 1), language)
            if found and (anchor := _anchor(found[0].value.edtf)) and _stands_alone(text, match, one):
                return anchor, match.span()
    return None


def _stands_alone(text: str, match: re.Match[str], one: Paragraph) -> bool:
    rest = text[match.end() : one.end].lstrip()
    return len(rest) < 40 or rest[:1].isupper()


def _anchor(edtf: str) -> Anchor | None:
    match = re.fullmatch(r"(\d{4}|XXXX)-(\d\d)-(\d\d)", edtf)
    return Anchor(None if match[1] == "XXXX" else int(match[1]), int(match[2]), int(match[3])) if match else None


def _published(text: str, language: Language) -> Anchor | None:
    """`2022-05-27T10:00:00Z`, `20220527`, `Fri, 27 May 2022 10:00:00 GMT`."""
    match = re.match(r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)(?!\d)", text)
    if match:
        return _day(match[1], match[2], match[3])
    found = [one for one in find_dates(text[:80], Anchor(2000, 1, 1), language) if one.value.exactness == "day"]
    return _anchor(found[0].value.edtf) if found else None


def _in_address(url: str, language: Language) -> Anchor | None:
    """`/2015/05/07/`, `/2015/may/7/`, `-20150507`."""
    match = re.search(r"[/-]((?:19|20)\d\d)[/-](\d\d?|[a-z]{3,9})[/-](\d\d?)(?:[/._-]|$)", url, re.IGNORECASE)
    match = match or re.search(r"[/_-]((?:19|20)\d\d)([01]\d)([0-3]\d)(?:\D|$)", url)
    if match is None:
        return None
    named = language.dates.months.get(match[2].lower())
    return _day(match[1], str(named or match[2]), match[3])


def _day(year: str, month: str, day: str) -> Anchor | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Anchor(found.year, found.month, found.day)
