"""The X25519 recipient type (age, "The X25519 recipient type"): `age1…` and `AGE-SECRET-KEY-1…`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.utils import Buffer

from amparo.errors import InputError
from amparo.seal import bech32, wrapping
from amparo.seal.faults import Fault
from amparo.seal.recipient import Mixing, Random
from amparo.seal.secret import SecretBytes
from amparo.seal.stanza import Stanza, field, to_base64

KIND = "X25519"
RECIPIENT_PREFIX = "age"
IDENTITY_PREFIX = "age-secret-key-"
_KEY = 32
_INFO = b"age-encryption.org/v1/X25519"


class X25519Recipient:
    """A Curve25519 public key; `str()` gives `age1…`."""

    mixing = Mixing.CLASSICAL

    def __init__(self, public_key: bytes) -> None:
        if len(public_key) != _KEY:
            raise InputError("an age1… recipient must hold 32 bytes", "copy the whole recipient again")
        self._public = public_key

    def wrap(self, file_key: Buffer, random: Random) -> Stanza:
        """See Recipient.wrap. InputError when the public key is a low-order point."""
        with SecretBytes(random(_KEY)) as ephemeral:
            secret = X25519PrivateKey.from_private_bytes(ephemeral.view)
        share = secret.public_key().public_bytes_raw()
        wrap_key = _wrap_key(secret, self._public, share + self._public)
        if wrap_key is None:
            raise InputError("a recipient is a key that protects nothing", "ask for a new recipient")
        with wrap_key:
            return Stanza((KIND, to_base64(share)), wrapping.wrap(wrap_key, file_key))

    def __str__(self) -> str:
        return bech32.encode(RECIPIENT_PREFIX, self._public)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, X25519Recipient) and other._public == self._public

    def __hash__(self) -> int:
        return hash(self._public)


class X25519Identity:
    """A Curve25519 secret key."""

    def __init__(self, secret: Buffer) -> None:
        if len(secret) != _KEY:
            raise InputError("an AGE-SECRET-KEY-1… identity must hold 32 bytes", "copy the whole identity again")
        self._secret = SecretBytes(secret)
        self._public = self._key().public_key().public_bytes_raw()

    @classmethod
    def generate(cls, random: Random = os.urandom) -> X25519Identity:
        """A new identity."""
        return cls(random(_KEY))

    @property
    def recipient(self) -> X25519Recipient:
        """The recipient that seals to this identity."""
        return X25519Recipient(self._public)

    def secret_text(self) -> str:
        """`AGE-SECRET-KEY-1…`, as age-keygen writes it."""
        return bech32.encode(IDENTITY_PREFIX, self._secret.view).upper()

    def unwrap(self, stanzas: Sequence[Stanza]) -> SecretBytes | None:
        """See Identity.unwrap."""
        for stanza in stanzas:
            if stanza.kind == KIND and (file_key := self._unwrap(stanza)) is not None:
                return file_key
        return None

    def _unwrap(self, stanza: Stanza) -> SecretBytes | None:
        if len(stanza.arguments) != 2:
            raise Fault.STANZA.error()
        share = field(stanza, 1, _KEY)
        wrapping.check_body(stanza.body)
        wrap_key = _wrap_key(self._key(), share, share + self._public)
        if wrap_key is None:
            raise Fault.STANZA.error()
        with wrap_key:
            return wrapping.unwrap(wrap_key, stanza.body)

    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._secret.view)


def _wrap_key(secret: X25519PrivateKey, peer: bytes, salt: bytes) -> SecretBytes | None:
    """The wrap key, or None when the shared secret would be all zero (OpenSSL refuses that exchange)."""
    try:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(peer))
    except ValueError:
        return None
    wrap_key = SecretBytes.zeros(_KEY)
    HKDF(SHA256(), _KEY, salt, _INFO).derive_into(shared, wrap_key.view)
    return wrap_key
