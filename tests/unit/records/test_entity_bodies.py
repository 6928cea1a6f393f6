"""Organisations by their legal forms in many countries, and by what the sentence says that they are. Invented names."""

from __future__ import annotations

import pytest

from amparo.records.entities.model import EntityKind
from amparo.records.entities.read import read


def bodies(text: str, language: str | None = "en") -> list[str]:
    record: dict[str, object] = {
        "kind": "plain",
        "language": language,
        "pages": (text,),
        "from": [],
        "to": [],
        "fields": {},
    }
    found = [each for each in read(record).mentions if each.kind is EntityKind.ORGANISATION]
    return [text[each.start : each.end] for each in sorted(found, key=lambda each: each.start)]


@pytest.mark.parametrize(
    "name",
    [
        "Halmere Handels G.m.b.H.", "Orrel Bau GmbH & Co. KG", "Halmere Reederei AG & Co. KGaA",
        "Naviera Oskeld S.A. de C.V.", "Banca Orrel S.p.A.", "Oskeld S. de R.L. de C.V.", "Tanaka Orrel K.K.",
        "Orrel Trading (Pty) Ltd", "Halmere Pvt. Ltd.", "Halmere Shipping Co., Ltd.",
        "Orrel Invest d.d.", "Halmere Sdn. Bhd.", "Oskeld Limited Liability Company",
        "Halmere S. A.", "Halmere SE", "OOO Halmere", "ПАО «Халмер Нефть»", "UAB Halmere", "Halmere Trading FZE",
    ],
)  # fmt: skip
def test_a_company_is_found_with_the_whole_of_its_legal_form(name: str) -> None:
    assert bodies(f"On Monday they paid {name} and nobody else.") == [name]


def test_two_companies_in_one_sentence_are_two() -> None:
    text = "Banca Orrel S.p.A. and Halmere S.r.l. and Oskeld Holding B.V. and Varn N.V. were sold."
    assert bodies(text) == ["Banca Orrel S.p.A.", "Halmere S.r.l.", "Oskeld Holding B.V.", "Varn N.V."]


def test_a_company_with_two_forms_is_found_again_without_them() -> None:
    assert bodies("Halmere Bau GmbH & Co. KG was sold. Later Halmere Bau paid.") == [
        "Halmere Bau GmbH & Co. KG", "Halmere Bau",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["He is at 12 Park Avenue SE today.", "THE OLD SA AND THE SE", "OOO HALMERE WAS"])
def test_capitals_that_are_no_legal_form(text: str) -> None:
    assert bodies(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Wexlar, a shipping company registered in Cyprus, paid.",
        "Nobody asked Wexlar, one of the largest insurers, or Wexlar, a retailer.",
        "Wexlar is a Greek manufacturer of pumps.",
        "Wexlar (formerly Orm) was a football club in the north.",
        "He wrote to the shipping company Wexlar.",
        "It stood in the newspaper Wexlar.",
    ],
)
def test_a_body_that_only_the_sentence_tells(text: str) -> None:
    assert "Wexlar" in bodies(text)


def test_what_was_told_once_is_known_in_the_whole_document() -> None:
    assert bodies("WEXLAR is a shipping company. Nobody paid Wexlar.") == ["WEXLAR", "Wexlar"]


@pytest.mark.parametrize(
    "text",
    [
        "The Borrower borrowed. Borrower is a corporation. Borrower pays.",
        "Wexlar is a company. Any Wexlar may be sold by the Wexlar.",  # what a contract defines
        "Ada Marsh, a company director, paid.",
        "Ada Marsh is a founder of the company.",
        "In Paris, a company was founded.",
        "In the town of Wexlar, a group of women met.",
        "They met at the company Monday.",
        "Wexlar, a member of the union, spoke.",
    ],
)
def test_whom_no_sentence_makes_a_body(text: str) -> None:
    assert bodies(text) == []
