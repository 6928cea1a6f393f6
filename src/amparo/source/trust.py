"""Whom to seal to: the drop's roster, checked against the newsroom's root key, which comes from elsewhere.

A drop in other hands can show any roster. It can sign none with the newsroom's root key, so whoever has that key, or
its fingerprint, from a newspaper's page or a friend, cannot be made to seal to anyone else (specs/roster.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from amparo.errors import AmparoError, InputError, StateError, TrustError
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Verifier
from amparo.seal.roster import Roster
from amparo.seal.succession import Lineage
from amparo.source.connection import Offered

Confirm = Callable[[str, str], bool]
"""Asked with the newsroom's name and its key's fingerprint: whether the person knows that fingerprint."""

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Trusted:
    """A roster and the root key that has signed it, which is the newsroom's.

    `founder` is the newsroom's first root, the salt of every passphrase. `followed` says that the root the source knew
    has been succeeded by this one.
    """

    roster: Roster
    root: Verifier
    founder: Verifier
    followed: bool = False

    def recipients(self, today: date) -> tuple[str, ...]:
        """Whom to seal to today. TrustError when this roster has no keys for the day."""
        try:
            return self.roster.recipients_on(today)
        except StateError:
            raise TrustError(
                "The roster that the drop shows has run out, or this machine's date is wrong.",
                "Check the date. If it is right, send nothing: an old key may be in wrong hands. Try again tomorrow.",
            ) from None


def trusted(offered: Offered, root: str, confirm: Confirm) -> Trusted:
    """Check what a drop shows against `root`: a vkey, a fingerprint, or nothing, and then the person is asked.

    An older root of the newsroom's will do when its succession leads to the root of now. TrustError unless the
    newsroom's root has signed the roster, or when a root was revoked; InputError when `root` is none.
    """
    lineage = _lineage(offered)
    known = _known(offered, lineage, root)
    heir = lineage.heir(known)
    try:
        roster = Roster.parse(offered.untrusted_note, heir)
    except AmparoError:
        raise _swapped() from None
    if not root and not confirm(roster.newsroom, fingerprint(heir)):
        raise TrustError(
            "Nobody has said that this is the newsroom's key.",
            "Compare it with the fingerprint that the newsroom publishes elsewhere; then give it with --root.",
        )
    return Trusted(roster, heir, lineage.founder(heir), followed=heir != known)


def _lineage(offered: Offered) -> Lineage:
    try:
        return Lineage.parse(offered.untrusted_successions)
    except AmparoError:
        raise TrustError(
            "The drop shows a succession of newsroom keys that does not hold.",
            "Send nothing: somebody else may be behind this address. Tell the newsroom, if you safely can.",
        ) from None


def _known(offered: Offered, lineage: Lineage, root: str) -> Verifier:
    """The root key that the source, or nobody but the drop, names."""
    if "+" in root:
        return Verifier.parse(root.strip())
    wanted = re.sub(r"[\s:]", "", root).lower()
    if root and not _FINGERPRINT.fullmatch(wanted):
        raise InputError("--root is a root key, or its fingerprint: ten groups of four.", "The newsroom publishes it.")
    try:
        shown = Verifier.parse(offered.untrusted_root)
    except AmparoError:
        raise TrustError("The drop does not say which key is the newsroom's.", "Give the whole root key.") from None
    if not wanted:
        return shown
    for each in (shown, *lineage.roots(shown)):
        if fingerprint(each).replace(" ", "") == wanted:
            return each
    raise _swapped()


def _swapped() -> TrustError:
    return TrustError(
        "The drop shows keys that this newsroom's root key has not signed.",
        "Send nothing: somebody else may be behind this address. Tell the newsroom, if you safely can.",
    )
