"""A peer that is no browser: raw bytes to a drop over a socket of its own, cut, slow or false as the test wants."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from drop_process import BOUNDARY

MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


@contextlib.contextmanager
def connected(url: str, timeout: float = 20) -> Iterator[socket.socket]:
    """A connection to the server of this address."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=timeout) as peer:
        yield peer


def head(method: str, path: str, **headers: object) -> bytes:
    """A request's head; header names with `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", "Host: drop.test"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def send_head(length: int | None, content_type: str = MULTIPART) -> bytes:
    """The head of a POST to /send; without a length, the body is to come in chunks."""
    if length is None:
        return head("POST", "/send", Content_Type=content_type, Transfer_Encoding="chunked", Connection="close")
    return head("POST", "/send", Content_Type=content_type, Content_Length=length, Connection="close")


def chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces as chunks, and the last one of nothing."""
    for piece in pieces:
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def until_closed(peer: socket.socket) -> bytes:
    """Everything the server says until it closes; a reset ends it too."""
    said = bytearray()
    with contextlib.suppress(ConnectionError):
        while piece := peer.recv(65536):
            said += piece
    return bytes(said)


def until_page(peer: socket.socket) -> bytes:
    """One whole answer, by its Content-Length, while the connection stays open."""
    said = bytearray()
    while b"\r\n\r\n" not in said:
        said += _some(peer)
    start, _, body = bytes(said).partition(b"\r\n\r\n")
    length = int(next(line for line in start.lower().split(b"\r\n") if line.startswith(b"content-length")).split()[1])
    while len(body) < length:
        body += _some(peer)
    return start + b"\r\n\r\n" + body


def _some(peer: socket.socket) -> bytes:
    piece = peer.recv(65536)
    assert piece, "closed before an answer"
    return piece


def seconds_until_closed(peer: socket.socket) -> float:
    """How long the server keeps this connection."""
    start = time.monotonic()
    until_closed(peer)
    return time.monotonic() - start


@contextlib.contextmanager
def server_of(code: str, environment: Mapping[str, str] | None = None, *arguments: str | Path) -> Iterator[str]:
    """A Python program that prints its address in one line, for as long as the test needs it."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment and dict(environment)) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
