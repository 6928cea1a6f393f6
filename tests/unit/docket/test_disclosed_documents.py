"""A disclosure leads to what was disclosed: on the web, or in the library that publishes the case; and a source to the
copy that was kept of it.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from amparo.docket.build import tree_of
from amparo.docket.model import Archived
from amparo.docket.pages.site import Frame, Site
from amparo.docket.tables import tables
from amparo.docket.view import view
from docket_cases import TODAY, case_of, refused, values

PLACES = ("https://archive.example/ledgers/0015551234567", "harbour", "harbour/3f9a0c_Q-7")


def disclosed(places: Any) -> dict[str, Any]:
    case = values()
    case["disclosures"][0]["documents"] = places
    return case


def test_documents_are_kept_and_shown() -> None:
    assert view(case_of(disclosed(list(PLACES))), TODAY).disclosures[0].documents == PLACES
    assert view(case_of(values()), TODAY).disclosures[0].documents == ()


@pytest.mark.parametrize(
    "place", ["../secret", "harbour/", "/etc/passwd", "javascript:alert(1)", "a b", "harbour/a/b", ""]
)
def test_what_leads_elsewhere_is_refused(place: str) -> None:
    assert [at for at, _ in refused(disclosed([place]))] == ["/disclosures/0/documents/0"]


def test_links_lead_into_the_library_only_where_there_is_one() -> None:
    macro = Site().env.get_template("marks.html").module.document
    within, alone = Frame("../../", "", "Halmere Library"), Frame("../../", "")
    assert 'href="../../../harbour/3f9a0c_Q-7/index.html"' in macro(PLACES[2], within)
    assert "href" not in macro(PLACES[2], alone)
    assert 'href="https://archive.example/ledgers/0015551234567"' in macro(PLACES[0], alone)


COPY = {"sha256": "0123456789" * 6 + "abcd", "address": "https://archive.example/2004/oldeval"}


def with_copy(**copy: str) -> dict[str, Any]:
    case = values()
    case["sources"][0]["archived"] = copy
    return case


def page_of(case: dict[str, Any]) -> str:
    return dict(tree_of([case_of(case)], TODAY))[PurePosixPath("oldeval/index.html")].decode()


def test_the_copy_of_a_source_is_shown_with_its_hash() -> None:
    case = case_of(with_copy(**COPY))
    shown = view(case, TODAY)
    assert shown.sources[0].archived == Archived(**COPY)
    table = tables(shown)["coverage.csv"].decode().splitlines()
    assert [line.split(",")[-2:] for line in table] == [["archived_sha256", "archived"], list(COPY.values())]
    page = page_of(with_copy(**COPY))
    assert f'<a href="{COPY["address"]}" rel="noreferrer">Archived copy</a>' in page
    assert COPY["sha256"] in page
    alone = page_of(with_copy(sha256=COPY["sha256"]))
    assert "Archived copy: SHA-256" in alone


@pytest.mark.parametrize(
    ("copy", "at"),
    [
        ({"address": COPY["address"]}, "/sources/0/archived"),
        ({"sha256": "abc"}, "/sources/0/archived/sha256"),
        ({**COPY, "address": "javascript:alert(1)"}, "/sources/0/archived/address"),
        ({**COPY, "address": "https://archive.example/tel:+43660123456789"}, "/sources/0/archived/address"),
        ({**COPY, "where": "at home"}, "/sources/0/archived/where"),
    ],
)
def test_a_copy_without_hash_or_with_an_odd_address_is_refused(copy: dict[str, str], at: str) -> None:
    assert [place for place, _ in refused(with_copy(**copy))] == [at]
