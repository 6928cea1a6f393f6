"""One way to show a page: every kind of page in one length, so that its length tells nothing."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import parse_qsl

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from amparo.drop.body import Body
from amparo.errors import InputError
from amparo.web.render import page

PAGE = 9_300
"""Bytes of every page but the one with replies: three of them, with their headers, make a first tip below 30 kB."""
REPLIES_PAGE = 80 * 1024
"""Bytes of the page with replies, for each desk on the roster: a whole window of long ones fits."""
LONGEST_FORM = 256 * 1024


class Showing(Protocol):
    """What a page needs of a room: the newsroom's name, and the templates."""

    @property
    def name(self) -> str:
        """As the source is to read it."""

    @property
    def pages(self) -> jinja2.Environment:
        """The templates."""


def show(room: Showing, template: str, context: Any, *, status: int = 200, size: int = PAGE) -> Response:
    """The page as a response. What does not fit `size` goes to the next multiple of it."""
    return page(room.pages, template, context, status=status, size=size, squeeze=size == PAGE)


async def small_form(request: Request) -> dict[str, str]:
    """The fields of a form without files (application/x-www-form-urlencoded); the last of a name counts."""
    return dict(await form_pairs(request, 16))


async def form_pairs(request: Request, most: int) -> list[tuple[str, str]]:
    """The same in order, with names that come more than once; at most `most` of them."""
    body = await Body(request.receive).whole(LONGEST_FORM)
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=most, errors="strict")
    except ValueError:
        raise InputError(
            "What arrived is not a form of this site.", "Open the page again and send it from there."
        ) from None
