"""Every error the system raises on purpose, sorted by whose fault it is.

The lowest module: everything may import it, it imports nothing of ours. At most fifteen leaves. An error carries two
sentences for a person: what happened, and what to do next. Bytes, names and paths that came from a peer never go into
either.
"""

from __future__ import annotations


class AmparoError(Exception):
    """Base of all errors raised on purpose.

    `what` says what happened in one plain sentence; `hint` says what to do next, or is empty when nothing can be done.
    """

    exit_code = 1

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def explain(self) -> str:
        """The message for a terminal: an `error:` line, then a `hint:` line when there is one."""
        return f"error: {self.what}" + (f"\nhint: {self.hint}" if self.hint else "")


class InputError(AmparoError):
    """The peer's bytes are not what they must be."""


class TruncatedError(InputError):
    """The peer's bytes end too early."""


class TooLargeError(InputError):
    """The peer's bytes exceed a limit."""


class NoMatchError(InputError):
    """None of the identities at hand opens this file."""


class TrustError(AmparoError):
    """A signature, proof or authentication tag does not hold."""


class RollbackError(TrustError):
    """A peer shows a state older than, or inconsistent with, one already seen."""


class StateError(AmparoError):
    """Our own caller asked for something the present state does not allow."""


class StoreError(AmparoError):
    """Disk, database or another store failed us."""


class FullError(StoreError):
    """There is no room left to store what arrived."""


class SandboxError(AmparoError):
    """A converter behind the wall failed, ran out of time or memory, or misbehaved."""
