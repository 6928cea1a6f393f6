"""Addresses of the tree: what is accepted, and where things lie."""

from __future__ import annotations

import pytest

from amparo.errors import InputError
from amparo.ledger.manifest import DocumentId
from amparo.library.addresses import (
    RESERVED,
    document_folder,
    list_page,
    original_name,
    parse_slug,
    published_name,
    root_of,
)

ID = DocumentId("a" * 24)


def test_a_document_has_its_stable_place() -> None:
    slug = parse_slug("frus1961-63v06")
    assert str(document_folder(slug, ID)) == f"frus1961-63v06/{ID}"
    assert str(list_page(slug, 1)) == "frus1961-63v06/index.html"
    assert str(list_page(slug, 2)) == "frus1961-63v06/page-2.html"
    assert root_of(document_folder(slug, ID) / "index.html") == "../../"


@pytest.mark.parametrize("word", [*sorted(RESERVED), "", "..", "a/b", "Ab", "ä", "-a", "a-", "a" * 65, "a.b", "a\n"])
def test_a_collection_cannot_take_these_addresses(word: str) -> None:
    with pytest.raises(InputError):
        parse_slug(word)


@pytest.mark.parametrize(
    ("given", "published"),
    [
        ("original.pdf", "original.pdf"),
        ("original", "original"),
        ("original.html", "original.html.bin"),
        ("original.SVG", "original.bin"),
        ("original.svg", "original.svg.bin"),
        ("original.tar.gz", "original.tar.gz"),
        ("original.html.gz", "original.gz.bin"),
        ("../original.pdf", "original.bin"),
        ("original.", "original.bin"),
        ("index.html", "original.bin"),
        ("original.pdf\n", "original.bin"),
    ],
)
def test_original_names_are_harmless(given: str, published: str) -> None:
    assert original_name(given) == published


def test_the_other_files_keep_their_names() -> None:
    assert published_name("record.json") == "record.json"
    assert published_name("text.txt") == "text.txt"
    assert published_name("original.js") == "original.js.bin"
