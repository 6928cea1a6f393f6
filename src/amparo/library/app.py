"""The library's application: live search, and behind it the static tree. The route table is its map.

It writes nothing: publishing is a command. It may be stopped and the tree served by any other web server; then search
is gone and everything else remains.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import jinja2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from amparo.errors import InputError
from amparo.library import listing
from amparo.library.case_tree import has_docket
from amparo.library.pages.search import FILE, PER_PAGE, Question, hit_json, live_search
from amparo.library.pages.site import Site
from amparo.library.serving import Tree
from amparo.library.settings import Places, Settings
from amparo.library.tables import connect
from amparo.search.engine import Results
from amparo.search.tantivy_engine import TantivyEngine
from amparo.web.policy import PolicyMiddleware, room_policy
from amparo.web.problems import exception_handlers
from amparo.web.render import page

MAX_QUERY = 1000
MAX_LIMIT = 100
MAX_OFFSET = 1_000_000
MAX_TEXTS = 2_000
"""Texts that a stranger's expression may be tried on: a tenth of a second, not the seconds a newsroom allows itself."""


class Search:
    """Questions to the index, and the titles of collections, for one library."""

    def __init__(self, places: Places) -> None:
        self._engine = TantivyEngine.open(places.index, most_texts=MAX_TEXTS)
        self._catalogue = places.catalogue

    def titles(self) -> dict[str, str]:
        """Titles of collections by slug."""
        database = connect(self._catalogue)
        try:
            return listing.titles(database)
        finally:
            database.close()

    def ask(self, question: Question, limit: int) -> Results:
        """The engine's answer. Raises InputError for a question it cannot read."""
        if len(question.query) > MAX_QUERY:
            raise InputError("The question is too long.", f"Use at most {MAX_QUERY} characters.")
        collection = question.collection or None
        return self._engine.search(question.query, collection=collection, limit=limit, offset=question.offset)


def create_app(places: Places, settings: Settings) -> ASGIApp:
    """The whole application over one library."""
    site = Site(settings, has_docket=has_docket(places))
    site.env.globals["frame"] = site.frame(PurePosixPath("index.html"), "").below("/")
    search, tree = Search(places), Tree(places.public)

    def search_page(request: Request) -> Response:
        return _search_page(request, site, search)

    def search_file(request: Request) -> Response:
        # Without a question it is the file of the tree, as signed; with one, the answer: forms name this file.
        return search_page(request) if request.query_params.get("q") else tree(request)

    def search_json(request: Request) -> Response:
        return _search_json(request, search)

    routes = [
        *(Route(path, search_page) for path in ("/search", "/search/")),
        Route(f"/{FILE}", search_file),
        Route("/search.json", search_json),
        Route("/{path:path}", tree.__call__),
    ]
    inner = Starlette(routes=routes, exception_handlers=exception_handlers(site.env))
    return PolicyMiddleware(inner, room_policy("library"))


def _question(request: Request) -> Question:
    offset = request.query_params.get("from", "0")
    if not offset.isascii() or not offset.isdigit() or int(offset[:9]) > MAX_OFFSET:
        raise InputError("The place to begin at is not a number, or too far.", f"from=0 to from={MAX_OFFSET}")
    query = " ".join(request.query_params.get("q", "").split())
    return Question(query, request.query_params.get("collection", ""), int(offset[:9]))


def _search_page(request: Request, site: Site, search: Search) -> Response:
    question, status = _question(request), 200
    answer: Results | InputError | None = None
    if question.query:
        try:
            answer = search.ask(question, PER_PAGE)
        except InputError as error:
            answer, status = error, 400
    return _page(site.env, live_search(site, search.titles(), question, answer), status)


def _page(env: jinja2.Environment, context: object, status: int) -> Response:
    return page(env, "search.html", context, status=status)


def _search_json(request: Request, search: Search) -> Response:
    question = _question(request)
    limit = request.query_params.get("limit", str(PER_PAGE))
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= MAX_LIMIT:
        raise InputError("The number of hits asked for is not allowed.", f"limit=1 to limit={MAX_LIMIT}")
    if not question.query:
        raise InputError("There is no question.", "Ask with /search.json?q=words")
    answer = search.ask(question, int(limit))
    more = question.offset + len(answer.hits)
    return JSONResponse(
        {
            "query": question.query,
            "total": answer.total,
            "seconds": round(answer.seconds, 6),
            "hits": [hit_json(hit, question.collection) for hit in answer.hits],
            "next": question.href(more, "/search.json") if answer.hits and more < answer.total else None,
        }
    )
