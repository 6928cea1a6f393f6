"""amparo give: a source's client. Seals on this machine, resumes, goes through Tor, prints the passphrase once."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from amparo.cli.ask_source import ask_back, ask_words
from amparo.cli.options import add_json, home_of, print_json
from amparo.cli.progress import Steps
from amparo.cli.source_options import add_drop, connected, newsroom_of
from amparo.errors import AmparoError, InputError, StateError
from amparo.seal.passphrase import Passphrase, generate
from amparo.source.channels import WayIn, offered_names, way_in
from amparo.source.connection import Connection
from amparo.source.parcel import Parcel
from amparo.source.sealing import Handover, Sealing
from amparo.source.sending import Sending
from amparo.source.trust import Trusted

DESCRIPTION = """\
Hands a message and files to a newsroom. Everything is sealed on this machine, to keys that the newsroom's own root key
has signed: the drop gets ciphertext only, and cannot slip in keys of its own. The passphrase for replies is printed
once, before anything is sent: write it down on paper. At a terminal you are asked to type it back from there.

While it sends, the sealed envelope lies in HOME/give (--home; by default in ~/.local/share/amparo), as long as all
your files together, readable by you alone; beside it the drop's address, the envelope's size and the day. It holds no
plaintext, no file names and no passphrase, and it is removed when the drop has everything. If the connection breaks,
give goes on by itself; if give itself ends early: amparo give URL --resume
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of `amparo give`."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add_drop(parser)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="what to hand over; a folder as an archive")
    parser.add_argument(
        "--message", default="", metavar="TEXT", help="- reads it from standard input, so that it stands in no history"
    )
    parser.add_argument("--channel", default="", metavar="NAME", help="whom it is for, where the newsroom has channels")
    parser.add_argument(
        "--answer", action="append", default=[], metavar="KEY=VALUE", help="answers one of the channel's questions"
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--again", action="store_true", help="add to an earlier submission: asks for its passphrase")
    whose.add_argument("--no-replies", action="store_true", help="no passphrase, and no way for the newsroom to answer")
    whose.add_argument("--resume", action="store_true", help="go on with what an earlier give sealed for this drop")
    whose.add_argument("--forget", action="store_true", help="remove what an earlier give sealed, here and at the drop")
    add_json(parser)
    parser.set_defaults(run=run_give)


def run_give(options: argparse.Namespace) -> int:
    """Give, resume or forget."""
    parcels = home_of(options) / "give"
    try:
        if options.resume or options.forget:
            return _earlier(options, parcels)
        return _give(options, parcels)
    except KeyboardInterrupt:
        print(
            f"error: interrupted\nhint: what is sealed already is kept; go on with: amparo give {options.url} --resume",
            file=sys.stderr,
        )
        return 130


def _give(options: argparse.Namespace, parcels: Path) -> int:
    today = datetime.now(UTC).date()
    draft = Handover(_message(options.message), tuple(options.files), None)
    if not options.answer:
        draft.check()
    with connected(options) as connection:
        trusted = newsroom_of(connection, options)
        way = _way_in(options, connection, trusted)
        sealing = Sealing(trusted, today, channel=way.channel)
        passphrase = None if options.no_replies else ask_words() if options.again else generate()
        handover = Handover(draft.message, draft.files, passphrase, way)
        pieces = sealing.pieces(handover, Steps())
        parcel = Parcel.seal(parcels, connection.address.url, today.isoformat(), pieces)
        _tell_sealed(options, sealing, None if options.again else passphrase)
        # Whatever is typed there, it is sent: only the paper is at stake.
        if passphrase is not None and not options.again and not options.json and sys.stdin.isatty():
            ask_back(passphrase)
        _deliver(options, parcel, connection)
    return 0


def _way_in(options: argparse.Namespace, connection: Connection, trusted: Trusted) -> WayIn:
    """The channel and the answers that were asked for; tells of the channels when none was."""
    note = connection.form()
    way = way_in(note, trusted, options.channel, options.answer)
    names = offered_names(note, trusted)
    if way.channel is None and names:
        print(f"It goes to the whole newsroom. Channels, with --channel: {', '.join(names)}", file=sys.stderr)
    return way


def _earlier(options: argparse.Namespace, parcels: Path) -> int:
    found = 0
    with connected(options) as connection:
        for parcel in Parcel.waiting(parcels, connection.address.url):
            found += 1
            if options.resume:
                _deliver(options, parcel, connection)
                continue
            if parcel.destination.upload is not None:
                connection.remove(parcel.destination.upload)
            parcel.remove()
            print("Removed, here and at the drop.", file=sys.stderr)
    if not found:
        raise StateError("Nothing sealed for this drop waits here.", "Was it another --home, or another address?")
    return 0


def _deliver(options: argparse.Namespace, parcel: Parcel, connection: Connection) -> None:
    try:
        done = Sending(parcel, connection, Steps()).run()
    except AmparoError:
        parcel.let_go()
        print(f"What was sealed is kept; to go on: amparo give {options.url} --resume", file=sys.stderr)
        raise
    parcel.remove()
    if options.json:
        print_json({"delivered": done.size, "sent": done.sent, "cuts": done.cuts})
    else:
        print("Delivered: the newsroom's drop has everything. Nothing of it is left on this machine.", flush=True)


def _tell_sealed(options: argparse.Namespace, sealing: Sealing, passphrase: Passphrase | None) -> None:
    """The passphrase, once, before anything is sent: a machine that dies now must not cost the replies."""
    if options.json:
        files = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in sealing.received]
        words = None if passphrase is None else str(passphrase)
        print_json({"passphrase": words, "fingerprint": sealing.fingerprint, "files": files})
    else:
        for file in sealing.received:
            print(f"{file.size:>15,}  {file.name}")
        if passphrase is not None:
            print(f"\nYour passphrase: {passphrase}\n")
            print("Write these seven words down on paper; they are shown this once.")
            print(f"Whether there is a reply: amparo check {options.url}")
    sys.stdout.flush()


def _message(given: str) -> str:
    """The message, from standard input when it is `-`."""
    if given != "-":
        return given
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("The message is not text in UTF-8.", "Hand it over as a file.") from None
