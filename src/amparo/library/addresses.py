"""Where everything of the static tree lies: the one place that turns names from outside into paths.

A path of the public tree is only ever built from the types made here, so no title, collection or file name of a bundle
can lead out of the tree, collide with a page of ours, or be served as something active. Addresses are stable: once
published, `/<collection>/<document>/` means that document for ever. Spec: specs/library-tree.md.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NewType

from amparo.errors import InputError
from amparo.ledger.manifest import DOCUMENT_ID, RESERVED, SHA256, SLUG, DocumentId, ReleaseId

Slug = NewType("Slug", str)
"""The address word of a collection: lower case letters, digits and hyphens, 1 to 64 characters, none of `RESERVED`."""

OriginalName = NewType("OriginalName", str)
"""`original`, or `original.ext` with a harmless extension: what a document's own bytes are called in the tree."""

_ORIGINAL = re.compile(r"original(?:\.[a-z0-9]{1,10}){0,2}")

ACTIVE_EXTENSIONS = frozenset(
    {"css", "hta", "htm", "html", "js", "mht", "mhtml", "mjs", "php", "shtml", "svg", "svgz", "swf", "wasm", "xht"}
    | {"cgi", "jnlp", "phtml", "pl", "py", "rss", "atom", "xhtml", "xml", "xsl", "xslt"}
)
"""Extensions a web server may run or a browser may run script from; in the tree such a file ends in `.bin` as well."""


def parse_slug(untrusted: str) -> Slug:
    """The address word of a collection, or InputError: not a word, too long, or one of `RESERVED`."""
    if not SLUG.fullmatch(untrusted):
        raise InputError(
            "A collection's address must be lower case letters, digits and hyphens.",
            "Add its documents to a collection of another name.",
        )
    if untrusted in RESERVED:
        raise InputError(
            "A collection cannot take an address the library uses itself.",
            "Add its documents to a collection of another name.",
        )
    return Slug(untrusted)


def parse_document_id(untrusted: str) -> DocumentId:
    """A document's identity, or InputError."""
    if not DOCUMENT_ID.fullmatch(untrusted):
        raise InputError(
            "That is not a document's identity.", "It has 24 letters and digits, as on the document's page."
        )
    return DocumentId(untrusted)


def parse_release(untrusted: str) -> ReleaseId:
    """A release's name, the SHA-256 of its release.json in hexadecimal, or InputError."""
    if not SHA256.fullmatch(untrusted):
        raise InputError("That is not a release's identity.", "It has 64 hexadecimal digits.")
    return ReleaseId(untrusted)


def original_name(untrusted: str) -> OriginalName:
    """The name of a document's own bytes in the tree: always harmless, `original.bin` when nothing else is safe.

    A file that a browser or a server might run keeps its extension, for the reader, behind which `.bin` makes every
    server send it as plain bytes.
    """
    if not _ORIGINAL.fullmatch(untrusted):
        return OriginalName("original.bin")
    if ACTIVE_EXTENSIONS.intersection(untrusted.split(".")[1:]):
        return OriginalName(f"original.{untrusted.rpartition('.')[2]}.bin")
    return OriginalName(untrusted)


def published_name(path: str) -> str:
    """What a file of a document, as a manifest names it, is called in the tree."""
    return path if path in ("record.json", "text.txt") else original_name(path)


def collection_folder(collection: Slug) -> PurePosixPath:
    """The folder of a collection's pages."""
    return PurePosixPath(parse_slug(collection))


def document_folder(collection: Slug, document: DocumentId) -> PurePosixPath:
    """The folder of one document: `<collection>/<document>`."""
    return collection_folder(collection) / parse_document_id(document)


DOCKET = PurePosixPath("docket")
"""The folder of the case pages, whose lists and entries lie beside them."""


def case_file(case: str, index: int, ending: str) -> PurePosixPath:
    """What lies in the tree for one entry of a case: its proof (`.tlog-proof`), a state's record (`.json`)."""
    if not SLUG.fullmatch(case):
        raise InputError("That is not the address word of a case.", "Lower case letters, digits and hyphens.")
    return DOCKET / case / "log" / f"{index}{ending}"


def release_folder(release: ReleaseId) -> PurePosixPath:
    """The folder that holds a release's signed manifest."""
    return PurePosixPath("releases") / parse_release(release)


def list_page(collection: Slug, number: int) -> PurePosixPath:
    """The file of one page of a collection's list, counted from 1."""
    return collection_folder(collection) / ("index.html" if number == 1 else f"page-{number}.html")


def root_of(file: PurePosixPath) -> str:
    """The way from a page back to the top of the tree, for relative links: ``, `../`, `../../`."""
    return "../" * (len(file.parts) - 1)
