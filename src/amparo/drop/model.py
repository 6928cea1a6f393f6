"""What the drop knows of what it holds: ids, sizes and days. No names, no contents, no sources."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

Clock = Callable[[], datetime]
"""Answers the time now, aware, in UTC."""

Random = Callable[[int], bytes]
"""Answers that many unpredictable bytes."""

EnvelopeId = NewType("EnvelopeId", str)
"""32 hexadecimal digits, drawn at random when an envelope is kept; nothing follows from one about another."""

ENVELOPE_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
"""How one is spelt."""

Tag = NewType("Tag", bytes)
"""32 bytes under which one reply lies: the hash of a mailbox token (specs/mailbox.md)."""


@dataclass(frozen=True, slots=True)
class StoredEnvelope:
    """One envelope at rest. `size` is the ciphertext's, in bytes; `day` is all that is kept of the time."""

    id: EnvelopeId
    size: int
    day: date


@dataclass(frozen=True, slots=True)
class Totals:
    """What lies in the store: counts, and bytes of envelopes."""

    envelopes: int
    bytes: int
    replies: int
