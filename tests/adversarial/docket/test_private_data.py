"""A docket keeps public acts; where a person lives and how to reach them is refused wherever it is put."""

from __future__ import annotations

import pytest

from amparo.docket import privacy
from amparo.docket.privacy import PRIVATE
from docket_cases import refused, values


@pytest.mark.parametrize(
    "field", ["home_address", "Home-Address", "address", "phone", "date_of_birth", "health", "PASSPORT", "spouse"]
)
def test_private_fields_of_a_person_are_refused(field: str) -> None:
    case = values()
    case["actors"][0][field] = "x"
    assert (f"/actors/0/{field}", f"{field} is private data, which a docket does not keep.") in refused(case)


@pytest.mark.parametrize(
    "field",
    ["homeAddress", "e-mail", "E Mail", "emails", "contact_email", "her-phone", "phoneNumber", "ｐｈｏｎｅ", "Address"],
)
def test_a_private_field_is_known_however_it_is_spelt(field: str) -> None:
    case = values()
    case["actors"][0][field] = "x"
    case["sources"][0][field] = "x"
    assert [what for _, what in refused(case)].count(f"{field} is private data, which a docket does not keep.") == 2


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
        "m.oldeval [at] example.co",
        "m.oldeval(at)example(dot)org",
        "oldeval at example dot org",
        "ｏｌｄｅｖａｌ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "old\u200beval@exam\u200bple.org",
        "+٤٩ ٣٠ ١٢٣٤٥٦٧",
        "＋49 30 1234567",
        "+49\u00a030\u00a01234567",
        "(202) 555-0143",
        "phone: 030 1234567",
        "Signal 0170 1234567",
    ],
)
def test_ways_to_reach_a_person_are_refused_in_any_text(text: str) -> None:
    case = values()
    case["disclosures"][0]["what"] = text
    assert [where for where, _ in refused(case)] == ["/disclosures/0/what"]


@pytest.mark.parametrize(
    "text",
    [
        *("18 U.S.C. § 793", "62 Stat. 701, 1948-09-01", "400,000 reports", "counts 1–18 of 2019-05-23"),
        *("a telephone call on 2019-05-23", "the phone call of 23.05.2019", "met at noon", "package@1.2.3"),
        *("(1998) 27 EHRR 163", "case 1:18-cr-00111", "Nos. 12345/12 and 67890/13", "signal intelligence of 1943–1945"),
    ],
)
def test_numbers_of_the_law_are_no_telephone_numbers(text: str) -> None:
    case = values()
    case["disclosures"][0]["what"] = text
    assert refused(case) == []


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("https://courier.example/write?to=maren@halmere.example", "This text holds an e-mail address."),
        ("https://courier.example/write?to=maren%40halmere.example", "This text holds an e-mail address."),
        ("https://courier.example/write?to=maren%2540halmere.example", "This text holds an e-mail address."),
        ("https://maren@halmere.example/", "This text holds an e-mail address."),
        ("https://wa.me/493012345678", "This text holds a telephone number."),
        ("https://t.me/+493012345678", "This text holds a telephone number."),
        ("https://courier.example/call?phone=03012345678", "This text holds a telephone number."),
        ("https://courier.example/call?n=%2B493012345678", "This text holds a telephone number."),
    ],
)
def test_the_address_of_a_source_hides_no_way_to_reach_a_person(address: str, what: str) -> None:
    case = values()
    case["sources"][0]["address"] = address
    assert refused(case) == [("/sources/0/address", what)]


@pytest.mark.parametrize(
    "address",
    [
        "https://courier.example/2004/00498172635",
        "https://courier.example/@editor/4981726354433",
        "https://social.example/@editor@press.example/109",
        "https://www.radiohc.cu/index.php/en/noticias/289034-mexican-president",
        "https://map.example/@52.5,13.4,15z",
        "https://courier.example/q?text=two+counts+1234567890",
    ],
)
def test_public_addresses_are_kept(address: str) -> None:
    case = values()
    case["sources"][0]["address"] = address
    assert refused(case) == []


def test_no_other_field_called_address_is_let_off() -> None:
    case = values()
    case["sources"][0]["text"]["address"] = "maren@halmere.example"
    case["actors"][0]["cites"][0]["address"] = "https://halmere.example"
    found = dict(refused(case))
    assert found["/sources/0/text/address"] == "address is private data, which a docket does not keep."
    assert found["/actors/0/cites/0/address"] == "address is private data, which a docket does not keep."


@pytest.mark.parametrize(
    "text",
    [
        *("born on 3 May 1971", "Born: 1971-05-03", "born in Halmere on May 3, 1971", "born May 3rd, 1971"),
        *("nacida el 3 de mayo de 1971", "geboren am 3. Mai 1971", "née le 3 mai 1971", "DOB 03/05/1971"),
        "date of birth: ٣ May ١٩٧١",
    ],
)
def test_a_day_of_birth_is_refused_in_any_text(text: str) -> None:
    assert [one.what for one in privacy.refusals({"actors": [{"capacity": f"an auditor, {text}"}]})] == [
        "This text holds a day of birth."
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("born in 1971", "an auditor born in Halmere", "born of a leak of 3 May 2010", "a stubborn 3 May 2010"),
        *("the 41-year-old", "airborne on 3 May 2010", "the reborn paper of 3 May 2010"),
    ],
)
def test_a_year_of_birth_and_other_births_are_kept(text: str) -> None:
    assert not list(privacy.refusals({"what": text}))
