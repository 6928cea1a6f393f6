"""Target: what a process at the drop's door reads by itself, request and form (amparo.web.plain_request, plain_form).

Whatever it takes, the server's parsers must read in the same way: the same request with nothing behind it, and the same
fields. Everything else it must leave to them.
"""

from __future__ import annotations

from collections.abc import Iterator

import httptools  # type: ignore[import-untyped]  # it has no types

from amparo.drop.form import Event, Field, FormLimits, FormReader, boundary_of
from amparo.drop.plain_form import plain_fields
from amparo.errors import AmparoError
from amparo.web.plain_request import PlainRequest, plain_request

MOST = 4096
LIMITS = FormLimits(parts=6, text=200)
FIELD = b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
NO_FILE = (
    b'--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n\r\n"
)


def seeds() -> Iterator[bytes]:
    """Requests as browsers send them, and near misses."""
    tip = FIELD % (b"message", b"They dump at night.") + FIELD % (b"no_replies", b"1")
    for form in (tip + NO_FILE, tip, FIELD % (b"message", b"\r\n--c--\r\n"), NO_FILE, b""):
        yield request(form + b"--b--\r\n")
        yield request(form + b"--b--", b"Connection: close\r\n")
    yield request(tip + b"--b--\r\n", b"Transfer-Encoding: chunked\r\n")
    yield request(tip + b"--b--\r\n", b"Connection: upgrade\r\nUpgrade: h2c\r\n")
    yield request(tip + b"--b--\r\n") + b"GET / HTTP/1.1\r\n\r\n"
    yield request(tip + b"--b\r\nX: y\r\n\r\n--b--\r\n", b"Accept-Language: fa, en;q=0.5\r\n")


def request(body: bytes, lines: bytes = b"") -> bytes:
    """A POST of this form."""
    length = b"Content-Length: %d\r\n" % len(body)
    named = b"Host: drop.test\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    return b"POST /send HTTP/1.1\r\n" + named + length + lines + b"\r\n" + body


def one(data: bytes) -> None:
    """The request, and the form: that of the request, or else what was given."""
    found = plain_request(data, MOST)
    if isinstance(found, PlainRequest):
        check_request(data, found)
        try:
            check_form(found.body, boundary_of(found.header(b"content-type")))
        except AmparoError:
            return
    else:
        check_form(data, "b")


class Parsed:
    """What llhttp makes of bytes that hold one request."""

    def __init__(self, data: bytes) -> None:
        self.url = self.body = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.messages = 0
        self.stays = self.changes = False
        self.parser = httptools.HttpRequestParser(self)
        self.parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        """A piece of it."""
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One of them."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """What they say of the connection."""
        self.stays, self.changes = self.parser.should_keep_alive(), self.parser.should_upgrade()

    def on_body(self, body: bytes) -> None:
        """A piece of it."""
        self.body += body

    def on_message_complete(self) -> None:
        """One more."""
        self.messages += 1


def check_request(data: bytes, found: PlainRequest) -> None:
    parsed = Parsed(data)
    assert parsed.parser.get_method() == b"POST" and parsed.parser.get_http_version() == "1.1"
    assert (parsed.url.decode(), tuple(parsed.headers), parsed.body) == (found.path, found.headers, found.body)
    assert parsed.messages == 1 and parsed.stays is not found.closes and not parsed.changes


def check_form(form: bytes, boundary: str) -> None:
    fields = plain_fields(form, boundary, parts=LIMITS.parts, text=LIMITS.text)
    if fields is not None:
        assert [Field(name, value) for name, value in fields] == by_the_parser(form, boundary)


def by_the_parser(form: bytes, boundary: str, limits: FormLimits = LIMITS) -> list[Event] | None:
    """In two pieces, which nobody takes for a plain form; None when it is refused."""
    reader = FormReader(boundary, limits)
    try:
        events = [event for piece in (form[:1], form[1:]) for event in reader.push(piece)]
        reader.finish()
    except AmparoError:
        return None
    return events
