"""Day-epochs: one identity a day, made ahead, shredded after retention. Spec: specs/roster.md.

Each day's secret is a file of its own, KEYS/epochs/YYYY-MM-DD.key, in the identity format of `age`. Once it is
shredded, nothing that was sealed to that day can be opened again from a copy of the drop: forward secrecy by the day.
A day whose key was replaced (docs/keys.md) keeps the old one as YYYY-MM-DD.N.old, to open what was sealed before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from amparo.desk.disk import is_destroyed, make_private_directory, shred, write_private
from amparo.errors import StateError
from amparo.seal.age import HybridIdentity, Identity, parse_identity

SUFFIX = ".key"
REPLACED = ".old"
SEALED_BEFORE = 4
"""An upload that is taken up again and again is at most this many days older than the day it is listed under."""


def wanted_days(today: date, ahead: int) -> tuple[date, ...]:
    """The days a roster should cover when it is issued: today and `ahead` days after it."""
    return tuple(today + timedelta(days=number) for number in range(ahead + 1))


def due_for_shredding(days: Iterable[date], today: date, retention: int) -> tuple[date, ...]:
    """The days whose secret has served its time: more than `retention` days past, and never before an upload that was
    sealed on that day could have ended.
    """
    kept = timedelta(days=max(retention, SEALED_BEFORE + 1))
    return tuple(sorted(day for day in days if day + kept < today))


def held_back(days: Iterable[date], waiting: Iterable[date], today: date, retention: int) -> tuple[date, ...]:
    """Those of `days` (due for shredding) whose secret must stay, because something of that time could not be opened.

    `waiting` are the days of such envelopes. What is listed under a day was sealed on it, or up to SEALED_BEFORE days
    before when its upload took long, or the day after by a clock ahead. Not for ever: a second retention time later
    they go all the same, or anybody could stop the shredding by sending garbage.
    """
    wanted = tuple(waiting)
    return tuple(
        day
        for day in days
        if day + timedelta(days=2 * retention) >= today
        and any(-1 <= (other - day).days <= SEALED_BEFORE for other in wanted)
    )


class EpochKeys:
    """The identities in one directory, named by their day."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def days(self) -> tuple[date, ...]:
        """Every day whose secret is still here, in order."""
        return tuple(sorted(date.fromisoformat(path.stem) for path in self._directory.glob(f"????-??-??{SUFFIX}")))

    def make(self, days: Iterable[date], random: Callable[[int], bytes]) -> None:
        """Make an identity for each of these days that has none. An existing one is never replaced."""
        make_private_directory(self._directory)
        for day in sorted(set(days) - set(self.days())):
            identity = HybridIdentity.generate(random)
            text = f"# {day.isoformat()}\n# public key: {identity.recipient}\n{identity.secret_text()}\n"
            write_private(self._path(day), text.encode(), replace=False)

    def recipient(self, day: date) -> str:
        """The public half for this day, as the roster carries it."""
        return str(self._identity(day).recipient)

    def identities(self) -> tuple[Identity, ...]:
        """Every identity that is still here, newest first: recent envelopes open on the first try."""
        replaced = sorted(self._directory.glob(f"*{REPLACED}"), reverse=True)
        paths = (*(self._path(day) for day in reversed(self.days())), *replaced)
        # One that a killed desk had overwritten and not removed yet is gone.
        return tuple(_read(path) for path in paths if not is_destroyed(path.read_bytes()))

    def renew(self, first: date, random: Callable[[int], bytes]) -> tuple[date, ...]:
        """Another identity for each day from `first` on; the days. The old ones stay, for what was sealed to them."""
        days = tuple(day for day in self.days() if day >= first)
        for day in days:
            number = len(self._replaced(day)) + 1
            self._path(day).rename(self._directory / f"{day.isoformat()}.{number}{REPLACED}")
        self.make(days, random)
        return days

    def shred(self, day: date) -> None:
        """Destroy this day's secret, and those it replaced. Irreversible; a day that has none is fine."""
        for path in self._replaced(day):
            shred(path)
        shred(self._path(day))

    def _replaced(self, day: date) -> tuple[Path, ...]:
        return tuple(sorted(self._directory.glob(f"{day.isoformat()}.*{REPLACED}")))

    def _path(self, day: date) -> Path:
        return self._directory / f"{day.isoformat()}{SUFFIX}"

    def _identity(self, day: date) -> HybridIdentity:
        return _read(self._path(day))


def _read(path: Path) -> HybridIdentity:
    day = path.name[:10]
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        raise StateError(f"The secret of {day} is not on this desk.") from None
    secret = next((line for line in lines if line and not line.startswith("#")), "")
    identity = parse_identity(secret)
    if not isinstance(identity, HybridIdentity):
        raise StateError(f"The secret of {day} is not a post-quantum identity.")
    return identity
