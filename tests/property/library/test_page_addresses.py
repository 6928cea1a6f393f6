"""Whatever a name from outside is, an address made of it stays in the tree and means one thing."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import InputError
from amparo.ledger.manifest import DocumentId
from amparo.library.addresses import (
    ACTIVE_EXTENSIONS,
    RESERVED,
    document_folder,
    list_page,
    original_name,
    parse_document_id,
    parse_release,
    parse_slug,
    published_name,
    release_folder,
    root_of,
)
from amparo.library.headers import INLINE, headers_of

names = st.one_of(
    st.text(),
    st.text("abz279-./\\%\0\n", max_size=40),
    st.sampled_from([*RESERVED, "..", ".", "", "CON", "a" * 24, "index.html", "original.html"]),
    st.from_regex(r"[a-z0-9-]{1,70}", fullmatch=True),
    st.from_regex(r"[a-z2-7]{24}", fullmatch=True),
    st.from_regex(r"original(\.[A-Za-z0-9]{0,12}){0,3}", fullmatch=True),
)
slugs = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", fullmatch=True).filter(lambda slug: slug not in RESERVED)
identities = st.from_regex(r"[a-z2-7]{24}", fullmatch=True).map(DocumentId)
SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def stays_inside(path: PurePosixPath) -> bool:
    """Relative, every part harmless on any system, and nothing left to resolve."""
    top = Path("/srv/tree")
    return all(SAFE.fullmatch(part) for part in path.parts) and (top / path).resolve() == top / path


@given(names, names)
def test_an_address_is_safe_or_refused(collection: str, document: str) -> None:
    try:
        folder = document_folder(parse_slug(collection), parse_document_id(document))
    except InputError:
        return
    assert stays_inside(folder)
    assert len(folder.parts) == 2
    assert folder.parts[0] not in RESERVED


@given(names)
def test_a_release_is_safe_or_refused(release: str) -> None:
    try:
        folder = release_folder(parse_release(release))
    except InputError:
        return
    assert stays_inside(folder)


@given(names)
def test_a_file_of_a_document_never_takes_a_name_of_ours_and_never_runs(name: str) -> None:
    published = published_name(name)
    assert stays_inside(PurePosixPath(published))
    assert published not in ("index.html", "proof.tlog-proof", "SHA256SUMS")
    if name not in ("record.json", "text.txt"):
        assert published.rpartition(".")[2] not in ACTIVE_EXTENSIONS
        assert original_name(published) == published or published.endswith(".bin")


@given(names, slugs, identities)
def test_no_original_is_sent_as_something_a_browser_runs(name: str, slug: str, document: str) -> None:
    published = original_name(name)
    headers = headers_of(f"{slug}/{document}/{published}")
    assert "sandbox" in headers["content-security-policy"]
    assert headers["content-disposition"].startswith("attachment") or headers["content-type"] in INLINE.values()
    assert not headers["content-type"].startswith(("text/html", "image/svg", "application/xhtml", "text/xml"))


@given(slugs, identities, slugs, identities)
def test_different_documents_have_different_addresses(one: str, first: str, other: str, second: str) -> None:
    here = document_folder(parse_slug(one), parse_document_id(first))
    there = document_folder(parse_slug(other), parse_document_id(second))
    assert (here == there) == ((one, first) == (other, second))


@given(slugs, st.integers(1, 100_000))
def test_a_list_never_lies_where_a_document_does(slug: str, number: int) -> None:
    page = list_page(parse_slug(slug), number)
    assert stays_inside(page)
    assert page.suffix == ".html"
    assert root_of(page) == "../"
