"""What the head of an HTML page says of its article: title, outlet, address, day. Spec: specs/article.md, "Heading"."""

from __future__ import annotations

import re

from lxml import etree

from amparo.docket.article.article import Article, Told
from amparo.docket.article.linked import told_by_linked_data
from amparo.docket.article.page import article_text, words_of
from amparo.records.readers.html import language_of, parse_page, title_of

_META = {
    "title": ("og:title", "twitter:title", "headline", "dc.title", "parsely-title"),
    "outlet": ("og:site_name", "application-name", "publisher", "dc.publisher", "citation_journal_title"),
    "url": ("og:url", "twitter:url", "parsely-link"),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.created",
        "parsely-pub-date",
        "sailthru.date",
        "publish-date",
        "publishdate",
        "pubdate",
        "citation_publication_date",
        "date",
        "dc.date",
        "dcterms.date",
    ),
}


def article_of_page(data: bytes) -> Article:
    """The article on a page: its own text, and what `meta`, `link`, JSON-LD and `time` say."""
    root = parse_page(data)
    if root is None:
        return Article("", "text/html")
    told = _told(root)
    return Article(article_text(root), "text/html", told)


def _told(root: etree._Element) -> Told:
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        key = str(element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        said.setdefault(key, " ".join(str(element.get("content") or "").split()))
    links = [element for element in root.iter("link") if "canonical" in str(element.get("rel") or "").lower()]
    address = str(links[0].get("href") or "") if links else ""
    first = root.find(".//h1")
    heading = words_of(first) if first is not None else ""
    values = {name: next((said[key] for key in keys if said.get(key)), "") for name, keys in _META.items()}
    linked = told_by_linked_data(root)
    return Told(
        title=values["title"] or linked.get("title", "") or heading or title_of(root),
        outlet=values["outlet"] or linked.get("outlet", ""),
        url=_web(address) or _web(values["url"]) or _web(linked.get("url", "")),
        published=values["published"] or linked.get("published", "") or _time(root),
        language=language_of(root) or linked.get("language", ""),
        bold=frozenset(words_of(one) for one in root.iter("b", "strong", "h2", "h3", "h4", "h5", "h6")),
    )


def _time(root: etree._Element) -> str:
    """The day that a `time` element gives: one that is said to be of publication, else the first in the article."""
    times = [one for one in root.iter("time") if one.get("datetime")]
    marked = [one for one in times if one.get("pubdate") is not None or "published" in str(one.get("itemprop")).lower()]
    inside = [one for one in times if any(above.tag in ("article", "header", "main") for above in one.iterancestors())]
    return str(next((one.get("datetime") for one in [*marked, *inside]), "") or "")


def _web(address: str) -> str:
    return address if re.fullmatch(r"https?://[^\s<>\"]{1,2000}", address) else ""
