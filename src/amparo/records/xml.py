"""Reading XML and HTML that nobody trusts: no network, no external files, no expansion of entities, libxml2's own
depth and size limits.

A document that declares entities of its own is refused as a whole: expanding them is how small files become huge or
read other files, and leaving them out would lose text silently.
"""

from __future__ import annotations

import re

from lxml import etree

from amparo.records.reading import Reason, Unreadable

_DOCTYPE_WINDOW = 64 * 1024


def parse_xml(data: bytes, *, huge: bool = False, recover: bool = False) -> etree._Element | Unreadable:
    """The root element, or why not. `huge`: the bytes came out of bounded unpacking, so texts over 10 MB are read.
    `recover`: what can be made of XML that is not well-formed.
    """
    # Off, identities may come twice; but then lxml asks for the DTD that a DOCTYPE names, which is never fetched.
    has_doctype = b"<!DOCTYPE" in data[:_DOCTYPE_WINDOW].replace(b"\0", b"")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=huge,
        remove_comments=True,
        recover=recover,
        collect_ids=has_doctype,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return Unreadable(Reason.CORRUPT, "This XML is not well-formed.")
    return DECLARES_ENTITIES if _declares_entities(root) else root


DECLARES_ENTITIES = Unreadable(
    Reason.UNSUPPORTED,
    "This XML declares entities of its own, which are never expanded because they can reach other files.",
)


def _declares_entities(root: etree._Element) -> bool:
    dtd = root.getroottree().docinfo.internalDTD
    return dtd is not None and any(True for _ in dtd.iterentities())  # type: ignore[attr-defined]


def squeeze(text: str) -> str:
    """White space as a reader sees it: runs become one space, ends are trimmed."""
    return re.sub(r"\s+", " ", text).strip()


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments, entities and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
