"""Verifying one document where it lies, in a folder or on the web, against its proof.

specs/log.md, "Verifying". The place may be the top of an archive, the document's own folder, or one of its files.
"""

from __future__ import annotations

from amparo.errors import InputError, TrustError
from amparo.ledger.manifest import FileEntry
from amparo.ledger.policy import Policy
from amparo.library.addresses import published_name
from amparo.library.verify import FileReport, Proved, Trust, proved
from amparo.library.verify_sources import PublishedTree
from amparo.library.verify_view import place_of

_TEXTS = ("record.json", "text.txt")


def verify_document(
    source: PublishedTree, proof_file: bytes, policy: Policy, *, trust: Trust = Trust.POLICY
) -> FileReport:
    """Prove that a place holds the document of a proof, every file of it: an archive's top or the document's folder.

    The report names the document's original. Raises `TrustError` when a file is changed or missing, `InputError` when
    the document is not there at all or the proof is malformed.
    """
    found = proved(proof_file, policy)
    for folder in (f"{place_of(found.entry)}/", ""):
        held = [_holds(source, folder, file) for file in found.entry.document.files]
        if any(one is not None for one in held):
            return _report(found, held, trust)
    raise InputError(
        "The document of this proof is not there.",
        "It may be withdrawn, or in another archive. Give the archive, the document's folder, or one of its files.",
    )


def verify_named(
    source: PublishedTree, name: str, proof_file: bytes, policy: Policy, *, trust: Trust = Trust.POLICY
) -> FileReport:
    """Prove that one file of a place, whatever it is called there, is a file of the proof's document."""
    found = proved(proof_file, policy)
    files = found.entry.document.files
    try:
        digest = source.digest(name, max(file.size for file in files))
    except KeyError:
        raise InputError("There is nothing at this address.", "Check it.") from None
    for file in files:
        if digest == (file.sha256, file.size):
            return found.report(file, 1, trust)
    raise TrustError("What lies there is not in the log.", "It was changed, or the proof belongs to another document.")


def _holds(source: PublishedTree, folder: str, file: FileEntry) -> bool | None:
    """Whether the folder holds this very file; None when it holds none of its name."""
    for name in dict.fromkeys((published_name(file.path), file.path)):
        try:
            return source.digest(folder + name, file.size) == (file.sha256, file.size)
        except KeyError:
            continue
    return None


def _report(found: Proved, held: list[bool | None], trust: Trust) -> FileReport:
    files = found.entry.document.files
    if wrong := len(held) - held.count(True):
        raise TrustError(
            f"Of the document's {len(files)} files, {wrong} are changed or missing here.",
            "Do not use this copy; get the document again from the library or another mirror.",
        )
    original = next((file for file in files if file.path not in _TEXTS), files[0])
    return found.report(original, len(files), trust)
