"""Forms: what a newsroom may ask, whom a channel is sealed to, and which answers count."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest

from amparo.errors import InputError, NoMatchError, StateError, TooLargeError, TrustError
from amparo.seal.age import HybridIdentity, X25519Identity, open_bytes, seal_bytes
from amparo.seal.form import (
    MAX_CHANNELS,
    MAX_QUESTIONS,
    Channel,
    Condition,
    Form,
    Kind,
    Question,
    is_partial_date,
    recipients_through,
)
from amparo.seal.note import Algorithm, Signer, sign
from amparo.seal.roster import Desk, Roster
from forms import HARBOUR, QUESTIONS

DAY = date(2026, 11, 24)
ROOT = Signer("courier.example/root", Algorithm.ED25519, b"\1" * 32)
API = str(Signer("courier.example/desk", Algorithm.ED25519, b"\2" * 32).verifier)
NAMES = ("abroad", "home", "legal")
IDENTITIES = {name: HybridIdentity.generate() for name in NAMES}
ROSTER = Roster(
    "The Example Courier",
    DAY,
    tuple(Desk(name, API, {DAY: str(IDENTITIES[name].recipient)}) for name in NAMES),
)


def test_a_form_survives_its_text() -> None:
    form = Form(DAY, (HARBOUR, Channel("all", "Alles"), Channel("legal", "⚖ “Law”", "h", "pt-BR", ("home", "legal"))))
    assert Form.parse(sign(form.to_text(), [ROOT]), ROOT.verifier) == form
    assert Form.parse(sign(Form(DAY, ()).to_text(), [ROOT]), ROOT.verifier).channels == ()


def test_another_root_signs_no_form() -> None:
    other = Signer("courier.example/root", Algorithm.ED25519, b"\3" * 32)
    with pytest.raises(TrustError):
        Form.parse(sign(Form(DAY, (HARBOUR,)).to_text(), [other]), ROOT.verifier)


def test_a_roster_is_no_form_and_a_form_no_roster() -> None:
    with pytest.raises(InputError):
        Form.parse(sign(ROSTER.to_text(), [ROOT]), ROOT.verifier)
    with pytest.raises(InputError):
        Roster.parse(sign(Form(DAY, ()).to_text(), [ROOT]), ROOT.verifier)


def test_a_later_edition_supersedes() -> None:
    first = Form(DAY, ())
    assert replace(first, edition=2).supersedes(first) and not first.supersedes(first)
    assert replace(first, issued=DAY + timedelta(1)).supersedes(replace(first, edition=9))


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "Where"},
        {"key": ""},
        {"ask": ""},
        {"ask": "two\nlines"},
        {"ask": "x" * 301},
        {"ask": " x"},
        {"hint": "\u202eevil"},
        {"options": ("A",)},
        {"kind": Kind.CHOICE},
        {"kind": Kind.CHOICES, "options": ("A", "A")},
        {"kind": Kind.CHOICE, "options": ("A", "")},
        {"kind": Kind.CHOICE, "options": tuple(map(str, range(51)))},
    ],
)
def test_what_no_question_is(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Question(**{"key": "where", "ask": "Where?", "kind": Kind.TEXT, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "-"},
        {"title": ""},
        {"language": "english"},
        {"desks": ("home", "abroad")},
        {"desks": ("home", "home")},
        {"questions": (QUESTIONS[0], QUESTIONS[0])},
        {"questions": (QUESTIONS[3], QUESTIONS[2])},
        {"questions": (*QUESTIONS, Question("on", "On?", Kind.TEXT, only_if=Condition("company", "Acme")))},
        {"questions": (QUESTIONS[2], replace(QUESTIONS[3], only_if=Condition("about", "A bank")))},
    ],
)
def test_what_no_channel_is(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Channel(**{"name": "all", "title": "All", **wrong})  # type: ignore[arg-type]


def test_bounds() -> None:
    questions = tuple(replace(QUESTIONS[0], key=f"q{number}") for number in range(MAX_QUESTIONS + 1))
    with pytest.raises(TooLargeError):
        Channel("all", "All", questions=questions)
    channels = tuple(Channel(f"c{number}", "x") for number in range(MAX_CHANNELS + 1))
    with pytest.raises(TooLargeError):
        Form(DAY, channels)
    with pytest.raises(InputError):
        Form(DAY, (channels[0], channels[0]))


def openers(channel: Channel | None) -> list[str]:
    """Which desks can open what was sealed through a channel."""
    sealed = seal_bytes(b"secret", recipients_through(channel, ROSTER, DAY, os.urandom))
    found = []
    for name, identity in IDENTITIES.items():
        with suppress(NoMatchError):
            found.append(name if open_bytes(sealed, [identity]) == b"secret" else "")
    return found


def test_only_the_desks_of_a_channel_can_open_what_comes_through_it() -> None:
    assert openers(None) == list(NAMES)
    assert openers(Channel("all", "All")) == list(NAMES)
    assert openers(Channel("law", "Law", desks=("legal",))) == ["legal"]
    assert openers(Channel("two", "Two", desks=("abroad", "legal"))) == ["abroad", "legal"]


def test_a_header_has_one_shape_through_every_channel() -> None:
    lengths = {
        len(seal_bytes(b"x", recipients_through(channel, ROSTER, DAY, os.urandom)))
        for channel in (None, Channel("law", "Law", desks=("legal",)), Channel("two", "Two", desks=("abroad", "home")))
    }
    assert len(lengths) == 1


def test_stand_ins_are_of_the_rosters_kind() -> None:
    ids = {name: X25519Identity(os.urandom(32)) for name in ("a", "b")}
    roster = Roster("C", DAY, tuple(Desk(name, API, {DAY: str(ids[name].recipient)}) for name in ids))
    sealed = seal_bytes(b"x", recipients_through(Channel("a", "A", desks=("a",)), roster, DAY, os.urandom))
    assert sealed.count(b"-> X25519 ") == 2 and open_bytes(sealed, [ids["a"]]) == b"x"


def test_no_channel_opens_a_closed_door_or_seals_to_others_in_a_missing_desks_stead() -> None:
    law = Channel("law", "Law", desks=("legal",))
    with pytest.raises(StateError):
        recipients_through(law, ROSTER, DAY + timedelta(1), os.urandom)
    with pytest.raises(StateError):
        recipients_through(replace(law, desks=("gone", "legal")), ROSTER, DAY, os.urandom)
    assert Form(DAY, (law, Channel("gone", "Gone", desks=("gone",)))).offered(ROSTER) == (law,)


@pytest.mark.parametrize("text", ["2026", "2026-11", "2026-11-24", "0001", "2024-02-29"])
def test_dates_as_far_as_known(text: str) -> None:
    assert is_partial_date(text)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-00", "2025-02-29", "2026-1", "24.11.2026", "٢٠٢٦", "2026-"]
)
def test_what_is_no_date(text: str) -> None:
    assert not is_partial_date(text)
