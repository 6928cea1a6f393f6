"""The hybrid post-quantum recipient type: `age1pq1…` and `AGE-SECRET-KEY-PQ-1…` (age, "MLKEM768-X25519 … type").

HPKE base mode (RFC 9180) with MLKEM768-X25519, HKDF-SHA256 and ChaCha20-Poly1305. A 32-byte seed expands with SHAKE-256
into the 64-byte ML-KEM seed and the X25519 secret (draft-ietf-hpke-pq, filippo.io/hpke-pq).
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHAKE256, Hash
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.utils import Buffer

from amparo.errors import InputError
from amparo.seal import bech32, wrapping
from amparo.seal.faults import Fault
from amparo.seal.recipient import Mixing, Random
from amparo.seal.secret import SecretBytes
from amparo.seal.stanza import Stanza, field, to_base64

KIND = "mlkem768x25519"
RECIPIENT_PREFIX = "age1pq"
IDENTITY_PREFIX = "age-secret-key-pq-"
SEED = 32
_MLKEM_SEED = 64
_MLKEM_PUBLIC = 1184
_MLKEM_CIPHERTEXT = 1088
_PUBLIC = _MLKEM_PUBLIC + 32
_ENCAPSULATED = _MLKEM_CIPHERTEXT + 32
_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class HybridRecipient:
    """An ML-KEM-768 and an X25519 public key, 1,216 bytes together; `str()` gives `age1pq1…`."""

    mixing = Mixing.POST_QUANTUM

    def __init__(self, public_key: bytes) -> None:
        if len(public_key) != _PUBLIC:
            raise InputError("an age1pq… recipient must hold 1,216 bytes", "copy the whole recipient again")
        self._public = public_key
        self._key = _public_key(public_key)

    def wrap(self, file_key: Buffer, random: Random) -> Stanza:
        """See Recipient.wrap. The encapsulation draws from OpenSSL's own random source, not from `random`."""
        try:
            sealed = _SUITE.encrypt(file_key, self._key, _INFO)
        except ValueError:
            raise InputError("a recipient is a key that protects nothing", "ask for a new recipient") from None
        return Stanza((KIND, to_base64(sealed[:_ENCAPSULATED])), sealed[_ENCAPSULATED:])

    def __str__(self) -> str:
        return bech32.encode(RECIPIENT_PREFIX, self._public)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HybridRecipient) and other._public == self._public

    def __hash__(self) -> int:
        return hash(self._public)


class HybridIdentity:
    """A 32-byte seed from which both secret keys grow."""

    def __init__(self, seed: Buffer) -> None:
        if len(seed) != SEED:
            raise InputError("an AGE-SECRET-KEY-PQ-1… identity must hold 32 bytes", "copy the whole identity again")
        self._seed = SecretBytes(seed)

    @classmethod
    def generate(cls, random: Random = os.urandom) -> HybridIdentity:
        """A new identity."""
        return cls(random(SEED))

    @classmethod
    def from_seed(cls, seed: Buffer) -> HybridIdentity:
        """The identity that a 32-byte seed determines; the same seed always gives the same identity."""
        return cls(seed)

    @property
    def recipient(self) -> HybridRecipient:
        """The recipient that seals to this identity."""
        mlkem, x25519 = self._keys()
        return HybridRecipient(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())

    def secret_text(self) -> str:
        """`AGE-SECRET-KEY-PQ-1…`, as age-keygen writes it."""
        return bech32.encode(IDENTITY_PREFIX, self._seed.view).upper()

    def unwrap(self, stanzas: Sequence[Stanza]) -> SecretBytes | None:
        """See Identity.unwrap."""
        mine = [stanza for stanza in stanzas if stanza.kind == KIND]
        if not mine:
            return None
        mlkem, x25519 = self._keys()
        for stanza in mine:
            if (file_key := _unwrap(stanza, mlkem, x25519)) is not None:
                return file_key
        return None

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        shake = Hash(SHAKE256(_MLKEM_SEED + 32))
        shake.update(self._seed.view)
        with SecretBytes(shake.finalize()) as expanded:
            return (
                MLKEM768PrivateKey.from_seed_bytes(expanded.view[:_MLKEM_SEED]),
                X25519PrivateKey.from_private_bytes(expanded.view[_MLKEM_SEED:]),
            )


def _public_key(public_key: bytes) -> MLKEM768X25519PublicKey:
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public_key[:_MLKEM_PUBLIC])
    except ValueError:
        raise InputError("an age1pq… recipient is not a valid key", "ask for the recipient again") from None
    return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public_key[_MLKEM_PUBLIC:]))


def _unwrap(stanza: Stanza, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> SecretBytes | None:
    if len(stanza.arguments) != 2:
        raise Fault.STANZA.error()
    encapsulated = field(stanza, 1, _ENCAPSULATED)
    wrapping.check_body(stanza.body)
    try:
        # HPKE reports a low-order share like any wrong key; the format wants it told apart, so it is tried alone first.
        x25519.exchange(X25519PublicKey.from_public_bytes(encapsulated[_MLKEM_CIPHERTEXT:]))
    except ValueError:
        raise Fault.STANZA.error() from None
    try:
        return SecretBytes(_SUITE.decrypt(encapsulated + stanza.body, MLKEM768X25519PrivateKey(mlkem, x25519), _INFO))
    except InvalidTag:
        return None
