"""Verifying everything of an archive that the log itself does not hash: pages, lists, proofs, old tiles.

specs/library-tree.md, "Lists". The log vouches for documents; the signed lists of hashes vouch for the pages around
them. The list must be as new as the checkpoint beside it, so that old pages cannot be shown beside a new log.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from amparo.errors import InputError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.manifest import DOCUMENT_ID
from amparo.ledger.policy import Policy
from amparo.library import sums
from amparo.library.verify import WORKERS, Progress, own_policy, verify_source
from amparo.library.verify_reports import Problem, Reason, TreeReport, Trust
from amparo.library.verify_sources import FolderTree, PublishedTree, WebTree
from amparo.seal.note import open_note

MAX_LIST = 1 << 32
"""The most bytes one list may have: some 40 million files."""
MAX_FILE = 1 << 40
_BATCH = 512


def verify_archive(
    place: Path | str,
    policy: Policy | None = None,
    *,
    seen: Checkpoint | None = None,
    progress: Progress | None = None,
) -> TreeReport:
    """Log, documents and pages of an archive: a folder, or the http(s) address of its top. See `verify.verify_tree`."""
    if isinstance(place, Path):
        return _verify(FolderTree(place), policy, seen, progress)
    with WebTree(place) as source:
        return _verify(source, policy, seen, progress)


def _verify(
    source: PublishedTree, policy: Policy | None, seen: Checkpoint | None, progress: Progress | None
) -> TreeReport:
    trust = Trust.OWN_KEY if policy is None else Trust.POLICY
    # Read once: a source that changes its answers would have log and lists judged by two policies.
    policy = policy or own_policy(source)
    report = verify_source(source, policy, seen=seen, progress=progress)
    lists = _Lists(source, policy, report)
    # The record of a case is hashed for the log and for the list: what is wrong with it is said once.
    problems = tuple(dict.fromkeys((*report.problems, *lists.problems())))
    return replace(
        report,
        ok=not problems,
        problems=problems,
        checked=report.checked + lists.checked,
        bytes=report.bytes + lists.bytes,
        trust=trust.value,
    )


class _Lists:
    """The lists of one archive: `problems` reads them and every file they name that the log does not vouch for."""

    def __init__(self, source: PublishedTree, policy: Policy, report: TreeReport) -> None:
        self._source = source
        self._policy = policy
        self._report = report
        self._named: set[str] = {sums.FILE, sums.NOTE}
        self.checked = 0
        self.bytes = 0

    def problems(self) -> Iterator[Problem]:
        """What is wrong, the top list first: without its signature nothing below it means anything."""
        try:
            data = self._read(sums.FILE)
            self._check_signature(sha256(data).hexdigest())
            top = sums.parse(data)
        except KeyError:
            yield Problem(sums.FILE, Reason.MISSING)
            return
        except (InputError, TrustError):
            yield Problem(sums.FILE, Reason.CHANGED)
            return
        yield from self._compare(top)
        for path in top:
            if path.endswith(f"/{sums.FILE}"):
                yield from self._of_collection(path, top[path])
        self._named |= top.keys()
        yield from (Problem(path, Reason.UNLISTED) for path in self._source.files() if path not in self._named)

    def _read(self, path: str) -> bytes:
        """A list, read once: a source that changes its answers could have one list checked and show another."""
        return b"".join(self._source.stream(path, MAX_LIST))

    def _check_signature(self, digest: str) -> None:
        # The key of one log vouches for no other, as in `Policy.check`.
        keys = [key for key in self._policy.logs if key.name == self._report.origin]
        note = open_note(self._source.read(sums.NOTE), keys)
        if sums.check_note(note, self._report.origin, digest) != self._report.size:
            raise TrustError("The list of pages is older than the log beside it.")

    def _of_collection(self, path: str, expected: str) -> Iterator[Problem]:
        """What is wrong with what a collection's list names, which must have this SHA-256."""
        folder = path.rpartition("/")[0]
        try:
            data = self._read(path)
            found = sums.parse(data) if sha256(data).hexdigest() == expected else None
        except KeyError:
            yield Problem(path, Reason.MISSING)
            return
        except InputError:
            found = None
        if found is None:
            yield Problem(path, Reason.CHANGED)
            return
        self._named |= {f"{folder}/{name}" for name in found}
        yield from self._compare({f"{folder}/{name}": digest for name, digest in found.items() if not _is_logged(name)})

    def _compare(self, expected: dict[str, str]) -> Iterator[Problem]:
        waiting = iter(expected.items())
        with ThreadPoolExecutor(WORKERS) as workers:
            while batch := list(islice(waiting, _BATCH)):
                for problem, size in workers.map(self._compare_one, batch):
                    self.checked += 1
                    self.bytes += size
                    if problem is not None:
                        yield problem

    def _compare_one(self, pair: tuple[str, str]) -> tuple[Problem | None, int]:
        path, expected = pair
        try:
            digest, size = self._source.digest(path, MAX_FILE)
        except KeyError:
            return Problem(path, Reason.MISSING), 0
        return (None if digest == expected else Problem(path, Reason.CHANGED)), size


def _is_logged(path: str) -> bool:
    """Whether a file of a collection is part of a document, which the log vouches for: it has been checked."""
    folder, _, name = path.partition("/")
    return bool(DOCUMENT_ID.fullmatch(folder)) and (name in ("record.json", "text.txt") or name.startswith("original"))
