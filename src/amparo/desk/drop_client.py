"""The desk's side of the desk API: signed requests to one drop, answers parsed before use. Spec: specs/desk-api.md.

Nothing the drop answers is believed: sizes and names are bounded here, and signatures are the caller's to check. A
download goes on where it stopped, also across broken connections.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.desk.disk import private_descriptor
from amparo.desk.submissions import EnvelopeId
from amparo.errors import InputError, StateError, StoreError, TooLargeError, TruncatedError, TrustError
from amparo.seal.httpsig import content_digest, sign

Clock = Callable[[], datetime]
Progress = Callable[[int], None]

LARGEST_ANSWER = 32 * 1024 * 1024
ATTEMPTS = 4
TIMEOUT = httpx.Timeout(60.0, connect=60.0)
_EARLIEST = date(2000, 1, 1)
_ENVELOPE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ListedEnvelope:
    """One envelope that waits at the drop; `size` is its ciphertext in bytes."""

    id: EnvelopeId
    size: int
    day: date


class DropClient:
    """Requests to the drop at `url`, signed as `desk` by `key`. `socks` is HOST:PORT of Tor, for an onion address."""

    def __init__(
        self,
        url: str,
        desk: str,
        key: Ed25519PrivateKey,
        clock: Clock,
        *,
        socks: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base, self._prefix = _checked_url(url, socks)
        self._desk, self._key, self._clock, self._sleep = desk, key, clock, sleep
        self._http = httpx.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=False, proxy=f"socks5h://{socks}" if socks else None
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def roster(self) -> bytes | None:
        """The signed roster that the drop shows to sources, or None when it has none yet."""
        with self._send("GET", "/roster", signed=False) as response:
            if response.status_code in (404, 503):
                return None
            _expect(response, 200)
            return _bounded(response)

    def put_roster(self, note: bytes, root: str) -> None:
        """Give the drop a roster. `root` is the newsroom's verifier key; a fresh drop takes it as its own."""
        with self._send("PUT", "/desk/v1/roster", body=note, headers={"Amparo-Root": root}) as response:
            if response.status_code == 403:
                raise StateError(
                    "This drop belongs to another newsroom: it takes rosters signed by another root key only.",
                    "Check the address. A drop takes one newsroom; set up your own, or restore your root key.",
                )
            if response.status_code == 409:
                raise StateError("The drop holds a newer roster of this newsroom.", "Run: amparo desk pair DROP_URL")
            _expect(response, 200, 201, 204)

    def form(self) -> bytes | None:
        """The signed form that the drop shows to sources, or None when it has none."""
        with self._send("GET", "/form", signed=False) as response:
            if response.status_code == 404:
                return None
            _expect(response, 200)
            return _bounded(response)

    def put_form(self, note: bytes) -> None:
        """Give the drop a form."""
        with self._send("PUT", "/desk/v1/form", body=note) as response:
            if response.status_code == 403:
                raise StateError("This drop takes forms signed by another root key only.", "Check the address.")
            if response.status_code == 409:
                raise StateError(
                    "The drop holds a newer form of this newsroom, or has no roster yet.",
                    "Another desk may have sent one. See it with: amparo desk form",
                )
            _expect(response, 200, 201)

    def successions(self) -> bytes:
        """How the root key that the drop obeys came to be what it is; nothing at a drop of an earlier version."""
        with self._send("GET", "/succession", signed=False) as response:
            if response.status_code == 404:
                return b""
            _expect(response, 200)
            return _bounded(response)

    def put_succession(self, note: bytes) -> None:
        """Give the drop a succession of the root key, or a revocation."""
        with self._send("PUT", "/desk/v1/succession", body=note) as response:
            if response.status_code in (403, 409):
                raise StateError("The drop does not take this change of the root key.", "Fetch, then run this again.")
            _expect(response, 200)

    def health(self) -> bytes | None:
        """How the drop says it stands, unread; None at a drop of an earlier version."""
        with self._send("GET", "/desk/v1/health") as response:
            if response.status_code == 404:
                return None
            _expect(response, 200)
            return _bounded(response)

    def envelopes(self) -> tuple[ListedEnvelope, ...]:
        """What waits at the drop."""
        with self._send("GET", "/desk/v1/envelopes") as response:
            _expect(response, 200)
            return _listing(_bounded(response), self._clock().date() + timedelta(days=1))

    def download(self, envelope: ListedEnvelope, into: Path, progress: Progress = lambda _: None) -> None:
        """Bring the envelope's ciphertext to `into`, going on where an earlier attempt stopped. Synced when it returns.

        `progress` is told how many bytes of it are here. Raises TruncatedError when the drop sends fewer bytes than it
        listed, TooLargeError when more, StoreError when it cannot be reached.
        """
        standing = 0
        while True:
            before = _size(into)
            try:
                self._download_rest(envelope, into, progress)
                break
            except StoreError:
                # Going forward, however slowly, is worth another try; standing still is not, after a few.
                standing = 0 if _size(into) > before else standing + 1
                if standing == ATTEMPTS:
                    raise
                self._sleep(2.0**standing)
        if _size(into) < envelope.size:
            raise TruncatedError("The drop sent fewer bytes of an envelope than it listed.", "Fetch again.")

    def delete(self, envelope: EnvelopeId) -> None:
        """Tell the drop that this envelope is safe here. One that is gone already is fine."""
        with self._send("DELETE", f"/desk/v1/envelopes/{envelope}") as response:
            _expect(response, 200, 204, 404)

    def put_reply(self, tag: bytes, sealed: bytes) -> bool:
        """Leave one sealed reply under its tag; the same again changes nothing. False when other bytes lie there."""
        with self._send("PUT", f"/desk/v1/replies/{tag.hex()}", body=sealed) as response:
            if response.status_code == 409:
                return False
            _expect(response, 200, 201, 204)
            return True

    def _download_rest(self, envelope: ListedEnvelope, into: Path, progress: Progress) -> None:
        start = _size(into)
        if start > envelope.size:
            into.unlink()
            start = 0
        if start == envelope.size and start:
            return
        headers = {"Range": f"bytes={start}-"} if start else {}
        with self._send("GET", f"/desk/v1/envelopes/{envelope.id}", headers=headers) as response:
            _expect(response, 200, 206)
            if response.status_code == 200:
                start = 0
            elif not response.headers.get("content-range", "").startswith(f"bytes {start}-"):
                raise InputError("The drop sent another part of an envelope than was asked for.", "Fetch again.")
            with os.fdopen(private_descriptor(into, os.O_WRONLY), "wb") as file:
                file.truncate(start)
                file.seek(start)
                _copy(response, file, start, envelope.size, progress)

    @contextmanager
    def _send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        signed: bool = True,
    ) -> Iterator[httpx.Response]:
        path = self._prefix + path
        digest = None if body is None else content_digest(body)
        signature = sign(method, path, digest, self._key, self._desk, self._clock()) if signed else {}
        request = self._http.build_request(
            method,
            self._base + path,
            content=body,
            headers={"Accept-Encoding": "identity", **(headers or {}), **signature},
        )
        try:
            response = self._http.send(request, stream=True)
            try:
                yield response
            finally:
                response.close()
        except httpx.HTTPError:
            raise StoreError(
                "The drop cannot be reached, or broke off.", "Check the address and the connection, then try again."
            ) from None


