"""Keeps live search in step with the catalogue: what is new goes in, what is withdrawn comes out.

The index is made from published files alone and can be removed at any time: the next publish fills it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from amparo.ledger.manifest import DocumentId
from amparo.library.addresses import Slug
from amparo.library.archive import Archive
from amparo.library.settings import Places
from amparo.library.tables import connect
from amparo.records.edtf import days
from amparo.search.engine import Indexed
from amparo.search.tantivy_engine import TantivyEngine

Progress = Callable[[str, int, int], None]
_BEHIND = "SELECT DISTINCT id FROM documents WHERE indexed <> coalesce(withdrawn, log_index)"
BATCH = 2000
"""Documents between two commits: what a crash may make us do again."""


def is_behind(places: Places) -> bool:
    """Whether live search lacks something that is published: its index is new, of another layout, or was cut off."""
    database = connect(places.catalogue)
    engine = TantivyEngine.open(places.index)
    try:
        behind = database.execute(f"SELECT EXISTS ({_BEHIND})").fetchone()[0]
        shown = database.execute("SELECT EXISTS (SELECT 1 FROM documents WHERE withdrawn IS NULL)").fetchone()[0]
        return bool(behind) or bool(shown and engine.count() == 0)
    finally:
        engine.close()
        database.close()


def bring_index_up(archive: Archive, progress: Progress) -> None:
    """Index every document whose newest entry the index does not know yet."""
    engine = TantivyEngine.open(archive.places.index)
    try:
        if engine.count() == 0:
            archive.catalogue.forget_index()
        waiting = _waiting(archive)
        for start in range(0, len(waiting), BATCH):
            _take_in(archive, engine, waiting[start : start + BATCH])
            progress("indexing", min(start + BATCH, len(waiting)), len(waiting))
        engine.forget_older()
    finally:
        engine.close()


def _waiting(archive: Archive) -> Sequence[DocumentId]:
    rows = archive.catalogue.database.execute(f"{_BEHIND} ORDER BY id")
    return [DocumentId(row["id"]) for row in rows]


def _take_in(archive: Archive, engine: TantivyEngine, documents: Sequence[DocumentId]) -> None:
    marks: list[tuple[int, Slug, DocumentId]] = []
    for document in documents:
        rows = archive.catalogue.database.execute(
            "SELECT collection, withdrawn, files, coalesce(withdrawn, log_index) AS known FROM documents"
            " WHERE id = ? ORDER BY log_index DESC",
            (document,),
        ).fetchall()
        shown = [row for row in rows if row["withdrawn"] is None]
        if shown:
            slugs = [Slug(row["collection"]) for row in shown]
            record = json.loads(shown[0]["files"])[1]
            engine.add([_indexed(archive, document, slugs, record[0])])
        else:
            engine.delete([document])
        marks += [(row["known"], Slug(row["collection"]), document) for row in rows]
    engine.commit()
    archive.catalogue.mark_indexed(marks)


def _indexed(archive: Archive, document: DocumentId, shown: Sequence[Slug], record_sha256: str) -> Indexed:
    published = archive.record_of(shown[0], document, record_sha256)
    meant = days(published.date) if published.date else None
    return Indexed(
        id=document,
        title=published.title,
        pages=published.pages,
        kind=published.kind.value,
        collections=tuple(shown),
        name=published.facts.name,
        path=f"{shown[0]}/{document}",
        date=published.date,
        first_day=meant.first if meant else None,
        last_day=meant.last if meant else None,
        language=published.facts.language,
        sender=published.facts.sender,
        recipients=published.facts.recipients,
        fields=published.facts.fields or {},
    )
