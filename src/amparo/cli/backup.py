"""`amparo backup`: everything a lost machine needs, sealed, in one file. `amparo restore` is in `restore`."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.metadata
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from amparo.backup.members import Member, of_folder
from amparo.backup.writing import About, Counted, archive
from amparo.cli.options import add_json, home_of, print_json
from amparo.cli.whole_file import WholeFile
from amparo.drop.owner import acting_as_owner
from amparo.errors import StateError
from amparo.seal.age import Recipient
from amparo.seal.keys import parse_recipient
from amparo.seal.sealer import Sealer

ROOMS = ("drop", "onion", "desk", "library", "docket")
DAY_KEYS = "desk/keys/epochs"
_EVERY = 0.5
_GATHERED = 1024 * 1024

_DESCRIPTION = """\
Copy what a lost machine needs (keys, databases, envelopes, originals, the log) into one sealed file, while the rooms
work. Seal it to a recipient whose identity is kept elsewhere: amparo seal keygen -o FILE, on a stick in a safe.
"""
_EPILOG = """\
The secrets of a desk's days are left out, so that a backup cannot open old mail. The price: what waits at the drop, not
yet fetched, when the desk is lost cannot be opened by anybody. --with-day-keys takes them along: destroy such a backup
when the desk destroys them.
examples:
  amparo backup -o backup.age --to age1pq1...
  amparo restore backup.age -i key.txt --home /srv/amparo
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Options of `amparo backup`."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "--home", type=Path, default=None, metavar="DIR", help="where drop/ desk/ library/ docket/ live"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="appears only when it is whole"
    )
    parser.add_argument(
        "--to", action="append", default=[], metavar="RECIPIENT", help="age1… or age1pq1…; may be repeated"
    )
    parser.add_argument("-p", "--passphrase", action="store_true", help="ask for a passphrase instead")
    parser.add_argument("--room", action="append", choices=ROOMS, help="only this one; may be repeated")
    parser.add_argument(
        "--with-day-keys", action="store_true", help="take the secrets of a desk's days along; see below"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Write the backup; say what is in it, and its hash."""
    home = home_of(options)
    rooms = tuple(room for room in ROOMS if (home / room).is_dir() and room in (options.room or ROOMS))
    if not rooms:
        raise StateError("There is nothing in this home to back up.", "Name it: --home DIR")
    without = (DAY_KEYS,) if "desk" in rooms and not options.with_day_keys else ()
    about = About(datetime.now(UTC).date(), importlib.metadata.version("amparo"), rooms, without)
    count, digest = Counted(), hashlib.sha256()
    with WholeFile(options.output) as out:
        members = (member for room in rooms for member in members_of(room, home, options.with_day_keys))
        for sealed in _sealed(archive(about, members, count), Sealer(_recipients(options)), _Progress(count)):
            digest.update(sealed)
            out.write(sealed)
    _tell(options, about, count, digest.hexdigest())


def members_of(room: str, home: Path, with_day_keys: bool) -> Iterator[Member]:
    """The members of one room, read as the user whose room it is."""
    listing = _listing_of(room, with_day_keys)
    with acting_as_owner(home / room):
        yield from listing(home / room)


def _listing_of(room: str, with_day_keys: bool) -> Callable[[Path], Iterator[Member]]:
    """What lists a room. Its code is imported here, so that a drop needs no desk."""
    if room == "docket":
        return partial(of_folder, room)
    module = importlib.import_module(f"amparo.{'drop' if room == 'onion' else room}.backup")
    listing: Callable[[Path], Iterator[Member]] = module.onion_members if room == "onion" else module.members
    if room == "drop":
        listing = partial(module.members, tell=lambda text: print(f"warning: {text}", file=sys.stderr))
    if room == "desk":
        listing = partial(module.members, with_day_keys=with_day_keys)
    return listing


def _recipients(options: argparse.Namespace) -> list[Recipient]:
    if options.passphrase:
        from amparo.cli.ask import ask_passphrase
        from amparo.seal.scrypt import ScryptRecipient

        if options.to:
            raise StateError(
                "A backup is sealed to recipients or with a passphrase, not both.", "Leave out -p, or --to."
            )
        return [ScryptRecipient(ask_passphrase(twice=True))]
    if not options.to:
        raise StateError(
            "Nobody was named who can open the backup.",
            "Name a recipient with --to age1pq1… (amparo seal keygen makes one), or ask for a passphrase with -p.",
        )
    return [parse_recipient(text) for text in options.to]


def _sealed(plain: Iterator[bytes], sealer: Sealer, progress: _Progress) -> Iterator[bytes]:
    """The sealed file in pieces; small pieces are gathered, since a backup may hold a million small files."""
    gathered = bytearray()
    for piece in plain:
        gathered += piece
        if len(gathered) >= _GATHERED:
            yield bytes(sealer.push(bytes(gathered)))
            gathered.clear()
            progress.show()
    yield bytes(sealer.push(bytes(gathered)))
    yield bytes(sealer.finish())
    progress.end()


class _Progress:
    """One line on a terminal's standard error, twice a second."""

    def __init__(self, count: Counted) -> None:
        self._count = count
        self._next = time.monotonic() + _EVERY
        self._on = sys.stderr.isatty()

    def show(self) -> None:
        """Show where it is."""
        if self._on and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            text = f"{self._count.files:,} files, {self._count.bytes / 2**20:,.0f} MiB"
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Wipe the line."""
        if self._on:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _tell(options: argparse.Namespace, about: About, count: Counted, sha256: str) -> None:
    if options.json:
        facts = {"file": str(options.output), "rooms": about.rooms, "without": about.without}
        print_json({**facts, "files": count.files, "bytes": count.bytes, "sha256": sha256})
        return
    print(f"{options.output}: {', '.join(about.rooms)}; {count.files:,} files, {count.bytes:,} bytes")
    print(f"sha256: {sha256}\nNote the hash elsewhere: amparo restore --sha256 then takes no other file.")
    if about.without:
        print("The secrets of the desk's days are not in it: a restored desk pairs again, and makes new ones.")
    elif "desk" in about.rooms:
        print("WARNING: it holds the secrets of the desk's days. Destroy it when the desk destroys them.")
