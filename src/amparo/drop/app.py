"""The drop's application: the route table is its map."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from amparo.drop import desk_api, source_api
from amparo.drop.access import Access
from amparo.drop.beside import Beside, state_of
from amparo.drop.crowd import Crowd
from amparo.drop.desk_door import DeskDoor
from amparo.drop.doorkeepers import Doorkeepers
from amparo.drop.forgetting import Forgetting
from amparo.drop.forms import Forms
from amparo.drop.health import configuration_of
from amparo.drop.model import Clock, Random
from amparo.drop.newsroom import Newsroom
from amparo.drop.pages import front, mail, offline, submit, trouble
from amparo.drop.room import THREADS, Room
from amparo.drop.sealing import Terms
from amparo.drop.settings import Settings
from amparo.drop.shell import in_shell, templates
from amparo.drop.store import Store
from amparo.drop.uploads import Limits, Uploads
from amparo.drop.visits import Visits
from amparo.web.csrf import SameOriginMiddleware

ROUTES = (
    Route("/send", submit.send, methods=["POST"]),
    Route("/", front.start),
    Route("/how", front.how),
    Route("/languages", front.all_languages),
    Route("/message", submit.message, methods=["GET"]),
    Route("/message", submit.message_again, methods=["POST"]),
    Route("/message/{channel}", submit.message, methods=["GET"]),
    Route("/words", submit.words, methods=["POST"]),
    Route("/return", mail.come_back),
    Route("/replies", mail.replies, methods=["POST"]),
    *offline.ROUTES,
    Route("/roster", desk_api.roster),
    Route("/form", desk_api.form),
    Route("/succession", desk_api.succession),
    Route("/mailbox", source_api.mailbox, methods=["POST"]),
    Route("/tus", source_api.uploads, methods=source_api.METHODS),
    Route("/tus/", source_api.uploads, methods=source_api.METHODS),
    Route("/tus/{id}", source_api.uploads, methods=source_api.METHODS),
    Route("/desk/v1/health", desk_api.health),
    Route("/desk/v1/roster", desk_api.put_roster, methods=["PUT"]),
    Route("/desk/v1/form", desk_api.put_form, methods=["PUT"]),
    Route("/desk/v1/succession", desk_api.put_succession, methods=["PUT"]),
    Route("/desk/v1/envelopes", desk_api.envelopes),
    Route("/desk/v1/envelopes/{id}", desk_api.envelope, methods=["GET"]),
    Route("/desk/v1/envelopes/{id}", desk_api.remove, methods=["DELETE"]),
    Route("/desk/v1/replies/{tag}", desk_api.put_reply, methods=["PUT"]),
)


def create_app(
    settings: Settings,
    store: Store,
    clock: Clock,
    random: Random = os.urandom,
    *,
    locked: bool = False,
    desk_socket: Path | None = None,
    beside: Beside | None = None,
    doorkeepers: Doorkeepers | None = None,
) -> ASGIApp:
    """The whole application over an open store.

    `locked`: whether this process keeps its memory out of swap. `desk_socket`: the only Unix socket through which the
    desk API is found; without one it is found everywhere. `beside`: processes that seal small forms;
    `doorkeepers`: the same ones, as they take texts at the door.
    """
    configuration = configuration_of(store)
    configuration.entries()
    newsroom = Newsroom(store.folder)
    forms = Forms(store.folder, newsroom)
    threads = ThreadPoolExecutor(THREADS, "drop")
    room = Room(
        settings=settings,
        store=store,
        uploads=Uploads(store, random, Limits(settings.most_uploads, settings.upload_days)),
        newsroom=newsroom,
        forms=forms,
        terms=Terms(forms, settings, random),
        beside=beside or Beside(),
        doorkeepers=doorkeepers or Doorkeepers(),
        crowd=Crowd(),
        configuration=configuration,
        access=Access(),
        pages=templates(),
        threads=threads,
        visits=Visits(threads),
        clock=clock,
        random=random,
        locked=locked,
    )
    inner = Starlette(routes=list(ROUTES), exception_handlers=trouble.handlers(), lifespan=_at_work(room))
    inner.state.room = room
    # A redirect would carry the Host that the request claims, and lose the language of its address.
    inner.router.redirect_slashes = False
    routed = inner if desk_socket is None else DeskDoor(inner, str(desk_socket))
    return Forgetting(in_shell(SameOriginMiddleware(routed, trouble.refused(room))))


def _at_work(room: Room) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """What runs beside the requests, for as long as they are answered."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        room.doorkeepers.work_for(room.store, lambda: state_of(room.newsroom, room.forms))
        async with source_api.sweeping(room.uploads, room.store), room.beside.connected():
            yield

    return lifespan
