"""Jobs: how adding goes, in figures that the job's row has; ending one, and going on with one that was cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import jobs_store
from amparo.desk.jobs_store import Job, JobId, Order, State
from amparo.desk.pages.show import Page, desk_of, jobs_of, json, not_found, read_form, see_other, show
from amparo.desk.progress import progress_json, time_left
from amparo.errors import AmparoError, StateError
from amparo.records.passwords import NONE, Passwords

SECONDS = "2"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class JobsPage(Page):
    """The job at work, if there is one, and those before it. `left` is the time left in words; `is_waited_for`: one was
    ordered whose row is not there yet.
    """

    running: Job | None
    is_waited_for: bool
    ended: tuple[Job, ...]
    left: str
    refused: AmparoError | None


def jobs(request: Request) -> Response:
    """The jobs; the browser asks again by itself while one is at work."""
    with desk_of(request).database() as database:
        known = jobs_store.latest(database, SHOWN)
    running = next((job for job in known if job.state is State.RUNNING), None)
    context = JobsPage(
        here="collections",
        running=running,
        is_waited_for=running is None and jobs_of(request).is_adding,
        ended=tuple(job for job in known if job is not running),
        left=time_left(running.progress) if running else "",
        refused=jobs_of(request).refused,
    )
    response = show(request, "jobs.html", context)
    if running is not None or context.is_waited_for:
        response.headers["Refresh"] = SECONDS
    return response


def jobs_json(request: Request) -> Response:
    """The same as data."""
    with desk_of(request).database() as database:
        return json([job_json(job) for job in jobs_store.latest(database, SHOWN)])


def job_json(job: Job) -> dict[str, Any]:
    """A job with its figures; what it was asked for is told by its collection and whether it tries again."""
    return {
        "job": job.id,
        "collection": job.order.collection,
        "retry": job.order.retry,
        "state": job.state.value,
        "started": job.started.isoformat(),
        "ended": job.ended.isoformat() if job.ended else None,
        "error": job.error or None,
        **progress_json(job.progress),
    }


async def cancel(request: Request) -> Response:
    """Ask a job to end."""
    await read_form(request)
    return await run_in_threadpool(_cancel, request)


async def resume(request: Request) -> Response:
    """Go on with a job that was cut off, cancelled or failed."""
    await read_form(request)
    return await run_in_threadpool(_resume, request)


def start(request: Request, order: Order, passwords: Passwords = NONE) -> Response:
    """Start what is ordered and show the jobs; StateError when something else is being added."""
    if not jobs_of(request).start_add(order, passwords):
        raise StateError("Other files are being added at this moment.", "Go back and try again when that is done.")
    return see_other("/jobs")


def _cancel(request: Request) -> Response:
    with desk_of(request).database() as database:
        jobs_store.ask_to_cancel(database, JobId(request.path_params["id"]))
    return see_other("/jobs")


def _resume(request: Request) -> Response:
    with desk_of(request).database() as database:
        job = jobs_store.find(database, JobId(request.path_params["id"]))
    if job is None:
        raise not_found()
    if not job.can_resume:
        raise StateError("This job is at its end, or still at work.", "Look at the jobs again.")
    return start(request, job.order)
