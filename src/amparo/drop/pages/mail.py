"""Come back, and Replies."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from amparo.drop import pacing
from amparo.drop.copying import differences
from amparo.drop.letters import Letter, Places, look
from amparo.drop.pages.front import is_open
from amparo.drop.pages.questions import Asked, asked_again
from amparo.drop.pages.show import REPLIES_PAGE, show, small_form
from amparo.drop.room import Room, room_of
from amparo.seal.passphrase import Mistake, Passphrase, PassphraseError, generate, parse
from amparo.seal.wordreading import tokens
from amparo.seal.wordrepair import suggestions

FARTHEST = 9_999
"""Highest window of replies that can be asked for."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passphrase that may have been meant: its text, and each word with whether it differs from what was typed."""

    text: str
    words: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Context of return.html. `typed` is what was typed, given back for correction; `error` and `hint` may be empty."""

    typed: str = ""
    error: str = ""
    hint: str = ""
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """Context of replies.html. `number` is the window shown, 0 for the first replies; `later` the next one.

    `removed`: a reply was to be removed, whether it was there or not.
    """

    passphrase: str
    letters: tuple[Letter, ...]
    unreadable: int
    number: int
    later: int
    open: bool
    most_files: int
    asked: Asked
    removed: bool


def come_back(request: Request) -> Response:
    """The form that asks for the seven words."""
    return show(room_of(request), "return.html", ReturnPage())


async def replies(request: Request) -> Response:
    """What lies under these words; the form again, with the nearest words offered, when they are none of ours."""
    room = room_of(request)
    fields = await small_form(request)
    began = time.monotonic()
    answer = await _answer(room, fields)
    await pacing.wait_for_step(began, pacing.WORDS)
    return answer


async def _answer(room: Room, fields: Mapping[str, str]) -> Response:
    typed = fields.get("passphrase", "")
    standing = room.newsroom.standing
    size = REPLIES_PAGE * (1 if standing.roster is None else len(standing.roster.desks))
    spare = generate(room.random)
    passphrase = read_as_any(typed, spare)
    if isinstance(passphrase, PassphraseError):
        # As long as the page with replies, and after the same work: what a watcher of the line measures tells nothing.
        await room.start(look, spare, standing, room.store, 0)
        return _mistyped(room, typed, passphrase, size)
    number = _number(fields.get("number", ""))
    places = Places.parse(fields.get("remove", ""))
    mail = await room.start(look, passphrase, standing, room.store, number, places)
    context = RepliesPage(
        passphrase=str(passphrase),
        letters=mail.letters,
        unreadable=mail.unreadable,
        number=number,
        later=number + 1,
        open=is_open(room),
        most_files=room.settings.most_files,
        asked=asked_again(room.forms.offered()),
        removed=places is not None,
    )
    return show(room, "replies.html", context, size=size)


def _mistyped(room: Room, typed: str, error: PassphraseError, size: int) -> Response:
    meant = tuple(compared(tokens(typed), each) for each in error.suggestions)
    context = ReturnPage(typed[:200], error.what, error.hint, meant)
    # 200 as for replies: another status line would have another length.
    return show(room, "return.html", context, size=size)


def read_as_any(typed: str, spare: Passphrase) -> Passphrase | PassphraseError:
    """The seven words, or what is wrong with them, after the same work.

    The longest search for what was meant is the one among seven words of the list that do not fit together. Whatever
    else was typed, it is made as well, for `spare`, and nothing is done with what it finds.
    """
    found: Passphrase | PassphraseError
    try:
        found = parse(typed)
    except PassphraseError as error:
        if error.mistake is Mistake.WRONG_WORDS:
            return error
        found = error
    suggestions(spare.words)
    return found


def compared(typed: tuple[str, ...], meant: Passphrase) -> Suggestion:
    """A suggestion beside what was typed."""
    return Suggestion(str(meant), tuple(zip(meant.words, differences(typed, meant), strict=True)))


def _number(untrusted: str) -> int:
    """The window asked for; the first one when that is no number of ours."""
    return min(int(untrusted), FARTHEST) if untrusted.isascii() and untrusted.isdigit() and len(untrusted) < 9 else 0
