"""What to read first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amparo.desk.submissions import EnvelopeId, Submission, SubmissionId, SubmittedFile
from amparo.desk.triage import Rank, Reason, assess

DAY = date(2026, 11, 24)
WORDS = "there is something in the harbour contract"


def one(number: int, message: str = "", *files: str, conversation: str = "", day: date = DAY) -> Submission:
    return Submission(
        id=SubmissionId(f"s{number}"),
        envelope=EnvelopeId(f"e{number}"),
        conversation=conversation or f"c{number}",
        received=day,
        message=message,
        answers={},
        files=tuple(SubmittedFile(name, len(name), name) for name in files),
        reply_recipient=None,
        read=False,
    )


def ranked(*submissions: Submission, held: tuple[str, ...] = (), answered: tuple[str, ...] = ()) -> list[str]:
    """Identities in the order of the inbox; `submissions` are given oldest first."""
    return [str(each.submission.id) for each in assess(submissions[::-1], held, answered)]


def reasons(*submissions: Submission, held: tuple[str, ...] = (), answered: tuple[str, ...] = ()) -> dict[str, Reason]:
    return {str(each.submission.id): each.reasons[0] for each in assess(submissions[::-1], held, answered)}


def test_newest_day_first_and_within_a_day_files_before_words() -> None:
    old = one(1, WORDS, "a", day=DAY - timedelta(days=1))
    assert ranked(old, one(2, WORDS + " again"), one(3, WORDS + " more", "b")) == ["s3", "s2", "s1"]


def test_copies_of_a_text_sink_but_the_first_stays() -> None:
    first, copy = one(1, WORDS), one(2, f"  {WORDS.upper()} ")
    assert ranked(first, copy) == ["s1", "s2"]
    assert reasons(first, copy) == {"s1": Reason.MESSAGE, "s2": Reason.SAME_TEXT}


def test_known_files_sink_and_one_new_file_saves_them() -> None:
    first, copy, more = one(1, WORDS, "a"), one(2, "x", "a"), one(3, "y", "a", "b")
    assert reasons(first, copy, more) == {"s1": Reason.FILES, "s2": Reason.KNOWN_FILES, "s3": Reason.FILES}
    assert reasons(first, held=("a",)) == {"s1": Reason.KNOWN_FILES}


def test_what_sinks_is_below_older_days() -> None:
    old, empty = one(1, WORDS, day=DAY - timedelta(days=30)), one(2, "hi")
    assert ranked(old, empty) == ["s1", "s2"]
    assert reasons(empty) == {"s2": Reason.FEW_WORDS}


def test_a_conversation_under_way_never_sinks() -> None:
    first, yes = one(1, WORDS, conversation="c"), one(2, "yes", conversation="c")
    assert reasons(first, yes, answered=("c",))["s2"] is Reason.ANSWERED
    assert ranked(first, yes, answered=("c",))[0] in {"s1", "s2"}


def test_few_words_counts_characters_for_scripts_that_do_not_part_words() -> None:
    assert reasons(one(1, "他们在港口合同里隐瞒了很多事情")) == {"s1": Reason.MESSAGE}


@given(st.lists(st.tuples(st.sampled_from(["", "hi", WORDS, WORDS + " too"]), st.booleans(), st.integers(0, 3))))
def test_nothing_is_hidden_and_the_order_is_by_rank_then_day(rows: list[tuple[str, bool, int]]) -> None:
    submissions = [
        one(number, message, *(["f"] if file else []), day=DAY - timedelta(days=age))
        for number, (message, file, age) in enumerate(rows)
    ]
    found = assess(submissions, (), ())
    assert sorted(each.submission.id for each in found) == sorted(each.id for each in submissions)
    sinking = [each.rank is Rank.LAST for each in found]
    assert sinking == sorted(sinking)
    days = [each.submission.received for each in found if each.rank is not Rank.LAST]
    assert days == sorted(days, reverse=True)


def test_reading_changes_no_rank() -> None:
    first = one(1, WORDS)
    assert assess([first], (), ())[0].reasons == assess([replace(first, read=True)], (), ())[0].reasons
