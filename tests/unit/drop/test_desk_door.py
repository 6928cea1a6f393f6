"""The desk API through one socket alone, whatever the request says of itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from amparo.drop.desk_door import DeskDoor


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def status(path: str, server: Any) -> int:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    headers = [(b"host", b"/run/desk.sock"), (b"x-forwarded-host", b"/run/desk.sock")]
    scope = {"type": "http", "path": path, "server": server, "headers": headers, "method": "GET"}
    asyncio.run(DeskDoor(inner, "/run/desk.sock")(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize("server", [("/run/sources.sock", None), ("127.0.0.1", 80), None])
def test_no_other_way_in(server: Any) -> None:
    assert status("/desk/v1/envelopes", server) == 404
    assert status("/", server) == 200
    assert status("/roster", server) == 200


def test_through_its_own_socket() -> None:
    assert status("/desk/v1/envelopes", ("/run/desk.sock", None)) == 200
    assert status("/roster", ("/run/desk.sock", None)) == 200