def _checked_url(url: str, socks: str) -> tuple[str, str]:
    """Scheme and authority, and the path prefix, of a drop's address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise InputError("The address of a drop looks like http://….onion or http://127.0.0.1:8401.")
    # A name may end in the dot of the root, and is then the same name.
    onion = parts.hostname.rstrip(".").endswith(".onion")
    if onion and not socks:
        raise StateError("An onion address is reached through Tor only.", "Pair with --socks 127.0.0.1:9050")
    if parts.scheme == "http" and not onion and not _is_loopback(parts.hostname):
        raise InputError(
            "Over plain http anybody on the way could see when this desk fetches, and how much.",
            "Use the drop's onion address, or https.",
        )
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _expect(response: httpx.Response, *statuses: int) -> None:
    """Return when the status is one of these; otherwise raise the error that says most about it."""
    status = response.status_code
    if status in statuses:
        return
    if status in (401, 403):
        raise TrustError(
            "The drop does not accept this desk's signature.",
            "Check this machine's clock; if it is right, run: amparo desk pair DROP_URL",
        )
    if status == 404:
        raise StateError("The drop does not have what was asked for.", "Check the drop's address, then fetch again.")
    if status in (500, 502, 503, 504, 507):
        raise StoreError(f"The drop could not do it just now (status {status}).", "Try again in a while.")
    raise InputError(f"The drop gave an answer that is not understood (status {status}).", "Is that address a drop?")


def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise TooLargeError("The drop's answer is too long to be true.")
    return bytes(body)


def _listing(body: bytes, latest: date) -> tuple[ListedEnvelope, ...]:
    """The list. A day that has not begun anywhere is not believed: what waits there came before."""
    try:
        untrusted = json.loads(body)["envelopes"]
        return tuple(_listed(item, latest) for item in untrusted)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise InputError("The drop's list of envelopes is not understood.", "Is that address a drop?") from None


def _listed(untrusted: Any, latest: date) -> ListedEnvelope:
    identity, size, day = untrusted["id"], untrusted["size"], untrusted["day"]
    if not isinstance(identity, str) or not _ENVELOPE_ID.fullmatch(identity):
        raise ValueError("id")
    if type(size) is not int or not 0 < size < 2**60:
        raise ValueError("size")
    came = date.fromisoformat(day)
    if came < _EARLIEST:
        raise ValueError("day")
    return ListedEnvelope(EnvelopeId(identity), size, min(came, latest))


def _copy(response: httpx.Response, file: IO[bytes], start: int, size: int, progress: Progress) -> None:
    """Copy the body to the file, no further than `size`; what came is synced even when the connection breaks."""
    here = start
    try:
        for piece in response.iter_raw():
            here += len(piece)
            if here > size:
                raise TooLargeError("The drop sent more bytes of an envelope than it listed.", "Fetch again.")
            file.write(piece)
            progress(here)
    finally:
        file.flush()
        os.fsync(file.fileno())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
