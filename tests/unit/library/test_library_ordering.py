"""Threads of mails."""

from __future__ import annotations

from amparo.library.ordering import Mail, threads


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
