"""Names that the words around them tell, and names in short that a document gives in full. Invented people."""

from __future__ import annotations

import pytest

from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.read import read

PERSON, ORGANISATION, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE


def mentions(*pages: str, language: str | None = "en", **more: object) -> list[Mention]:
    record = {"kind": "plain", "language": language, "pages": pages, "from": [], "to": [], "fields": {}, **more}
    return list(read(record).mentions)


def shown(text: str, kind: EntityKind, language: str | None = "en") -> list[tuple[str, str]]:
    """What stands in the text and the name it is found as."""
    return [(text[each.start : each.end], each.name) for each in mentions(text, language=language) if each.kind is kind]


def test_a_surname_alone_means_who_was_introduced_in_full() -> None:
    text = "Margarita Quillfeather, 52, left. Later Quillfeather’s lawyer came; Quillfeather Street was closed."
    assert shown(text, PERSON) == [
        ("Margarita Quillfeather", "Margarita Quillfeather"),
        ("Quillfeather", "Margarita Quillfeather"),
    ]


def test_it_is_found_on_pages_before_and_after() -> None:
    found = [each for each in mentions("It was Quillfeather.", "Margarita Quillfeather left.", "QUILLFEATHER AGAIN")
             if each.kind is PERSON]  # fmt: skip
    assert sorted((each.page, each.name) for each in found) == [(page, "Margarita Quillfeather") for page in (0, 1, 2)]


def test_a_surname_of_two_people_is_nobodys_in_particular() -> None:
    text = "Margarita Quillfeather met Thomas Quillfeather. The car was Quillfeather’s."
    assert [name for _, name in shown(text, PERSON)] == [
        "Margarita Quillfeather",
        "Thomas Quillfeather",
        "Quillfeather",
    ]


def test_initials_and_the_name_in_full_are_one() -> None:
    text = "M. Quillfeather signed. Margarita Quillfeather denied it. It was not Quillfeather."
    assert shown(text, PERSON)[-1] == ("Quillfeather", "Margarita Quillfeather")


def test_who_wrote_a_mail_is_introduced() -> None:
    found = mentions("Ask Obadiah. Obadiah will know.", kind="mail", to=["Obadiah Thornbury <othornbury@p.example>"])
    assert [each.name for each in found if each.kind is PERSON] == ["Obadiah Thornbury"] * 3


def test_a_town_called_like_somebody_introduced_is_that_person() -> None:
    text = "Manuel Belgrano left. Belgrano's army went on. They met in Belgrano."
    assert [name for _, name in shown(text, PERSON)] == ["Manuel Belgrano", "Manuel Belgrano"]
    assert [name for _, name in shown(text, PLACE)] == ["Belgrano"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("A spokesman, then lawyer Xanthor Vrellik came.", ["Xanthor Vrellik"]),
        ("Spokeswoman Wrenna Oskeld declined.", ["Wrenna Oskeld"]),
        ("Vrellik said nothing, and Oskeld told him so.", ["Vrellik", "Oskeld"]),
        ("Xanthor Vrellik, 45, was there.", ["Xanthor Vrellik"]),
        ("Washington said no. The Ministry said yes. Reuters said so. He said it. FERC said less.", []),
        ("The president Tuesday left, and a witness In The Case spoke.", []),
        ("She went to Abdul Rahman al-Vrellik and to Jean-Luc Oskeld.", ["Abdul Rahman al-Vrellik", "Jean-Luc Oskeld"]),
    ],
)  # fmt: skip
def test_people_by_the_words_beside_them(text: str, people: list[str]) -> None:
    assert [name for _, name in shown(text, PERSON)] == people


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Paid by Müllerhain GmbH. Later Müllerhain denied it.", ["Müllerhain GmbH", "Müllerhain GmbH"]),
        ("Old London Ltd. paid. London was calm.", ["London Ltd."]),
        ("El Partido de los Puertos Libres (PPL) ganó. El PPL celebró.",
         ["Partido de los Puertos Libres", "PPL", "PPL"]),
        ("Many free ports (MFP) and the MFP", []),
        ("Lindqvist & Oskeld wrote; Sales & Marketing did not.", ["Lindqvist & Oskeld"]),
        ("Gazprom, Human Rights Watch and Amnesty International wrote.",
         ["Gazprom", "Human Rights Watch", "Amnesty International"]),
    ],
)  # fmt: skip
def test_organisations_in_short_and_known(text: str, organisations: list[str]) -> None:
    assert [name for _, name in shown(text, ORGANISATION)] == organisations


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Over Lake Vrellik and the Oskeld River in Asia.", ["Lake Vrellik", "Oskeld River", "Asia"]),
        ("LISBON, March 12 (Invented Wire) - A ship sank.", ["Lisbon"]),
        ("CHINA AND PORTUGAL SIGN", ["China", "Portugal"]),
        ("READING THE LISBON PAPERS", []),
        ("He lived in Setúbal.", ["Setúbal"]),
    ],
)  # fmt: skip
def test_parts_of_the_world_and_datelines(text: str, places: list[str]) -> None:
    assert [name for _, name in shown(text, PLACE)] == places
