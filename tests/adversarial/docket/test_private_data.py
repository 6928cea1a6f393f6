"""A docket keeps public acts; where a person lives and how to reach them is refused wherever it is put."""

from __future__ import annotations

import pytest

from amparo.docket.privacy import PRIVATE
from docket_cases import refused, values


@pytest.mark.parametrize(
    "field", ["home_address", "Home-Address", "address", "phone", "date_of_birth", "health", "PASSPORT", "spouse"]
)
def test_private_fields_of_a_person_are_refused(field: str) -> None:
    case = values()
    case["actors"][0][field] = "x"
    assert (f"/actors/0/{field}", f"{field} is private data, which a docket does not keep.") in refused(case)


@pytest.mark.parametrize("field", sorted(PRIVATE))
@pytest.mark.parametrize("place", ["disclosures", "charges", "statements"])
def test_private_fields_are_refused_anywhere(field: str, place: str) -> None:
    case = values()
    case[place][0][field] = "x"
    assert any("private data" in what for _, what in refused(case))


@pytest.mark.parametrize(
    "text",
    [
        "write to maren@example.org",
        "reach her: m.oldeval+x@mail.example.co",
        "call +49 30 1234567",
        "0044 20 7946 0958",
        "+1 (202) 555-0143",
    ],
)
def test_ways_to_reach_a_person_are_refused_in_any_text(text: str) -> None:
    case = values()
    case["disclosures"][0]["what"] = text
    assert [where for where, _ in refused(case)] == ["/disclosures/0/what"]


@pytest.mark.parametrize(
    "text", ["18 U.S.C. § 793", "62 Stat. 701, 1948-09-01", "400,000 reports", "counts 1–18 of 2019-05-23"]
)
def test_numbers_of_the_law_are_no_telephone_numbers(text: str) -> None:
    case = values()
    case["disclosures"][0]["what"] = text
    assert refused(case) == []
