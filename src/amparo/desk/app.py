"""The desk's application: the route table is its map. Loopback only, one person; docs/adr/0061 says why without log-in.

A page of another site must neither read nor change anything here: the Host header must name loopback (what DNS
rebinding cannot fake), unsafe methods need our own origin, and no response may be embedded elsewhere.
"""

from __future__ import annotations

from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from amparo.desk.background import Background
from amparo.desk.fetches_store import LastFetch, last_fetch
from amparo.desk.jobs import Jobs
from amparo.desk.pages import (
    batches,
    clocks,
    collections,
    crossing,
    document,
    drop,
    entities,
    fetching,
    inbox,
    page_image,
    pictures,
    saved,
    search,
    submission,
)
from amparo.desk.pages import jobs as job_pages
from amparo.desk.room import Desk
from amparo.desk.search_jobs import SearchJobs
from amparo.records.edtf_words import words
from amparo.records.field_words import label
from amparo.web.csrf import LOOPBACK, SameOriginMiddleware
from amparo.web.policy import PolicyMiddleware, room_policy
from amparo.web.problems import HTTP_PROBLEMS, exception_handlers, respond
from amparo.web.render import environment

ROUTES = (
    Route("/", inbox.front),
    Route("/inbox", inbox.inbox),
    Route("/inbox.json", inbox.inbox_json),
    Route("/unopened", inbox.unopened),
    Route("/unopened.json", inbox.unopened_json),
    Route("/submissions/{id}.json", submission.show_json),
    Route("/submissions/{id}", submission.show),
    Route("/submissions/{id}/reply", submission.reply, methods=["POST"]),
    Route("/submissions/{id}/unread", submission.unread, methods=["POST"]),
    Route("/submissions/{id}/files/{number:int}", submission.download),
    Route("/submissions/{id}/collection", submission.add_to_collection, methods=["POST"]),
    Route("/submissions/{id}/clock", clocks.decide, methods=["POST"]),
    Route("/clocks", clocks.clocks),
    Route("/clocks.json", clocks.clocks_json),
    Route("/collections", collections.collections),
    Route("/collections.json", collections.collections_json),
    Route("/collections/{name:path}", collections.collection),
    Route("/meaning/{name:path}", collections.read_meaning, methods=["POST"]),
    Route("/failures/{name:path}", collections.failures, methods=["GET"]),
    Route("/failures/{name:path}", collections.retry, methods=["POST"]),
    Route("/jobs", job_pages.jobs),
    Route("/jobs.json", job_pages.jobs_json),
    Route("/jobs/{id:int}/cancel", job_pages.cancel, methods=["POST"]),
    Route("/jobs/{id:int}/resume", job_pages.resume, methods=["POST"]),
    Route("/documents/{id}.json", document.show_json),
    Route("/documents/{id}", document.show),
    Route("/documents/{id}/entities", entities.of_document),
    Route("/documents/{id}/original", document.original),
    Route("/documents/{id}/pages/{number:int}.png", page_image.picture),
    Route("/documents/{id}/pages/{number:int}", page_image.page),
    Route("/search", search.search),
    Route("/saved", saved.listed, methods=["GET"]),
    Route("/saved", saved.add, methods=["POST"]),
    Route("/saved.json", saved.listed_json),
    Route("/saved/{name:path}/seen", saved.seen, methods=["POST"]),
    Route("/saved/{name:path}/delete", saved.delete, methods=["POST"]),
    Route("/saved/{name:path}", saved.one),
    Route("/batches", batches.batches, methods=["GET"]),
    Route("/batches", batches.begin, methods=["POST"]),
    Route("/batches/{id:int}", batches.one),
    Route("/batches/{id:int}.csv", batches.as_table),
    Route("/batches/{id:int}.json", batches.as_json),
    Route("/batches/{id:int}/go-on", batches.go_on, methods=["POST"]),
    Route("/batches/{id:int}/delete", batches.delete, methods=["POST"]),
    Route("/entities", entities.listed),
    Route("/entities/read", entities.read, methods=["POST"]),
    Route("/entities/{id:int}", entities.show),
    Route("/entities/{id:int}/decide", entities.decide, methods=["POST"]),
    Route("/entities/{id:int}/decisions/{decision:int}/undo", entities.undo, methods=["POST"]),
    Route("/network", pictures.network),
    Route("/timeline", pictures.timeline),
    Route("/map", pictures.mapped),
    Route("/crossing", crossing.ask, methods=["GET"]),
    Route("/crossing", crossing.cross, methods=["POST"]),
    Route("/fetch", fetching.progress, methods=["GET"]),
    Route("/fetch", fetching.start, methods=["POST"]),
    Route("/drop", drop.status),
    Route("/drop.json", drop.status_json),
)


def create_app(desk: Desk, jobs: Jobs | None = None) -> ASGIApp:
    """The whole application over one desk."""
    env = environment("amparo.desk", "desk")
    env.globals["alarm"] = partial(standing_alarm, desk)
    env.filters["date"] = words
    env.filters["label"] = label
    inner = Starlette(routes=list(ROUTES), exception_handlers=exception_handlers(env))
    inner.state.desk, inner.state.env, inner.state.jobs = desk, env, jobs or Jobs(desk)
    inner.state.search_jobs = SearchJobs(desk)
    inner.state.entities_job = Background("entities")

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await respond(env, Request(scope), HTTP_PROBLEMS[403], 403)(scope, receive, send)

    return PolicyMiddleware(SameOriginMiddleware(inner, refuse, LOOPBACK), room_policy("desk"))


def standing_alarm(desk: Desk) -> LastFetch | None:
    """The last fetch when it found the drop's roster wrong: every page says so until a fetch finds it right."""
    with desk.database() as database:
        last = last_fetch(database)
    return last if last is not None and last.alarm else None
