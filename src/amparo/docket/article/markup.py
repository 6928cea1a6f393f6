"""What the head of an HTML page says of its article: title, outlet, address, day. Spec: specs/article.md, "Heading"."""

from __future__ import annotations

import re

from amparo.docket.article.article import Told
from amparo.records.charset import decode
from amparo.records.readers.html import parse_html

_META = {
    "title": ("og:title", "twitter:title", "headline", "dc.title"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "url": ("og:url", "twitter:url"),
    "published": ("article:published_time", "date", "dc.date", "datepublished", "pubdate", "dc.date.issued"),
}


def told_by_html(data: bytes, told: Told) -> Told:
    """What the page's `meta` and `link` elements say; `told` fills what they do not."""
    root = parse_html(decode(data))
    if root is None:
        return told
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        key = str(element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        said.setdefault(key, " ".join(str(element.get("content") or "").split()))
    links = [element for element in root.iter("link") if "canonical" in str(element.get("rel") or "").lower()]
    address = str(links[0].get("href") or "") if links else ""
    first = root.find(".//h1")
    heading = " ".join("".join(str(piece) for piece in first.itertext()).split()) if first is not None else ""
    values = {name: next((said[key] for key in keys if said.get(key)), "") for name, keys in _META.items()}
    return Told(
        title=values["title"] or heading or told.title,
        outlet=values["outlet"],
        url=_web(address) or _web(values["url"]),
        published=values["published"],
        language=told.language,
    )


def _web(address: str) -> str:
    return address if re.fullmatch(r"https?://[^\s<>\"]{1,2000}", address) else ""
