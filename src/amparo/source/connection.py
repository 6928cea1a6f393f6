"""Requests to one drop, and nothing more in them than they need: no cookies, no names, no versions, no languages.

What the drop answers is believed in nothing: lengths are bounded here, signatures are `trust`'s to check, and an
upload's address is followed only at the drop itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from amparo.errors import FullError, InputError, StateError, StoreError, TooLargeError
from amparo.seal.form import MAX_FORM
from amparo.seal.mailbox import TOKEN_SIZE, WINDOW
from amparo.seal.reply import REPLY_SIZE
from amparo.seal.roster import MAX_ROSTER
from amparo.seal.succession import MAX_LINEAGE
from amparo.source.address import DropAddress

TIMEOUT: Final = httpx.Timeout(120.0, write=60.0)
TUS: Final = {"Tus-Resumable": "1.0.0"}
PART: Final = "application/offset+octet-stream"
LONGEST_REST: Final = 64 * 1024
"""Bytes of an answer that nobody wants to read."""
_UPLOAD: Final = re.compile(r"/[A-Za-z0-9/_.~-]{1,200}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_ROOT: Final = re.compile(r"[!-~]{1,400}", re.ASCII)


class CutError(StoreError):
    """The connection did not come about, or broke off."""

    def __init__(self) -> None:
        super().__init__(
            "The drop cannot be reached, or broke off.", "Check the address, and that Tor is running; then try again."
        )


class ElsewhereError(StateError):
    """The upload is not where it was thought to be: another offset, or gone."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a drop shows as its newsroom's: a roster's note, the root key it says has signed it, and the succession of
    that root.
    """

    untrusted_note: bytes
    untrusted_root: str
    untrusted_successions: bytes = b""


class Connection:
    """The drop at an address. `sent` counts the bytes of uploads that were handed to the network, resent ones too."""

    def __init__(self, address: DropAddress, random: Callable[[int], bytes] = os.urandom) -> None:
        self.address = address
        self.sent = 0
        self._http = httpx.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=False, proxy=_proxy(address.socks, random)
        )
        # What httpx would say of itself, and of the compression libraries on this machine.
        self._http.headers.clear()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def roster(self) -> Offered:
        """What the drop shows. StateError when it has no roster."""
        with self._send("GET", "/roster") as response:
            if response.status_code == 404:
                raise StateError("This drop has no roster, so nothing can be sent.", "Check its address; try later.")
            _expect(response, 200)
            root = response.headers.get("amparo-root", "")
            note = _bounded(response, MAX_ROSTER)
        return Offered(note, root if _ROOT.fullmatch(root) else "", self._successions())

    def _successions(self) -> bytes:
        """How the newsroom's root key came to be what it is; nothing at a drop of an earlier version."""
        with self._send("GET", "/succession") as response:
            if response.status_code == 404:
                return b""
            _expect(response, 200)
            return _bounded(response, MAX_LINEAGE)

    def form(self) -> bytes | None:
        """The note of the newsroom's form, or None when the drop shows none."""
        with self._send("GET", "/form") as response:
            if response.status_code == 404:
                return None
            _expect(response, 200)
            return _bounded(response, MAX_FORM)

    def create(self, length: int) -> str:
        """Begin an upload of `length` bytes; its path at the drop."""
        with self._send("POST", "/tus", {**TUS, "Upload-Length": str(length)}) as response:
            _expect(response, 201)
            path = str(response.headers.get("location", ""))
            if not _UPLOAD.fullmatch(path) or "//" in path or ".." in path:
                raise InputError("The drop names a place for the upload that is not its own.")
            return path

    def offset(self, path: str) -> int | None:
        """How far an upload is, in bytes, or None when it is gone."""
        with self._send("HEAD", path, TUS, whole=True) as response:
            if response.status_code in (404, 410):
                return None
            if response.status_code in (409, 423):
                raise ElsewhereError("Another request holds the upload.")
            _expect(response, 200, 204)
            return _offset(response)

    def append(self, path: str, offset: int, size: int, pieces: Iterable[bytes]) -> int:
        """Send `size` bytes that belong at `offset`; the new offset. ElsewhereError when it is elsewhere."""
        headers = {**TUS, "Content-Type": PART, "Upload-Offset": str(offset), "Content-Length": str(size)}
        with self._send("PATCH", path, headers, self._counted(pieces), whole=True) as response:
            if response.status_code in (404, 409, 410, 423):
                raise ElsewhereError("The upload is not where it was thought to be.")
            _expect(response, 204)
            return _offset(response)

    def remove(self, path: str) -> None:
        """Remove an upload; one that is gone already is fine."""
        with self._send("DELETE", path, TUS, whole=True) as response:
            _expect(response, 204, 404, 410)

    def window(self, tokens: tuple[bytes, ...], remove: Collection[int] = ()) -> tuple[bytes, ...]:
        """What lies under one window of tokens: WINDOW times REPLY_SIZE bytes, whether it is a reply or nothing.

        What lies at the places in `remove`, from 0, is gone from the drop afterwards. A look without any has one shape
        with a look that removes.
        """
        asked = b"".join(tokens) + bytes([sum(1 << place for place in remove)])
        if len(asked) != WINDOW * TOKEN_SIZE + 1:
            raise StateError("A window is asked for as a whole.")
        with self._send("POST", "/mailbox", {"Content-Length": str(len(asked))}, [asked]) as response:
            _expect(response, 200)
            found = _bounded(response, WINDOW * REPLY_SIZE)
        if len(found) != WINDOW * REPLY_SIZE:
            raise InputError("The drop's answer does not have the one length it must have.")
        return tuple(found[start : start + REPLY_SIZE] for start in range(0, len(found), REPLY_SIZE))

    def _counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.sent += len(piece)
            yield piece

    @contextmanager
    def _send(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: Iterable[bytes] | None = None,
        *,
        whole: bool = False,
    ) -> Iterator[httpx.Response]:
        """One request; `path` is below the drop's prefix unless it is a `whole` one, as the drop names its uploads."""
        place = self.address.origin + ("" if whole else self.address.prefix) + path
        request = self._http.build_request(method, place, content=body, headers=headers)
        try:
            response = self._http.send(request, stream=True)
            try:
                yield response
                if not response.is_stream_consumed:
                    # Read to its end, so that the connection serves the next request too.
                    _bounded(response, LONGEST_REST)
            finally:
                response.close()
        except httpx.HTTPError:
            raise CutError from None


