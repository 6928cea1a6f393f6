"""A desk, and a drop in an attacker's hands: it speaks the desk API on a real socket and lies where told to."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from amparo.desk.app import create_app
from amparo.desk.drop_client import DropClient
from amparo.desk.fetch import Summary, fetch
from amparo.desk.keys import make_keys
from amparo.desk.pairing import confirmed_roster, pair
from amparo.desk.room import Desk
from amparo.desk.settings import Settings, desk_home, save
from amparo.seal.age import HybridIdentity, parse_recipient
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft

HOST = "http://127.0.0.1:8402"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class HostileDrop:
    """What it holds and how it lies. `serves` gives another envelope's bytes; `lists_size` another size."""

    url: str = ""
    roster: bytes = b""
    envelopes: dict[str, bytes] = field(default_factory=dict)
    serves: dict[str, bytes] = field(default_factory=dict)
    lists_size: dict[str, int] = field(default_factory=dict)
    listing: bytes | None = None
    break_after: int | None = None
    ignores_range: bool = False
    replies: dict[str, bytes] = field(default_factory=dict)
    says_taken: bool = False
    refuses_desk: bool = False
    deleted: list[str] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def list_body(self) -> bytes:
        if self.listing is not None:
            return self.listing
        rows = [
            {"id": name, "size": self.lists_size.get(name, len(data)), "day": TODAY.isoformat()}
            for name, data in sorted(self.envelopes.items())
        ]
        return json.dumps({"envelopes": rows}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    drop: HostileDrop

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        cut = self.drop.break_after if self.path.startswith("/desk/v1/envelopes/") else None
        self.wfile.write(body[:cut])
        if cut is not None and cut < len(body):
            self.close_connection = True

    def do_GET(self) -> None:
        self.drop.asked.append(("GET", self.path, self.headers.get("Range", "")))
        if self.drop.refuses_desk and self.path.startswith("/desk/"):
            self.answer(403)
        elif self.path == "/roster":
            self.answer(200 if self.drop.roster else 404, self.drop.roster)
        elif self.path == "/desk/v1/envelopes":
            self.answer(200, self.drop.list_body())
        else:
            self.envelope(self.path.rsplit("/", 1)[1])

    def envelope(self, name: str) -> None:
        data = self.drop.serves.get(name, self.drop.envelopes.get(name))
        if data is None:
            return self.answer(404)
        asked = self.headers.get("Range")
        if not asked or self.drop.ignores_range:
            return self.answer(200, data)
        start = int(asked.removeprefix("bytes=").rstrip("-"))
        return self.answer(206, data[start:], {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"})

    def do_DELETE(self) -> None:
        name = self.path.rsplit("/", 1)[1]
        self.drop.deleted.append(name)
        self.drop.envelopes.pop(name, None)
        self.answer(204)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/desk/v1/roster":
            self.drop.roster = body
        elif self.drop.says_taken or self.drop.replies.setdefault(self.path.rsplit("/", 1)[1], body) != body:
            return self.answer(409)
        return self.answer(201)


@pytest.fixture
def hostile() -> Iterator[HostileDrop]:
    """A running hostile drop, honest until told otherwise."""
    drop = HostileDrop()
    handler = type("Handler", (_Handler,), {"drop": drop})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    drop.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield drop
    server.shutdown()
    server.server_close()


@dataclass
class Rig:
    """A desk paired with the hostile drop, and what a source would do."""

    desk: Desk
    drop: HostileDrop

    def fetch(self, *, retry: bool = False) -> Summary:
        return fetch(self.desk, retry=retry)

    def recipient(self) -> str:
        roster = confirmed_roster(self.desk.settings, self.desk.keys.root.verifier)
        assert roster is not None
        return roster.recipients_on(TODAY)[0]

    def send(self, name: str, message: str, files: dict[str, bytes] | None = None, secret: bytes | None = None) -> None:
        self.drop.envelopes[name] = sealed(self.recipient(), message, files or {}, secret)


def sealed(recipient: str, message: str, files: dict[str, bytes], secret: bytes | None = None) -> bytes:
    """An envelope as an honest source's side makes it."""
    sealer = EnvelopeSealer([parse_recipient(recipient)])
    out = b""
    for name, content in files.items():
        out += sealer.open_file(name) + sealer.push(content) + sealer.close_file()
    reply_to = None if secret is None else str(HybridIdentity.from_seed(secret).recipient)
    draft = SubmissionDraft(message, TODAY, reply_recipient=reply_to, mailbox_secret=secret)
    return out + b"".join(sealer.finish(draft))


@pytest.fixture
def rig(hostile: HostileDrop, tmp_path: Path) -> Rig:
    """A desk with few days on its roster, paired."""
    settings = Settings(desk_home(tmp_path), drop=hostile.url, days_ahead=3, extend_below_days=2)
    save(settings)
    make_keys(settings.keys, settings.newsroom, settings.desk)
    desk = Desk(tmp_path, lambda: NOW)
    with desk.drop() as client:
        pair(settings, desk.keys, client, TODAY)
    return Rig(desk, hostile)


class Browser:
    """Asks the application itself, without a socket; it keeps nothing and follows nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def request(self, method: str, address: str, **rest: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url=HOST) as client:
                return await client.request(method, address, **rest)

        return asyncio.run(ask())

    def get(self, address: str, **rest: Any) -> httpx.Response:
        return self.request("GET", address, **rest)

    def post(self, address: str, **rest: Any) -> httpx.Response:
        return self.request("POST", address, **rest)


class _Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "svg", "iframe", "object", "embed", "base"}:
            self.active.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in {"href", "action", "src"} and "javascript:" in (value or "").lower()):
                self.active.append(f"{tag} {name}")


def check_inert(page: str) -> None:
    """Nothing in this page runs, loads or redirects."""
    reader = _Reader()
    reader.feed(page)
    assert reader.active == []


@pytest.fixture
def browser(rig: Rig) -> Browser:
    return Browser(create_app(rig.desk))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries of a broken download without the pauses between them."""
    original = DropClient.__init__

    def impatient(self: DropClient, *args: object, **kwargs: object) -> None:
        original(self, *args, **{**kwargs, "sleep": lambda _: None})  # type: ignore[arg-type]

    monkeypatch.setattr(DropClient, "__init__", impatient)
