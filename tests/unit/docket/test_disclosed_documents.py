"""A disclosure leads to what was disclosed: on the web, or in the library that publishes the case."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.docket.pages.site import Frame, Site
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
