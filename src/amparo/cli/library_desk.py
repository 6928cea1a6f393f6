"""Where the desk and the library of one home meet: the desk writes a signed bundle for the library to publish."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from amparo.cli.options import home_of
from amparo.cli.progress import Steps
from amparo.desk.holdings import open_holdings
from amparo.desk.release import slug, write_bundle
from amparo.desk.room import Desk
from amparo.errors import TrustError
from amparo.library import listing
from amparo.library import settings as settings_file
from amparo.library.settings import Places
from amparo.library.tables import connect


def bundle_from_desk(options: argparse.Namespace, places: Places, to: Path, steps: Steps) -> Path:
    """Have the desk write a signed bundle."""
    home = home_of(options)
    desk = Desk(home)
    signer = desk.keys.root
    _trust_own_desk(places, str(signer.verifier))
    title = options.title or _title_now(places, slug(options.collection))
    with open_holdings(home) as holdings:
        write_bundle(
            holdings,
            options.collection,
            to,
            signer,
            desk.today,
            lambda done, whole: steps("writing the release", done, whole),
            title,
        )
    return to


def _trust_own_desk(places: Places, key: str) -> None:
    """The first publisher of a library is the desk beside it: one home, one owner. Any other is trusted by name."""
    known = settings_file.load(places).publishers
    if not known:
        settings_file.trust(places, key)
        print(f"This library now trusts the desk beside it: {key}", file=sys.stderr)
    elif key not in known:
        raise TrustError("This library does not trust the desk beside it.", f"amparo library trust {key}")


def _title_now(places: Places, collection: str) -> str:
    """What the library calls a collection already; empty when it is new."""
    database = connect(places.catalogue)
    try:
        return listing.titles(database).get(collection, "")
    finally:
        database.close()
