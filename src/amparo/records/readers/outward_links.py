"""Where a document points to: the addresses behind its words and pictures, which stand on no page.

A picture that is fetched tells its owner who opened the file; an address behind `here` may be all that names a server.
Spec: specs/records.md, "Documents" (docs/adr/0301).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from amparo.records.xml import squeeze

LONGEST, MOST = 2_000, 1_000
_FETCHING = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|HYPERLINK|LINK|DDE|DDEAUTO|IMPORT|RD|DATABASE)\s+(.+)", re.S
)
_QUOTED = re.compile(r'"([^"]+)"|(\S+)')
_RUNNING = ("LINK", "DDE", "DDEAUTO", "DATABASE")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}:|//|\\\\)", re.IGNORECASE)
_HREF = etree.XPath("//@x:href", namespaces={"x": "http://www.w3.org/1999/xlink"}, smart_strings=False)
_INNER = ("javascript:", "data:", "cid:", "about:", "vbscript:", "mid:")


def kept(targets: Iterable[str]) -> tuple[str, ...]:
    """Each once, on one line, at most LONGEST characters of it; MOST of them."""
    lines = (squeeze(target)[:LONGEST] for target in targets)
    return tuple(islice(dict.fromkeys(line for line in lines if line), MOST))


def addresses(targets: Iterable[str]) -> tuple[str, ...]:
    """As `kept`, of those that lead out of the document: with a scheme or a server, and no text of their own."""
    outside = (target for target in map(str.strip, targets) if _SCHEME.match(target))
    return kept(target for target in outside if not target.lower().startswith(_INNER))


def instructed(text: str) -> Iterator[str]:
    """What the instruction of one of Word's fields would fetch, open or run (ISO/IEC 29500-1 §17.16)."""
    if (match := _FETCHING.match(text)) is None:
        return
    words = [quoted or bare for quoted, bare in _QUOTED.findall(match[2])]
    if match[1] in _RUNNING:
        yield f"{match[1]} {' '.join(words)}"[:LONGEST]
    elif target := next((word for word in words if not word.startswith("\\")), ""):
        yield target[:LONGEST]


def xlinks(*roots: etree._Element | None) -> tuple[str, ...]:
    """The addresses outside that elements of XML point to by XLink, as those of OpenDocument do."""
    return addresses(target for root in roots if root is not None for target in _told(root))


def _told(root: etree._Element) -> Iterator[str]:
    # By an expression: a sheet may have millions of elements, and few that point anywhere.
    found = _HREF(root)
    yield from map(str, found if isinstance(found, list) else ())
