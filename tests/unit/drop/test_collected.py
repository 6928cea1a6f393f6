"""Marks of which desk has what: they go with the envelope, whoever removed it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.drop.collected import FOLDER, Collected
from amparo.drop.model import EnvelopeId
from amparo.drop.store import Store
from amparo.seal.age import X25519Identity
from amparo.seal.note import Signer
from amparo.seal.roster import Desk, Roster

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path, keep_free=0, clock=lambda: NOW, serving=True)
    yield opened
    opened.close()


def roster(*names: str) -> Roster:
    epochs = {NOW.date(): str(X25519Identity.generate().recipient)}
    return Roster(
        "The Post", NOW.date(), tuple(Desk(name, str(Signer.generate(name).verifier), epochs) for name in names)
    )


def kept(store: Store) -> EnvelopeId:
    writer = store.begin(0)
    writer.write(b"ciphertext")
    return store.keep(writer).id


def test_a_withdrawn_envelope_leaves_no_mark(store: Store) -> None:
    two, collected = roster("news", "sport"), Collected(store)
    withdrawn, waiting = kept(store), kept(store)
    for each in (withdrawn, waiting):
        collected.remove(each, "news", two)
    # As its source does, by the upload's address.
    store.remove(withdrawn)
    collected.settle(two)
    assert [path.name for path in (store.folder / FOLDER).iterdir()] == [f"{waiting}.news"]
    assert [each.id for each in collected.waiting_for("sport")] == [waiting]
    collected.remove(waiting, "sport", two)
    assert not store.envelopes() and not any((store.folder / FOLDER).iterdir())
