"""Refuses requests that another site makes a browser send: Sec-Fetch-Site first, then Origin.

Every browser in use sends at least `Origin` with a cross-site POST; a request with neither header comes from no browser
that could be tricked (a text browser, a command line), so it passes. Fetch Metadata (W3C), and Origin (RFC 6454 §7).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_same_origin(headers: Headers) -> bool:
    """Whether an unsafe request comes from our own pages, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def is_allowed_host(headers: Headers, allowed: frozenset[str]) -> bool:
    """Whether the Host header names us: what stops DNS rebinding from reading a loopback desk. Ports do not matter."""
    host = headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name.lower() in allowed


def is_reached_into(headers: Headers) -> bool:
    """Whether a page of another site fetches this behind the reader's back, or as a picture, say; not whether it links.

    It could not read the answer, but tell from the time it takes whether a newsroom has a certain document.
    """
    is_link = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return headers.get("sec-fetch-site") in ("cross-site", "same-site") and not is_link


LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class SameOriginMiddleware:
    """Answers `refuse` (an ASGI app, a 403 page) to a cross-site unsafe request.

    With `hosts`, for a room on this machine alone: also to a Host that is not of these, and to whatever another site
    asks for beside its reader's following a link.
    """

    def __init__(self, app: ASGIApp, refuse: ASGIApp, hosts: frozenset[str] | None = None) -> None:
        self.app = app
        self.refuse = refuse
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse."""
        chosen = self.app
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            foreign = self.hosts is not None and (not is_allowed_host(headers, self.hosts) or is_reached_into(headers))
            if foreign or (scope["method"] not in SAFE and not is_same_origin(headers)):
                chosen = self.refuse
        await chosen(scope, receive, send)
