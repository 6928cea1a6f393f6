"""Makes a document's proof at the log's present checkpoint. Reads; needs no lock, so it works while others publish."""

from __future__ import annotations

from amparo.errors import InputError
from amparo.ledger.manifest import DocumentId
from amparo.ledger.policy import Policy
from amparo.ledger.tlog_proof import TlogProof
from amparo.library import listing
from amparo.library.addresses import Slug
from amparo.library.keys import load_signers
from amparo.library.log import log_policy, open_reader
from amparo.library.log_disk import RealDisk
from amparo.library.settings import Places
from amparo.library.tables import connect


def proof_of(places: Places, document: DocumentId, collection: Slug | None = None) -> TlogProof:
    """The proof of a document's newest entry, in one collection or in that which published it last.

    Raises InputError when no such document was published.
    """
    database = connect(places.catalogue)
    try:
        found = [item.document for item in listing.find(database, document)]
    finally:
        database.close()
    wanted = [one for one in found if collection in (None, one.collection)]
    if not wanted:
        raise InputError("There is no such document in this library.", "Its identity is on its page.")
    policy = Policy.parse(log_policy(load_signers(places.keys)).encode())
    return open_reader(RealDisk(places.log), policy).proof_for(wanted[0].index)
