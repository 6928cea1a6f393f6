"""Begins a library: its folder, settings, the keys of its log, the empty log. Doing it twice changes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime

from amparo.errors import InputError, StoreError
from amparo.library import settings as settings_file
from amparo.library.keys import load_signers, make_keys
from amparo.library.log import Log
from amparo.library.settings import Places, Settings

_ORIGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9])?")


def new_origin(random: Callable[[int], bytes] = os.urandom) -> str:
    """A name for a log that has none: of no meaning, and nobody else's."""
    return f"amparo-library-{random(4).hex()}"


def init(
    places: Places, settings: Settings, clock: Callable[[], datetime], random: Callable[[int], bytes] = os.urandom
) -> bool:
    """Make a library with these settings; False when there is one already, which keeps its own.

    A half-made one is completed. Raises InputError when the origin cannot name a log.
    """
    if not _ORIGIN.fullmatch(settings.origin):
        raise InputError(
            "The origin must be a name like archive.example/log.", "Letters, digits, dots, hyphens and slashes."
        )
    try:
        places.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The library's folder cannot be made ({error.strerror}).") from error
    if not places.settings.exists():
        settings_file.save(places, settings)
    made = not (places.log / "checkpoint").exists()
    if made:
        make_keys(places.keys, settings_file.load(places).origin, random)
        Log.create(places.log, load_signers(places.keys), clock).close()
    return made
