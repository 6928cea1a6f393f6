"""Verifying what the library published: one document offline, or a whole archive.

specs/log.md, "Verifying". A document: the proof's entry (`extra`) names the file's SHA-256, its leaf hash leads to the
root of a checkpoint that the policy accepts. An archive: the checkpoint's signatures, every entry hashed anew to its
root, every tile as those entries make it, every published file as its latest entry says, withdrawn ones gone.
What cannot be trusted at all raises `TrustError`; single files that differ are listed in the report.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from amparo.errors import InputError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.entries import Entry, LoggedDocument, parse_entry
from amparo.ledger.manifest import FileEntry
from amparo.ledger.policy import Attested, Policy
from amparo.ledger.tlog_proof import TlogProof
from amparo.library.addresses import published_name
from amparo.library.log_reader import CHECKPOINT
from amparo.library.verify_cases import Cases
from amparo.library.verify_reports import ArtifactReport, FileReport, Problem, Reason, TreeReport, Trust
from amparo.library.verify_sources import FolderTree, PublishedTree, WebTree
from amparo.library.verify_view import LogView, place_of

__all__ = [
    "FileReport",
    "Problem",
    "Proved",
    "Reason",
    "TreeReport",
    "Trust",
    "proved",
    "verify_file",
    "verify_source",
    "verify_tree",
]

POLICY_FILE = "log.policy"
WORKERS = 4
_BATCH = 512

Progress = Callable[[int, int], None]
"""Told how many documents are checked, and of how many."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof says when it holds: an entry of the log that names a document's files."""

    index: int
    entry: LoggedDocument
    attested: Attested

    def report(self, file: FileEntry, checked: int, trust: Trust) -> FileReport:
        """The report of one of the document's files, after `checked` of them were found genuine."""
        document = self.entry.document
        return FileReport(
            ok=True,
            document=document.id,
            collection=self.entry.collection,
            path=file.path,
            title=document.title,
            sha256=file.sha256,
            release=self.entry.release,
            index=self.index,
            checked=checked,
            **attested_fields(self.attested, trust),
        )


def proved(proof_file: bytes, policy: Policy) -> Proved:
    """Check a document's tlog-proof, whose entry is in `extra`.

    Raises `TrustError` when it does not hold under the policy, `InputError` when it is malformed.
    """
    index, entry, attested = proved_entry(proof_file, policy)
    if not isinstance(entry, LoggedDocument):
        raise TrustError("The proof is about something other than a document.", "Fetch this document's own proof.")
    return Proved(index, entry, attested)


def proved_entry(proof_file: bytes, policy: Policy) -> tuple[int, Entry, Attested]:
    """The entry that a tlog-proof carries and proves, of whatever kind, and its place. Errors as `proved`."""
    proof = TlogProof.parse(proof_file)
    if proof.extra is None:
        raise InputError("The proof does not carry its log entry.", "Fetch the proof that this archive publishes.")
    attested = proof.verify(proof.extra, policy)
    return proof.index, parse_entry(proof.extra), attested


def verify_file(
    file: bytes | BinaryIO | Path, proof_file: bytes, policy: Policy, *, trust: Trust = Trust.POLICY
) -> FileReport:
    """Prove offline that a file was published: `proof_file` is its document's tlog-proof, entry in `extra`.

    `trust` is what the report says of where the policy came from: `Trust.OWN_KEY` when it was the archive's own file.

    Says nothing of what happened after the proof's checkpoint: a later entry may have corrected or withdrawn the
    document. Raises `TrustError` when the file is not proved, `InputError` when the proof is malformed.
    """
    found = proved(proof_file, policy)
    digest = _digest(file)
    logged = next((one for one in found.entry.document.files if one.sha256 == digest), None)
    if logged is None:
        raise TrustError(
            "The file is not the one in the log: its SHA-256 differs.",
            "It was changed, or the proof belongs to another document.",
        )
    return found.report(logged, 1, trust)


def verify_tree(
    place: Path | str,
    policy: Policy | None = None,
    *,
    seen: Checkpoint | None = None,
    progress: Progress | None = None,
) -> TreeReport:
    """Verify a whole archive: a folder, or the http(s) address of its root.

    Without a policy the archive's own `log.policy` is used and the report's `trust` says so: such a check finds damage,
    not a dishonest archive. `seen` is a checkpoint verified earlier; the archive must extend it (`RollbackError`).
    Raises `TrustError` when the log itself does not hold, `StoreError` when it cannot be read.
    """
    if isinstance(place, Path):
        return verify_source(FolderTree(place), policy, seen=seen, progress=progress)
    with WebTree(place) as source:
        return verify_source(source, policy, seen=seen, progress=progress)


