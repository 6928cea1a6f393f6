"""The thanks for a text in a process that took it at the door: byte for byte what the server would have sent."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final

import jinja2
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from amparo.drop.pages.submit import received
from amparo.drop.receipt import Receipt
from amparo.drop.shell import OFFERED, in_shell, templates
from amparo.web.csrf import is_same_origin
from amparo.web.i18n import languages
from amparo.web.plain_request import PlainRequest, answer_bytes

_SEND: Final = re.compile(r"(?:/([a-z]+))?/send")


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose page it is, and the templates (`pages.show.Showing`)."""

    name: str
    pages: jinja2.Environment


class Thanking:
    """Knows which requests bring a text, and thanks for them."""

    def __init__(self) -> None:
        self._pages = templates()
        self._offered = frozenset(languages(OFFERED))
        self._app = in_shell(_thank)

    def is_for_here(self, request: PlainRequest) -> bool:
        """Whether it is a form for /send that no other site made a browser send."""
        found = _SEND.fullmatch(request.path)
        is_spoken = found is not None and (found[1] is None or found[1] in self._offered)
        return is_spoken and is_same_origin(Headers(raw=list(request.headers)))

    def answer(self, request: PlainRequest, newsroom: str, receipt: Receipt) -> bytes:
        """All that goes back."""
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        shown = Shown(newsroom, self._pages)
        scope = {"type": "http", "method": "POST", "path": request.path, "headers": list(request.headers)}
        _run(self._app({**scope, "thanks": (shown, receipt)}, _nothing, send))
        head, body = said
        return answer_bytes(head["status"], head["headers"], body["body"], closes=request.closes)


async def _thank(scope: Scope, receive: Receive, send: Send) -> None:
    shown, receipt = scope["thanks"]
    await received(shown, receipt)(scope, receive, send)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _run(answering: Awaitable[None]) -> None:
    """To its end: nothing in it waits for anything."""
    try:
        answering.__await__().send(None)
    except StopIteration:
        return
    raise RuntimeError("An answer waited.")
