"""The part of a page that is its article: without menus, teasers, forms and footers. Spec: specs/article.md, "Text".

First the element that the page itself marks as the article, then the one that holds most of the running text; where
neither holds enough of it, the whole page, so that nothing of an article is lost to a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from amparo.records.readers.html import html_text

_NEVER = (
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "iframe",
    "figure",
    "figcaption",
    "dialog",
    "select",
    "menu",
    "svg",
)
_WORDLESS = ("img", "input", "iframe")
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|newsletter|subscribe|promo\w*|advert\w*|ads?|banner|cookie\w*"
    r"|breadcrumbs?|comments?|sidebar|widget|tags?|trending|popular|more-on|read-more|readmore|most-read|caption|credit"
    r"|footer|menu|nav|toolbar|paywall|signup|sponsor\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:^|[\s_-])(?:article|story|entry|post|news)[_-]?(?:body|content|text)(?:$|[\s_-])", re.IGNORECASE
)
_LEAST, _SHARE = 300, 0.5
"""An article has so many characters of running text, and so much of what its page has."""


def article_text(root: etree._Element) -> str:
    """The text of the article on a page; of the whole page where no part of it stands out. Changes `root`."""
    # What pictures and fields say is for the desk; nobody wrote it as words of this article.
    etree.strip_elements(root, *_WORDLESS, with_tail=False)
    whole = html_text(root)
    _take_out(root)
    running = _running(root)
    for element in _candidates(root):
        if _running(element) >= max(_LEAST, running * _SHARE):
            return html_text(element) or whole
    return whole


def _running(element: etree._Element) -> int:
    """Characters in its paragraphs."""
    return sum(len(words_of(one)) for one in element.iter("p"))


def words_of(element: etree._Element) -> str:
    """All text in it, with single blanks."""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def _take_out(root: etree._Element) -> None:
    """Remove what is no article, unless it holds the article's marked element or most of the running text."""
    running = _running(root)
    for element in [one for one in root.iter() if isinstance(one.tag, str) and _is_around(one)]:
        parent = element.getparent()
        if parent is None or any(_marked(one) for one in element.iter()) or _running(element) > running * _SHARE:
            continue
        _drop(parent, element)


def _drop(parent: etree._Element, element: etree._Element) -> None:
    """Take an element out, and leave the words behind it."""
    tail, before = element.tail, element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _is_around(element: etree._Element) -> bool:
    if element.tag in _NEVER:
        return True
    if element.tag in ("body", "html", "head", "article", "main", "p"):
        return False
    said = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    return element.get("hidden") is not None or (_AROUND.search(said) is not None and _BODY.search(said) is None)


def _marked(element: etree._Element) -> bool:
    return "articlebody" in str(element.get("itemprop") or "").lower()


def _candidates(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that may be the article, the likeliest first; of those alike the one with most running text."""
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    yield from _longest(one for one in elements if _marked(one))
    yield from _longest(one for one in elements if one.tag == "article")
    yield from _longest(one for one in elements if _BODY.search(f"{one.get('class') or ''} {one.get('id') or ''}"))
    yield from _longest(one for one in elements if one.tag == "main")
    parents: dict[etree._Element, int] = {}
    for one in elements:
        if one.tag == "p" and (parent := one.getparent()) is not None:
            parents[parent] = parents.get(parent, 0) + len(words_of(one))
    if parents:
        yield max(parents, key=lambda one: parents[one])


def _longest(elements: Iterable[etree._Element]) -> list[etree._Element]:
    found = [(_running(one), number, one) for number, one in enumerate(elements)]
    return [max(found, key=lambda one: one[:2])[2]] if found else []
