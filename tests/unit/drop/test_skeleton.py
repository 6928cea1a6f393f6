"""A page that is made once and filled in is, to the byte, the page that would have been made."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.drop.app import create_app
from amparo.drop.pages.show import show
from amparo.drop.pages.submit import _BARE, Copied, Copy, ReceivedPage
from amparo.drop.room import Room
from amparo.drop.settings import Settings
from amparo.drop.store import Store
from amparo.web.i18n import Speech, speech


def room_of_app(app: Any) -> Room:
    while not hasattr(app, "state"):
        app = getattr(app, "app", None) or app._app
    room: Room = app.state.room
    return room


@pytest.mark.parametrize("language", ["en", "ar", "ru", "fr"])
def test_filled_in_as_if_made(tmp_path: Path, language: str) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    store = Store(tmp_path, keep_free=0, clock=lambda: now)
    room = room_of_app(create_app(Settings(), store, lambda: now, os.urandom))
    spoken = speech.set(Speech(language, "" if language == "en" else f"/{language}"))
    try:
        for _ in range(2):
            for number in (0, 1, 2, 3, 7, 11, 21, 100, 102, 111, 1_234_567):
                context = ReceivedPage("The <Harbour> Post", number, (), 0, "", Copy(Copied.NOT_ASKED, ()), "News & co")
                made = show(room, "received.html", context)
                filled = _BARE.show(room, context)
                assert (filled.body, filled.headers) == (made.body, made.headers), number
    finally:
        speech.reset(spoken)
        store.close()
