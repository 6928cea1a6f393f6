"""The scrypt recipient type (age, "The scrypt recipient type"): a file sealed with a passphrase alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.utils import Buffer

from amparo.errors import StateError
from amparo.seal import wrapping
from amparo.seal.faults import Fault
from amparo.seal.recipient import Mixing, Random
from amparo.seal.secret import SecretBytes
from amparo.seal.stanza import Stanza, field, to_base64

KIND = "scrypt"
# 2^22 needs 4 GiB of memory; the age command draws the same line.
MAX_WORK_FACTOR = 22
_SALT = 16
_LABEL = b"age-encryption.org/v1/scrypt"
_DECIMAL = re.compile(r"[1-9][0-9]{0,5}")


class ScryptRecipient:
    """A passphrase to seal with; must be a file's only recipient. Memory: 2^(work_factor + 10) bytes."""

    mixing = Mixing.ALONE

    def __init__(self, passphrase: Buffer, work_factor: int = 18) -> None:
        if not 1 <= work_factor <= MAX_WORK_FACTOR:
            raise StateError("the scrypt work factor must lie between 1 and 22")
        self._passphrase = SecretBytes(passphrase)
        self._work_factor = work_factor

    def wrap(self, file_key: Buffer, random: Random) -> Stanza:
        """See Recipient.wrap."""
        salt = random(_SALT)
        with _wrap_key(self._passphrase, salt, self._work_factor) as wrap_key:
            return Stanza((KIND, to_base64(salt), str(self._work_factor)), wrapping.wrap(wrap_key, file_key))


class ScryptIdentity:
    """A passphrase to open with. A file that asks for more than `max_work_factor` is refused unread."""

    def __init__(self, passphrase: Buffer, max_work_factor: int = MAX_WORK_FACTOR) -> None:
        self._passphrase = SecretBytes(passphrase)
        self._max_work_factor = max_work_factor

    def unwrap(self, stanzas: Sequence[Stanza]) -> SecretBytes | None:
        """See Identity.unwrap."""
        for stanza in stanzas:
            if stanza.kind == KIND:
                return self._unwrap(stanza)
        return None

    def _unwrap(self, stanza: Stanza) -> SecretBytes | None:
        if len(stanza.arguments) != 3 or not _DECIMAL.fullmatch(stanza.arguments[2]):
            raise Fault.STANZA.error()
        salt = field(stanza, 1, _SALT)
        wrapping.check_body(stanza.body)
        work_factor = int(stanza.arguments[2])
        if work_factor > self._max_work_factor:
            raise Fault.WORK_FACTOR.error()
        with _wrap_key(self._passphrase, salt, work_factor) as wrap_key:
            return wrapping.unwrap(wrap_key, stanza.body)


def _wrap_key(passphrase: SecretBytes, salt: bytes, work_factor: int) -> SecretBytes:
    wrap_key = SecretBytes.zeros(32)
    Scrypt(_LABEL + salt, 32, 2**work_factor, 8, 1).derive_into(passphrase.view, wrap_key.view)
    return wrap_key
