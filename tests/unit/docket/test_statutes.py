"""The statute table, which maximum of a statute holds when, and how words find a statute of it."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from amparo.docket.citing import named
from amparo.docket.exposure import exposure
from amparo.docket.penalty import Kind, Maximum, parse
from amparo.docket.penalty_words import derivation, maximum_words, sum_words
from amparo.docket.statutes import BY_ID, STATUTES
from amparo.docket.view import view
from amparo.errors import InputError
from docket_cases import TODAY, case_of, fact, refused, values

OFFICIAL = (
    *("uscode.house.gov", "www.legislation.gov.uk", "www.gesetze-im-internet.de", "www.legifrance.gouv.fr"),
    *("www.fedlex.admin.ch", "www.legislation.govt.nz", "www.indiacode.nic.in", "www.legislation.gov.au"),
    *("laws-lois.justice.gc.ca", "www.irishstatutebook.ie", "www.riksdagen.se", "pravo.gov.ru", "www.npc.gov.cn"),
    *("main.knesset.gov.il", "www.mevzuat.gov.tr", "www.gob.ec", "legilux.public.lu", "www.diputados.gob.mx"),
    *("www.boe.es", "lom.agc.gov.my", "isap.sejm.gov.pl", "www.normattiva.it", "www.elegislation.gov.hk", "www.gov.za"),
    *("www.planalto.gov.br", "sso.agc.gov.sg", "www.mlis.gov.mm"),
)


def test_the_table_has_what_each_entry_needs() -> None:
    assert len(STATUTES) >= 25
    assert len(BY_ID) == len({one.citation for one in STATUTES}) == len(STATUTES)
    for one in STATUTES:
        for penalty in one.penalties:
            assert penalty.basis, one.id
            assert penalty.act, one.id
            assert penalty.address.split("/")[2] in OFFICIAL, one.id
            assert penalty.maximum.kind is not Kind.UNKNOWN, one.id


def test_maxima_of_one_statute_follow_each_other_without_gap_or_overlap() -> None:
    for one in STATUTES:
        for earlier, later in pairwise(one.penalties):
            assert (later.in_force.first - earlier.in_force.last).days == 1, one.id


def test_every_country_of_the_table_has_its_place_on_the_map() -> None:
    places = tomllib.loads((files("amparo.docket") / "places.toml").read_text("utf-8"))["place"]
    assert {one.jurisdiction for one in STATUTES} <= {name for place in places for name in place["names"]}


def test_the_law_of_the_day_counts_where_an_article_moved_or_grew() -> None:
    case = values()
    for statute, day, words in (
        ("us-ucmj-106a", "2010-05-01", "2 × death"),
        ("br-cp-154-a", "2019-06", "2 × 1 = 2 years"),
        ("br-cp-154-a", "2022-06", "2 × 4 = 8 years"),
    ):
        case["charges"][0] |= {"statute": statute, "offence_date": day}
        assert refused(case) == []
        assert view(case_of(case), TODAY).exposure.derivation == words
    case["charges"][0] |= {"statute": "us-ucmj-104", "offence_date": "2019-06"}
    assert [at for at, _ in refused(case)] == ["/charges/0/statute"]


def test_a_name_of_an_act_belongs_to_one_country_and_is_no_code() -> None:
    countries: dict[str, set[str]] = {}
    for one in STATUTES:
        for name in one.called:
            countries.setdefault(name, set()).add(one.jurisdiction)
            assert "code" not in name.lower()
    assert all(len(found) == 1 for found in countries.values())
    assert "Official Secrets Act" not in countries


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("17 alleged crimes in violation of the Espionage Act of 1917", ("us-18-793", "us-18-794")),
        ("charged under the US Espionage Act", ("us-18-793", "us-18-794")),
        ("the defendant’s 18 charges under the Espionage Act", ("us-18-793", "us-18-794")),
        (
            "the Computer Fraud and Abuse Act of 1986",
            ("us-18-1030-a-1", "us-18-1030-a-2", "us-18-1030-a-5-a"),
        ),
        ("Title 18, United States Code, Section 793(e)", ("us-18-793",)),
        ("section 1030(a)(2) of Title 18 of the U.S. Code", ("us-18-1030-a-2",)),
        ("Title 50, Section 793", ()),
        ("18 U.S.C. § 793(e)", ("us-18-793",)),
        ("18 USC section 793", ("us-18-793",)),
        ("wire fraud, 18 U.S.C. § 1343", ("us-18-1343",)),
        ("art. 211 bis Código Penal Federal", ("mx-cpf-211-bis",)),
        ("the Official Secrets Act 1920", ("uk-osa-1920-1", "uk-osa-1920-3", "uk-osa-1920-6")),
        ("18 U.S.C. § 7931", ()),
        ("18 U.S.C. § 1030(a)(2)(C)", ("us-18-1030-a-2",)),
        ("18 U.S.C. § 1030", ("us-18-1030-a-1", "us-18-1030-a-2", "us-18-1030-a-5-a")),
        ("18 U.S.C. § 1030(a)(7)", ()),
        ("18 U.S.C. §§ 793 and conspiracy under 18 U.S.C. § 371", ("us-18-371", "us-18-793")),
        ("section 5 of the Official Secrets Act 1989", ("uk-osa-1989-5",)),
        ("the Official Secrets Act 1989, s. 1(1)", ("uk-osa-1989-1",)),
        ("two counts under the Official Secrets Act 1989, 5 of them", tuple(f"uk-osa-1989-{n}" for n in range(1, 7))),
        ("section 12 of the National Security Act 2023", ()),
        ("article 413-10 du Code pénal", ("fr-cp-413-10",)),
        ("§ 94 StGB", ("de-stgb-94",)),
        ("Art. 320 StGB (Schweiz)", ("ch-stgb-320",)),
        ("section 16 of the Security of Information Act", ("ca-soia-16",)),
        ("§ 941 StGB", ()),
        ("the Official Secrets Act", ()),
        ("the Criminal Code", ()),
        ("the Penal Code", ()),
        ("Crimes Act 1961", ()),
        ("the Economic Espionage Act of 1996", ()),
        ("an Espionage Act of 1923", ()),
        ("Espionage Acting", ()),
    ],
)
def test_words_find_the_longest_citation_and_never_a_bare_or_other_name(words: str, found: tuple[str, ...]) -> None:
    assert named(words) == found


@pytest.mark.parametrize(
    ("text", "maximum"),
    [
        ("10 years", Maximum(Kind.TERM, 120)),
        ("1 year", Maximum(Kind.TERM, 12)),
        ("18 months", Maximum(Kind.TERM, 18)),
        ("2 years 6 months", Maximum(Kind.TERM, 30)),
        ("life", Maximum(Kind.LIFE)),
        ("death", Maximum(Kind.DEATH)),
        ("fine", Maximum(Kind.FINE)),
        ("indeterminate", Maximum(Kind.INDETERMINATE)),
        ("unknown", Maximum(Kind.UNKNOWN)),
    ],
)
def test_maxima_are_read(text: str, maximum: Maximum) -> None:
    assert parse(text) == maximum
    assert parse(maximum.text) == maximum
    assert maximum_words(maximum)


@pytest.mark.parametrize(
    "text", ["", "term", "ten years", "10 year s", "0 years", "10 years6 months", "10years 6months", "1000 years", "-1"]
)
def test_what_is_no_maximum_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)
    case = values()
    case["statutes"][0] = {k: v for k, v in case["statutes"][0].items() if k != "maximum_years"} | {"maximum": text}
    assert refused(case)


def test_a_statute_says_its_maximum_once() -> None:
    case = values()
    case["statutes"][0]["maximum"] = "7 years"
    assert refused(case) == [("/statutes/0", "A statute says its maximum once.")]
    del case["statutes"][0]["maximum"], case["statutes"][0]["maximum_years"]
    assert refused(case) == [("/statutes/0", "A statute says its maximum once.")]


def charged(*charges: tuple[int, str]) -> dict[str, Any]:
    """The test case with these counts and maxima."""
    case = values()
    law = {key: value for key, value in case["statutes"][0].items() if key != "maximum_years"}
    case["statutes"] = [law | {"id": f"law-{n}", "maximum": maximum} for n, (_, maximum) in enumerate(charges)]
    step = case["charges"][0]["steps"][0]
    case["charges"] = [
        case["charges"][0] | {"id": f"c{n}", "counts": count, "statute": f"law-{n}", "steps": [step | {"id": f"s{n}"}]}
        for n, (count, _) in enumerate(charges)
    ]
    return case


@pytest.mark.parametrize(
    ("charges", "sum_of_it", "says", "longest", "exact"),
    [
        ([(17, "10 years"), (1, "5 years")], "175 years", "17 × 10 + 1 × 5 = 175 years", "10 years", True),
        (
            [(2, "30 months"), (1, "1 year")],
            "6 years",
            "2 × 2 years 6 months + 1 × 1 year = 6 years",
            "2 years 6 months",
            True,
        ),
        ([(1, "6 months")], "6 months", "1 × 6 months = 6 months", "6 months", False),
        (
            [(1, "life"), (2, "10 years")],
            "life and 20 years",
            "1 × life + 2 × 10 years = life and 20 years",
            "life",
            False,
        ),
        (
            [(2, "death"), (3, "life")],
            "2 × death and 3 × life",
            "2 × death + 3 × life = 2 × death and 3 × life",
            "death",
            False,
        ),
        ([(2, "fine")], "fines alone", "2 × a fine = fines alone", "a fine", True),
        ([(2, "fine"), (1, "1 year")], "1 year", "2 × a fine + 1 × 1 year = 1 year", "1 year", True),
        (
            [(1, "unknown"), (1, "2 years")],
            "2 years and a maximum that is not known",
            "1 × a maximum that is not known + 1 × 2 years = 2 years and a maximum that is not known",
            "2 years",
            False,
        ),
    ],
)
def test_maxima_add_up_in_words(
    charges: list[tuple[int, str]], sum_of_it: str, says: str, longest: str, exact: bool
) -> None:
    case = case_of(charged(*charges))
    computed = exposure(case, TODAY)
    assert (sum_words(computed), derivation(computed), computed.exact) == (sum_of_it, says, exact)
    assert view(case, TODAY).exposure.longest == longest


def test_a_stated_number_of_years_never_agrees_with_life() -> None:
    case = charged((1, "life"), (1, "14 years"))
    (stated,) = view(case_of(case), TODAY).exposure.stated
    assert (stated.value, stated.agrees, stated.computed_words) == (14, False, "life and 14 years")


def of_american_law(**fields: Any) -> dict[str, Any]:
    case = values()
    case["charges"][0] |= {"statute": "us-18-1924"} | fields
    case["charges"][0]["steps"] = [fact("papers-pending", "is charged", kind="pending", date="2018-06-01")]
    case["sources"][0] |= {"retrieved": "2020-01-01"}
    return case


@pytest.mark.parametrize(
    ("offence", "years", "law_of", "others"),
    [
        ("2017-05-01", 1, "offence", ()),
        ("2018-02-01", 5, "offence", ()),
        ("2017/2018", 5, "offence", ("1 year",)),
        (None, 5, "charge", ()),
    ],
)
def test_the_law_of_the_offence_s_day_is_counted(
    offence: str | None, years: int, law_of: str, others: tuple[str, ...]
) -> None:
    case = of_american_law(**({"offence_date": offence} if offence else {}))
    (charge,) = view(case_of(case), TODAY).exposure.charges
    assert (charge.statute.maximum_years, charge.law_of, charge.other_maxima) == (years, law_of, others)
    assert charge.amount == ("1 year" if 2 * years == 1 else f"{2 * years} years")


def test_an_offence_before_the_law_is_refused_and_a_later_step_does_not_save_it() -> None:
    where = "/charges/0/statute"
    assert refused(of_american_law(offence_date="1990-01-01")) == [
        (where, "This statute's maximum does not hold for the dates of the charge.")
    ]


def test_without_any_day_the_newest_maximum_is_counted() -> None:
    case = of_american_law()
    del case["charges"][0]["steps"][0]["date"]
    (charge,) = view(case_of(case), TODAY).exposure.charges
    assert (charge.statute.maximum, charge.law_of) == ("5 years", "newest")
