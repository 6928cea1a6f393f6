"""Many names at once: a file is uploaded, asked in the background, and shown as a table of hits for each name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from amparo.desk import batch, batch_store, documents_store
from amparo.desk.background import Going
from amparo.desk.batch_store import Answer, Batch, BatchId, Rows
from amparo.desk.holdings import open_holdings
from amparo.desk.names_file import LARGEST, as_name
from amparo.desk.pages.paging import Paging, paging
from amparo.desk.pages.show import Page, desk_of, json, not_found, page_number, search_jobs_of, see_other, show
from amparo.desk.pages.upload import Upload, read_upload
from amparo.errors import AmparoError, InputError

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class BatchesPage(Page):
    """All batch searches, and the form for another."""

    batches: tuple[Batch, ...]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, and the search that shows all its hits."""

    answer: Answer
    address: str


@dataclass(frozen=True, slots=True)
class BatchPage(Page):
    """One batch, of its rows those asked for. `running` while it is being asked; `error` when that ended badly."""

    batch: Batch
    rows: tuple[Row, ...]
    titles: Mapping[str, str]
    paging: Paging
    which: Rows
    running: bool
    error: AmparoError | None


def batches(request: Request) -> Response:
    """All of them."""
    with desk_of(request).database() as database:
        context = BatchesPage("search", batch_store.batches(database), documents_store.titles(database))
    return show(request, "batches.html", context)


async def begin(request: Request) -> Response:
    """Take a file in and start asking."""
    upload = await read_upload(request, LARGEST)
    if not upload.data.strip():
        raise InputError("No file was chosen, or it is empty.", "Choose a file with one name in each line.")
    number = await run_in_threadpool(_begin, request, upload)
    _ask(request, number)
    return see_other(f"/batches/{number}")


def _begin(request: Request, upload: Upload) -> BatchId:
    name = PurePosixPath(upload.untrusted_name.replace("\\", "/")).name[:100] or "names"
    with open_holdings(desk_of(request).home) as holdings:
        return batch.begin(
            holdings,
            upload.data,
            name,
            collection=upload.fields.get("collection", ""),
            as_names=upload.fields.get("rows") != "queries",
            now=datetime.now(UTC),
        )


def _ask(request: Request, number: BatchId) -> None:
    home = desk_of(request).home

    def work(progress: Callable[[int, int], None]) -> None:
        with open_holdings(home) as holdings:
            batch.ask(holdings, number, progress)

    search_jobs_of(request).asking(number).start(work)


def one(request: Request) -> Response:
    """One batch; without a process at it, it offers to go on."""
    number, which = page_number(request), _which(request)
    with desk_of(request).database() as database:
        found = _find(request)
        with_answers = tuple(batch_store.answers(database, found.id, (number - 1) * PER_PAGE, PER_PAGE, which))
        titles = documents_store.titles(database)
    state: Going = search_jobs_of(request).asking(found.id).state
    context = BatchPage(
        here="search",
        batch=found,
        rows=tuple(Row(each, _search(found, each)) for each in with_answers),
        titles=titles,
        paging=paging(number, PER_PAGE, _count(found, which), f"/batches/{found.id}?rows={which}&page="),
        which=which,
        running=state.running,
        error=state.error,
    )
    return show(request, "batch.html", context)


def _which(request: Request) -> Rows:
    """`?rows=`; anything unknown means all."""
    asked = request.query_params.get("rows", "")
    return Rows(asked) if asked in list(Rows) else Rows.ALL


def _count(found: Batch, which: Rows) -> int:
    return {Rows.ALL: found.whole, Rows.FOUND: found.found, Rows.BAD: found.bad}[which]


def as_table(request: Request) -> Response:
    """All answers as CSV."""
    found = _find(request)
    with desk_of(request).database() as database:
        lines = list(batch.csv_lines(batch_store.answers(database, found.id)))
    headers = {"Content-Disposition": 'attachment; filename="names.csv"'}
    return StreamingResponse(iter(lines), media_type="text/csv; charset=utf-8", headers=headers)


def as_json(request: Request) -> Response:
    """All answers as data."""
    found = _find(request)
    with desk_of(request).database() as database:
        answers = [batch.answer_json(each) for each in batch_store.answers(database, found.id)]
    return json({"name": found.name, "rows": found.whole, "waiting": found.waiting, "answers": answers})


async def go_on(request: Request) -> Response:
    """Ask what has no answer yet."""
    found = _find(request)
    _ask(request, found.id)
    return see_other(f"/batches/{found.id}")


async def delete(request: Request) -> Response:
    """Forget a batch and its answers."""
    found = _find(request)
    with desk_of(request).database() as database:
        batch_store.delete(database, found.id)
    return see_other("/batches")


def _find(request: Request) -> Batch:
    with desk_of(request).database() as database:
        found = batch_store.find(database, request.path_params["id"])
    if found is None:
        raise not_found()
    return found


def _search(found: Batch, answer: Answer) -> str:
    query = as_name(answer.query) if found.as_names else answer.query
    wanted = {"q": query, "collection": found.collection}
    return "/search?" + urlencode({name: value for name, value in wanted.items() if value})
