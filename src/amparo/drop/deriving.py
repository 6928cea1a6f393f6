"""Argon2id takes 19 MiB for as long as it runs: here as many at a time as there are processors, and at most two.

It keeps a processor busy the whole time and lets go of the interpreter meanwhile, so more side by side would not be
done sooner, and a crowd needs no more memory than two do (docs/adr/0202).
"""

from __future__ import annotations

import os
import threading
from typing import Final

from amparo.seal.passphrase import Passphrase, SourceKeys, derive

MOST: Final = 2
_TURNS: Final = threading.BoundedSemaphore(min(MOST, os.cpu_count() or 1))


def derive_in_turn(passphrase: Passphrase, founder: str) -> SourceKeys:
    """The keys of a passphrase at the drop that this root key founded; waits for its turn."""
    with _TURNS:
        return derive(passphrase, founder)
