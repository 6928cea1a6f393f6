"""People, organisations and places in texts and headers: what is one, and what only looks like one. Invented people."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.records.entities.model import EntityKind, Mention
from amparo.records.entities.read import read


def document(
    text: str = "", *, kind: str = "plain", language: str | None = None, **fields: list[str]
) -> dict[str, Any]:
    sender, to = fields.pop("sender", []), fields.pop("to", [])
    return {"kind": kind, "language": language, "pages": [text], "from": sender, "to": to, "fields": fields}


def found(text: str, kind: EntityKind, language: str | None = None) -> list[str]:
    return [each.name for each in read(document(text, language=language)).mentions if each.kind is kind]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The 65th Air Division and VI Corps moved.", ["65th Air Division", "VI Corps"]),
        ("Then the 2nd Battalion, 8th Marines landed; No. 120 Squadron flew.",
         ["2nd Battalion, 8th Marines", "No. 120 Squadron"]),
        ("They hold the 3rd Division title since the 19th century, in the 2nd Group.", []),
    ],
)  # fmt: skip
def test_units_of_armed_forces_are_told_by_their_numbers(text: str, units: list[str]) -> None:
    assert found(text, EntityKind.ORGANISATION) == units


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Yesterday Margarita Quillfeather met Dr. Obadiah Thornbury.",
            ["Margarita Quillfeather", "Obadiah Thornbury"],
        ),
        ("President Juan el Magro and Ambassador Pennywhistle left.", ["Juan el Magro", "Pennywhistle"]),
        ("Signed, J. R. Hartwhistle", ["J. R. Hartwhistle"]),
        ("He thanked Maria de la Fontanilla's brother.", ["Maria de la Fontanilla"]),
        ("They asked the Secretary of State and the Attorney General.", []),
        ("On Monday March rains fell on Victoria Street.", []),
        ("Sierra Leone and San Marino signed; Will Congress agree?", []),
        ("The Maria Quillfeather Foundation paid.", []),
    ],
)
def test_people(text: str, people: list[str]) -> None:
    assert found(text, EntityKind.PERSON) == people


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Paid by Harbour & Tide Trading Ltd. to Müllerhain GmbH, Bremen.",
         ["Harbour & Tide Trading Ltd.", "Müllerhain GmbH"]),
        ("The Ministry of Foreign Affairs wrote to the Central Bank of Ruritania.",
         ["Ministry of Foreign Affairs", "Central Bank of Ruritania"]),
        ("Harrow Lane University and the Committee on Ports", ["Harrow Lane University"]),
        ("Ada J. Quillfeather and Obadiah Thornbury of Harbour & Tide Ltd", ["Harbour & Tide Ltd"]),
        ("Thornbury Brothers and Sons Ltd, Bank of Ruritania PLC",
         ["Thornbury Brothers and Sons Ltd", "Bank of Ruritania PLC"]),
        ("a NATO exercise", ["NATO"]),
        ("the Soviet Union, the Press Secretary, our Customer Service, Senator Church", []),
        ("ALL FORMER SA MEMBERS", []),
    ],
)  # fmt: skip
def test_organisations(text: str, organisations: list[str]) -> None:
    assert found(text, EntityKind.ORGANISATION) == organisations


def test_an_acronym_is_tied_to_what_it_is_spelled_out_as() -> None:
    reading = read(document("The Harbour Control Authority (HCA) said so; the plan (XYZ) did not."))
    assert [(tie.name, tie.other) for tie in reading.ties] == [("Harbour Control Authority", "HCA")]
    assert [each.name for each in reading.mentions if each.rule == "spelled-out"] == ["HCA"]


@pytest.mark.parametrize(
    ("text", "language", "places"),
    [
        ("They flew from Lisbon to the United States by way of Iceland.", "en", ["Lisbon", "United States", "Iceland"]),
        ("He was born in Springfield, Illinois.", "en", ["Springfield", "Illinois"]),
        ("Sie fuhr nach Österreich.", "de", ["Österreich"]),
        ("Переговоры прошли в городе. Россия согласна.", "ru", ["Россия"]),
        ("Jordan said that Georgia was late, and Nice Work was done.", "en", []),
        ("They met in Jordan.", "en", ["Jordan"]),
        ("Jackson spoke to Lincoln about Reading.", "en", []),
    ],
)
def test_places(text: str, language: str, places: list[str]) -> None:
    assert found(text, EntityKind.PLACE, language) == places


def test_headers_name_people_and_tie_them_to_addresses() -> None:
    reading = read(
        document(
            kind="mail",
            sender=['"Quillfeather, Margarita" <mq@harbour.example>'],
            to=["Obadiah Thornbury <othornbury@port.example>, desk@port.example"],
        )
    )
    assert {(each.name, each.part) for each in reading.mentions if each.kind is EntityKind.PERSON} == {
        ("Margarita Quillfeather", "from"),
        ("Obadiah Thornbury", "to"),
    }
    assert {(tie.name, tie.other) for tie in reading.ties} == {
        ("Margarita Quillfeather", "mq@harbour.example"),
        ("Obadiah Thornbury", "othornbury@port.example"),
    }
    assert sum(each.kind is EntityKind.EMAIL for each in reading.mentions) == 3


def test_printed_headers_say_who_wrote() -> None:
    text = (
        "From: Quillfeather, Margarita <mq@harbour.example>\nTo:   Thornbury, Obadiah; desk@port.example\nSubject: x\n"
    )
    rules = {(each.name, each.rule) for each in read(document(text)).mentions}
    assert ("Margarita Quillfeather", "printed-from") in rules
    assert ("Obadiah Thornbury", "printed-to") in rules
    assert ("desk@port.example", "printed-to") in rules


def test_fields_of_records_name_people_and_places() -> None:
    reading = read(document(persons=["Thornbury, Ambassador Obadiah", "Quill, Ada, Jr."], place=["Reykjavík"]))
    assert [each.name for each in reading.mentions] == ["Obadiah Thornbury", "Ada Quill Jr", "Reykjavík"]
    assert [each.key.partition(":")[0] for each in reading.mentions] == ["", "", "town"]


def test_a_name_inside_an_address_or_a_longer_name_is_not_counted_again() -> None:
    reading = read(document("See https://Paris.example/John-Smith and the University of Paris."))
    assert [(each.kind.value, each.name) for each in reading.mentions] == [
        ("url", "https://Paris.example/John-Smith"),
        ("organisation", "University of Paris"),
    ]


def test_places_of_mentions_are_where_the_text_has_them() -> None:
    text = "page one\nIn Lisbon, Margarita Quillfeather paid EUR 5 to Harbour Ltd."
    for each in read(document(text)).mentions:
        assert isinstance(each, Mention)
        if each.kind is not EntityKind.MONEY:
            assert text[each.start : each.end] == each.name
