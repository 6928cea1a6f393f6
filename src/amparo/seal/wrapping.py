"""The wrap shared by X25519 and scrypt: ChaCha20-Poly1305 under a one-time key with an all-zero nonce."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.utils import Buffer

from amparo.seal.faults import Fault
from amparo.seal.recipient import FILE_KEY, TAG
from amparo.seal.secret import SecretBytes

WRAPPED = FILE_KEY + TAG
_NONCE = bytes(12)


def wrap(wrap_key: SecretBytes, file_key: Buffer) -> bytes:
    """The 32-byte body of a stanza."""
    return ChaCha20Poly1305(wrap_key.view).encrypt(_NONCE, file_key, None)


def unwrap(wrap_key: SecretBytes, body: bytes) -> SecretBytes | None:
    """The file key, or None when the key does not fit. The body's length must have been checked before."""
    file_key = SecretBytes.zeros(FILE_KEY)
    try:
        ChaCha20Poly1305(wrap_key.view).decrypt_into(_NONCE, body, None, file_key.view)
    except InvalidTag:
        return None
    return file_key


def check_body(body: bytes) -> None:
    """Refuse a body that is not 32 bytes before any key touches it: partitioning oracles (age, all recipient types)."""
    if len(body) != WRAPPED:
        raise Fault.STANZA.error()
