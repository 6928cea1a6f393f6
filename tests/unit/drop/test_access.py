"""Replay, unknown desks and full memories: what signed requests must not get past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.drop.access import Access, Nonces
from amparo.errors import InputError, StateError, TrustError
from amparo.seal.httpsig import content_digest, sign
from amparo.seal.note import Signer
from amparo.seal.roster import Desk, Roster
from amparo.seal.x25519 import X25519Identity

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
API = Signer.generate("news-1")


def roster() -> Roster:
    recipient = str(X25519Identity.generate().recipient)
    return Roster("Harbour Post", NOW.date(), (Desk("news-1", str(API.verifier), {NOW.date(): recipient}),))


def headers(keyid: str = "news-1", body: bytes | None = None, key: Signer = API) -> dict[str, str]:
    digest = None if body is None else content_digest(body)
    signed = sign("GET", "/desk/v1/envelopes", digest, Ed25519PrivateKey.from_private_bytes(key.seed), keyid, NOW)
    return {name.lower(): value for name, value in signed.items()}


def ask(access: Access, given: dict[str, str], current: Roster | None, now: datetime = NOW) -> str:
    return access.desk_of(current, "GET", "/desk/v1/envelopes", given, None, now)


def test_a_desk_on_the_roster_is_known_by_name() -> None:
    assert ask(Access(), headers(), roster()) == "news-1"


def test_replay() -> None:
    access, given = Access(), headers()
    ask(access, given, roster())
    with pytest.raises(TrustError, match="used before"):
        ask(access, given, roster(), NOW + timedelta(minutes=4))


def test_unsigned() -> None:
    with pytest.raises(InputError, match="not signed"):
        ask(Access(), {}, roster())


def test_a_desk_that_is_not_on_the_roster() -> None:
    with pytest.raises(TrustError, match="on the roster"):
        ask(Access(), headers("news-2"), roster())
    with pytest.raises(TrustError, match="on the roster"):
        ask(Access(), headers(), None)


def test_a_stranger_who_uses_a_desk_name() -> None:
    with pytest.raises(TrustError, match="does not hold"):
        ask(Access(), headers(key=Signer.generate("news-1")), roster())


def test_a_failed_signature_does_not_fill_the_memory_of_nonces() -> None:
    access = Access()
    with pytest.raises(TrustError):
        ask(access, headers(key=Signer.generate("news-1")), roster())
    assert not access._nonces._until


def test_nonces_are_forgotten_when_they_could_not_pass_again_and_never_before() -> None:
    nonces = Nonces(most=2)
    nonces.use("d", "1", NOW)
    nonces.use("d", "2", NOW)
    with pytest.raises(StateError, match="Too many"):
        nonces.use("d", "3", NOW + timedelta(minutes=9))
    nonces.use("d", "3", NOW + timedelta(minutes=11))
    with pytest.raises(TrustError):
        nonces.use("d", "3", NOW + timedelta(minutes=12))
