"""The verbs of `amparo library` for whoever doubts: proof, verify."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.errors import InputError, StateError, StoreError, TrustError
from amparo.ledger.case_entries import MOST_RECORD
from amparo.ledger.policy import Policy
from amparo.library.addresses import parse_document_id, parse_slug
from amparo.library.files import hash_of
from amparo.library.keys import load_signers
from amparo.library.log import log_policy
from amparo.library.proving import proof_of
from amparo.library.settings import places_of
from amparo.library.verify import POLICY_FILE, FileReport, TreeReport, Trust, verify_file
from amparo.library.verify_document import verify_document, verify_named
from amparo.library.verify_pages import verify_archive
from amparo.library.verify_record import is_of_a_case, verify_record
from amparo.library.verify_reports import RecordReport
from amparo.library.verify_sources import FolderTree, WebTree

_HINT = "Give the archive's log.policy with --policy; its Verify page has it."


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    proof = verb(
        verbs,
        "proof",
        "write the proof that a document is in the log",
        run_proof,
        description="Writes a C2SP tlog-proof at the present checkpoint: whoever has it and the document can check it "
        "offline with `amparo library verify`.",
    )
    proof.add_argument("document", metavar="DOCUMENT", help="the identity on the document's page")
    proof.add_argument("--collection", metavar="SLUG", help="when several collections hold it")
    proof.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.tlog-proof")
    verify = verb(
        verbs,
        "verify",
        "check one document against its proof, or a whole archive",
        run_verify,
        description="With --proof: says whether the log holds exactly this document: one file of it, or all of its "
        "files where they lie, in a folder, at an address, in a whole archive; so for the record of a case. Without: "
        "checks a whole archive, log, documents, cases and pages. Needs no network for files and folders.",
    )
    verify.add_argument("place", metavar="DIR|URL|FILE")
    verify.add_argument("--proof", type=Path, metavar="P", help="the document's proof.tlog-proof, or a case's")
    verify.add_argument("--policy", type=Path, metavar="FILE", help="the keys to believe: the archive's log.policy")
    verify.add_argument(
        "--artifact", type=Path, metavar="FILE", help="also: does the log hold this roster or offline page?"
    )
    add_json(verify)


def run_proof(options: argparse.Namespace) -> None:
    """Write one proof."""
    slug = parse_slug(options.collection) if options.collection else None
    proof = proof_of(places_of(home_of(options)), parse_document_id(options.document.strip()), slug)
    try:
        options.output.write_bytes(proof.to_bytes())
    except OSError as error:
        raise StoreError(f"The proof cannot be written ({error.strerror}).") from None
    print(f"proof of entry {proof.index:,}: {options.output}", file=sys.stderr)


def run_verify(options: argparse.Namespace) -> int:
    """Verify a document, a folder or an address; 0 when all holds, 1 when something does not."""
    place = options.place if "://" in options.place else Path(options.place)
    if options.proof is not None:
        proved = _verify_with_proof(place, options)
        if options.json:
            print_json(proved.to_json())
        else:
            _tell_record(proved) if isinstance(proved, RecordReport) else _tell_file(proved)
        return 0
    policy = _read_policy(options.policy) if options.policy else None
    if isinstance(place, Path) and place.is_file():
        raise InputError("A single file is verified with its proof.", "Add --proof proof.tlog-proof")
    steps = Steps()
    report = verify_archive(place, policy, progress=lambda done, whole: steps("documents", done, whole))
    if options.artifact is not None:
        _find_artifact(report, options.artifact)
    print_json(report.to_json()) if options.json else _tell_tree(report)
    if report.ok:
        return 0
    raise TrustError(
        f"{len(report.problems):,} files are not as they were published.",
        "Do not use this copy; get it again from the library or another mirror.",
    )


def _find_artifact(report: TreeReport, path: Path) -> None:
    """TrustError unless the log holds the SHA-256 of this file as a roster, an offline page or the like."""
    try:
        digest = hash_of(path)
    except OSError:
        raise InputError("The artifact cannot be read.", "Check its name.") from None
    if digest not in {artifact.sha256 for artifact in report.artifacts}:
        raise TrustError(
            "The log does not hold this file.",
            "Somebody may have given you another one than everyone gets: do not use it, and keep it as evidence.",
        )


def _verify_with_proof(place: Path | str, options: argparse.Namespace) -> FileReport | RecordReport:
    """One document: a file of it, the folder or address where it lies, or the archive that holds it; or a record."""
    try:
        proof = options.proof.read_bytes()
    except OSError:
        raise InputError("The proof cannot be read.", "Give --proof the document's proof.tlog-proof.") from None
    trust = Trust.POLICY if options.policy else Trust.OWN_KEY
    policy = _read_policy(options.policy) if options.policy else _own_policy(place, options)
    if is_of_a_case(proof, policy):
        return verify_record(_record(place), proof, policy, trust=trust)
    if isinstance(place, str):
        return _verify_address(place, proof, policy, trust)
    if place.is_dir():
        return verify_document(FolderTree(place), proof, policy, trust=trust)
    if not place.exists():
        raise InputError("There is nothing of this name to verify.", "Give a file of the document, or its folder.")
    return verify_file(place, proof, policy, trust=trust)


def _record(place: Path | str) -> bytes:
    """The record of a case, from a file or an address."""
    try:
        if isinstance(place, Path):
            return place.read_bytes()
        above, _, name = place.rstrip("/").rpartition("/")
        with WebTree(above) as source:
            return b"".join(source.stream(name, MOST_RECORD))
    except (OSError, KeyError):
        raise InputError("There is no record of a case here.", "Name the file log/<entry>.json of the case.") from None


def _verify_address(address: str, proof: bytes, policy: Policy, trust: Trust) -> FileReport:
    """An archive, a document's page, or a file on the web."""
    above, _, name = address.rstrip("/").rpartition("/")
    try:
        with WebTree(address) as source:
            return verify_document(source, proof, policy, trust=trust)
    except InputError:
        if address.endswith("/") or above.endswith("/"):  # a folder, or the bare name of a host
            raise
    with WebTree(above) as source:
        return verify_named(source, name, proof, policy, trust=trust)


