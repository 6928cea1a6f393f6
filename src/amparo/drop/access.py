"""Which desk a request comes from: signatures by the API keys on the roster, each used once. Spec: specs/desk-api.md.

There is no session and no log-in page. A nonce is remembered for as long as its signature could be used again; the
memory is bounded, and a desk that fills it is told to slow down rather than given a way to replay.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from amparo.errors import StateError, TrustError
from amparo.seal import httpsig
from amparo.seal.note import Verifier
from amparo.seal.roster import Roster

MOST_NONCES = 50_000


class Nonces:
    """The nonces of valid signatures, until none of them could pass again."""

    def __init__(self, most: int = MOST_NONCES) -> None:
        self._most = most
        self._until: dict[tuple[str, str], float] = {}

    def use(self, keyid: str, nonce: str, now: datetime) -> None:
        """Mark as used. TrustError when it was already, StateError when too many are remembered."""
        moment = now.timestamp()
        if (keyid, nonce) in self._until:
            raise TrustError("This signature was used before.", "Sign each request anew.")
        if len(self._until) >= self._most:
            self._until = {key: until for key, until in self._until.items() if until >= moment}
            if len(self._until) >= self._most:
                raise StateError("Too many requests in ten minutes.", "Wait ten minutes.")
        self._until[(keyid, nonce)] = moment + 2 * httpsig.TOLERANCE.total_seconds()


class Access:
    """Checks signatures against the roster at hand."""

    def __init__(self) -> None:
        self._nonces = Nonces()

    def desk_of(
        self,
        roster: Roster | None,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        now: datetime,
    ) -> str:
        """The name of the desk that signed this request. TrustError when none did, InputError when it is not signed."""
        request = httpsig.read(headers)
        digest = None if body is None else httpsig.content_digest(body)
        httpsig.verify(request, method, path, digest, _key_of(roster, request.keyid), now)
        self._nonces.use(request.keyid, request.nonce, now)
        return request.keyid


def _key_of(roster: Roster | None, keyid: str) -> Ed25519PublicKey:
    vkey = next((desk.api_vkey for desk in roster.desks if desk.name == keyid), None) if roster else None
    if vkey is None:
        raise TrustError("No desk of this name is on the roster.", "Pair the desk again: amparo desk pair.")
    return Ed25519PublicKey.from_public_bytes(Verifier.parse(vkey).public)
