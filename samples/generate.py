"""Write the invented sample archive: cables, an incident log, e-mail and scans of three states that do not exist.

    python samples/generate.py --to DIR

leaves DIR/<collection>/… and DIR/collections.json, a list of {slug, title, kind, path, description}, and copies the
docket's case files to DIR/cases/. The same seed gives the same bytes. Needs only what `locks/run.txt` installs. Every
person, state, firm and ship is made up; the coordinates lie in open ocean. The story, for whoever wants to know what to
search for, is told in samples/README.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from invented import cables, incidents, mails, scans

SEED = 1891
CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Collection:
    """One line of collections.json; `path` is relative to DIR, `kind` is a value of `amparo.records.Kind`."""

    slug: str
    title: str
    kind: str
    path: str
    description: str


Files = Iterable[tuple[str, bytes]]
COLLECTIONS: tuple[tuple[Collection, Callable[[Random], Files]], ...] = (
    (
        Collection(
            "tarsk-despatches",
            "The Tarsk despatches, 1996–2004",
            "cable",
            "tarsk-despatches",
            "Telegrams and letters between the Foreign Ministry of Tarsk and its posts: two volumes, two leaked files.",
        ),
        cables.cables,
    ),
    (
        Collection(
            "halmere-guard-log",
            "Log of the Halmere Harbour Guard",
            "incident",
            "halmere-guard-log",
            "Boardings, spills, finds and clashes at the mouth of the Anvel, 2001–2003, as the watch wrote them down.",
        ),
        incidents.logs,
    ),
    (
        Collection(
            "harbour-mail",
            "Mail of the Halmere Harbour Authority",
            "mail",
            "harbour-mail",
            "Messages between the Authority's accounts office, its director and the dredging firm, with attachments.",
        ),
        mails.boxes,
    ),
    (
        Collection(
            "bureau-files",
            "Files of the Bureau of State Papers",
            "dossier",
            "bureau-files",
            "Scanned personal files, invoices and minutes from the trial of the harbour accountant.",
        ),
        scans.papers,
    ),
)


def write_archive(to: Path, seed: int = SEED) -> tuple[Collection, ...]:
    """Write every collection under `to`, made if it is missing; files of the same name are replaced, others stay."""
    for place, (collection, make) in enumerate(COLLECTIONS):
        folder = to / collection.path
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in make(Random(seed + place)):
            (folder / name).write_bytes(data)
    listed = tuple(collection for collection, _ in COLLECTIONS)
    catalogue = json.dumps([asdict(collection) for collection in listed], ensure_ascii=False, indent=2)
    (to / "collections.json").write_text(catalogue + "\n", encoding="utf-8")
    copy_cases(to / "cases")
    return listed


def copy_cases(to: Path) -> None:
    """The docket's case files, which are kept as they are: an invented one, and one about real, public proceedings."""
    to.mkdir(exist_ok=True)
    for case in sorted(CASES.glob("*.yaml")):
        shutil.copyfile(case, to / case.name)


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description="Write the invented sample archive.")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder to write into")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed makes another archive")
    options = parser.parse_args()
    for collection in write_archive(options.to, options.seed):
        print(f"{options.to / collection.path}: {collection.title}")


if __name__ == "__main__":
    main()
