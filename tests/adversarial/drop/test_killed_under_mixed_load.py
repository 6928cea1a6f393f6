"""The whole process group is killed while texts, files, tus uploads, replies and deletions are under way.

`make bench-drop-kill` does the same hundreds of times. What must hold afterwards is in tests/drop_kills.py.
"""

from __future__ import annotations

import random
from pathlib import Path

from drop_kills import Trial, trial

KILLS = 12


def test_killed_under_mixed_load_nothing_acknowledged_is_lost_and_nothing_gone_stays(tmp_path: Path) -> None:
    done = Trial()
    for done in trial(tmp_path, KILLS, random.Random(5)):
        assert not done.wrong
    assert done.kills >= KILLS
    assert min(done.met[each] for each in ("acknowledged", "cut off", "replies")) > 0, "they were at work"
