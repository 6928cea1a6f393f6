"""Your message, and We have it: the two steps of handing something over; and the paper compared once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from amparo.drop.body import Body, EarlyAnswer, announced
from amparo.drop.copying import Copied, Copy, compare
from amparo.drop.intake import ANSWER
from amparo.drop.pages.front import closed, is_open, start
from amparo.drop.pages.questions import Asked, Given, asked_in
from amparo.drop.pages.show import Showing, form_pairs, show, small_form
from amparo.drop.pages.skeleton import Skeletons
from amparo.drop.pages.trouble import Retry, trouble
from amparo.drop.receipt import Receipt
from amparo.drop.reception import Submission
from amparo.drop.room import Room, room_of
from amparo.errors import AmparoError
from amparo.seal.envelope import SubmittedFile
from amparo.seal.form import Channel
from amparo.seal.passphrase import MAX_TYPED, Passphrase, generate, parse
from amparo.web.i18n import Catalogue

MOST_CARRIED = 2600
"""Fields that a failed attempt can hand on: every option of the longest form among them."""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Context of message.html. `error` is a sentence about what was missing, or empty."""

    passphrase: str
    message: str
    most_files: int
    asked: Asked = field(default_factory=Asked)
    typed: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """Context of received.html. `passphrase`: empty when no replies are wanted. Up to `few` files are named at once.

    `channel` is the channel's title, or empty; `answers` how many; `copy` what was typed back of the passphrase.
    """

    newsroom: str
    characters: int
    files: tuple[SubmittedFile, ...]
    total: int
    passphrase: str
    copy: Copy
    channel: str = ""
    answers: int = 0
    few: int = 8


@dataclass(frozen=True, slots=True)
class WordsPage:
    """Context of words.html."""

    passphrase: str
    copy: Copy


def message(request: Request) -> Response:
    """A fresh passphrase and the form; the first page where a channel is still to be chosen."""
    room = room_of(request)
    if not is_open(room):
        return closed(room)
    name, offered = request.path_params.get("channel", ""), room.forms.offered()
    if not name and len(offered) > 1:
        return start(request)
    channel = room.forms.channel(name) if name else next(iter(offered), None)
    return _form_page(room, generate(room.random), channel)


async def message_again(request: Request) -> Response:
    """The form once more with the passphrase, and what was written, that a failed attempt handed on."""
    room = room_of(request)
    pairs = await form_pairs(request, MOST_CARRIED)
    if not is_open(room):
        return closed(room)
    fields = dict(pairs)
    passphrase = parse(fields.get("passphrase", ""))
    channel, given = room.forms.channel(fields.get("channel", "")), _given(pairs)
    return _form_page(room, passphrase, channel, fields.get("message", ""), given, typed=fields.get("typed", ""))


async def words(request: Request) -> Response:
    """Whether the paper is right; nothing that was sent depends on it."""
    room = room_of(request)
    fields = await small_form(request)
    passphrase = parse(fields.get("passphrase", ""))
    return show(room, "words.html", WordsPage(str(passphrase), compare(passphrase, fields.get("typed", ""))))


async def send(request: Request) -> Response:
    """Take a submission. Whatever fails is answered at once; the rest of the body is let pass."""
    room, body = room_of(request), Body(request.receive)
    if not is_open(room):
        return EarlyAnswer(closed(room, refused=True), body)
    submission: Submission | None = None
    try:
        submission = Submission(room, request.headers.get("content-type", ""))
        return received(room, await submission.receive(body, announced(request.headers)))
    except ClientDisconnect:
        return Response(status_code=400)
    except AmparoError as error:
        return EarlyAnswer(_failed(room, submission, error), body)


def _given(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The answers among the fields of a form, by key."""
    given: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if answer := ANSWER.fullmatch(name):
            given[answer[1]] = (*given.get(answer[1], ()), value)
    return given


def _form_page(
    room: Room,
    passphrase: Passphrase,
    channel: Channel | None,
    message: str = "",
    given: Given = MappingProxyType({}),
    *,
    typed: str = "",
    error: str = "",
) -> Response:
    asked = asked_in(channel, given)
    context = MessagePage(str(passphrase), message, room.settings.most_files, asked, typed[:MAX_TYPED], error)
    return show(room, "message.html", context, status=400 if error else 200)


def received(room: Showing, receipt: Receipt) -> Response:
    """The page of thanks."""
    context = ReceivedPage(
        newsroom=room.name,
        characters=receipt.characters,
        files=receipt.files,
        total=sum(file.size for file in receipt.files),
        passphrase="" if receipt.passphrase is None else str(receipt.passphrase),
        copy=_copy(receipt),
        channel=receipt.channel,
        answers=receipt.answers,
    )
    if receipt.files or context.passphrase:
        return show(room, "received.html", context)
    return _BARE.show(room, context)


def _characters(room: Showing, number: int) -> str:
    catalogue = cast(Catalogue, room.pages.globals["catalogue"])
    return catalogue.ngettext("A message of %(num)s character.", "A message of %(num)s characters.", number)


_BARE = Skeletons("received.html", "characters", _characters)
"""Thanks for a text without files and without replies."""


def _copy(receipt: Receipt) -> Copy:
    if receipt.passphrase is None or receipt.known:
        return Copy(Copied.NOT_ASKED, ())
    return compare(receipt.passphrase, receipt.typed)


def _failed(room: Room, submission: Submission | None, error: AmparoError) -> Response:
    intake = None if submission is None else submission.intake
    held: Passphrase | None = None if intake is None else intake.passphrase
    if intake is None or held is None:
        return trouble(room, error)
    if intake.is_empty:
        return _form_page(room, held, room.forms.channel(intake.channel), typed=intake.typed, error=error.what)
    answers = tuple((f"answer-{key}", value) for key, values in intake.given.items() for value in values)
    carried = (("channel", intake.channel), ("typed", intake.typed), *answers)
    return trouble(room, error, Retry(str(held), intake.message, tuple(pair for pair in carried if pair[1])))
