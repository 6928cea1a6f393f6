"""The language of a request: from its address, else from the browser's wish; and lists of what is offered."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from amparo.web.i18n import Speech, speech
from amparo.web.languages import NAMES, LanguageMiddleware, preferred, tongues

OFFERED = frozenset({"en", "ar", "fr", "pt"})


def spoken(path: str, accept: str = "") -> tuple[str, Speech | None]:
    """The path an application sees below the middleware, and the speech set for it."""
    seen: list[tuple[str, Speech | None]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope["path"], speech.get()))

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    async def nowhere(message: Message) -> None:
        return None

    headers = [(b"accept-language", accept.encode())] if accept else []
    scope = {"type": "http", "path": path, "raw_path": path.encode(), "headers": headers}
    asyncio.run(LanguageMiddleware(app, OFFERED)(scope, nothing, nowhere))
    return seen[0]


@pytest.mark.parametrize(
    ("path", "rest", "expected"),
    [
        ("/ar/message", "/message", Speech("ar", "/ar")),
        ("/ar", "/", Speech("ar", "/ar")),
        ("/ar/", "/", Speech("ar", "/ar")),
        ("/", "/", Speech("en")),
        ("/message", "/message", Speech("en")),
        ("/de/message", "/de/message", Speech("en")),
        ("/tus/ar", "/tus/ar", Speech("en")),
        ("/ar//x.example/", "//x.example/", Speech("ar", "/ar")),
    ],
)
def test_the_address_chooses(path: str, rest: str, expected: Speech) -> None:
    assert spoken(path) == (rest, expected)


def test_the_address_goes_before_the_browsers_wish() -> None:
    assert spoken("/fr/", "ar")[1] == Speech("fr", "/fr")
    assert spoken("/", "ar")[1] == Speech("ar")
    assert speech.get() is None


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("de, fr;q=0.7, ar;q=0.9", "ar"),
        ("ar;q=0, fr;q=0.1", "fr"),
        ("de,sv", "en"),
        ("*", "en"),
        ("AR-eg", "ar"),
        ("fr;q=much, ar;q=0.2", "ar"),
        ("fr;Q=0.2, ar;Q=0.3", "ar"),
        (",;,;q=,", "en"),
        (", ".join(f"x{n}" for n in range(100)) + ", fr", "en"),
    ],
)
def test_the_browsers_wish(accepted: str, language: str) -> None:
    assert preferred(accepted, OFFERED) == language


def test_the_list_is_by_name_and_knows_directions() -> None:
    listed = tongues([*OFFERED, "xx"])
    assert [tongue.code for tongue in listed] == ["en", "fr", "pt", "ar"]
    assert {tongue.direction for tongue in listed if tongue.code == "ar"} == {"rtl"}
    assert len(set(NAMES.values())) == len(NAMES)
