"""amparo drop: set up, serve and look at the intake server."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.drop import settings as drop_settings
from amparo.drop.app import create_app
from amparo.drop.memory import forbid_dumps, lock_pages
from amparo.drop.newsroom import Newsroom
from amparo.drop.settings import FILE, Settings, to_toml
from amparo.drop.store import Store
from amparo.seal.note import Verifier
from amparo.web.server import listen, parse_bind, serve

DEFAULT_BIND = ("127.0.0.1", 8401)


def register(parser: argparse.ArgumentParser) -> None:
    """Add the verbs of `amparo drop`."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    init = verb(
        verbs,
        "init",
        "make an empty drop",
        run_init,
        description="Makes HOME/drop. The first desk that pairs claims the drop, unless --root pins the newsroom's "
        "key. Run again, it changes only what you name.",
    )
    init.add_argument("--root", metavar="VKEY", help="the newsroom's root key: `amparo desk status` shows it")
    init.add_argument("--name", metavar="NEWSROOM", help="the name shown until the first roster, which carries its own")
    served = verb(
        verbs,
        "serve",
        "take submissions until stopped",
        run_serve,
        description="Serves sources and desks on one address: behind Tor's onion service in production, on loopback "
        "to try.",
    )
    where = served.add_mutually_exclusive_group()
    where.add_argument(
        "--bind",
        type=parse_bind,
        default=DEFAULT_BIND,
        metavar="HOST:PORT",
        help="default 127.0.0.1:8401; port 0 is free",
    )
    where.add_argument(
        "--unix", type=Path, metavar="PATH", help="a Unix socket, mode 0600, for Tor's HiddenServicePort"
    )
    status = verb(verbs, "status", "what lies in the drop, and whether its door is open", run_status)
    add_json(status)


def utc_now() -> datetime:
    """The clock of a running drop."""
    return datetime.now(UTC)


def folder_of(options: argparse.Namespace) -> Path:
    """HOME/drop."""
    return home_of(options) / "drop"


def run_init(options: argparse.Namespace) -> None:
    """Make the home, or change the name or root of one."""
    folder = folder_of(options)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    path = folder / FILE
    known = drop_settings.load(folder) if path.exists() else Settings()
    if options.name or not path.exists():
        path.write_text(to_toml(known.renamed(options.name or known.newsroom)), "utf-8")
    newsroom = Newsroom(folder)
    if options.root:
        newsroom.claim(Verifier.parse(options.root.strip()))
    Store(folder, keep_free=known.keep_free, clock=utc_now).close()
    print(f"drop: {folder}")
    print(f"newsroom key: {newsroom.standing.fingerprint or 'none yet: the first desk that pairs brings it'}")


def run_serve(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    folder = folder_of(options)
    settings = drop_settings.load(folder)
    forbid_dumps()
    locked = lock_pages()
    store = Store(folder, keep_free=settings.keep_free, clock=utc_now, serving=True)
    try:
        app = create_app(settings, store, utc_now, locked=locked)
        sock = listen(options.unix.absolute() if options.unix else options.bind)
        address = _address(options.unix, sock.getsockname())
        serve(app, sock, on_ready=lambda: _announce(address, locked))
    finally:
        store.close()


def _address(unix: Path | None, name: tuple[str, int] | str) -> str:
    if unix is not None or isinstance(name, str):
        return f"unix:{unix}"
    host, port = name[0], name[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(address: str, locked: bool) -> None:
    memory = "memory locked" if locked else "memory not locked: see docs/operator-drop.md"
    print(f"drop ready: {address} ({memory})", flush=True)


def run_status(options: argparse.Namespace) -> None:
    """Counts and state, for people or as one JSON object."""
    folder = folder_of(options)
    settings = drop_settings.load(folder)
    store = Store(folder, keep_free=settings.keep_free, clock=utc_now)
    try:
        totals, missing, standing, today = store.totals(), store.missing(), Newsroom(folder).standing, store.today()
    finally:
        store.close()
    roster = standing.roster
    facts = {
        "state": str(standing.door(today)),
        "newsroom": settings.newsroom if roster is None else roster.newsroom,
        "envelopes": totals.envelopes,
        "bytes": totals.bytes,
        "replies": totals.replies,
        "missing": len(missing),
        "roster_last_day": None if roster is None else roster.last_day.isoformat(),
        "root_fingerprint": standing.fingerprint or None,
    }
    if options.json:
        print_json(facts)
    else:
        for name, value in facts.items():
            print(f"{name.replace('_', ' '):16} {'-' if value is None else value}")
