"""What is around every answer of the drop, whoever gives it: the language of the request, and the headers of ours."""

from __future__ import annotations

from functools import cache

import jinja2
from starlette.types import ASGIApp

from amparo.web.i18n import languages
from amparo.web.languages import SHOWN_FIRST, LanguageMiddleware, tongues
from amparo.web.policy import PolicyMiddleware, room_policy
from amparo.web.render import environment, make_ready

OFFERED = "amparo.drop"
"""The package whose catalogues are offered."""


def in_shell(inner: ASGIApp) -> ASGIApp:
    """The application that answers in the request's language, with the drop's headers."""
    return PolicyMiddleware(LanguageMiddleware(inner, languages(OFFERED)), room_policy("drop"))


@cache
def templates() -> jinja2.Environment:
    """All templates, read once: before processes are forked they share them."""
    pages = environment("amparo.drop", "drop")
    pages.globals.update(tongues=tongues(languages(OFFERED)), first_tongues=SHOWN_FIRST)
    make_ready(pages)
    return pages
