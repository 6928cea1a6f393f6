"""Threads of mails."""

from __future__ import annotations

from amparo.library.ordering import Item, Mail, in_threads, threads


def shape(*mails: Mail) -> list[tuple[str, int, str]]:
    """Document, depth and thread of each, in order."""
    return [(placed.document, placed.depth, placed.thread) for placed in threads(mails)]


def test_answers_stand_under_what_they_answer() -> None:
    first, other = Mail("first", "1", ()), Mail("other", "2", ())
    answer, second = Mail("answer", "3", ("1",)), Mail("second", "4", ("3", "1"))
    assert shape(first, other, answer, second) == [
        ("first", 0, "first"),
        ("answer", 1, "first"),
        ("second", 2, "first"),
        ("other", 0, "other"),
    ]


def test_an_answer_to_an_unknown_mail_hangs_on_the_nearest_known_ancestor() -> None:
    assert shape(Mail("a", "1", ()), Mail("b", "9", ("missing", "1")))[1] == ("b", 1, "a")


def test_every_mail_comes_out_once_though_answers_go_in_a_circle() -> None:
    circle = [Mail("a", "1", ("3",)), Mail("b", "2", ("1",)), Mail("c", "3", ("2",)), Mail("d", "4", ("4",))]
    assert sorted(document for document, _, _ in shape(*circle)) == ["a", "b", "c", "d"]


def test_two_mails_of_one_message_id_are_two_mails() -> None:
    assert len(shape(Mail("a", "1", ()), Mail("b", "1", ()), Mail("c", "2", ("1",)))) == 3


def test_a_long_chain_is_quick_and_not_indented_for_ever() -> None:
    chain = [Mail(f"m{i}", str(i), (str(i - 1),)) for i in range(20_000)]
    placed = shape(*chain)
    assert len(placed) == 20_000
    assert max(depth for _, depth, _ in placed) == 4


def test_the_subject_is_no_proof_of_kinship_and_no_id_answers_no_id() -> None:
    assert shape(Mail("a", "", ()), Mail("b", "", ("",))) == [("a", 0, "a"), ("b", 0, "b")]


def placed(*items: Item) -> list[tuple[str, int, str]]:
    """Document, depth and thread of each, in order."""
    return [(one.document, one.depth, one.thread) for one in in_threads(items)]


def test_what_a_mail_carried_stands_under_it_and_else_things_stand_by_date() -> None:
    items = (
        Item("a note", "s1"),
        Item("mail", "s2", Mail("mail", "1", ()), ("s5", "missing", "s4", "s4")),
        Item("between", "s3"),
        Item("answer", "s6", Mail("answer", "2", ("1",)), ("s4", "s7")),
        Item("sheet", "s4"),
        Item("scan", "s5"),
        Item("late", "s7"),
        Item("stray", "s8"),
    )
    assert placed(*items) == [
        ("a note", 0, ""),
        ("mail", 0, "mail"),
        ("scan", 1, "mail"),
        ("sheet", 1, "mail"),
        ("answer", 1, "mail"),
        ("late", 2, "mail"),
        ("between", 0, ""),
        ("stray", 0, ""),
    ]


def test_a_mail_that_says_it_carries_a_mail_does_not_move_it() -> None:
    carried = Item("old", "s1", Mail("old", "1", ()))
    assert placed(carried, Item("new", "s2", Mail("new", "2", ()), ("s1", "s2"))) == [
        ("old", 0, "old"),
        ("new", 0, "new"),
    ]


def test_without_mails_the_order_is_the_given_one() -> None:
    assert placed(Item("a", "s1"), Item("b", "s2")) == [("a", 0, ""), ("b", 0, "")]


def test_every_document_comes_out_once_whatever_the_mails_claim() -> None:
    mails = [Item(f"m{i}", f"s{i}", Mail(f"m{i}", str(i % 3), (str((i + 1) % 3),)), ("f0", "f1")) for i in range(9)]
    files = [Item(f"d{i}", f"f{i}") for i in range(3)]
    assert sorted(document for document, _, _ in placed(*mails, *files)) == sorted(
        [one.document for one in (*mails, *files)]
    )
