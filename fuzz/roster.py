"""Target: rosters whose signature holds but whose text may be anything (amparo.seal.roster; specs/roster.md).

The root key signs whatever the fuzzer wrote: what is taken has one canonical form and can be sealed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from amparo.errors import AmparoError
from amparo.seal.age import HybridIdentity, X25519Identity
from amparo.seal.note import Signer, sign
from amparo.seal.roster import Desk, Roster

ROOT, API = Signer.generate("root"), Signer.generate("news")
DAY = date(2026, 1, 1)


def seeds() -> Iterator[bytes]:
    """Rosters of one and two desks, of both kinds of recipients."""
    small = str(X25519Identity.generate().recipient)
    large = str(HybridIdentity.generate().recipient)
    for recipient in (small, large):
        epochs = {DAY + timedelta(days=each): recipient for each in range(3)}
        desks = tuple(Desk(name, str(API.verifier), epochs) for name in ("news", "sport"))
        yield Roster("The Paper", DAY, desks[:1]).to_text().encode()
        yield Roster("Zeitung für Ärger", DAY, desks, 12).to_text().encode()
    yield b"amparo/roster/v1\nnewsroom x\nissued 2026-13-01 1\n"
    yield b"amparo/roster/v1\nnewsroom x\nissued 2026-01-01 1\ndesk a\napi \n"


def one(data: bytes) -> None:
    """Sign the text, parse the note."""
    text = data.decode("utf-8", "replace")
    try:
        roster = Roster.parse(sign(text, [ROOT]), ROOT.verifier)
    except AmparoError:
        return
    assert roster.to_text() == text and not roster.supersedes(roster)
    assert roster.desks and roster.last_day <= max(desk.last_day for desk in roster.desks)
    try:
        assert len(roster.recipients_on(roster.last_day)) == len(roster.desks)
    except AmparoError:
        return
