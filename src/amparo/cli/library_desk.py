"""Where the desk and the library of one home meet: the desk writes a signed bundle for the library to publish."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from amparo.cli.options import home_of
from amparo.cli.progress import Steps
from amparo.desk.addresses import slug
from amparo.desk.holdings import open_holdings
from amparo.desk.release import write_bundle
from amparo.desk.room import Desk
from amparo.desk.rotation import lineage_of
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
    _follow_own_desk(places, desk)
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


def _follow_own_desk(places: Places, desk: Desk) -> None:
    """Trust the heir of a root key that this library trusts, and none that was revoked any more.

    What earlier keys published stays as it is: the log vouches for it, not the publisher's key.
    """
    lineage = lineage_of(desk.settings)
    known = settings_file.load(places).publishers
    revoked = {str(key) for key in lineage.revoked}
    roots = [str(key) for key in lineage.roots(desk.keys.root_verifier)]
    kept = [key for key in known if key not in revoked]
    if roots[-1] not in kept and not revoked.issuperset(roots[-1:]) and set(known) & set(roots):
        kept.append(roots[-1])
    if kept != list(known):
        settings_file.change(places, publishers=tuple(kept))
        print(f"The newsroom's root key has changed; this library trusts: {' '.join(kept)}", file=sys.stderr)


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
