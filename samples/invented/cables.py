"""The cables: two volumes that historians have published, and what leaked of the years after as two tables.

The reader of the library meets both forms that cables come in, and one story that runs through them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from invented.correspondence import correspondence
from invented.tables import table
from invented.tei import volume
from invented.world import FIRST_DAY, LAST_DAY

VOLUMES = (
    ("tarsk1996-98v01", "1996–1998", "The River Convention", FIRST_DAY, date(1998, 12, 31)),
    ("tarsk1999-2001v02", "1999–2001", "The Deep Channel", date(1999, 1, 1), date(2001, 12, 31)),
)
TABLES = (
    ("cables-2002.csv", date(2002, 1, 1), date(2002, 12, 31)),
    ("cables-2003-04.csv", date(2003, 1, 1), LAST_DAY),
)
PER_FILE = 60
"""An editorial note stands for one of them in a volume."""


def cables(rng: Random) -> Iterator[tuple[str, bytes]]:
    """The four files, in order: (name, bytes)."""
    periods = [(begin, end, PER_FILE - 1) for *_, begin, end in VOLUMES]
    periods += [(begin, end, PER_FILE) for _, begin, end in TABLES]
    written = correspondence(rng, periods)
    for slug, years, title, _, _ in VOLUMES:
        yield f"{slug}.xml", volume(rng, slug, years, title, next(written))
    for place, (name, _, _) in enumerate(TABLES):
        yield name, table(rng, 40001 + place * PER_FILE, next(written))
