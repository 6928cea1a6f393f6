"""A change of keys killed at any step: run again it ends, and at no moment does the drop stand without a good roster.

The desk works in a forked process that dies at its n-th durable step; the drop's own rules and files stand at the other
end, without the network between.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from amparo.desk.accepting import check_lineage
from amparo.desk.keys import DeskKeys, load_keys, make_keys
from amparo.desk.pairing import pair
from amparo.desk.rosters import RosterFiles, check_served
from amparo.desk.rotation import Changer
from amparo.desk.settings import Settings, desk_home, save
from amparo.drop.newsroom import Door, Newsroom
from amparo.seal.note import Verifier
from amparo.seal.roster import Roster
from amparo.seal.succession import Lineage

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

DAY = date(2026, 11, 24)
DONE, KILLED = 0, 9


class NearDrop:
    """What a desk asks of a drop, answered by the drop's own rules over its own files."""

    def __init__(self, folder: Path) -> None:
        self._newsroom = Newsroom(folder)

    def roster(self) -> bytes | None:
        return self._newsroom.standing.note

    def put_roster(self, note: bytes, root: str) -> None:
        self._newsroom.accept(note, Verifier.parse(root))

    def successions(self) -> bytes:
        return self._newsroom.standing.successions

    def put_succession(self, note: bytes) -> None:
        self._newsroom.succeed(note)


@dataclass
class Rig:
    settings: Settings
    drop: Path

    def keys(self) -> DeskKeys:
        return load_keys(self.settings.keys)

    def changer(self) -> Changer:
        return Changer(self.settings, self.keys(), NearDrop(self.drop), DAY)  # type: ignore[arg-type]

    def check(self, founder: Verifier) -> None:
        """Desk and drop agree, the door is open, and whoever knows the first root gets to the one of now."""
        standing, keys = Newsroom(self.drop).standing, self.keys()
        check_lineage(self.settings, standing.successions, keys.root_verifier)
        check_served(standing.note, RosterFiles(self.settings.roster), keys.root_verifier, self.settings.desk)
        assert keys.root.verifier == standing.root and standing.door(DAY) is Door.OPEN
        assert Lineage.parse(standing.successions).heir(founder) == keys.root_verifier
        (desk,) = Roster.parse(standing.note or b"", keys.root_verifier).desks
        assert desk.api_vkey == str(keys.api.verifier)
        assert not [path for path in self.settings.keys.iterdir() if path.name.endswith(".next")]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    settings = Settings(desk_home(tmp_path), days_ahead=1)
    save(settings)
    keys = make_keys(settings.keys, settings.newsroom, settings.desk)
    (drop := tmp_path / "drop").mkdir()
    pair(settings, keys, NearDrop(drop), DAY)  # type: ignore[arg-type]
    return Rig(settings, drop)


def die_at(step: int, work: Callable[[], object]) -> int:
    """Run `work` in a child that dies at its `step`-th durable step; DONE when it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            _count_down(step)
            work()
            os._exit(DONE)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _count_down(step: int) -> None:
    left = step

    def counting(original: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(KILLED)
            return original(*args, **kwargs)

        return counted

    for owner, names in ((os, ("fsync",)), (Path, ("replace", "unlink", "hardlink_to", "rename"))):
        for name in names:
            setattr(owner, name, counting(getattr(owner, name)))


CHANGES: dict[str, Callable[[Changer], object]] = {
    "root": Changer.rotate_root,
    "api": Changer.new_api_key,
    "epochs": lambda changer: changer.new_epochs(DAY),
}


@pytest.mark.parametrize("change", CHANGES)
def test_killed_anywhere_it_ends_when_run_again(rig: Rig, change: str) -> None:
    founder = rig.keys().root_verifier
    steps = 0
    while (code := die_at(steps, lambda: CHANGES[change](rig.changer()))) != DONE:
        assert code == KILLED
        # Sources: at every moment the drop shows a roster that its root has signed, and its door is open.
        standing = Newsroom(rig.drop).standing
        assert standing.root is not None and standing.door(DAY) is Door.OPEN
        Roster.parse(standing.note or b"", standing.root)
        assert Lineage.parse(standing.successions).heir(founder) == standing.root
        steps += 1
        if steps % 3 == 0:  # sometimes it is run again to its end before the next one
            CHANGES[change](rig.changer())
            rig.check(founder)
    assert steps > 10
    rig.check(founder)
