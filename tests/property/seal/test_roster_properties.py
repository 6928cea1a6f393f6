"""Every roster that can be made survives its text, and every other text is refused."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import InputError
from amparo.seal.age import X25519Identity
from amparo.seal.note import Algorithm, Signer
from amparo.seal.roster import Desk, Roster

API = str(Signer("courier.example/desk", Algorithm.ED25519, b"\2" * 32).verifier)
RECIPIENTS = [str(X25519Identity(bytes([n]) * 32).recipient) for n in range(1, 6)]
epochs = st.dictionaries(st.dates(), st.sampled_from(RECIPIENTS), min_size=1, max_size=5)
names = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True)
desks = st.dictionaries(names, epochs, min_size=1, max_size=4).map(
    lambda found: tuple(Desk(name, API, found[name]) for name in sorted(found))
)
rosters = st.builds(
    Roster,
    newsroom=st.text("aé✓ 新.", min_size=1, max_size=20).filter(lambda s: s == s.strip() != ""),
    issued=st.dates(),
    desks=desks,
    edition=st.integers(1, 999_999),
)


@given(rosters)
@settings(max_examples=50, deadline=None)
def test_text_and_back(roster: Roster) -> None:
    assert Roster.from_text(roster.to_text()) == roster
    closed = roster.last_day + timedelta(0)
    assert all(desk.last_day >= closed for desk in roster.desks)


BASE = Roster("Courier", date(2026, 11, 24), (Desk("a", API, {date(2026, 11, 24): RECIPIENTS[0]}),)).to_text()


@given(st.integers(0, len(BASE) - 1), st.sampled_from(" \n0aé-+"), st.sampled_from(("insert", "replace", "delete")))
@settings(max_examples=300, deadline=None)
def test_one_changed_character_is_refused_or_reads_as_written(at: int, letter: str, how: str) -> None:
    text = BASE[:at] + ("" if how == "delete" else letter) + BASE[at + (how != "insert") :]
    try:
        roster = Roster.from_text(text)
    except InputError:
        return
    assert roster.to_text() == text
