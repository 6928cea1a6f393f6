"""amparo desk: keys, pairing, status, pages."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, replace

from amparo.cli.desk_keys import add_root_key
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk.keys import check_desk_name, check_newsroom_name, make_keys
from amparo.desk.pairing import Pairing, pair
from amparo.desk.room import Desk
from amparo.desk.settings import FILE, Settings, desk_home, load, save
from amparo.desk.status import status_of
from amparo.errors import InputError, StateError
from amparo.seal.fingerprint import fingerprint
from amparo.web.csrf import LOOPBACK


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    init = verb(
        verbs,
        "init",
        "make the newsroom's and the desk's keys",
        run_init,
        description="Makes HOME/desk with its keys, readable by you alone. Run again, it keeps every key and changes "
        "only the names you give.",
    )
    init.add_argument("--newsroom", metavar="NAME", help="the name that sources see")
    init.add_argument("--desk", metavar="NAME", help="this desk's name on the roster, before it is paired")
    init.add_argument(
        "--root", default="", metavar="VKEY", help="a further desk of a newsroom that has its root key elsewhere"
    )
    pairing = verb(
        verbs,
        "pair",
        "put this desk on the newsroom's roster, and the roster on the drop",
        run_pair,
        description="Makes keys for the days ahead, signs the roster and gives it to the drop. A fresh drop takes this "
        "newsroom as its own: compare the fingerprint with the one on the drop's page. Run again to add days.",
    )
    pairing.add_argument("drop", metavar="DROP_URL", help="http://….onion, or http://127.0.0.1:8401 to try")
    pairing.add_argument("--socks", metavar="HOST:PORT", help="Tor's proxy, usually 127.0.0.1:9050")
    add_root_key(pairing)
    add_json(pairing)
    add_json(verb(verbs, "status", "keys, drop, roster, what waits", run_status))
    served = verb(verbs, "serve", "the desk's pages, on this machine only, until stopped", run_serve)
    served.add_argument("--bind", metavar="HOST:PORT", help="a loopback address; default 127.0.0.1:8402")


def run_init(options: argparse.Namespace) -> None:
    """Make what is missing."""
    home = home_of(options)
    exists = (desk_home(home) / FILE).exists()
    settings = load(home) if exists else Settings(desk_home(home))
    if options.desk and settings.drop and options.desk != settings.desk:
        raise StateError("This desk is on a roster already, under another name.", "Make a new home for another desk.")
    settings = replace(
        settings,
        newsroom=check_newsroom_name(options.newsroom or settings.newsroom),
        desk=check_desk_name(options.desk or settings.desk),
    )
    save(settings)
    keys = make_keys(settings.keys, settings.newsroom, settings.desk, root=options.root)
    with Desk(home).database():
        print(f"desk: {settings.home}")
    print(f"newsroom: {settings.newsroom}\nroot key: {keys.root_vkey}\nfingerprint: {fingerprint(keys.root_verifier)}")


def run_pair(options: argparse.Namespace) -> None:
    """Give the drop a roster that covers the days ahead, and remember the drop."""
    desk = Desk(home_of(options), root_key=options.root_key)
    before = desk.settings
    socks = before.socks if options.socks is None else options.socks
    settings = replace(before, drop=options.drop.rstrip("/"), socks=socks)
    paired = Desk(desk.home, given=settings)
    with paired.drop() as client:
        done = pair(settings, desk.keys, client, desk.today)
    save(settings)
    if options.json:
        print_json(_pairing_json(done, settings))
        return
    print(f"{done.newsroom} is on the drop; sources can send until {done.last_day.isoformat()}.")
    print(f"fingerprint: {done.fingerprint}\nCompare it with the one on the drop's page.")


def run_status(options: argparse.Namespace) -> None:
    """What a person who looks after a desk wants to know."""
    status = asdict(status_of(Desk(home_of(options))))
    if options.json:
        print_json(status)
        return
    for warning in status.pop("warnings"):
        print(f"warning: {warning}", file=sys.stderr)
    for name, value in (status | (status.pop("drop_health") or {})).items():
        print(f"{name.replace('_', ' ')}: {'-' if value in (None, '') else value}")


def run_serve(options: argparse.Namespace) -> None:
    """Serve until stopped, to this machine alone."""
    # Every page, and all they can do, comes with it: nothing for the verbs that set a desk up.
    from amparo.desk.app import create_app
    from amparo.web.server import listen, serve

    desk = Desk(home_of(options))
    host, port = loopback(options.bind or desk.settings.bind)
    with desk.database():
        sock = listen((host, port))
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{sock.getsockname()[1]}/"
    serve(create_app(desk), sock, on_ready=lambda: print(f"desk ready: {address}", flush=True))


def loopback(bind: str) -> tuple[str, int]:
    """`bind` as host and port when it is this machine; StateError for any other address, InputError for none."""
    from amparo.web.server import parse_bind

    try:
        host, port = parse_bind(bind)
    except ValueError:
        raise InputError("An address to serve on looks like 127.0.0.1:8402.") from None
    if (f"[{host}]" if ":" in host else host) not in LOOPBACK:
        raise StateError(
            "The desk serves this machine only: it has no log-in yet, and everything it shows is plaintext.",
            "Serve on 127.0.0.1. From another machine, use a tunnel: ssh -L 8402:127.0.0.1:8402 DESK",
        )
    return host, port


def _pairing_json(done: Pairing, settings: Settings) -> dict[str, object]:
    return {
        "drop": settings.drop,
        "newsroom": done.newsroom,
        "desk": done.desk,
        "root": done.root_vkey,
        "fingerprint": done.fingerprint,
        "roster_until": done.last_day.isoformat(),
        "desks": done.desks,
    }
