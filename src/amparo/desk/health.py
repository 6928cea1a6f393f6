"""How the drop says it stands, and what a desk makes of that. Spec: specs/desk-api.md, "Health".

Pure. Nothing here is proof: whoever controls a drop can say what it likes. But it cannot take back what this desk has
seen, so a change of whom sources trust shows at the next fetch.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from amparo.errors import InputError
from amparo.ledger.configuration import Entry, What, head

LOW_BYTES = 2 * 1024**3
MOST_ENTRIES = 100_000
SLACK = timedelta(minutes=10)
"""How far apart two clocks may be around midnight without being a day apart."""
_SWAPS = frozenset({"none", "encrypted", "plain", "unknown"})
_CHANGED = {
    What.SETTINGS: "settings",
    What.ROOT: "newsroom key",
    What.ROSTER: "roster",
    What.FORM: "form",
    What.SEALER: "offline page",
    What.STARTED_VERSION: "version",
}


@dataclass(frozen=True, slots=True)
class Health:
    """What the drop says; `size`, of all envelopes, and `free_bytes` in bytes.

    `entries` is its log of its own configuration, oldest first.
    """

    version: str
    day: date
    envelopes: int
    size: int
    free_bytes: int
    missing: int
    memory_locked: bool
    swap: str
    entries: tuple[Entry, ...]

    @classmethod
    def parse(cls, untrusted_body: bytes) -> Health:
        """Read the drop's answer; members this version does not know are passed over. InputError when it is none."""
        try:
            untrusted = json.loads(untrusted_body)
            read = _health(untrusted)
            claimed = bytes.fromhex(untrusted["configuration"]["head"])
        except (ValueError, TypeError, KeyError, RecursionError):
            raise InputError("What the drop says of its health is not understood.") from None
        if head(read.entries) != claimed:
            raise InputError("The drop's log of its own configuration does not agree with itself.")
        return read


@dataclass(frozen=True, slots=True)
class Seen:
    """What this desk last saw of the drop's log: so many entries, with this head."""

    length: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be told. `rewritten`: the log no longer begins with what was seen; `strange`: entries that this desk
    did not cause; `warnings`: sentences about the machine.
    """

    rewritten: bool
    strange: tuple[Entry, ...]
    warnings: tuple[str, ...]


def judge(health: Health, seen: Seen | None, caused: Collection[tuple[What, str]], now: datetime) -> Findings:
    """Compare with what was seen before; the first look (`seen` is None) finds nothing strange.

    `caused` are what and SHA-256 of the changes that this desk made.
    """
    rewritten = seen is not None and head(health.entries[: seen.length]) != seen.head
    new = () if seen is None or rewritten else health.entries[seen.length :]
    strange = tuple(entry for entry in new if (entry.what, entry.sha256) not in caused)
    return Findings(rewritten, strange, _about_the_machine(health, now))


def seen_now(health: Health) -> Seen:
    """What to remember of this look."""
    return Seen(len(health.entries), head(health.entries))


def strange_sentence(entry: Entry) -> str:
    """What changed, for a person."""
    return f"On {entry.day.isoformat()} the drop's {_CHANGED[entry.what]} changed, and not by this desk."


def _about_the_machine(health: Health, now: datetime) -> tuple[str, ...]:
    days = {(now - SLACK).date(), now.date(), (now + SLACK).date()}
    found = (
        (health.free_bytes < LOW_BYTES, "The drop's disk is nearly full: soon it takes nothing more."),
        (
            health.missing > 0,
            f"The drop lost the files of {health.missing} envelopes: its disk was damaged or altered.",
        ),
        (health.swap == "plain", "The drop's machine writes memory to an unencrypted swap: plaintext may stay there."),
        (not health.memory_locked, "The drop cannot keep its memory out of swap."),
        (health.day not in days, "The drop's clock is off by a day or more: envelopes may bear a wrong day."),
    )
    return tuple(sentence for wrong, sentence in found if wrong)


def _health(untrusted: dict[str, Any]) -> Health:
    entries = untrusted["configuration"]["entries"]
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise ValueError("entries")
    version, swap, locked = untrusted["version"], untrusted["swap"], untrusted["memory_locked"]
    if not isinstance(version, str) or len(version) > 100 or swap not in _SWAPS or not isinstance(locked, bool):
        raise ValueError("words")
    return Health(
        version="".join(c for c in version if c.isascii() and c.isprintable()),
        day=date.fromisoformat(untrusted["day"]),
        memory_locked=locked,
        swap=swap,
        entries=tuple(map(Entry.parse, entries)),
        size=_count(untrusted["bytes"]),
        **{name: _count(untrusted[name]) for name in ("envelopes", "free_bytes", "missing")},
    )


def _count(untrusted: Any) -> int:
    if type(untrusted) is not int or not 0 <= untrusted < 2**62:
        raise ValueError("count")
    return untrusted
