"""`amparo docket verify`: are the case pages of an archive what its logged records give? Joins the docket and library.

`library verify` finds what was changed since the archive signed it. This goes further, and finds a page that the
archive signed though it tells another story than the record in the log: every page is made again and compared, byte
for byte.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from amparo.cli.docket_publish import case_of_record, host_of
from amparo.cli.docket_words import counted
from amparo.cli.options import print_json
from amparo.cli.progress import Steps
from amparo.docket.build import Tree, tree_of
from amparo.errors import InputError, StateError, TrustError
from amparo.ledger.case_entries import MOST_RECORD, CaseState
from amparo.ledger.policy import Policy
from amparo.library import sums
from amparo.library.addresses import DOCKET, case_file
from amparo.library.case_tree import PROOF, RECORD
from amparo.library.cases import Logged, in_view
from amparo.library.verify import POLICY_FILE
from amparo.library.verify_pages import verify_archive
from amparo.library.verify_sources import FolderTree, PublishedTree, WebTree
from amparo.library.verify_view import LogView

MOST_PAGE = 64 << 20
_LOOK = "Run: amparo library verify"


def run_verify(options: argparse.Namespace) -> int:
    """0 when everything holds; TrustError with each page that does not."""
    place = options.place if "://" in options.place else Path(options.place)
    policy = _policy(options.policy)
    steps = Steps()
    report = verify_archive(place, policy, progress=lambda done, whole: steps("documents", done, whole))
    if isinstance(place, Path):
        differing, pages = _differing(FolderTree(place), policy)
    else:
        with WebTree(place) as source:
            differing, pages = _differing(source, policy)
    changed = sorted({*(f"{DOCKET}/{path}" for path in differing), *(one.path for one in report.problems)})
    if options.json:
        cases = [{"case": one.case, "index": one.index, "corrections": one.corrections} for one in report.cases]
        print_json({"ok": not changed, "cases": cases, "pages": pages, "problems": changed, "trust": report.trust})
    else:
        for path in changed:
            print(f"differs: {path}")
        print(f"{counted(len(report.cases), 'case')}, {counted(pages, 'page')} made again from the log; {report.trust}")
    if changed:
        raise TrustError(
            f"{len(changed):,} files are not what the log gives.",
            "If the archive was made by another version of this program, only `amparo library verify` can judge it.",
        )
    return 0


def _policy(path: Path | None) -> Policy | None:
    try:
        return Policy.parse(path.read_bytes()) if path else None
    except OSError:
        raise InputError("The policy cannot be read.", "Give the archive's log.policy.") from None


def _differing(source: PublishedTree, policy: Policy | None) -> tuple[list[str], int]:
    """Pages that are not what the records give, by path within the docket; and how many were compared."""
    attested = (policy or Policy.parse(source.read(POLICY_FILE))).check(source.read("checkpoint"))
    view = LogView(source, attested.checkpoint)
    if not view.cases:
        raise StateError("No case is in this log.", "Publish one: amparo docket publish")
    tree = _made_again(source, view, attested.checkpoint.origin)
    return [*_unlike(source, tree), *_strange(source, tree, view.cases)], len(tree)


def _made_again(source: PublishedTree, view: LogView, origin: str) -> Tree:
    newest: dict[str, tuple[int, CaseState]] = {}
    for index, state in sorted(in_view(view.cases).items()):
        newest[state.case] = (index, state)
    cases = [case_of_record(name, _record(source, *state), date.max) for name, state in newest.items()]
    title, built = _said(source, "collections.json", "title"), _said(source, f"{DOCKET}/cases.json", "built")
    try:
        day = date.fromisoformat(built)
    except ValueError:
        raise TrustError("The list of cases names no day.", _LOOK) from None
    return tree_of(cases, day, host_of(title, origin, view.cases))


def _said(source: PublishedTree, path: str, field: str) -> str:
    """What a file of the archive says of itself, and its pages say after it."""
    try:
        found = json.loads(_bytes(source, path, MOST_PAGE))[field]
    except (ValueError, RecursionError, LookupError, TypeError):
        found = None
    if not isinstance(found, str):
        raise TrustError(f"{path} does not say its “{field}”.", _LOOK)
    return found


def _record(source: PublishedTree, index: int, state: CaseState) -> bytes:
    data = _bytes(source, case_file(state.case, index, RECORD).as_posix())
    if sha256(data).hexdigest() != state.sha256:
        raise TrustError("The record of a case is not the one in the log.", "Do not use this copy.")
    return data


def _bytes(source: PublishedTree, path: str, limit: int = MOST_RECORD) -> bytes:
    try:
        return b"".join(source.stream(path, limit))
    except KeyError:
        raise TrustError("A file of the docket is missing.", _LOOK) from None


def _unlike(source: PublishedTree, tree: Tree) -> Iterator[str]:
    for path, data in tree.items():
        try:
            found = source.digest((PurePosixPath(DOCKET) / path).as_posix(), MOST_PAGE)[0]
        except KeyError:
            found = ""
        if found != sha256(data).hexdigest():
            yield path.as_posix()


def _strange(source: PublishedTree, tree: Tree, entries: Sequence[Logged]) -> Iterator[str]:
    """What the archive lists in its docket and no record and no entry gives."""
    logged = {case_file(entry.case, index, PROOF) for index, entry in entries}
    logged |= {case_file(state.case, index, RECORD) for index, state in in_view(entries).items()}
    known = {path.as_posix() for path in tree} | {path.relative_to(DOCKET).as_posix() for path in logged}
    listed = sums.parse(_bytes(source, f"{DOCKET}/{sums.FILE}", MOST_PAGE))
    yield from (path for path in listed if path not in known)
