"""What a page says of its article in JSON-LD (schema.org): headline, day, outlet, address. Bad JSON says nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

_MOST = 400_000
_DEEP = 6


def told_by_linked_data(root: etree._Element) -> dict[str, str]:
    """Values by the names of `Told`; the first article that says one."""
    said: dict[str, str] = {}
    for element in root.iter("script"):
        if "ld+json" not in str(element.get("type") or "").lower():
            continue
        text = str(element.text or "")[:_MOST]
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for article in _articles(data, _DEEP):
            for name, value in _values(article).items():
                said.setdefault(name, value)
    return said


def _articles(data: Any, deep: int) -> Iterator[dict[str, Any]]:
    """Objects whose type is an article's, also inside lists and graphs."""
    if deep < 0:
        return
    if isinstance(data, list):
        for one in data[:100]:
            yield from _articles(one, deep - 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(("Article", "Posting", "Report")) for kind in kinds):
            yield data
        yield from _articles(data.get("@graph"), deep - 1)
        yield from _articles(data.get("mainEntity"), deep - 1)


def _values(article: dict[str, Any]) -> dict[str, str]:
    publisher = article.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    page = article.get("mainEntityOfPage")
    found = {
        "title": article.get("headline"),
        "published": article.get("datePublished") or article.get("dateCreated"),
        "outlet": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "url": article.get("url") or (page.get("@id") if isinstance(page, dict) else page),
        "language": article.get("inLanguage"),
    }
    return {name: " ".join(value.split())[:2000] for name, value in found.items() if isinstance(value, str) and value}
