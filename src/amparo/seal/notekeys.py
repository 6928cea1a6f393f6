"""The keys that sign notes (C2SP signed-note, "Verifier keys"): names, key IDs, public and secret text forms.

Three signature types: 01 Ed25519 over the text, 04 Ed25519 cosignature and 06 ML-DSA-44 cosignature over a checkpoint.
The spec gives 06 one meaning only, a timestamped cosignature, so an ML-DSA-44 key signs checkpoints and nothing else.
The secret text is the one Go's `sumdb/note` writes, `PRIVATE+KEY+name+id+base64(type‖seed)`, for every type.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from amparo.errors import InputError, StateError, TrustError
from amparo.seal.cosignature import MAX_TIMESTAMP, TIMESTAMP_SIZE, ed25519_message, ml_dsa_message

Random = Callable[[int], bytes]

SEED_SIZE: Final = 32
KEY_ID_SIZE: Final = 4
MAX_NAME: Final = 255
_SECRET_PREFIX: Final = "PRIVATE+KEY+"  # noqa: S105  A label of the format, not a secret.
_HEX_ID: Final = re.compile(r"[0-9a-f]{8}")


class Algorithm(IntEnum):
    """The signature type identifier bytes of C2SP signed-note that we know."""

    ED25519 = 0x01
    COSIGNATURE = 0x04
    ML_DSA_44 = 0x06


PUBLIC_SIZE: Final = {Algorithm.ED25519: 32, Algorithm.COSIGNATURE: 32, Algorithm.ML_DSA_44: 1312}
SIGNATURE_SIZE: Final = {Algorithm.ED25519: 64, Algorithm.COSIGNATURE: 64, Algorithm.ML_DSA_44: 2420}


def check_name(name: str) -> str:
    """`name` itself when it may name a key: not empty, no Unicode space, no plus, no control character."""
    spoiled = any(c.isspace() or c == "+" or c < " " or "\ud800" <= c <= "\udfff" for c in name)
    if not name or spoiled or len(name.encode()) > MAX_NAME:
        raise InputError("A key's name must be 1 to 255 bytes without spaces, plus signs or control characters.")
    return name


def decode_base64(text: str) -> bytes:
    """Strict standard base64: padded, no foreign characters, no stray bits, so one value has one spelling."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise InputError("A key or signature is not valid base64.") from error
    if base64.b64encode(data).decode() != text:
        raise InputError("A key or signature is not canonical base64.")
    return data


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name. `str()` is its vkey; equal keys are equal objects."""

    name: str
    algorithm: Algorithm
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != PUBLIC_SIZE[self.algorithm]:
            raise InputError("A public key has the wrong length for its type.")

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read `name+hexid+base64(type‖public key)`; raises InputError when malformed or the ID does not fit."""
        name, algorithm, public, key_id = _split_key(vkey)
        verifier = cls(name, algorithm, public)
        if verifier.key_id != key_id:
            raise InputError("A public key's ID does not match the key.", "Copy the whole line again.")
        return verifier

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name ‖ 0A ‖ type ‖ public key)."""
        material = self.name.encode() + b"\n" + bytes((self.algorithm,)) + self.public
        return hashlib.sha256(material).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        return _join_key(self.name, self.key_id, self.algorithm, self.public)

    def verify(self, text: str, signature: bytes) -> int | None:
        """Check one signature (without its key ID) over a note's text.

        Returns the POSIX time inside a cosignature (0 when an ML-DSA-44 one makes no statement of time), None for a
        plain signature. Raises TrustError when it does not hold.
        """
        timestamp, raw = _split_timestamp(self.algorithm, signature)
        try:
            message = _message(self.name, self.algorithm, text, timestamp or 0)
        except InputError as error:
            raise TrustError("A cosignature stands on something that is not a checkpoint.") from error
        self.verify_message(message, raw)
        return timestamp

    def verify_message(self, message: bytes, signature: bytes) -> None:
        """Check a bare signature over exact bytes; raises TrustError when it does not hold."""
        try:
            if self.algorithm is Algorithm.ML_DSA_44:
                MLDSA44PublicKey.from_public_bytes(self.public).verify(signature, message)
            else:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise TrustError("A signature does not hold.") from error


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key with its name; the seed is kept out of `repr`."""

    name: str
    algorithm: Algorithm
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.seed) != SEED_SIZE:
            raise InputError("A secret key has the wrong length.")

    @classmethod
    def generate(cls, name: str, algorithm: Algorithm = Algorithm.ED25519, random: Random = os.urandom) -> Signer:
        """A new key from 32 random bytes."""
        return cls(name, algorithm, random(SEED_SIZE))

    @classmethod
    def parse(cls, secret_text: str) -> Signer:
        """Read the text form of a secret key; raises InputError when malformed or the ID does not fit."""
        if not secret_text.startswith(_SECRET_PREFIX):
            raise InputError("This is not a secret signing key.", "It begins with PRIVATE+KEY+.")
        name, algorithm, seed, key_id = _split_key(secret_text.removeprefix(_SECRET_PREFIX))
        signer = cls(name, algorithm, seed)
        if signer.verifier.key_id != key_id:
            raise InputError("A secret key's ID does not match the key.", "Copy the whole line again.")
        return signer

    @property
    def verifier(self) -> Verifier:
        """The public half, under the same name and type."""
        if self.algorithm is Algorithm.ML_DSA_44:
            public = MLDSA44PrivateKey.from_seed_bytes(self.seed).public_key().public_bytes_raw()
        else:
            public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(self.name, self.algorithm, public)

    def secret_text(self) -> str:
        """The text form, one line without its end; a secret."""
        return _SECRET_PREFIX + _join_key(self.name, self.verifier.key_id, self.algorithm, self.seed)

    def sign(self, text: str, timestamp: int | None = None) -> bytes:
        """The signature (without key ID) over a note's text; cosignatures begin with their 8-byte POSIX time.

        An ML-DSA-44 cosignature without a time carries 0 ("no statement"); a 04 cosignature must have one.
        """
        if self.algorithm is Algorithm.ED25519:
            return self.sign_message(text.encode())
        if timestamp is None and self.algorithm is Algorithm.COSIGNATURE:
            raise StateError("A cosignature needs the time at which it is made.")
        timestamp = timestamp or 0
        if not 0 <= timestamp <= MAX_TIMESTAMP:
            raise StateError("The time of a cosignature is out of range.")
        message = _message(self.name, self.algorithm, text, timestamp)
        return struct.pack(">Q", timestamp) + self.sign_message(message)

    def sign_message(self, message: bytes) -> bytes:
        """A bare signature over exact bytes."""
        if self.algorithm is Algorithm.ML_DSA_44:
            return MLDSA44PrivateKey.from_seed_bytes(self.seed).sign(message)
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def _message(name: str, algorithm: Algorithm, text: str, timestamp: int) -> bytes:
    if algorithm is Algorithm.ED25519:
        return text.encode()
    if algorithm is Algorithm.COSIGNATURE:
        return ed25519_message(text, timestamp)
    return ml_dsa_message(name, text, timestamp)


