"""Policy headers, same-origin, host names and problem pages, on a small app without sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from amparo import errors
from amparo.web import problems
from amparo.web.csrf import LOOPBACK, SameOriginMiddleware
from amparo.web.policy import PolicyMiddleware, room_policy
from amparo.web.render import environment
from amparo.web.style import stylesheet_hash


async def fine(request: Request) -> Response:
    return PlainTextResponse("fine", headers={"server": "secret", "date": "today"})


async def broken(request: Request) -> Response:
    raise errors.FullError("There is no room.", "Try later.")


async def surprise(request: Request) -> Response:
    raise ValueError("a marker a peer sent")


def app() -> Any:
    env = environment("amparo.web", "desk")
    routes = [
        Route("/", fine, methods=["GET", "POST"]),
        Route("/broken", broken),
        Route("/surprise", surprise),
    ]
    inner = Starlette(routes=routes, exception_handlers=problems.exception_handlers(env))
    guarded = SameOriginMiddleware(inner, PlainTextResponse("refused", 403), LOOPBACK)
    return PolicyMiddleware(guarded, room_policy("desk"))


def call(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request through the app; status, headers, body. An error after the answer is what a server would log."""
    sent: list[dict[str, Any]] = []
    fields = {"host": "127.0.0.1:8402"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in fields.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        with contextlib.suppress(ValueError):
            await app()(scope, receive, send)

    asyncio.run(run())
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], {k.decode(): v.decode() for k, v in sent[0]["headers"]}, body


def test_every_answer_carries_the_policy_and_says_nothing_of_the_machine() -> None:
    for path in ("/", "/missing", "/broken"):
        _, headers, _ = call(path)
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert stylesheet_hash("desk") in headers["content-security-policy"]
        assert "server" not in headers and "date" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        # As a form of another page sends them: a navigation, which is all that a link is allowed to be.
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}, 403),
        ({"sec_fetch_site": "same-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}, 403),
        ({"origin": "http://127.0.0.1:8402"}, 200),
        ({"origin": "http://127.0.0.1:9"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({}, 200),
    ],
)
def test_another_site_cannot_post(headers: dict[str, str], status: int) -> None:
    assert call("/", "POST", **headers)[0] == status


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "no-cors", "script", 403),
        ("cross-site", "cors", "empty", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("same-site", "no-cors", "image", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "no-cors", "image", 200),
        ("none", "navigate", "document", 200),
    ],
)
def test_another_site_may_link_here_and_fetch_nothing(site: str, mode: str, dest: str, status: int) -> None:
    assert call("/", sec_fetch_site=site, sec_fetch_mode=mode, sec_fetch_dest=dest)[0] == status


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8402", "", "localhost.evil.example"])
def test_a_rebound_name_is_refused(host: str) -> None:
    assert call("/", host=host)[0] == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8402", "[::1]:8402", "LOCALHOST"])
def test_loopback_names_are_ours(host: str) -> None:
    assert call("/", host=host)[0] == 200


def test_an_error_is_a_page_or_json_with_its_status() -> None:
    status, headers, body = call("/broken")
    assert status == 507 and headers["content-type"].startswith("text/html") and b"There is no room." in body
    status, _, body = call("/broken", accept="application/json")
    assert status == 507 and json.loads(body) == {"error": "There is no room.", "hint": "Try later."}


def test_a_surprise_shows_and_logs_no_message(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, body = call("/surprise")
    assert status == 500 and b"marker" not in body
    logged = capsys.readouterr().err
    assert "ValueError" in logged and "marker" not in logged


def test_every_error_class_has_a_status() -> None:
    for name in dir(errors):
        kind = getattr(errors, name)
        if isinstance(kind, type) and issubclass(kind, errors.AmparoError) and kind is not errors.AmparoError:
            assert problems.status_of(kind("x")) != 500
