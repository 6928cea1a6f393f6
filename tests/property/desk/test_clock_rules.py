"""The clocks of a report: whatever day it came, was answered or extended, no last day is later than the law allows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.desk.clocks import Clock, Decisions, Due, State, by_urgency, clocks_of, months_after
from amparo.desk.submissions import EnvelopeId, SentReply, Submission, SubmissionId

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
SPANS = st.integers(0, 400).map(lambda n: timedelta(days=n))


def report(
    number: int, received: date, conversation: str = "quiet-lamp", recipient: str | None = "age1pq"
) -> Submission:
    return Submission(
        SubmissionId(f"s{number}"), EnvelopeId(f"e{number}"), conversation, received, "", {}, (), recipient, False
    )


def reply(to: Submission, day: date, *, delivered: bool = True) -> SentReply:
    return SentReply(to.id, day, "thank you", delivered)


@given(DAYS, st.integers(0, 48))
def test_a_month_on_is_the_same_day_or_the_last_one_of_a_shorter_month(day: date, months: int) -> None:
    there = months_after(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 3, "2027-03-15"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-01-01", 12, "2027-01-01"),
    ],
)
def test_months_of_the_calendar(day: str, months: int, there: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(there)


@given(DAYS, st.none() | SPANS, st.booleans())
def test_no_last_day_is_later_than_the_law_allows(received: date, after: timedelta | None, extended: bool) -> None:
    answered = None if after is None else received + after
    clock = Clock(received, answered, Decisions(extended=received if extended else None))
    assert clock.acknowledge_by - received == timedelta(days=7)
    months = 6 if extended else 3
    # "three months from the acknowledgement or, if none was sent, from the expiry of the seven-day period"
    assert clock.feedback_by <= months_after(received + timedelta(days=7), months)
    if answered is not None:
        assert clock.feedback_by <= months_after(answered, months)
    assert clock.feedback_by >= months_after(received, months)


@given(DAYS, SPANS, SPANS)
def test_an_extension_only_ever_adds_and_a_late_acknowledgement_never_does(
    received: date, early: timedelta, later: timedelta
) -> None:
    first, second = received + early, received + early + later
    assert Clock(received, first, Decisions()).feedback_by <= Clock(received, second, Decisions()).feedback_by
    assert Clock(received, second, Decisions()).feedback_by <= Clock(received, None, Decisions()).feedback_by
    extended = Decisions(extended=received)
    assert Clock(received, first, extended).feedback_by > Clock(received, first, Decisions()).feedback_by


@given(DAYS, SPANS)
def test_days_left_count_down_to_nought_on_the_last_day(received: date, passed: timedelta) -> None:
    clock, today = Clock(received, None, Decisions()), received + passed
    left = clock.days_left(today)
    assert left == 7 - passed.days and clock.late(today) is (passed.days > 7)
    assert clock.days_left(clock.acknowledge_by) == 0 and not clock.late(clock.acknowledge_by)


@given(DAYS, st.lists(st.tuples(SPANS, SPANS, st.booleans()), max_size=6))
def test_a_reply_acknowledges_what_had_come_and_nothing_that_came_later(
    start: date, turns: list[tuple[timedelta, timedelta, bool]]
) -> None:
    reports = [report(number, start + came) for number, (came, _, _) in enumerate(turns)]
    replies = {
        each.id: [reply(each, each.received + wrote, delivered=delivered)]
        for each, (_, wrote, delivered) in zip(reports, turns, strict=True)
    }
    for each, clock in ((each, clocks_of(reports, replies, {})[each.id]) for each in reports):
        arrived = [sent for row in replies.values() for sent in row if sent.delivered]
        counted = [r.day for r in arrived if r.submission == each.id or r.day > each.received]
        assert clock.acknowledged == min(counted, default=None)
        assert clock.acknowledged is None or clock.acknowledged >= each.received


def test_what_a_report_waits_for() -> None:
    day = date(2026, 11, 24)
    assert Clock(day, None, Decisions()).state is State.ACKNOWLEDGE
    assert Clock(day, day, Decisions()).state is State.FEEDBACK
    assert Clock(day, day, Decisions(feedback=day)).state is State.DONE
    assert Clock(day, None, Decisions(set_aside=day)).state is State.SET_ASIDE
    assert Clock(day, None, Decisions(), answerable=False).state is State.NO_WAY
    done = Clock(day, day, Decisions(feedback=day))
    assert done.due is None and done.days_left(day) is None and not done.late(date(2030, 1, 1))


@given(st.lists(st.tuples(DAYS, st.booleans(), st.booleans()), max_size=8))
def test_what_ends_first_comes_first_and_what_waits_for_nothing_last(rows: list[tuple[date, bool, bool]]) -> None:
    listed = [
        Due(report(n, day), Clock(day, day if answered else None, Decisions(feedback=day if done else None)))
        for n, (day, answered, done) in enumerate(rows)
    ]
    ordered = by_urgency(listed)
    assert sorted(map(id, ordered)) == sorted(map(id, listed))
    running = [each.clock.due for each in ordered if each.clock.due]
    assert running == sorted(running) and [each.clock.running for each in ordered] == sorted(
        (each.clock.running for each in ordered), reverse=True
    )
