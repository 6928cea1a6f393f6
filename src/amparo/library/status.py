"""What a person who looks after a library wants to know. Reads; writes nothing."""

from __future__ import annotations

from typing import Any

from amparo.ledger.policy import Policy
from amparo.library import listing
from amparo.library import settings as settings_file
from amparo.library.keys import load_signers
from amparo.library.log import log_policy, open_reader
from amparo.library.log_disk import RealDisk
from amparo.library.settings import Places
from amparo.library.tables import connect


def status_of(places: Places) -> dict[str, Any]:
    """Title, collections, counts, the log's origin, size and keys. Raises TrustError when the log does not hold."""
    settings = settings_file.load(places)
    signers = load_signers(places.keys)
    reader = open_reader(RealDisk(places.log), Policy.parse(log_policy(signers).encode()))
    database = connect(places.catalogue)
    try:
        collections = listing.collections(database)
    finally:
        database.close()
    return {
        "title": settings.title,
        "origin": settings.origin,
        "address": settings.address,
        "public": str(places.public),
        "log_size": reader.checkpoint.size,
        "keys": [str(signer.verifier) for signer in signers],
        "publishers": list(settings.publishers),
        "documents": sum(collection.documents for collection in collections),
        "withdrawn": sum(collection.withdrawn for collection in collections),
        "collections": [
            {
                "slug": collection.slug,
                "title": collection.title,
                "kind": collection.kind,
                "documents": collection.documents,
                "withdrawn": collection.withdrawn,
                "updated": collection.updated,
            }
            for collection in collections
        ],
    }
