"""When a reply's time is over, and when the clock is to be believed about it. Rules without a disk, but for one line.

A reply is kept for `days` after its day and for 0 to 14 days more, drawn at random: the day on which it goes says no
more about the day on which it came than that. Only the day of expiry is kept.

A clock that jumps ahead would make every reply's time be over at once. So the days are counted by what was seen: a jump
of more than a week is believed when the clock has then gone on, day by day, for another week. A clock set back changes
nothing. Envelopes have no expiry at all: only the desk's own word removes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from amparo.drop.model import Random
from amparo.errors import InputError

FUZZ: Final = 15
"""A reply stays for 0 to FUZZ - 1 days more."""
LEAP: Final = 7
"""Days by which the clock may be further on than when it was last looked at."""
STEADY: Final = 7
"""Days that a clock which leapt must go on, one at a time."""


def expiry(day: date, days: int, random: Random) -> date:
    """The last day of a reply that came on `day`."""
    return day + timedelta(days=days + int.from_bytes(random(8), "little") % FUZZ)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`believed`: the day up to which time has passed. `seen`: what a leaping clock showed last, `steps` in a row."""

    believed: date
    seen: date
    steps: int = 0

    def looked(self, today: date) -> Calendar:
        """What is believed after a look at the clock."""
        if self.believed <= today <= self.believed + timedelta(days=LEAP):
            return Calendar(today, today)
        if today == self.seen or today < self.believed:
            return self
        steps = self.steps + 1 if today == self.seen + timedelta(days=1) else 0
        return Calendar(today, today) if steps >= STEADY else Calendar(self.believed, today, steps)

    def to_text(self) -> str:
        """One line."""
        return f"{self.believed} {self.seen} {self.steps}\n"


def read_calendar(path: Path, today: date) -> Calendar:
    """The calendar kept at `path`, or a new one. InputError when the file is none."""
    try:
        believed, seen, steps = path.read_text("ascii").split()
        return Calendar(date.fromisoformat(believed), date.fromisoformat(seen), int(steps))
    except FileNotFoundError:
        return Calendar(today, today)
    except ValueError:
        raise InputError(
            "The drop's file `calendar` is damaged.", "Remove it: replies then expire from today on."
        ) from None
