"""What of a desk goes into a backup, while it works. Spec: specs/backup.md; what it costs: docs/adr/0107.

The secrets of the day-epochs stay behind: a backup that held them would open old mail after they are shredded here. A
restored desk makes new ones by pairing. The search index is made anew from the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from amparo.backup.members import Member, database_copy, of_copy, of_folder
from amparo.desk.holdings import open_holdings
from amparo.desk.indexing import catch_up
from amparo.desk.store import NAME as DATABASE

NAME = "desk"
EPOCHS = "keys/epochs/"
_LEFT_OUT = ("incoming/", "index/", "page_images/", "spools/", DATABASE)


def members(folder: Path, *, with_day_keys: bool = False) -> Iterator[Member]:
    """The members of HOME/desk. The database comes first, so that each file it speaks of is copied after it."""
    with database_copy(folder / DATABASE) as copy:
        yield of_copy(f"{NAME}/{DATABASE}", copy)
    left_out = _LEFT_OUT if with_day_keys else (*_LEFT_OUT, EPOCHS)
    yield from of_folder(NAME, folder, lambda path: not path.startswith(left_out) and not path.endswith(".lock"))


def finish(home: Path) -> None:
    """After a restore into `home` (HOME): make the search index anew."""
    with open_holdings(home) as holdings:
        catch_up(holdings.database, holdings.engine)
