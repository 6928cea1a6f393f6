"""Your message, and We have it: the two steps of handing something over."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from amparo.drop.body import Body, EarlyAnswer
from amparo.drop.pages.front import closed, is_open
from amparo.drop.pages.show import show, small_form
from amparo.drop.pages.trouble import Retry, trouble
from amparo.drop.reception import Receipt, Submission
from amparo.drop.room import Room, room_of
from amparo.errors import AmparoError
from amparo.seal.envelope import SubmittedFile
from amparo.seal.passphrase import Passphrase, generate, parse


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Context of message.html. `error` is a sentence about what was missing, or empty."""

    passphrase: str
    message: str
    most_files: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """Context of received.html. `passphrase`: empty when no replies are wanted. Up to `few` files are named at once."""

    newsroom: str
    characters: int
    files: tuple[SubmittedFile, ...]
    total: int
    passphrase: str
    few: int = 8


def message(request: Request) -> Response:
    """A fresh passphrase and the form."""
    room = room_of(request)
    if not is_open(room):
        return closed(room)
    return show(room, "message.html", _form_page(room, generate(room.random), ""))


async def message_again(request: Request) -> Response:
    """The form once more with the passphrase, and what was written, that a failed attempt handed on."""
    room = room_of(request)
    fields = await small_form(request)
    if not is_open(room):
        return closed(room)
    passphrase = parse(fields.get("passphrase", ""))
    return show(room, "message.html", _form_page(room, passphrase, fields.get("message", "")))


async def send(request: Request) -> Response:
    """Take a submission. Whatever fails is answered at once; the rest of the body is let pass."""
    room, body = room_of(request), Body(request.receive)
    if not is_open(room):
        return EarlyAnswer(closed(room, refused=True), body)
    submission: Submission | None = None
    try:
        submission = Submission(room, room.newsroom.standing, request.headers.get("content-type", ""))
        return _received(room, await submission.receive(room, body, _expected(request)))
    except ClientDisconnect:
        return Response(status_code=400)
    except AmparoError as error:
        return EarlyAnswer(_failed(room, submission, error), body)


def _form_page(room: Room, passphrase: Passphrase, message: str, error: str = "") -> MessagePage:
    return MessagePage(str(passphrase), message, room.settings.most_files, error)


def _received(room: Room, receipt: Receipt) -> Response:
    total = sum(file.size for file in receipt.files)
    passphrase = "" if receipt.told.passphrase is None else str(receipt.told.passphrase)
    context = ReceivedPage(room.name, len(receipt.told.message), receipt.files, total, passphrase)
    return show(room, "received.html", context)


def _failed(room: Room, submission: Submission | None, error: AmparoError) -> Response:
    held: Passphrase | None = None if submission is None else submission.intake.passphrase
    if submission is None or held is None:
        return trouble(room, error)
    if submission.intake.is_empty:
        return show(room, "message.html", _form_page(room, held, "", error.what), status=400)
    return trouble(room, error, Retry(str(held), submission.intake.message))


def _expected(request: Request) -> int:
    """What Content-Length promises, or 0; never more than a disk could have."""
    claimed = request.headers.get("content-length", "")
    return min(int(claimed), 2**60) if claimed.isascii() and claimed.isdigit() and len(claimed) < 30 else 0
