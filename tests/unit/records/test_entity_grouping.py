"""Which names are one, by which rule; and which are left to a person. Invented people."""

from __future__ import annotations

import pytest

from amparo.records.entities.grouping import Form, FormId, joins
from amparo.records.entities.letters import distance, fold, sound
from amparo.records.entities.model import EntityKind
from amparo.records.entities.proposals import near


def joined(
    names: list[str], kind: EntityKind = EntityKind.PERSON, shared: dict[int, set[int]] | None = None, keys: str = ""
) -> set[tuple[frozenset[str], str]]:
    forms = [Form(FormId(i), kind, name, keys, 10 - i) for i, name in enumerate(names)]
    ties = {FormId(form): frozenset(map(FormId, others)) for form, others in (shared or {}).items()}
    return {(frozenset([names[each.form], names[each.other]]), each.rule) for each in joins(forms, ties)}


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Ana Muñoz", "ANA MUNOZ", "same-letters"),
        ("Thornbury Obadiah", "Obadiah Thornbury", "other-order"),
        ("Obadiah J. Thornbury", "Obadiah Thornbury", "middle-name-left-out"),
        ("Obadiah Thornbury Jr", "Obadiah Thornbury", "middle-name-left-out"),
        ("O. Thornbury", "Obadiah Thornbury", "initial-fits-one"),
        ("Juergen Muellerhain", "Jürgen Müllerhain", "umlaut-written-out"),
        ("Moammar Qadhafi", "Muammar Gaddafi", "romanised-otherwise"),
        ("Muammar al-Kadafi", "Muammar Gaddafi", "romanised-otherwise"),
        ("Aleksandr Vrellikov", "Alexander Wrellikow", "romanised-otherwise"),
        ("Volodymyr Vrellenskyy", "Vladimir Vrellenski", "romanised-otherwise"),
        ("Виктор Лазаренков", "Viktor Lazarenkow", "other-script"),
    ],
)
def test_one_person(one: str, other: str, rule: str) -> None:
    assert (frozenset([one, other]), rule) in joined([one, other])


def test_two_persons_stay_two() -> None:
    assert joined(["Obadiah P. Thornbury", "Obadiah J. Thornbury"]) == set()
    assert joined(["O. Thornbury", "Obadiah Thornbury", "Olga Thornbury"]) == set()
    assert joined(["Obadiah Thornbury", "Obadiah Thornburg"]) == set()
    assert joined(["Maria Rosselli", "Mario Rosselli"]) == set()
    assert joined(["Hans Mueller", "Hans Muller"]) == set()  # without the letter itself nobody knows
    assert joined(["Muammar Gaddafi", "Omar Gaddafi", "Ahmed Gaddafi"]) == set()
    assert joined(["Alexander A. Vrellik", "Aleksandr B. Vrellik"]) == set()
    # The bare name belongs to neither of two that are as frequent.
    assert joined(["Obadiah P. Thornbury", "Obadiah J. Thornbury", "Obadiah Thornbury"]) == set()


def test_one_address_joins_names_with_one_surname_and_no_others() -> None:
    names = ["Jack Thornbury", "Obadiah Thornburv", "Margarita Quillfeather"]
    assert joined(names, shared={0: {9}, 1: {9}, 2: {9}}) == {(frozenset(names[:2]), "same-address")}


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Harbour Trading Ltd", "HARBOUR TRADING LIMITED", "legal-form-written-otherwise"),
        ("the United Nations", "United Nations", "same-letters"),
        ("U.N.", "United Nations", "known-acronym"),
    ],
)
def test_one_organisation(one: str, other: str, rule: str) -> None:
    assert (frozenset([one, other]), rule) in joined([one, other], EntityKind.ORGANISATION)


def test_companies_of_two_legal_forms_are_two() -> None:
    assert joined(["Harbour Trading Ltd", "Harbour Trading GmbH"], EntityKind.ORGANISATION) == set()


def test_an_acronym_with_two_meanings_is_joined_to_neither() -> None:
    names = ["HCA", "Harbour Control Authority", "Hill Climbing Association"]
    one = {0: {1}, 1: {0}}
    assert joined(names, EntityKind.ORGANISATION, one) == {(frozenset(names[:2]), "spelled-out")}
    assert joined(names, EntityKind.ORGANISATION, {0: {1, 2}, 1: {0}, 2: {0}}) == set()


def test_proposals_name_their_reason() -> None:
    names = ["Thornbury", "Obadiah Thornburv", "Margarita Quillfeather", "Obadiah Thornbury"]
    forms = [Form(FormId(i), EntityKind.PERSON, name, "", 1) for i, name in enumerate(names)]
    proposed = {form.name: reason for form, reason in near("Obadiah Thornbury", EntityKind.PERSON, forms)}
    assert proposed == {"Thornbury": "surname-alone", "Obadiah Thornburv": "near-spelling"}


def test_what_is_romanised_otherwise_is_proposed_too() -> None:
    forms = [Form(FormId(0), EntityKind.PERSON, "Muammar Gaddafi", "", 1)]
    assert [reason for _, reason in near("Moamar al-Qadhafi", EntityKind.PERSON, forms)] == ["romanised-otherwise"]
    assert list(near("Omar Gaddafi", EntityKind.PERSON, forms)) == []


def test_plain_letters_and_sounds() -> None:
    assert fold("Łódź-Ost") == "lodz ost" and fold("O'Brien") == "obrien" and fold("田中") != ""
    assert sound("khrushchev") == sound("hrushchov") == sound(fold("Хрущёв"))
    assert [distance("abcd", other, 2) for other in ("abcd", "abdc", "abc", "axyd", "wxyz")] == [0, 1, 1, 2, 3]
