"""Documents that a password opens: decrypted in memory and read as what they are then. The original stays as it came,
so that the document's identity is that of the locked file.

Office documents old and new ([MS-OFFCRYPTO]) by the library msoffcrypto-tool; OpenDocument in `odf_encryption`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

from amparo.records.model import Record
from amparo.records.passwords import Keyring
from amparo.records.reading import Found, Input, Unreadable

Reading = Callable[[Input], Iterator[Found]]
_READ_ONLY = "VelvetSweatshop"  # Excel's own for workbooks that it opens without asking ([MS-OFFCRYPTO] 2.2.10).


def unlocked(
    given: Input, original: bytes, read: Reading, decrypt: Callable[[str], bytes | None], locked: Unreadable
) -> Iterator[Found]:
    """What `read` finds in the first thing that `decrypt` gives for a password; else `locked`."""
    for password in (_READ_ONLY, *given.keyring):
        given.ocr.working()
        if plain := decrypt(password):
            given.keyring.has_opened |= password != _READ_ONLY
            for finding in read(_inner(given, plain)):
                is_it = isinstance(finding, Record) and finding.original == plain
                yield replace(cast("Record", finding), original=original) if is_it else finding
            return
    yield locked


def _inner(given: Input, plain: bytes) -> Input:
    """The plain bytes, with no more passwords to try: what is still locked then is damaged."""
    return replace(given, file=io.BytesIO(plain), size=len(plain), keyring=Keyring())


def office_opener(data: bytes) -> Callable[[str], bytes | None]:
    """Decrypts an office document; gives None for a wrong password, and for what cannot be decrypted."""

    def decrypt(password: str) -> bytes | None:
        import msoffcrypto  # type: ignore[import-untyped] # it has no types

        out = io.BytesIO()
        try:
            file: Any = msoffcrypto.OfficeFile(io.BytesIO(data))
            file.load_key(password=password)
            file.decrypt(out)
        # Its readers trust what they read: damage shows as whatever Python raises, a wrong password as its own errors.
        except Exception:
            return None
        return out.getvalue()

    return decrypt
