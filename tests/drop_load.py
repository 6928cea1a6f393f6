"""Clients that load a drop until it is gone, and what each of them was promised: texts, files, tus, replies, deletions.

Everything sent can be made again from its name, so that what the drop holds can be compared byte for byte without
keeping what was sent.
"""

from __future__ import annotations

import http.client
import random
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.drop.upload import UploadId
from amparo.drop.uploads import envelope_of
from amparo.seal.age import parse_recipient
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft
from amparo.seal.httpsig import content_digest, sign
from amparo.seal.mailbox import TOKEN_SIZE, WINDOW, tag
from amparo.seal.reply import REPLY_SIZE
from drop_process import BOUNDARY, form, marker

TUS: Final = {"Tus-Resumable": "1.0.0"}
LARGEST: Final = 600_000
"""Bytes of the largest file."""
KEPT: Final = 40
"""Envelopes that stay at the drop; what is more, and was compared, the desk deletes."""


def content(name: str, number: int) -> bytes:
    """The bytes of a submission's file: half of them small, the largest of LARGEST bytes."""
    dice = random.Random(f"{name} {number}")
    return dice.randbytes(dice.choice((dice.randrange(4096), dice.randrange(LARGEST))))


@dataclass(slots=True)
class Sent:
    """One submission: its message, how many files it has, whether the drop thanked for it."""

    message: str
    files: int
    thanked: bool = False
    envelope: bytes = b""
    """Of an upload by tus, the ciphertext itself."""


@dataclass(slots=True)
class Reply:
    """One reply under a token, and what was asked for it and acknowledged."""

    token: bytes
    body: bytes
    kept: bool = False
    removal_sent: bool = False
    removed: bool = False


@dataclass(slots=True)
class Promises:
    """All that clients sent to one drop, and what it acknowledged. Used from many threads."""

    sent: dict[str, Sent] = field(default_factory=dict)
    compared: dict[str, str] = field(default_factory=dict)
    """Envelopes that were found right, with their message."""
    deleting: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    uploads: dict[str, Sent] = field(default_factory=dict)
    """By address, what tus has not finished."""
    replies: list[Reply] = field(default_factory=list)
    answers: int = 0
    errors: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def new(self, files: int) -> Sent:
        """One more submission."""
        made = Sent(marker(), files)
        with self.lock:
            self.sent[made.message] = made
        return made


class Newsroom(Protocol):
    """What clients need of the newsroom: today's key for envelopes, the desk's key for requests, a source's words."""

    recipient_of_today: str
    request_key: Ed25519PrivateKey
    desk: str
    words: str


class GoneError(Exception):
    """The server is not there any more."""


