"""When two records say the same: the key that duplicates share. Spec: specs/records.md, "Duplicates".

Most documents are the same when their bytes are. Mail is the same when people, time, subject, words and attachments
are: every copy that passed through another mailbox has other headers, and often another message id.
"""

from __future__ import annotations

import hashlib
import json

from amparo.records.edtf import moment
from amparo.records.model import Kind, Record


def content_key(record: Record) -> str:
    """A short text, equal for records of the same content."""
    attachments = record.field("attachment_sha256")
    if record.kind is not Kind.MAIL or not (record.text or attachments):
        # A mail of which nothing could be read is like no other.
        return f"bytes:{record.sha256}"
    told = (
        _folded(record.sender),
        _folded(record.recipients),
        _folded(record.field("cc")),
        str(moment(record.date) if record.date else None),
        " ".join(record.title.split()),
        " ".join(record.text.split()),
        sorted(attachments),
    )
    return f"mail:{hashlib.sha256(json.dumps(told).encode()).hexdigest()}"


def _folded(people: tuple[str, ...]) -> list[str]:
    return sorted(person.lower() for person in people)