def _proxy(socks: str, random: Callable[[int], bytes]) -> str | None:
    """Tor's proxy under a name of our own: Tor keeps circuits of different names apart (IsolateSOCKSAuth)."""
    return f"socks5h://{random(8).hex()}:x@{socks}" if socks else None


def _expect(response: httpx.Response, *statuses: int) -> None:
    status = response.status_code
    if status in statuses:
        return
    if status in (502, 504):
        raise CutError
    if status in (413, 507):
        raise FullError("The drop has no room for so much just now.", "Try again later, or send less at a time.")
    if status == 503:
        raise StateError("The drop takes nothing just now.", "Try again later; what is sealed here is kept for it.")
    if status == 400:
        raise InputError("The drop does not take this envelope.", "Its desks have changed: seal it anew.")
    raise InputError(f"The drop gave an answer that is not understood (status {status}).", "Is that address a drop?")


def _offset(response: httpx.Response) -> int:
    text = response.headers.get("upload-offset", "")
    if not _NUMBER.fullmatch(text):
        raise InputError("The drop does not say how far the upload is.", "Is that address a drop?")
    return int(text)


def _bounded(response: httpx.Response, most: int) -> bytes:
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > most:
            raise TooLargeError("The drop's answer is too long to be true.")
    return bytes(body)
