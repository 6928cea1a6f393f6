"""The log a drop keeps of its own configuration: its entries and the hash chain over them. Spec: specs/desk-api.md.

A desk remembers how long the log was and its head. A log that no longer begins with what was seen was rewritten; an
entry that the desk did not cause is worth a question. The chain proves nothing about the drop to a stranger: whoever
controls a drop can write what it likes into a log that nobody has seen.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from amparo.errors import InputError

EMPTY = bytes(32)
"""The head of a log without entries."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class What(StrEnum):
    """What was changed."""

    SETTINGS = "settings"
    ROOT = "root"
    ROSTER = "roster"
    FORM = "form"
    SEALER = "sealer"
    STARTED_VERSION = "started-version"


@dataclass(frozen=True, slots=True)
class Entry:
    """On this day (UTC) that became what has this SHA-256 (64 hexadecimal digits); of a version, the hash of its text.

    What was removed has the hash of nothing.
    """

    day: date
    what: What
    sha256: str

    @classmethod
    def parse(cls, untrusted: Any) -> Entry:
        """An entry from what JSON gave. InputError when it is none."""
        try:
            day, what, sha256 = untrusted["day"], untrusted["what"], untrusted["sha256"]
            if len(untrusted) == 3 and _DIGEST.fullmatch(sha256) and date.fromisoformat(day).isoformat() == day:
                return cls(date.fromisoformat(day), What(what), sha256)
        except (KeyError, TypeError, ValueError):
            pass
        raise InputError("The log of a drop's configuration has an entry that is none.")

    def to_json(self) -> dict[str, str]:
        """The entry as JSON's object."""
        return {"day": self.day.isoformat(), "sha256": self.sha256, "what": str(self.what)}

    def to_line(self) -> bytes:
        """The entry in the one form that is hashed: JSON, keys in order, no spaces, no line end."""
        return json.dumps(self.to_json(), separators=(",", ":"), sort_keys=True).encode()


def head(entries: Iterable[Entry], start: bytes = EMPTY) -> bytes:
    """The head after these entries, 32 bytes: each one is SHA-256 over the head before it and the entry's line."""
    for entry in entries:
        start = hashlib.sha256(start + entry.to_line()).digest()
    return start
