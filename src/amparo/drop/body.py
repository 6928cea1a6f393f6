"""The body of one request, read from ASGI by hand: it knows whether it has ended, so that the rest can be let pass.

A browser that is still sending does not reliably show an answer when the connection is cut under it. So an early
answer is sent at once and what still comes is read and dropped, within the server's deadlines, before the request
ends. `request.stream()` cannot tell whether something is left to read.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from amparo.errors import TooLargeError


class Body:
    """Iterate it for the pieces of the body; ClientDisconnect when the peer goes away before the end."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.ended = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while not self.ended:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.ended = True
                raise ClientDisconnect
            self.ended = not message.get("more_body", False)
            if piece := message.get("body", b""):
                yield piece
            # While the next is waited for, nothing of this one is held: most of a crowd wait (docs/adr/0283).
            del message, piece

    async def whole(self, most: int) -> bytes:
        """All of it; TooLargeError beyond `most` bytes."""
        held = bytearray()
        async for piece in self:
            held += piece
            if len(held) > most:
                raise TooLargeError("What you sent is larger than this address takes.")
        return bytes(held)

    async def drain(self) -> None:
        """Read and drop the rest."""
        try:
            async for _ in self:
                pass
        except ClientDisconnect:
            return


def announced(headers: Headers) -> int:
    """What Content-Length promises, or 0; never more than a disk could have."""
    claimed = headers.get("content-length", "")
    return min(int(claimed), 2**60) if claimed.isascii() and claimed.isdigit() and len(claimed) < 30 else 0


class EarlyAnswer(Response):
    """A response that is sent whole at once, and ends when the rest of the request's body has been let pass."""

    def __init__(self, answer: Response, body: Body) -> None:
        super().__init__(answer.body, answer.status_code)
        self.raw_headers = answer.raw_headers
        self._rest = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, drain, end."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body), "more_body": True})
        await self._rest.drain()
        await send({"type": "http.response.body", "body": b"", "more_body": False})
