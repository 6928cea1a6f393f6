"""Successions of a root key: who may follow whom, and what a revocation ends."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.errors import AmparoError, InputError, TooLargeError, TrustError
from amparo.seal.note import Algorithm, Signer, Verifier, sign
from amparo.seal.succession import MAX_LINEAGE, Lineage, Revocation, Succession, extended, revoke, split_notes, succeed

DAY = date(2026, 11, 24)
FIRST, SECOND, THIRD, STRANGER = (
    Signer("courier.example/root", Algorithm.ED25519, bytes([n]) * 32) for n in range(1, 5)
)
ONE, TWO = succeed(FIRST, SECOND, DAY), succeed(SECOND, THIRD, DAY)


def vkeys(*signers: Signer) -> tuple[Verifier, ...]:
    return tuple(signer.verifier for signer in signers)


def test_whoever_knows_any_root_is_led_to_the_last_and_to_the_first() -> None:
    lineage = Lineage.parse(ONE + TWO)
    for known in vkeys(FIRST, SECOND, THIRD):
        assert lineage.heir(known) == THIRD.verifier
        assert lineage.founder(known) == FIRST.verifier


def test_without_a_change_a_root_is_its_own_heir_and_founder() -> None:
    assert Lineage.parse(b"") == Lineage()
    assert Lineage().heir(FIRST.verifier) == Lineage().founder(FIRST.verifier) == FIRST.verifier


def test_a_root_outside_the_line_is_led_nowhere() -> None:
    with pytest.raises(TrustError, match="did not name"):
        Lineage.parse(ONE).heir(STRANGER.verifier)


@pytest.mark.parametrize("signers", [(FIRST,), (SECOND,), (FIRST, STRANGER), (STRANGER, SECOND), (STRANGER,)])
def test_one_of_the_two_signatures_is_not_enough(signers: tuple[Signer, ...]) -> None:
    text = Succession(DAY, FIRST.verifier, SECOND.verifier).to_text()
    with pytest.raises(TrustError):
        Succession.parse(sign(text, signers))


def test_gaps_circles_and_branches_are_refused() -> None:
    for notes in (TWO + ONE, ONE + succeed(FIRST, THIRD, DAY), ONE + succeed(STRANGER, THIRD, DAY)):
        with pytest.raises(AmparoError):
            Lineage.parse(notes)
    with pytest.raises(InputError, match="twice"):
        Lineage.parse(ONE + succeed(SECOND, FIRST, DAY))
    with pytest.raises(TrustError):
        Lineage.parse(succeed(FIRST, SECOND, DAY) + succeed(SECOND, THIRD, date(2026, 11, 23)))


def test_a_revoked_root_leads_nowhere_and_its_heirs_stand() -> None:
    lineage = Lineage.parse(ONE + revoke(FIRST, DAY))
    with pytest.raises(TrustError, match="revoked"):
        lineage.heir(FIRST.verifier)
    assert lineage.heir(SECOND.verifier) == SECOND.verifier
    assert lineage.founder(SECOND.verifier) == FIRST.verifier


def test_a_root_revoked_at_the_end_ends_the_whole_line() -> None:
    lineage = Lineage.parse(ONE + revoke(SECOND, DAY))
    for known in vkeys(FIRST, SECOND):
        with pytest.raises(TrustError, match="revoked"):
            lineage.heir(known)


def test_only_a_root_revokes_itself() -> None:
    with pytest.raises(TrustError):
        Revocation.parse(sign(Revocation(DAY, FIRST.verifier).to_text(), [STRANGER]))


def test_every_changed_byte_is_refused() -> None:
    for place in range(0, len(ONE), 3):
        spoilt = ONE[:place] + bytes([ONE[place] ^ 1]) + ONE[place + 1 :]
        with pytest.raises(AmparoError):
            Lineage.parse(spoilt)


def test_garbage_around_and_too_much_is_refused() -> None:
    for notes in (b"x" + ONE, ONE + b"x", ONE + b"\n", b"\n" + ONE, ONE[:-1]):
        with pytest.raises(AmparoError):
            Lineage.parse(notes)
    with pytest.raises(TooLargeError):
        split_notes(b"x" * (MAX_LINEAGE + 1))


def test_a_note_is_taken_once() -> None:
    grown = extended(extended(b"", ONE), TWO)
    assert grown == ONE + TWO and extended(grown, ONE) == grown
    with pytest.raises(AmparoError):
        extended(b"", b"")


def test_only_ed25519_keys_follow_and_none_follows_itself() -> None:
    other = Signer("courier.example/root", Algorithm.ML_DSA_44, b"\1" * 32)
    for new in (other, FIRST):
        with pytest.raises(InputError):
            Succession(DAY, FIRST.verifier, new.verifier)
