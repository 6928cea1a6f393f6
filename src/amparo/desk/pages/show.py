"""What every view of the desk shares: its desk, its context, forms, and files that a browser must not run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from amparo.desk.jobs import Jobs
from amparo.desk.room import Desk
from amparo.desk.search_jobs import SearchJobs
from amparo.errors import InputError, TooLargeError
from amparo.web.render import page

LARGEST_FORM = 1024 * 1024
INERT = "sandbox; default-src 'none'"
"""Content policy of whatever a source sent: opened in the browser all the same, it runs and loads nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame around every page needs. `here` is the navigation entry that the page belongs to."""

    here: str


def desk_of(request: Request) -> Desk:
    """The desk behind this request."""
    desk: Desk = request.app.state.desk
    return desk


def jobs_of(request: Request) -> Jobs:
    """The background work behind this request."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def search_jobs_of(request: Request) -> SearchJobs:
    """The background work of the search pages behind this request."""
    jobs: SearchJobs = request.app.state.search_jobs
    return jobs


def show(request: Request, template: str, context: Page, *, status: int = 200) -> Response:
    """Render one context."""
    return page(request.app.state.env, template, context, status=status)


def json(data: object, *, status: int = 200) -> Response:
    """Data as the JSON twin of a page."""
    return JSONResponse(data, status_code=status)


def see_other(address: str) -> Response:
    """After a change: show this address, so that reloading does not change again."""
    return RedirectResponse(address, status_code=303)


def not_found() -> HTTPException:
    """There is nothing at this address."""
    return HTTPException(404)


def attachment(path: Path, name: str) -> Response:
    """A file as it was sent, to be saved and never shown."""
    if not path.is_file():
        raise not_found()
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=name,
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": INERT},
    )


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a small urlencoded form, the last value of each; TooLargeError beyond 1 MiB."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            raise TooLargeError("The form is too large.", "Send less text at a time.")
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=50)
    except (ValueError, UnicodeDecodeError):
        raise InputError("The form is not understood.", "Go back and send it again.") from None
    return {name: values[-1] for name, values in fields.items()}


def page_number(request: Request) -> int:
    """`?page=`, counted from 1; anything that is no such number means 1."""
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
