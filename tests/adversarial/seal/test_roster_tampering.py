"""Rosters that the root key signed by mistake, or nearly: only the one canonical text is read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amparo.errors import InputError, TrustError
from amparo.seal.age import X25519Identity
from amparo.seal.note import Algorithm, Signer, sign
from amparo.seal.roster import Desk, Roster

DAY = date(2026, 11, 24)
ROOT = Signer("courier.example/root", Algorithm.ED25519, b"\1" * 32)
API = str(Signer("courier.example/desk", Algorithm.ED25519, b"\2" * 32).verifier)
ONE, TWO = (str(X25519Identity(bytes([n]) * 32).recipient) for n in (1, 2))
ROSTER = Roster("Courier", DAY, (Desk("a", API, {DAY: ONE, DAY + timedelta(1): TWO}), Desk("b", API, {DAY: TWO})))
TEXT = ROSTER.to_text()
LINES = TEXT.splitlines(keepends=True)


def changed(number: int, line: str) -> str:
    return "".join((*LINES[:number], line, *LINES[number + 1 :]))


TAMPERED = {
    "another_header": TEXT.replace("roster/v1", "roster/v2"),
    "release_for_roster": TEXT.replace("amparo/roster", "amparo/release"),
    "header_only": LINES[0],
    "no_newsroom": changed(1, ""),
    "no_issue_day": changed(2, ""),
    "no_edition": changed(2, "issued 2026-11-24\n"),
    "edition_zero": changed(2, "issued 2026-11-24 0\n"),
    "edition_with_leading_zero": changed(2, "issued 2026-11-24 01\n"),
    "basic_date": changed(2, "issued 20261124 1\n"),
    "week_date": changed(2, "issued 2026-W48-2 1\n"),
    "day_that_is_none": changed(2, "issued 2026-02-30 1\n"),
    "digits_of_another_script": changed(2, "issued ٢٠٢٦-11-24 1\n"),
    "no_api_key": changed(4, ""),
    "days_reversed": "".join((*LINES[:5], LINES[6], LINES[5], *LINES[7:])),
    "day_twice": changed(6, LINES[5]),
    "day_twice_with_another_recipient": changed(6, f"{DAY} {TWO}\n"),
    "desk_twice": TEXT.replace("desk b", "desk a"),
    "desks_out_of_order": "".join((*LINES[:3], *LINES[7:], *LINES[3:7])),
    "desk_without_days": "".join(LINES[:-1]),
    "desk_of_another_case": TEXT.replace("desk b", "desk B"),
    "two_spaces": changed(5, LINES[5].replace(" ", "  ")),
    "trailing_space": changed(5, LINES[5].rstrip("\n") + " \n"),
    "blank_line": changed(3, "\ndesk a\n"),
    "comment": changed(3, "# hello\ndesk a\n"),
    "upper_case_recipient": changed(5, LINES[5].replace(ONE, ONE.upper())),
    "secret_key_for_recipient": changed(5, f"{DAY} {X25519Identity(bytes(32)).secret_text()}\n"),
    "recipient_with_a_flipped_letter": changed(5, LINES[5].replace(ONE, ONE[:-1] + ("q" if ONE[-1] != "q" else "p"))),
    "day_before_any_desk": "".join((*LINES[:3], LINES[5], *LINES[3:])),
    "unknown_line": changed(3, "motto truth\ndesk a\n"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_signed_but_not_canonical(name: str) -> None:
    assert TAMPERED[name] != TEXT
    with pytest.raises(InputError):
        Roster.parse(sign(TAMPERED[name], [ROOT]), ROOT.verifier)


def test_recipient_swapped_under_the_old_signature() -> None:
    note = sign(TEXT, [ROOT])
    with pytest.raises(TrustError):
        Roster.parse(note.replace(ONE.encode(), TWO.encode()), ROOT.verifier)


def test_desk_removed_under_the_old_signature() -> None:
    note = sign(TEXT, [ROOT])
    with pytest.raises(TrustError):
        Roster.parse(note.replace("".join(LINES[7:]).encode(), b""), ROOT.verifier)


def test_signed_by_a_desk_instead_of_the_root() -> None:
    with pytest.raises(TrustError):
        Roster.parse(sign(TEXT, [Signer("courier.example/desk", Algorithm.ED25519, b"\2" * 32)]), ROOT.verifier)


def test_an_older_roster_played_again_is_recognised() -> None:
    newer = Roster("Courier", DAY, ROSTER.desks, edition=2)
    assert not Roster.parse(sign(TEXT, [ROOT]), ROOT.verifier).supersedes(newer)
