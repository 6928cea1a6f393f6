"""The verbs of `amparo library` for whoever doubts: proof, verify."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.errors import InputError, StateError, StoreError
from amparo.ledger.policy import Policy
from amparo.library.addresses import parse_document_id, parse_slug
from amparo.library.keys import load_signers
from amparo.library.log import log_policy
from amparo.library.proving import proof_of
from amparo.library.settings import places_of
from amparo.library.verify import POLICY_FILE, FileReport, TreeReport, Trust, verify_file
from amparo.library.verify_pages import verify_archive

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
        description="With --proof, PLACE is a file: says whether the log holds exactly this file. Without, PLACE is a "
        "folder or an address: checks the log, every document and every page. Needs no network for files and folders.",
    )
    verify.add_argument("place", metavar="DIR|URL|FILE")
    verify.add_argument("--proof", type=Path, metavar="P", help="the document's proof.tlog-proof")
    verify.add_argument("--policy", type=Path, metavar="FILE", help="the keys to believe: the archive's log.policy")
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
    """Verify a file, a folder or an address; 0 when all holds, 1 when something does not."""
    if options.proof is not None:
        file_report = _verify_file(options)
        print_json(file_report.to_json()) if options.json else _tell_file(file_report)
        return 0
    policy = _read_policy(options.policy) if options.policy else None
    place = options.place if "://" in options.place else Path(options.place)
    if isinstance(place, Path) and place.is_file():
        raise InputError("A single file is verified with its proof.", "Add --proof proof.tlog-proof")
    steps = Steps()
    report = verify_archive(place, policy, progress=lambda done, whole: steps("documents", done, whole))
    print_json(report.to_json()) if options.json else _tell_tree(report)
    return 0 if report.ok else 1


def _verify_file(options: argparse.Namespace) -> FileReport:
    file = Path(options.place)
    if not file.is_file() or not options.proof.is_file():
        raise InputError("The file, or its proof, is not there.", "Give a file and --proof its proof.tlog-proof.")
    if options.policy:
        return verify_file(file, options.proof.read_bytes(), _read_policy(options.policy))
    return verify_file(file, options.proof.read_bytes(), _own_policy(options), trust=Trust.OWN_KEY)


def _read_policy(path: Path) -> Policy:
    try:
        return Policy.parse(path.read_bytes())
    except OSError:
        raise InputError("The policy cannot be read.", _HINT) from None


def _own_policy(options: argparse.Namespace) -> Policy:
    """The policy of the archive the file lies in, or of the library of this home: what is at hand, and said so."""
    for start in (Path(options.place), options.proof):
        for folder in start.absolute().parents:
            if (folder / POLICY_FILE).is_file() and (folder / "checkpoint").is_file():
                return _read_policy(folder / POLICY_FILE)
    try:
        return Policy.parse(log_policy(load_signers(places_of(home_of(options)).keys)).encode())
    except StateError:
        raise InputError("It is not known which log to believe.", _HINT) from None


def _tell_file(report: FileReport) -> None:
    print(f"genuine: this file is entry {report.index:,} of the log {report.origin}")
    print(f"document: {report.collection}/{report.document} ({report.path})\ntitle: {report.title}")
    print(f"sha256: {report.sha256}\nlog: {report.size:,} entries; trusted: {report.trust}")


def _tell_tree(report: TreeReport) -> None:
    for problem in report.problems:
        print(f"{problem.reason}: {problem.path}")
    print(f"log {report.origin}: {report.size:,} entries, sound; trusted: {report.trust}")
    print(f"{report.documents:,} documents, {report.withdrawn:,} withdrawn, {report.checked:,} files checked")
    if report.ok:
        print("everything is as it was published")
    else:
        print(f"error: {len(report.problems):,} files are not as they were published", file=sys.stderr)
        print("hint: do not use this copy; get it again from the library or another mirror", file=sys.stderr)
