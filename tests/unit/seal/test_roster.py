"""Rosters: whom to seal to on a day, and what happens when the days run out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amparo.errors import InputError, StateError, TooLargeError, TrustError
from amparo.seal.age import HybridIdentity, X25519Identity
from amparo.seal.note import Algorithm, Signer, sign
from amparo.seal.roster import MAX_DAYS, MAX_DESKS, Desk, Roster

DAY = date(2026, 11, 24)
ROOT = Signer("courier.example/root", Algorithm.ED25519, b"\1" * 32)
API = str(Signer("courier.example/desk", Algorithm.ED25519, b"\2" * 32).verifier)
RECIPIENTS = [str(HybridIdentity.from_seed(bytes([n]) * 32).recipient) for n in range(1, 9)]
DAYS = {DAY + timedelta(n): RECIPIENTS[n] for n in range(4)}
SHORT = {DAY + timedelta(n): RECIPIENTS[n + 4] for n in range(2)}
ROSTER = Roster("The Example Courier", DAY, (Desk("abroad", API, SHORT), Desk("home", API, DAYS)))


def note(roster: Roster) -> bytes:
    return sign(roster.to_text(), [ROOT])


def test_a_roster_survives_its_text() -> None:
    assert Roster.parse(note(ROSTER), ROOT.verifier) == ROSTER


def test_each_desk_has_one_recipient_a_day() -> None:
    assert ROSTER.recipients_on(DAY) == (RECIPIENTS[4], RECIPIENTS[0])
    assert ROSTER.recipients_on(DAY + timedelta(1)) == (RECIPIENTS[5], RECIPIENTS[1])


def test_a_roster_that_has_run_out_for_one_desk_closes_the_door() -> None:
    assert ROSTER.last_day == DAY + timedelta(1)
    for day in (ROSTER.last_day + timedelta(1), DAY - timedelta(1), date.max):
        with pytest.raises(StateError):
            ROSTER.recipients_on(day)


def test_a_day_left_out_is_a_closed_door_too() -> None:
    gap = Roster("x", DAY, (Desk("home", API, {DAY: RECIPIENTS[0], DAY + timedelta(2): RECIPIENTS[1]}),))
    assert gap.last_day == DAY + timedelta(2)
    with pytest.raises(StateError):
        gap.recipients_on(DAY + timedelta(1))


def test_only_the_root_key_makes_a_roster() -> None:
    stranger = Signer("courier.example/root", Algorithm.ED25519, b"\3" * 32)
    with pytest.raises(TrustError):
        Roster.parse(sign(ROSTER.to_text(), [stranger]), ROOT.verifier)


def test_a_later_day_or_edition_supersedes() -> None:
    later = Roster("x", DAY + timedelta(1), ROSTER.desks)
    second = Roster("x", DAY, ROSTER.desks, edition=2)
    assert later.supersedes(second)
    assert second.supersedes(ROSTER)
    assert not ROSTER.supersedes(ROSTER)
    assert not ROSTER.supersedes(second)


def test_days_are_kept_in_order_whatever_order_they_came_in() -> None:
    assert Desk("home", API, dict(reversed(DAYS.items()))) == Desk("home", API, DAYS)


def test_sixty_days_of_one_desk_are_compact() -> None:
    epochs = {DAY + timedelta(n): RECIPIENTS[n % 8] for n in range(60)}
    assert len(note(Roster("x", DAY, (Desk("home", API, epochs),)))) < 120_000


@pytest.mark.parametrize("name", ["", "Home", "-a", "a-", "a b", "a" * 33, "ä", "a\n", "../a"])
def test_desk_names_are_plain(name: str) -> None:
    with pytest.raises(InputError):
        Desk(name, API, DAYS)


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "a\nb", "a\u202eb", " a", "a "])
def test_newsroom_names_are_printable(name: str) -> None:
    with pytest.raises(InputError):
        Roster(name, DAY, ROSTER.desks)


def test_recipients_and_keys_are_checked_when_made() -> None:
    wrong = [
        ("home", API, {DAY: RECIPIENTS[0][:-1] + "q"}),
        ("home", API, {DAY: HybridIdentity.from_seed(b"\1" * 32).secret_text()}),
        ("home", API, {}),
        ("home", API[:-1], DAYS),
        ("home", str(Signer("w", Algorithm.COSIGNATURE, b"\1" * 32).verifier), DAYS),
    ]
    for name, key, epochs in wrong:
        with pytest.raises(InputError):
            Desk(name, key, epochs)


def test_limits() -> None:
    one = str(X25519Identity.generate().recipient)
    with pytest.raises(TooLargeError):
        Desk("home", API, {DAY + timedelta(n): one for n in range(MAX_DAYS + 1)})
    with pytest.raises(TooLargeError):
        Roster("x", DAY, tuple(Desk(f"d{n:03}", API, SHORT) for n in range(MAX_DESKS + 1)))
    with pytest.raises(InputError):
        Roster("x", DAY, ())
    with pytest.raises(InputError):
        Roster("x", DAY, ROSTER.desks, edition=0)
    with pytest.raises(InputError):
        Roster("x", DAY, ROSTER.desks[::-1])


def test_strong_and_weak_recipients_share_no_roster() -> None:
    """One envelope is sealed to all desks, and age forbids the mixture: better said when signing than at the door."""
    weak = Desk("weak", API, {DAY: str(X25519Identity.generate().recipient)})
    with pytest.raises(InputError):
        Roster("x", DAY, (Desk("home", API, DAYS), weak))
