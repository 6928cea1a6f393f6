"""amparo drop: set up, serve and look at the intake server."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from amparo.cli import drop_onion
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.drop import settings as drop_settings
from amparo.drop.app import create_app
from amparo.drop.blobs import replace_file
from amparo.drop.forgetting import overwrite_freed, spare_what_stays
from amparo.drop.forking import fork_processes
from amparo.drop.health import configuration_of, version
from amparo.drop.memory import forbid_dumps, lock_pages
from amparo.drop.newsroom import Newsroom
from amparo.drop.owner import as_owner, become_owner
from amparo.drop.sealer_page import MISSING, SealerPage, sealer_page
from amparo.drop.serving import Serving, noted, serving
from amparo.drop.settings import FILE, Settings, to_toml
from amparo.drop.status import look
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
        "key. Run again, it changes only what you name. With --onion, as root on Debian: a reachable onion service.",
    )
    init.add_argument("--root", metavar="VKEY", help="the newsroom's root key: `amparo desk status` shows it")
    init.add_argument("--name", metavar="NEWSROOM", help="the name shown until the first roster, which carries its own")
    drop_onion.add_init_options(init)
    _register_serve(verbs)
    status = verb(verbs, "status", "how the drop stands, and what wants doing", run_status)
    add_json(status)


def _register_serve(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    served = verb(
        verbs,
        "serve",
        "take submissions until stopped",
        run_serve,
        description="Serves sources and desks: with --onion through a Tor of its own, with --unix behind another's, "
        "else on loopback, to try.",
    )
    where = served.add_mutually_exclusive_group()
    where.add_argument(
        "--bind",
        type=parse_bind,
        default=DEFAULT_BIND,
        metavar="HOST:PORT",
        help="default 127.0.0.1:8401; port 0 is free",
    )
    where.add_argument("--unix", type=Path, metavar="PATH", help="a Unix socket, for Tor's HiddenServicePort")
    where.add_argument("--onion", action="store_true", help="run a Tor for the onion service that init --onion made")
    served.add_argument(
        "--desk-unix", type=Path, metavar="PATH", help="with --unix: the desk API here, and nowhere else"
    )
    served.add_argument(
        "--socket-mode", type=_mode, default=0o600, metavar="MODE", help="of Unix sockets; default 0600"
    )


def _mode(text: str) -> int:
    """The type of an option that is a file mode: octal digits, no rights for strangers."""
    mode = int(text, 8)
    if mode & ~0o660:
        raise ValueError(text)
    return mode


def utc_now() -> datetime:
    """The clock of a running drop."""
    return datetime.now(UTC)


def folder_of(options: argparse.Namespace) -> Path:
    """HOME/drop."""
    return home_of(options) / "drop"


def run_init(options: argparse.Namespace) -> None:
    """Make the home, or change the name or root of one."""
    home = drop_onion.home_for(options)
    if options.print:
        drop_onion.show_plan(home)
        return
    tor = drop_onion.prepare(options, home) if options.onion else ""
    folder = home / "drop"
    as_owner(folder, partial(_make, options, folder))
    if options.onion:
        drop_onion.finish(options, home, tor)


def _make(options: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    path = folder / FILE
    known = drop_settings.load(folder) if path.exists() else Settings()
    if options.name or not path.exists():
        replace_file(path, to_toml(known.renamed(options.name or known.newsroom)).encode())
    newsroom = Newsroom(folder)
    if options.root:
        newsroom.claim(Verifier.parse(options.root.strip()))
    Store(folder, keep_free=known.keep_free, clock=utc_now).close()
    print(f"drop: {folder}")
    print(f"newsroom key: {newsroom.standing.fingerprint or 'none yet: the first desk that pairs brings it'}")


def run_serve(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    overwrite_freed()
    home = home_of(options)
    folder = home / "drop"
    become_owner(folder)
    settings = drop_settings.load(folder)
    forbid_dumps()
    locked = lock_pages()
    benches, keepers = fork_processes(folder, settings, lambda: utc_now().date())
    with ExitStack() as stack:
        stack.callback(benches.close)
        store = Store(folder, keep_free=settings.keep_free, clock=utc_now, serving=True, reply_days=settings.reply_days)
        stack.callback(store.close)
        places = drop_onion.own_places(home) if options.onion else None
        unix, desk = (places.sources, places.desk) if places else (options.unix, options.desk_unix)
        app = create_app(
            settings,
            store,
            utc_now,
            locked=locked,
            desk_socket=desk and desk.absolute(),
            beside=benches,
            doorkeepers=keepers,
        )
        sock = listen(unix.absolute() if unix else options.bind, options.socket_mode)
        also = (listen(desk.absolute(), options.socket_mode),) if desk else ()
        address = f"http://{settings.onion}" if places else _address(unix, sock.getsockname())
        ready = stack.enter_context(drop_onion.own_tor(home)) if places else _nothing
        stack.enter_context(noted(folder, Serving(version(), locked)))
        spare_what_stays()
        serve(
            app,
            sock,
            also=also,
            doorkeepers=keepers,
            on_ready=lambda: _announce(address, locked, ready, sealer_page(folder)),
        )


def _nothing() -> None:
    """No Tor to wait for."""


def _address(unix: Path | None, name: tuple[str, int] | str) -> str:
    if unix is not None or isinstance(name, str):
        return f"unix:{unix}"
    host, port = name[0], name[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(address: str, locked: bool, then: Callable[[], None], sealer: SealerPage) -> None:
    memory = "memory locked" if locked else "memory not locked: see docs/operator-drop.md"
    print(f"drop ready: {address} ({memory})", flush=True)
    if not sealer.content:
        print(MISSING, flush=True)
    then()


def run_status(options: argparse.Namespace) -> None:
    """Counts and state, for people or as one JSON object."""
    folder = folder_of(options)
    become_owner(folder)
    settings = drop_settings.load(folder)
    store = Store(folder, keep_free=settings.keep_free, clock=utc_now)
    try:
        facts = look(store, configuration_of(store), Newsroom(folder).standing, settings, serving(folder)).to_json()
    finally:
        store.close()
    if options.json:
        print_json(facts)
        return
    warnings = facts.pop("warnings")
    for name, value in facts.items():
        print(f"{name.replace('_', ' '):21} {'-' if value is None else value}")
    for warning in warnings if isinstance(warnings, list) else ():
        print(f"warning: {warning}", file=sys.stderr)
