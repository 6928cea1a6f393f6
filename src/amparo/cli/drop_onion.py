"""`--onion` of `amparo drop init` and `drop serve`: from a bare machine to an onion service, and one run by hand.

As root on a machine that systemd runs, `init --onion` sets up two hardened services and starts them. Everywhere else it
makes the keys and says how to run: `drop serve --onion` then keeps a Tor of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from amparo.cli.options import home_of
from amparo.drop import installing, onion, tor
from amparo.drop import settings as drop_settings
from amparo.drop.blobs import replace_file
from amparo.drop.onion import Addresses, Places
from amparo.drop.owner import as_owner
from amparo.drop.settings import FILE, to_toml
from amparo.drop.swap import Swap, swap_state
from amparo.drop.units import RUN, TOR_RUN, Installation
from amparo.errors import StateError

PUBLISH_SECONDS = 180.0
ANSWER_SECONDS = 30.0


def add_init_options(parser: argparse.ArgumentParser) -> None:
    """The options of `drop init` that have to do with Tor."""
    parser.add_argument(
        "--onion",
        action="store_true",
        help="make an onion service; as root under systemd: install Tor, two services, and start them",
    )
    parser.add_argument("--print", action="store_true", help="with --onion: show what would be done, and do nothing")
    parser.add_argument("--accept-swap", action="store_true", help="go on although swap is in the clear")
    parser.add_argument(
        "--desk-access",
        metavar="LINE",
        default="",
        help="let a desk with this public key (descriptor:x25519:…) find the desk API, instead of making it a key",
    )


def is_for_systemd() -> bool:
    """Whether `init --onion` is to set up services here."""
    return os.geteuid() == 0 and installing.has_systemd()


def home_for(options: argparse.Namespace) -> Path:
    """The home these options mean: for services it is not below root's own directory."""
    if options.onion and is_for_systemd() and options.home is None and not os.environ.get("AMPARO_HOME"):
        return installing.HOME
    return home_of(options)


def refuse_plain_swap(options: argparse.Namespace) -> None:
    """StateError when what is in memory could reach a disk in the clear."""
    state = swap_state()
    if state in (Swap.NONE, Swap.ENCRYPTED) or options.accept_swap:
        return
    what = "Swap on this machine is in the clear" if state is Swap.PLAIN else "It cannot be told where swap goes"
    raise StateError(
        f"{what}: what sources send could be read from its disk later.",
        "Run swapoff -a and take swap out of /etc/fstab, or encrypt it. --accept-swap goes on all the same.",
    )


def show_plan(home: Path) -> None:
    """Print what `init --onion` would do here."""
    say = print
    command = tor.tor_command()
    if not is_for_systemd():
        say("# systemd does not run here, or you are not root: only files in the home would be made.\n")
    if command is None:
        for step in installing.getting_tor():
            say(step.told())
    places = places_for(home)
    say(f"# make keys below {places.folder}, unless there are some\n# write {places.torrc}")
    say(onion.torrc(places, proof_of_work=command is None or tor.can_prove_work(command)))
    if is_for_systemd():
        for each in (*installing.users(), *installing.services(installation(home, command or "/usr/bin/tor"))):
            say(each.told() + "\n")


def places_for(home: Path) -> Places:
    """Where sockets lie: in /run for services, else below the home."""
    if is_for_systemd():
        return Places(home / onion.FOLDER, RUN / "sources.sock", RUN / "desk.sock", TOR_RUN / "control.sock")
    return Places.under(home)


def installation(home: Path, tor_path: str) -> Installation:
    """What the units are made for."""
    return Installation(installing.amparo_command(sys.argv[0], sys.executable), tor_path, home)


def prepare(options: argparse.Namespace, home: Path) -> str:
    """Before the drop's home is made: refuse what is unsafe, get Tor, make users. Tor's path."""
    refuse_plain_swap(options)
    if is_for_systemd():
        interpreter = str(Path(sys.executable).resolve())
        installing.check_places(installation(home, "tor").command, home, interpreter)
        if tor.tor_command() is None:
            installing.follow(tuple(installing.getting_tor()), _tell)
        installing.follow(tuple(installing.users()), _tell)
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        home.chmod(0o711)
    command = tor.tor_command()
    if command is None:
        raise tor.NEEDS_INSTALLING
    return command