def _split_timestamp(algorithm: Algorithm, signature: bytes) -> tuple[int | None, bytes]:
    head = 0 if algorithm is Algorithm.ED25519 else TIMESTAMP_SIZE
    if len(signature) != head + SIGNATURE_SIZE[algorithm]:
        raise TrustError("A signature has the wrong length for its key.")
    if not head:
        return None, signature
    timestamp = int.from_bytes(signature[:head], "big")
    if timestamp > MAX_TIMESTAMP:
        raise TrustError("The time of a cosignature is out of range.")
    return timestamp, signature[head:]


def _join_key(name: str, key_id: bytes, algorithm: Algorithm, material: bytes) -> str:
    return f"{name}+{key_id.hex()}+{base64.b64encode(bytes((algorithm,)) + material).decode()}"


def _split_key(text: str) -> tuple[str, Algorithm, bytes, bytes]:
    # The base64 part may hold plus signs of its own, so split twice from the left only.
    parts = text.split("+", 2)
    if len(parts) != 3 or not _HEX_ID.fullmatch(parts[1]):
        raise InputError("A key is malformed.", "It reads name+id+key on one line.")
    data = decode_base64(parts[2])
    try:
        algorithm = Algorithm(data[0])
    except (IndexError, ValueError) as error:
        raise InputError("A key is of a type this version does not know.") from error
    return parts[0], algorithm, data[1:], bytes.fromhex(parts[1])
