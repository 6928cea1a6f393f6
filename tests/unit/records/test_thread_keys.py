"""Keys of threads: what a mail is, and what it cites."""

from __future__ import annotations

import pytest

from amparo.errors import InputError
from amparo.records.described import described
from amparo.records.model import Kind, Record, record_from_json, record_to_json
from amparo.records.thread_keys import MOST_KEYS, bare_subject, keys
from amparo.records.trace import Trace, trace_from_json, trace_to_json

QUESTION = "Can you tell me by tomorrow who took the two crates from the northern depot?"
ANSWER = "Ivo did, on Friday morning.\n\nOn Mon, 5 Mar 2018 Ana <a@example.org> wrote:\n" + "".join(
    f"> {line}\n" for line in (QUESTION[:40], QUESTION[40:].strip())
)


@pytest.mark.parametrize(
    "subject",
    [
        "The crates",
        "Re: The crates",
        "RE: FW: the  Crates",
        "AW: WG: Re[2]: The crates",
        "Отв: Fwd : The crates",
        "回: The",
    ],
)
def test_marks_of_replies_are_no_part_of_a_subject(subject: str) -> None:
    assert bare_subject(subject) in ("the crates", "回: the")


def test_a_reply_cites_what_its_question_is() -> None:
    own, cited = keys("The crates", QUESTION, {"message_id": ("<1@example.org>",)})
    reply_own, reply_cited = keys("Re: The crates", ANSWER, {"in_reply_to": ("Your mail <1@example.org> of Monday",)})
    assert set(own) <= {*reply_cited} and len(own) == 2 + (len(QUESTION.split()) >= 16)
    assert not {*reply_own} & {*own} and not cited


def test_without_headers_the_quoted_words_do_and_without_the_subject_they_do_not() -> None:
    own, _ = keys("The crates", QUESTION, {})
    assert {*own} & {*keys("RE: The crates", ANSWER, {})[1]}
    assert not {*own} & {*keys("Lunch", ANSWER, {})[1]}


def test_short_words_stand_for_nothing_without_a_subject() -> None:
    assert keys("", "ok, thank you", {}) == ((), ())
    assert keys("(no subject)", "ok, thank you", {}) == ((), ())
    assert keys("The crates", "ok", {}) == ((), ())


def test_a_flood_of_references_is_bounded() -> None:
    _, cited = keys("x", "", {"references": tuple(f"<{number}@example.org>" for number in range(5_000))})
    assert len(cited) == MOST_KEYS


def mail(text: str, **fields: tuple[str, ...]) -> Record:
    return Record(Kind.MAIL, "Re: x", (text,), b"original", "message/rfc822", "x.eml", fields=fields)


def test_a_trace_crosses_the_wall_as_it_was_and_stays_out_of_releases() -> None:
    record = described(mail(QUESTION * 3, message_id=("<1@x>",)))
    assert record.language == "en" and record.trace is not None and record.trace.sketch
    crossed = record_from_json({**record_to_json(record), "trace": _listed(trace_to_json(record.trace))}, b"original")
    assert crossed.trace == record.trace and "trace" not in record_to_json(record)


def _listed(told: dict[str, object] | None) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in (told or {}).items()}


def test_a_record_keeps_the_language_it_says_itself() -> None:
    record = Record(Kind.PLAIN, "x", (QUESTION * 3,), b"", "text/html", "x.html", language="de-CH")
    assert described(record).language == "de-CH"


@pytest.mark.parametrize(
    "untrusted",
    [
        [],
        {"sketch": 1, "own": [], "cited": []},
        {"sketch": "AAAA", "own": [], "cited": []},
        {"sketch": "%%%", "own": [], "cited": []},
        {"sketch": None, "own": [-1], "cited": []},
        {"sketch": None, "own": [True], "cited": []},
        {"sketch": None, "own": [1.5], "cited": []},
        {"sketch": None, "own": [1 << 60], "cited": []},
        {"sketch": None, "own": [0] * (MOST_KEYS + 1), "cited": []},
        {"sketch": None, "own": []},
    ],
)
def test_a_worker_that_says_something_else_is_not_believed(untrusted: object) -> None:
    with pytest.raises(InputError):
        trace_from_json(untrusted)


def test_nothing_is_a_trace_too() -> None:
    assert trace_from_json({"sketch": None, "own": [], "cited": []}) == Trace()