def verify_source(
    source: PublishedTree,
    policy: Policy | None = None,
    *,
    seen: Checkpoint | None = None,
    progress: Progress | None = None,
) -> TreeReport:
    """`verify_tree` over any source."""
    trust = Trust.OWN_KEY if policy is None else Trust.POLICY
    policy = policy or own_policy(source)
    attested = policy.check(_needed(source, CHECKPOINT))
    view = LogView(source, attested.checkpoint)
    if seen is not None:
        view.check_extends(seen)
    files = _Files(source, progress, len(view.latest))
    files.check_all(view)
    cases = Cases(source, view.cases)
    problems = (*files.problems, *cases.problems(), *view.unlogged())
    return TreeReport(
        ok=not problems,
        checked=files.checked + cases.checked,
        bytes=files.bytes + cases.bytes,
        documents=len(view.latest),
        withdrawn=len(view.withdrawn),
        problems=problems,
        artifacts=tuple(ArtifactReport(a.kind, a.sha256, a.day.isoformat(), index) for index, a in view.artifacts),
        cases=cases.reports(),
        **attested_fields(attested, trust),
    )


def own_policy(source: PublishedTree) -> Policy:
    """The policy that an archive shows of itself. Raises `InputError` when it has none."""
    return Policy.parse(_needed(source, POLICY_FILE))


class _Files:
    """Hashing the published files, several at once: hashing lets go of the interpreter, so disk and cores are busy."""

    def __init__(self, source: PublishedTree, progress: Progress | None, total: int) -> None:
        self._source = source
        self._progress = progress or (lambda done, total: None)
        self._total = total
        self.checked = 0
        self.bytes = 0
        self.problems: list[Problem] = []

    def check_all(self, view: LogView) -> None:
        """Check every file of every document, in the log's order."""
        entries, done = view.entries(), 0
        with ThreadPoolExecutor(WORKERS) as workers:
            while batch := list(islice(entries, _BATCH)):
                for size, problems in workers.map(partial(_check_document, self._source), batch):
                    self.checked += size[0]
                    self.bytes += size[1]
                    self.problems += problems
                done += sum(present for _, present in batch)
                self._progress(min(done, self._total), self._total)


def _check_document(
    source: PublishedTree, entry_and_presence: tuple[LoggedDocument, bool]
) -> tuple[tuple[int, int], list[Problem]]:
    """Files and bytes hashed, and what is wrong, for one document in view or withdrawn."""
    entry, present = entry_and_presence
    checked, total, problems = 0, 0, []
    for file in entry.document.files:
        path = f"{place_of(entry)}/{published_name(file.path)}"
        try:
            digest, size = source.digest(path, file.size if present else 0)
        except KeyError:
            if present:
                problems.append(Problem(path, Reason.MISSING))
            continue
        checked, total = checked + 1, total + size
        if not present:
            problems.append(Problem(path, Reason.WITHDRAWN))
        elif (digest, size) != (file.sha256, file.size):
            problems.append(Problem(path, Reason.CHANGED))
    return (checked, total), problems


def _needed(source: PublishedTree, path: str) -> bytes:
    try:
        return source.read(path)
    except KeyError:
        raise InputError("This is not a published archive: a file of its log is missing.", _ROOT_HINT) from None


def attested_fields(attested: Attested, trust: Trust) -> dict[str, Any]:
    """What every report says of the checkpoint it rests on."""
    checkpoint = attested.checkpoint
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": base64.b64encode(checkpoint.root).decode(),
        "trust": trust.value,
        "signed_by": attested.log_vkeys,
        "witnesses": dict(attested.witnesses),
    }


def _digest(file: bytes | BinaryIO | Path) -> str:
    if isinstance(file, bytes):
        return hashlib.sha256(file).hexdigest()
    if isinstance(file, Path):
        try:
            with file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise InputError("The file to verify cannot be read.", "Check its name.") from error
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


_ROOT_HINT = "Give the folder or address that holds `checkpoint` and `log.policy`."
