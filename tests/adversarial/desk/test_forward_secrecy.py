"""Every ciphertext that ever lay at the drop, the desk's whole home, its backup: after shredding 0 of 500 open.

The attacker reads raw bytes, not only files that look like keys: SQLite's free pages and journal, backups, and the
blocks that the key files had, through links made before they went.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from amparo.desk.backup import members
from amparo.desk.epochs import EpochKeys
from amparo.desk.retention import delete_submission
from amparo.desk.settings import save
from amparo.desk.submissions_store import submissions
from amparo.errors import AmparoError
from amparo.seal.age import HybridIdentity, Identity, open_bytes, parse_identity

from .conftest import TODAY, Rig

SUBMISSIONS = 500
KEY = re.compile(rb"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,}")


def everything(*places: Path) -> list[bytes]:
    return [path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()]


def identities_in(found: list[bytes]) -> list[Identity]:
    """Every secret that can be read out of any byte."""
    texts = {match.decode() for data in found for match in KEY.findall(data)}
    return [identity for identity in map(read, sorted(texts)) if identity is not None]


def read(text: str) -> Identity | None:
    try:
        return parse_identity(text)
    except AmparoError:
        return None


def opened(captured: list[bytes], identities: list[Identity]) -> int:
    return sum(opens(envelope, identities) for envelope in captured)


def opens(envelope: bytes, identities: list[Identity]) -> bool:
    try:
        open_bytes(envelope, identities)
    except AmparoError:
        return False
    return True


def back_up(home: Path, to: Path) -> Path:
    """What `amparo backup` takes of a desk: everything but the secrets of the days."""
    for member in members(home):
        path = to / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(member.pieces))
    return to


def test_nothing_that_was_captured_opens_after_shredding(rig: Rig, tmp_path: Path) -> None:
    home = rig.desk.settings.home
    save(replace(rig.desk.settings, retention_days=30))
    for number in range(SUBMISSIONS):
        rig.send(f"envelope-{number:04}", f"submission number {number} with a few words", secret=None)
    captured = list(rig.drop.envelopes.values())
    before = back_up(home, tmp_path / "before")
    assert rig.fetch().tally.filed == SUBMISSIONS
    after = back_up(home, tmp_path / "after")
    # The attack works while the keys are there: else 0 would prove nothing.
    assert opened(captured, identities_in(everything(home))) == SUBMISSIONS
    assert opened(captured[:50], identities_in(everything(before, after))) == 0

    epochs = home / "keys" / "epochs"
    secret = (epochs / f"{TODAY}.key").read_text()
    (blocks := tmp_path / "blocks").mkdir()
    for path in epochs.iterdir():
        (blocks / path.name).hardlink_to(path)
    moment = rig.desk.clock() + timedelta(days=31)
    rig.desk = replace(rig.desk, clock=lambda: moment)
    assert TODAY in rig.fetch().shredded
    with rig.desk.database() as database:
        for each in submissions(database)[:20]:
            delete_submission(database, rig.desk.settings, each.id, moment.date())

    stolen = everything(home, before, after, blocks)
    found = identities_in(stolen)
    assert found, "the keys of the days to come are there, and they must not help"
    assert opened(captured, found) == 0
    assert TODAY not in EpochKeys(epochs).days()
    for trace in traces(secret):
        assert not any(trace in data for data in stolen)


def traces(secret: str) -> list[bytes]:
    """The secret of a day in every form in which it might have been left somewhere."""
    text = next(line for line in secret.splitlines() if line.startswith("AGE-SECRET-KEY"))
    identity = parse_identity(text)
    assert isinstance(identity, HybridIdentity)
    seed = bytes(identity._seed.view)
    encoded = [seed, seed.hex().encode(), base64.b64encode(seed), base64.urlsafe_b64encode(seed).rstrip(b"=")]
    return [text.encode(), text.lower().encode(), text[16:56].encode(), seed[:16], *encoded]
