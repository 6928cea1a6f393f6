"""How the desk stands with its drop: the fingerprint to compare, how long the roster lasts, what went wrong last."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk.pages.show import Page, desk_of, json, show
from amparo.desk.status import Status, status_of


@dataclass(frozen=True, slots=True)
class DropPage(Page):
    """The status as `desk status` prints it."""

    status: Status


def status(request: Request) -> Response:
    """The page."""
    desk = desk_of(request)
    return show(request, "drop.html", DropPage("drop", status_of(desk)))


def status_json(request: Request) -> Response:
    """The same as data."""
    return json(asdict(status_of(desk_of(request))))
