"""The desk API on one socket only: what comes through another, the public onion service say, does not find it.

Asked of the socket, which a peer cannot choose, never of a header, which it can.
"""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

API = "/desk/"


class DeskDoor:
    """`app`, with everything under /desk/ for requests that came through the Unix socket at `path` alone."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say that it is not here."""
        if scope["type"] == "http" and scope["path"].startswith(API) and not self._is_ours(scope):
            answer = JSONResponse(
                {"error": "Desks have an address of their own.", "hint": "Pair with the desk's onion address."}, 404
            )
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        server = scope.get("server")
        return server is not None and server[0] == self._path
