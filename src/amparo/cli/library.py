"""amparo library: begin, publish, withdraw, search, prove, verify, serve the public archive."""

from __future__ import annotations

import argparse
import sys

from amparo.cli import library_artifact, library_drop, library_publish, library_verify
from amparo.cli.library_publish import utc_now
from amparo.cli.options import add_json, count, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.errors import AmparoError, InputError, StateError
from amparo.library import listing, setup
from amparo.library import settings as settings_file
from amparo.library.app import create_app
from amparo.library.archive import open_archive
from amparo.library.indexing import bring_index_up, is_behind
from amparo.library.pages.search import hit_json
from amparo.library.publish import finish
from amparo.library.settings import Places, Settings, places_of
from amparo.library.status import status_of
from amparo.library.tables import connect
from amparo.seal.note import Verifier
from amparo.search.tantivy_engine import TantivyEngine
from amparo.web.server import listen, parse_bind, serve


def register(parser: argparse.ArgumentParser) -> None:
    """Add the verbs of `amparo library`."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _register_setup(verbs)
    library_publish.register(verbs)
    library_artifact.register(verbs)
    library_drop.register(verbs)
    library_verify.register(verbs)
    search = verb(verbs, "search", "search what is published", run_search)
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--collection", metavar="SLUG", help="in one collection only")
    search.add_argument("--limit", type=count, default=20, metavar="N", help="at most so many hits (default 20)")
    add_json(search)
    serving = verb(
        verbs,
        "serve",
        "serve the static tree with live search",
        run_serve,
        description="Serves HOME/library/public and searches it. Any web server can serve the folder, without search.",
    )
    serving.add_argument("--bind", metavar="HOST:PORT", help="default 127.0.0.1:8403, or what library.toml says")


def _register_setup(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = verb(
        verbs,
        "init",
        "make the library: its keys and its empty log",
        run_init,
        description="Makes HOME/library with library.toml and the log's keys (Ed25519 and ML-DSA-44). Run again, it "
        "keeps keys and log, and changes only what you name.",
    )
    init.add_argument("--title", metavar="TEXT", help="what the library is called")
    init.add_argument("--about", metavar="TEXT", help="what the front page says it is")
    init.add_argument("--address", metavar="URL", help="its public address, for citations and the feed")
    init.add_argument("--origin", metavar="NAME", help="the log's name, for ever: archive.example/log")
    trust = verb(
        verbs,
        "trust",
        "accept releases signed by a publisher's key",
        run_trust,
        description="Adds a publisher's verifier key to library.toml. `amparo desk status` shows the desk's.",
    )
    trust.add_argument("key", metavar="VKEY")
    verb(verbs, "build", "make every page anew that is not as it should be", run_build)
    add_json(verb(verbs, "status", "what is published, and the state of the log", run_status))


def run_init(options: argparse.Namespace) -> None:
    """Make a library, or change the settings that were named."""
    places = places_of(home_of(options))
    given = {name: getattr(options, name) for name in ("title", "about") if getattr(options, name) is not None}
    if options.address is not None:
        given["address"] = _address(options.address)
    if places.settings.exists():
        if options.origin not in (None, settings_file.load(places).origin):
            raise InputError("A log's name cannot change once it has begun.", "Make a new home for another library.")
        settings_file.change(places, **given)
    new = Settings(**{"title": "Library", "origin": options.origin or setup.new_origin(), **given})
    setup.init(places, new, utc_now)
    with open_archive(places, utc_now) as archive:
        finish(archive, Steps())
        print(f"library: {places.root}\nlog: {archive.settings.origin}")
        for signer in archive.signers[:1]:
            print(f"key of the log: {signer.verifier}")


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or any(letter.isspace() for letter in text):
        raise InputError("A public address begins with http:// or https://.")
    return text.rstrip("/")


def run_trust(options: argparse.Namespace) -> None:
    """Trust one more publisher."""
    key = Verifier.parse(options.key.strip())
    settings_file.trust(places_of(home_of(options)), str(key))
    print(f"Releases signed by {key.name} are accepted.")


def run_build(options: argparse.Namespace) -> None:
    """Bring the tree to what the log says."""
    with open_archive(places_of(home_of(options)), utc_now) as archive:
        print(f"{finish(archive, Steps())} pages written")


def run_status(options: argparse.Namespace) -> None:
    """What a person who looks after a library wants to know."""
    status = status_of(places_of(home_of(options)))
    if options.json:
        print_json(status)
        return
    print(f"{status['title']}: {status['documents']} documents, {status['withdrawn']} withdrawn")
    for collection in status["collections"]:
        print(f"  {collection['slug']}: {collection['documents']} documents ({collection['title']})")
    print(f"log {status['origin']}: {status['log_size']} entries\nfolder: {status['public']}")


def run_search(options: argparse.Namespace) -> None:
    """Ask the library's index."""
    places = places_of(home_of(options))
    settings_file.load(places)
    if options.collection is not None:
        _check_collection(places, options.collection)
    _fill_index(places)
    answer = TantivyEngine.open(places.index).search(options.query, collection=options.collection, limit=options.limit)
    hits = [hit_json(hit, options.collection or "") for hit in answer.hits]
    if options.json:
        print_json({"total": answer.total, "seconds": round(answer.seconds, 6), "hits": hits})
        return
    print(f"{answer.total} found", file=sys.stderr)
    for hit in hits:
        print(f"{hit['path']}  {hit['date'] or '-'}  {hit['title']}\n    {hit['snippet']}")


def _fill_index(places: Places) -> None:
    """Make live search anew when its index is of another layout; while others publish, they do it."""
    if not is_behind(places):
        return
    try:
        with open_archive(places, utc_now) as archive:
            bring_index_up(archive, Steps())
    except AmparoError as error:
        print(f"warning: live search may miss documents: {error.what}\nhint: {error.hint}", file=sys.stderr)


def _check_collection(places: Places, slug: str) -> None:
    database = connect(places.catalogue)
    try:
        known = listing.titles(database)
    finally:
        database.close()
    if slug not in known:
        raise StateError(
            "There is no collection of this name.", f"The collections are: {', '.join(sorted(known)) or 'none yet'}."
        )


def run_serve(options: argparse.Namespace) -> None:
    """Serve until stopped."""
    places = places_of(home_of(options))
    settings = settings_file.load(places)
    try:
        host, port = parse_bind(options.bind or settings.bind)
    except ValueError:
        raise InputError("An address to serve on looks like 127.0.0.1:8403.") from None
    _fill_index(places)
    sock = listen((host, port))
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{sock.getsockname()[1]}/"
    serve(create_app(places, settings), sock, on_ready=lambda: print(f"library: {address}", flush=True))