def _read_policy(path: Path) -> Policy:
    try:
        return Policy.parse(path.read_bytes())
    except OSError:
        raise InputError("The policy cannot be read.", _HINT) from None


def _own_policy(place: Path | str, options: argparse.Namespace) -> Policy:
    """The policy of the archive the document lies in, or of the library of this home: what is at hand, and said so."""
    if isinstance(place, str):
        return _served_policy(place)
    for start in (place.absolute(), options.proof.absolute()):
        for folder in (start, *start.parents):
            if (folder / POLICY_FILE).is_file() and (folder / "checkpoint").is_file():
                return _read_policy(folder / POLICY_FILE)
    try:
        return Policy.parse(log_policy(load_signers(places_of(home_of(options)).keys)).encode())
    except StateError:
        raise InputError("It is not known which log to believe.", _HINT) from None


def _served_policy(address: str) -> Policy:
    """The policy that the archive at, or above, an address shows."""
    top = address.rstrip("/")
    while not top.endswith("/"):
        with WebTree(top) as source, contextlib.suppress(KeyError):
            return Policy.parse(source.read(POLICY_FILE))
        top = top.rpartition("/")[0]
    raise InputError("It is not known which log to believe.", _HINT)


def _tell_file(report: FileReport) -> None:
    what = "this file is" if report.checked == 1 else f"these {report.checked} files are"
    print(f"genuine: {what} entry {report.index:,} of the log {report.origin}")
    print(f"document: {report.collection}/{report.document} ({report.path})\ntitle: {report.title}")
    print(f"sha256: {report.sha256}\nlog: {report.size:,} entries; trusted: {report.trust}")


def _tell_record(report: RecordReport) -> None:
    if report.what == "state":
        print(f"genuine: this record is entry {report.index:,} of the log {report.origin}")
    else:
        print(f"genuine: {report.fact} was {report.outcome}, as entry {report.index:,} of the log {report.origin} says")
    print(f"case: {report.case}\nsha256: {report.sha256}\nlog: {report.size:,} entries; trusted: {report.trust}")


def _tell_tree(report: TreeReport) -> None:
    for problem in report.problems:
        print(f"{problem.reason}: {problem.path}")
    print(f"log {report.origin}: {report.size:,} entries, sound; trusted: {report.trust}")
    for artifact in report.artifacts:
        print(f"entry {artifact.index:,}: {artifact.kind} of {artifact.day}, SHA-256 {artifact.sha256}")
    for case in report.cases:
        print(f"entry {case.index:,}: case {case.case} of {case.day}, SHA-256 {case.sha256}")
    print(f"{report.documents:,} documents, {report.withdrawn:,} withdrawn, {report.checked:,} files checked")
    if report.ok:
        print("everything is as it was published")
