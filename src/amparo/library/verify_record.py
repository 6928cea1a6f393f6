"""Verifying one record of a case offline against its proof: as a state of the log, or as what bears a correction out.

specs/log.md, "Verifying". The record is the file `log/<entry>.json` beside a case's page; the proof lies beside it.
"""

from __future__ import annotations

from hashlib import sha256

from amparo.errors import InputError, TrustError
from amparo.ledger.case_entries import CaseCorrection, CaseState
from amparo.ledger.case_record import facts, parse_record, told, value_hash
from amparo.ledger.policy import Policy
from amparo.library.cases import as_logged, said
from amparo.library.verify import Trust, attested_fields, proved_entry
from amparo.library.verify_reports import RecordReport


def is_of_a_case(proof_file: bytes, policy: Policy) -> bool:
    """Whether a proof that holds is about a case. Raises as `verify.proved_entry`."""
    return isinstance(proved_entry(proof_file, policy)[1], CaseState | CaseCorrection)


def verify_record(data: bytes, proof_file: bytes, policy: Policy, *, trust: Trust = Trust.POLICY) -> RecordReport:
    """Prove that a record was published, or that a correction in the log is what the record says it is.

    Says nothing of later states. Raises `TrustError` when it is not proved, `InputError` when the proof is malformed.
    """
    index, entry, attested = proved_entry(proof_file, policy)
    digest = sha256(data).hexdigest()
    if not isinstance(entry, CaseState | CaseCorrection):
        raise TrustError("The proof is not about the record of a case.", "Fetch the proof beside the record.")
    if digest != (entry.sha256 if isinstance(entry, CaseState) else entry.record):
        raise TrustError(
            "The record is not the one in the log: its SHA-256 differs.",
            "It was changed, or the proof belongs to another state of the case.",
        )
    if isinstance(entry, CaseCorrection) and not _bears_out(data, entry):
        raise TrustError("The record does not say what this correction in the log says.", "Keep both as evidence.")
    return RecordReport(
        ok=True,
        case=entry.case,
        what="state" if isinstance(entry, CaseState) else "correction",
        sha256=digest,
        fact=entry.fact if isinstance(entry, CaseCorrection) else None,
        outcome=entry.outcome if isinstance(entry, CaseCorrection) else None,
        index=index,
        **attested_fields(attested, trust),
    )


def _bears_out(data: bytes, entry: CaseCorrection) -> bool:
    """Whether the record holds the correction, and the value the entry commits to; what was before it cannot show."""
    try:
        record = parse_record(data)
        if entry.correction is not None:
            return as_logged(said(entry)) in map(as_logged, told(None, record))
        now = facts(record)
    except InputError:
        return False
    return entry.fact not in now if entry.new is None else value_hash(now.get(entry.fact)) == entry.new
