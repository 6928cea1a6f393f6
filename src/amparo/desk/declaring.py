"""What a person declares documents to be, where no reader can know: a file is a dossier because someone says so.

Only documents that the readers took for plain ones are declared; what has a kind of its own keeps it. The declaration
stands in the record as the field `declared_kind`, so that a person's word is told from a reader's finding. A document's
identity follows from its original alone and does not change. Spec: specs/records.md, "Declared kinds".
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from amparo.desk.documents_store import FileId, document_json, put_record
from amparo.records.model import DocumentId, Kind, Record

FIELD = "declared_kind"
DECLARABLE = (Kind.DOSSIER,)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the files that are added: the collection's title, the kind of plain documents."""

    title: str | None = None
    kind: Kind | None = None


NOTHING = Said()


def declared(record: Record, kind: Kind | None) -> Record:
    """The record as a person declares it; the same one when nothing is declared or it is not plain."""
    if kind is None or record.kind is not Kind.PLAIN:
        return record
    return replace(record, kind=kind, fields={**record.fields, FIELD: (kind.value,)})


def declared_again(database: sqlite3.Connection, record: Record) -> Record:
    """A record read anew, declared as a person declared the document before."""
    data = document_json(database, record.document_id)
    told = data["fields"].get(FIELD, ()) if data is not None else ()
    return declared(record, Kind(told[0])) if told else record


def declare_file(database: sqlite3.Connection, file: FileId, kind: Kind | None) -> None:
    """Declare the plain documents that a file on disk holds and that are here already. Inside a transaction."""
    if kind is None:
        return
    rows = database.execute(
        "SELECT DISTINCT documents.id FROM ledger JOIN documents ON documents.number = ledger.number"
        " WHERE file = ? AND documents.kind = ?",
        (file, Kind.PLAIN.value),
    ).fetchall()
    for row in rows:
        _declare(database, DocumentId(row["id"]), kind)


def _declare(database: sqlite3.Connection, document: DocumentId, kind: Kind) -> None:
    data = document_json(database, document)
    if data is not None:
        fields = dict(sorted({**data["fields"], FIELD: [kind.value]}.items()))
        put_record(database, document, {**data, "kind": kind.value, "fields": fields})
