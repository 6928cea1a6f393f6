"""A form on its way into an envelope: keys are derived only where a reply is wanted, and order hardly matters."""

from __future__ import annotations

import io
from datetime import date
from typing import NoReturn

import pytest

from amparo.drop.deriving import Reach, reach_in_turn
from amparo.drop.form import FormLimits
from amparo.drop.intake import Intake, Told, draft_of
from amparo.errors import InputError
from amparo.seal.age import HybridIdentity, open_bytes
from amparo.seal.envelope import EnvelopeReader, EnvelopeSealer, Submission
from amparo.seal.form import Channel
from amparo.seal.passphrase import Passphrase, derive, generate
from drop_process import BOUNDARY, form
from forms import HARBOUR

DAY = date(2026, 11, 24)
ROOT = "courier.example/root+0a1b2c3d+AX"
READER = HybridIdentity.generate()


def intake() -> Intake:
    def find(name: str) -> Channel | None:
        return HARBOUR if name == "harbour" else None

    return Intake(BOUNDARY, find, lambda _: EnvelopeSealer([READER.recipient]), FormLimits(100, 10_000))


def taken(fields: dict[str, str], files: list[tuple[str, bytes]], derived: list[Passphrase]) -> tuple[Told, Submission]:
    def noted(passphrase: Passphrase) -> Reach:
        derived.append(passphrase)
        return reach_in_turn(passphrase, ROOT)

    taking = intake()
    sealed = b"".join(bytes(piece) for chunk in form(fields, files) for piece in taking.push(chunk))
    told = taking.told()
    sealed += b"".join(bytes(piece) for piece in taking.finish(draft_of(told, DAY, noted)))
    return told, EnvelopeReader(io.BytesIO(open_bytes(sealed, [READER]))).submission


def test_who_wants_no_replies_has_no_keys_derived() -> None:
    def never(_: Passphrase) -> NoReturn:
        raise AssertionError("keys were derived")

    draft = draft_of(Told("only this", None), DAY, never)
    assert draft.reply_recipient is None and draft.mailbox_secret is None
    derived: list[Passphrase] = []
    fields = {"passphrase": str(generate()), "typed": "anything", "no_replies": "yes", "message": "only this"}
    told, submission = taken(fields, [("a.txt", b"x")], derived)
    assert derived == [] and told.passphrase is None and submission.reply_recipient is None
    told, submission = taken({"no_replies": "yes", "message": "without any words"}, [], derived)
    assert derived == [] and submission.message == "without any words"


def test_who_wants_replies_has_them_derived_once() -> None:
    derived: list[Passphrase] = []
    words = generate()
    _, submission = taken({"message": "m", "passphrase": str(words)}, [], derived)
    assert derived == [words] and submission.mailbox_secret == derive(words, ROOT).mailbox_secret


def test_answers_reach_the_envelope_with_their_wording_in_the_forms_order() -> None:
    fields = {
        "channel": "harbour",
        "passphrase": str(generate()),
        "answer-company": "Acme",
        "answer-about": "A company",
        "answer-where": " Antwerp\r\nquay 7 ",
        "answer-since": "",
    }
    told, submission = taken(fields, [], [])
    assert told.channel is HARBOUR and submission.channel == "harbour" and submission.message == ""
    assert submission.answers == {"about": "A company", "company": "Acme", "where": "Antwerp\nquay 7"}
    assert list(submission.questions) == ["where", "about", "company"]


def test_what_was_typed_back_is_in_no_envelope() -> None:
    told, submission = taken({"passphrase": str(generate()), "typed": "zebra hause", "message": "m"}, [], [])
    assert told.typed == "zebra hause" and "hause" not in repr(told) and "hause" not in repr(submission)


@pytest.mark.parametrize("name", ["typed", "channel", "known", "no_replies", "message"])
def test_no_field_comes_twice(name: str) -> None:
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nx\r\n'.encode()
    with pytest.raises(InputError):
        list(intake().push(part + part + f"--{BOUNDARY}--\r\n".encode()))