class Client:
    """Plain requests over connections of its own; `GoneError` once the server is killed."""

    def __init__(self, url: str, newsroom: Newsroom, promises: Promises, dice: random.Random) -> None:
        self.newsroom, self.promises, self.dice = newsroom, promises, dice
        place = urlsplit(url)
        self._http = http.client.HTTPConnection(str(place.hostname), place.port, timeout=300)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, str]:
        """Status, body and Location of an answer that came whole."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._http.request(method, path, body, given)
            answer = self._http.getresponse()
            return answer.status, answer.read(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            self._http.close()
            raise GoneError from None

    def signed(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """A request of the desk."""
        digest = None if body is None else content_digest(body)
        signature = sign(method, path, digest, self.newsroom.request_key, self.newsroom.desk, datetime.now(UTC))
        return self.ask(method, path, body, **{name.replace("-", "_"): value for name, value in signature.items()})[:2]

    def expect(self, status: int, *good: int) -> bool:
        """Count an answer; note a status that no client should see while the server is up."""
        with self.promises.lock:
            self.promises.answers += 1
            if status not in good:
                self.promises.errors.append(f"status {status} where {good} was due")
        return status in good

    # -- sources --

    def text(self) -> None:
        """A short text without replies; or, one in eight, with them."""
        self._send(self.promises.new(0), replies=not self.dice.randrange(8))

    def files(self) -> None:
        """A text with several files."""
        self._send(self.promises.new(self.dice.randint(1, 4)), replies=False)

    def _send(self, sent: Sent, *, replies: bool) -> None:
        fields = {"passphrase": self.newsroom.words, "message": sent.message}
        files = [(f"{number}.bin", content(sent.message, number)) for number in range(sent.files)]
        body = b"".join(form(fields if replies else {**fields, "no_replies": "1"}, files))
        headers = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}"}
        if not files:
            # The next one on a connection of its own, for a process at the door to accept.
            headers["Connection"] = "close"
        status, _, _ = self.ask("POST", "/send", body, **headers)
        sent.thanked = self.expect(status, 200)

    def tus(self) -> None:
        """Go on with an upload that a kill cut off; or begin one."""
        with self.promises.lock:
            place, sent = self.promises.uploads.popitem() if self.promises.uploads else ("", self._sealed())
        try:
            if not place:
                status, _, place = self.ask("POST", "/tus", b"", Upload_Length=str(len(sent.envelope)), **_TUS)
                if not self.expect(status, 201):
                    return
            self._finish(place, sent)
        finally:
            if place and not sent.thanked:
                with self.promises.lock:
                    self.promises.uploads[place] = sent

    def _sealed(self) -> Sent:
        sent = self.promises.new(self.dice.randint(0, 2))
        sealer = EnvelopeSealer([parse_recipient(self.newsroom.recipient_of_today)])
        pieces: list[bytes] = []
        for number in range(sent.files):
            data = content(sent.message, number)
            pieces += [sealer.open_file(f"{number}.bin"), sealer.push(data), sealer.close_file()]
        sent.envelope = b"".join([*pieces, *sealer.finish(SubmissionDraft(sent.message, datetime.now(UTC).date()))])
        return sent

    def _finish(self, place: str, sent: Sent) -> None:
        status, offset = self._offset(place)
        if status == 404 and envelope_at(place) in self.promises.deleting:
            # It was an envelope before the kill, whose last answer was lost; the desk has had it since.
            sent.thanked = True
            return
        if not self.expect(status, 200):
            return
        while offset < len(sent.envelope):
            piece = sent.envelope[offset : offset + self.dice.randint(20_000, 200_000)]
            headers = {**_TUS, "Content_Type": "application/offset+octet-stream", "Upload_Offset": str(offset)}
            if not self.expect(self.ask("PATCH", place, piece, **headers)[0], 204):
                return
            offset += len(piece)
        sent.thanked = True

    def _offset(self, place: str) -> tuple[int, int]:
        try:
            self._http.request("HEAD", place, headers=TUS)
            answer = self._http.getresponse()
            answer.read()
            return answer.status, int(answer.headers.get("Upload-Offset", "0"))
        except (OSError, http.client.HTTPException):
            self._http.close()
            raise GoneError from None

    # -- the newsroom, and those who read its replies --

    def replies(self) -> None:
        """Leave a reply; or remove up to three that were left, as a source does."""
        with self.promises.lock:
            there = [each for each in self.promises.replies if each.kept and not each.removal_sent]
        if len(there) > 20 or (there and self.dice.random() < 0.3):
            self._remove(self.dice.sample(there, min(3, len(there))))
        else:
            self._leave(Reply(secrets.token_bytes(TOKEN_SIZE), self.dice.randbytes(REPLY_SIZE)))

    def _leave(self, reply: Reply) -> None:
        with self.promises.lock:
            self.promises.replies.append(reply)
        path = f"/desk/v1/replies/{tag(reply.token).hex()}"
        reply.kept = self.expect(self.signed("PUT", path, reply.body)[0], 201)

    def _remove(self, chosen: list[Reply]) -> None:
        for each in chosen:
            each.removal_sent = True
        tokens = [each.token for each in chosen]
        tokens += [secrets.token_bytes(TOKEN_SIZE) for _ in range(WINDOW - len(tokens))]
        removing = bytes([(1 << len(chosen)) - 1])
        if self.expect(self.ask("POST", "/mailbox", b"".join(tokens) + removing)[0], 200):
            for each in chosen:
                each.removed = True

    def delete(self) -> None:
        """The desk deletes what it has compared, when there is much; else it lists."""
        with self.promises.lock:
            there = sorted(self.promises.compared.keys() - self.promises.deleting)
            chosen = self.dice.choice(there) if len(there) > KEPT else ""
            if chosen:
                self.promises.deleting.add(chosen)
        if not chosen:
            self.expect(self.signed("GET", "/desk/v1/envelopes")[0], 200)
        elif self.expect(self.signed("DELETE", f"/desk/v1/envelopes/{chosen}")[0], 204):
            with self.promises.lock:
                self.promises.deleted.add(chosen)

    def window(self, tokens: list[bytes]) -> list[bytes]:
        """What lies under these tokens, random bytes where nothing does."""
        filling = [secrets.token_bytes(TOKEN_SIZE) for _ in range(WINDOW - len(tokens))]
        _, body, _ = self.ask("POST", "/mailbox", b"".join([*tokens, *filling]))
        return [body[place * REPLY_SIZE : (place + 1) * REPLY_SIZE] for place in range(len(tokens))]

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()


_TUS: Final = {name.replace("-", "_"): value for name, value in TUS.items()}
WORK: Final = (
    Client.text,
    Client.text,
    Client.files,
    Client.files,
    Client.tus,
    Client.tus,
    Client.replies,
    Client.delete,
)
"""What each of the clients does, again and again."""


def envelope_at(place: str) -> str:
    """The id under which the upload at this address ends."""
    return envelope_of(UploadId(place.rpartition("/")[2]))


def windows(replies: list[Reply]) -> Iterator[list[Reply]]:
    """As many at a time as one look into a mailbox takes."""
    for first in range(0, len(replies), WINDOW):
        yield replies[first : first + WINDOW]
