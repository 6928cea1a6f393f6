"""Argon2id takes 19 MiB for as long as it runs: in one process one at a time, so that a crowd needs no more than one.

It keeps a processor busy the whole time. Each process beside the server has one, and they are as many as there are
processors; the server has one for what they decline (docs/adr/0202, 0257).
"""

from __future__ import annotations

import threading
from typing import Final

from amparo.seal.passphrase import Passphrase, SourceKeys, derive

_ONE: Final = threading.Lock()


def derive_in_turn(passphrase: Passphrase, founder: str) -> SourceKeys:
    """The keys of a passphrase at the drop that this root key founded; waits for its turn."""
    with _ONE:
        return derive(passphrase, founder)
