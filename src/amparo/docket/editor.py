"""The editor's room for one article, on loopback: shows what was read, files what is accepted. The routes are its map.

A page of another site can neither read nor send here (amparo.web.csrf). Nothing is kept between requests but the case
file itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from amparo.docket.article.draft import Decision
from amparo.docket.article.filing import case_at, file_lines
from amparo.docket.article.proposing import proposals
from amparo.docket.article.reader import Reading
from amparo.docket.article.telling import as_data
from amparo.docket.pages.article import Outcome, article_page
from amparo.errors import AmparoError, InputError, TooLargeError
from amparo.web.csrf import LOOPBACK, SameOriginMiddleware
from amparo.web.policy import Policy, PolicyMiddleware, room_policy
from amparo.web.problems import HTTP_PROBLEMS, exception_handlers, respond
from amparo.web.render import environment, page

MOST_FORM_BYTES = 2 * 1024 * 1024
_MOST_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class Editing:
    """An article being read into a case file, which need not exist yet. `today` tells the day."""

    reading: Reading
    case: Path
    today: Callable[[], date]


def create_app(editing: Editing) -> ASGIApp:
    """The application over one article."""
    env = environment("amparo.docket", "docket")
    lines = proposals(editing.reading)

    def render(form: Mapping[str, str], outcome: Outcome, status: int) -> Response:
        case = case_at(editing.case, editing.today())
        context = article_page(editing.reading, lines, case, editing.case.name, form, outcome)
        return page(env, "article.html", context, status=status)

    def show(request: Request) -> Response:
        return render({}, Outcome(), 200)

    async def file(request: Request) -> Response:
        form = await read_form(request)
        outcome = _filed(editing, form)
        return render(form if outcome.written is None else {}, outcome, 200 if outcome.written is not None else 422)

    routes = [
        Route("/", show, methods=["GET"]),
        Route("/", file, methods=["POST"]),
        Route("/article.json", lambda request: JSONResponse(as_data(editing.reading))),
        Route("/article.css", lambda request: _static("article.css", "text/css")),
        Route("/article.js", lambda request: _static("article.js", "text/javascript")),
    ]
    inner = Starlette(routes=routes, exception_handlers=exception_handlers(env))

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await respond(env, Request(scope), HTTP_PROBLEMS[403], 403)(scope, receive, send)

    # The one script of the docket: keys on this page. It is not part of any published page.
    policy = Policy(room_policy("docket").content + "; script-src 'self'")
    return PolicyMiddleware(SameOriginMiddleware(inner, refuse, LOOPBACK), policy)


def _static(name: str, media_type: str) -> Response:
    return Response((files("amparo.docket") / "static" / name).read_bytes(), media_type=media_type)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; InputError when it is none. Never touches the disk."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_FORM_BYTES:
            raise TooLargeError("The form is too long.", "Accept fewer lines at a time.")
    try:
        return dict(
            parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
        )
    except ValueError:
        raise InputError("The form could not be read.", "Send it again from the page.") from None


def decisions_of(form: Mapping[str, str]) -> dict[str, Decision]:
    """The accepted lines of a form, with what the editor wrote and chose for each."""
    accepted = [
        key.removeprefix("take-") for key, value in form.items() if key.startswith("take-") and value == "accept"
    ]
    return {
        name: Decision(
            text=" ".join(form.get(f"text-{name}", "").split()),
            who=form.get(f"who-{name}", ""),
            by=form.get(f"by-{name}", ""),
            choice=form.get(f"choice-{name}", ""),
            to=form.get(f"to-{name}", ""),
            date="".join(form.get(f"date-{name}", "").split()),
            where=form.get(f"where-{name}", ""),
        )
        for name in accepted
    }


def _filed(editing: Editing, form: Mapping[str, str]) -> Outcome:
    decisions = decisions_of(form)
    if not decisions:
        return Outcome("No line was accepted.", "Choose Accept on the lines that you want in the case.")
    try:
        filed = file_lines(editing.reading, editing.case, decisions, editing.today())
    except AmparoError as error:
        return Outcome(error.what, error.hint)
    if filed.refused:
        reasons = tuple(dict.fromkeys(f"{one.refusal.what} {one.refusal.hint}".strip() for one in filed.refused))
        return Outcome("The case would be refused.", "Mend what is named here; what you chose is still below.", reasons)
    return Outcome(written=filed.written)