def finish(options: argparse.Namespace, home: Path, tor_path: str) -> None:
    """After the drop's home is made: keys, torrc, address into drop.toml, services; and wait until it is reachable."""
    began = time.monotonic()
    places = places_for(home)
    onion.check_sockets(places)
    proof = tor.can_prove_work(tor_path)
    as_owner(places.folder, partial(_make, options, places, proof))
    addresses = onion.addresses(places)
    if not proof:
        _tell("WARNING: this Tor (older than 0.4.8?) has no proof of work: a flood can keep sources out.")
    as_owner(home / "drop", partial(_remember, home / "drop", addresses))
    if is_for_systemd():
        installing.follow(tuple(installing.services(installation(home, tor_path))), _tell)
        _tell_when_published(places, addresses, began)
    else:
        (places.folder / "run").mkdir(mode=0o700, exist_ok=True)
        tor.check(tor_path, places.torrc)
    print(f"sources: http://{addresses.sources}")
    print(f"desks: http://{addresses.desk}")
    if addresses.access:
        print(f"a desk's key to it, for its Tor's ClientOnionAuthDir: {addresses.access}")
    if not is_for_systemd():
        print(f"No service manager is used here. To run it: amparo drop serve --onion --home {home}")


def _make(options: argparse.Namespace, places: Places, proof_of_work: bool) -> None:
    onion.make(places, access=options.desk_access)
    replace_file(places.torrc, onion.torrc(places, proof_of_work=proof_of_work).encode())


def _remember(folder: Path, addresses: Addresses) -> None:
    settings = drop_settings.load(folder)
    changed = replace(settings, onion=addresses.sources, desk_onion=addresses.desk)
    if changed != settings:
        replace_file(folder / FILE, to_toml(changed).encode())


def _tell_when_published(places: Places, addresses: Addresses, began: float) -> None:
    # Tor first, because it says only once what it has put up: on a slow machine that may be before the drop answers.
    _tell("waiting until the onion services can be found")
    if not tor.wait_published(places, (addresses.sources, addresses.desk), PUBLISH_SECONDS):
        raise StateError(
            "The services run, but Tor has not made them known within three minutes.",
            "Look at: journalctl -u amparo-tor. A blocked network needs bridges: see docs/operator-drop.md",
        )
    if not installing.answers(places.sources, ANSWER_SECONDS):
        raise StateError("The drop's service was started, but does not answer.", "Look at: journalctl -u amparo-drop")
    _tell(f"reachable after {time.monotonic() - began:.0f} s")


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def own_places(home: Path) -> Places:
    """Where a drop with a Tor of its own listens. StoreError before `init --onion`."""
    places = Places.under(home)
    onion.check_sockets(places)
    onion.addresses(places)
    (places.folder / "run").mkdir(mode=0o700, exist_ok=True)
    return places


@contextmanager
def own_tor(home: Path) -> Iterator[Callable[[], None]]:
    """Keep a Tor for this home while the block runs; gives what to call when the drop is ready."""
    command = tor.tor_command()
    if command is None:
        raise tor.NEEDS_INSTALLING
    places = own_places(home)
    addresses = onion.addresses(places)
    tor.check(command, places.torrc)

    answering, began = threading.Event(), time.monotonic()

    def tell() -> None:
        found = tor.wait_published(places, (addresses.sources, addresses.desk), PUBLISH_SECONDS)
        answering.wait()
        if found:
            _tell(f"onion reachable: http://{addresses.sources} (after {time.monotonic() - began:.1f} s)")
        else:
            _tell("WARNING: Tor has not made the onion services known yet; it goes on trying.")

    with tor.TorProcess(command, places.torrc):
        # From the start on, because Tor says only once what it has put up.
        threading.Thread(target=tell, name="onion", daemon=True).start()
        yield answering.set
