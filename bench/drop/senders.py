"""Clients that cost next to nothing, so that the server is what is measured: whole requests over plain sockets.

Run as a program, it is one process with N clients, each of which sends its next text as soon as the one before was
answered; it prints one JSON object. One connection a text: a source sends one.
"""

from __future__ import annotations

import argparse
import json
import select
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PIECE = 1 << 20
PATIENCE = 120
"""Seconds without any answer after which the measurement ends."""
FIRST = 16
"""Bytes of an answer that are looked at."""


def form(fields: Mapping[str, str], boundary: str) -> bytes:
    """A form without files, with the empty control that browsers send."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    empty = 'Content-Disposition: form-data; name="files"; filename=""\r\nContent-Type: application/octet-stream'
    return "".join([*parts, f"--{boundary}\r\n{empty}\r\n\r\n\r\n--{boundary}--\r\n"]).encode()


def head(path: str, length: int, boundary: str) -> bytes:
    """The head of a POST, as short as HTTP allows."""
    lines = [f"POST {path} HTTP/1.1", "Host: bench.test", f"Content-Type: multipart/form-data; boundary={boundary}"]
    return "\r\n".join([*lines, f"Content-Length: {length}", "Connection: close", "", ""]).encode()


@dataclass
class Texts:
    """How long each text took to be acknowledged, in seconds, and how many were not."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    whole: float = 0.0


def send_texts(address: tuple[str, int], request: bytes, clients: int, count: int) -> Texts:
    """Send `count` texts, `clients` at a time. Little but the system's own calls: it has the same processors."""
    found, left = Texts(), count
    waiting: dict[int, tuple[float, socket.socket, bytearray]] = {}
    buffer = bytearray(65536)
    began = time.perf_counter()
    with select.epoll() as chooser:

        def next_one() -> None:
            nonlocal left
            if left:
                left -= 1
                start = time.perf_counter()
                peer = socket.socket()
                peer.connect(address)
                peer.sendall(request)
                waiting[peer.fileno()] = start, peer, bytearray()
                chooser.register(peer.fileno(), select.EPOLLIN)

        for _ in range(clients):
            next_one()
        while waiting:
            ready = chooser.poll(PATIENCE)
            if not ready:
                raise SystemExit("The server does not answer any more.")
            for handle, _ in ready:
                start, peer, said = waiting[handle]
                try:
                    size = peer.recv_into(buffer)
                except ConnectionError:
                    size = 0
                if size:
                    said += buffer[: min(size, FIRST)] if len(said) < FIRST else b""
                    continue
                found.seconds.append(time.perf_counter() - start)
                found.errors += not said.startswith((b"HTTP/1.1 200", b"HTTP/1.1 302"))
                del waiting[handle]
                peer.close()
                next_one()
    found.whole = time.perf_counter() - began
    return found


def file_form(size: int, fields: Mapping[str, str], field_name: str, boundary: str) -> tuple[int, Iterator[bytes]]:
    """A form with one file of `size` bytes: its length, and its pieces."""
    start = form(fields, boundary).rpartition(f'--{boundary}\r\nContent-Disposition: form-data; name="files"'.encode())[
        0
    ]
    start += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field_name}"; filename="a.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    end = f"\r\n--{boundary}--\r\n".encode()
    piece = bytes(range(256)) * (PIECE // 256)

    def pieces() -> Iterator[bytes]:
        yield start
        for left in range(size, 0, -PIECE):
            yield piece[: min(left, PIECE)]
        yield end

    return len(start) + size + len(end), pieces()


def send_file(address: tuple[str, int], path: str, length: int, pieces: Iterator[bytes], boundary: str) -> float:
    """Seconds from the first byte to the end of the answer; SystemExit when it is no thanks."""
    start = time.perf_counter()
    with socket.create_connection(address, 600) as peer:
        peer.sendall(head(path, length, boundary))
        for piece in pieces:
            peer.sendall(piece)
        said = bytearray()
        while piece := peer.recv(65536):
            said += piece
    if not said.startswith((b"HTTP/1.1 200", b"HTTP/1.1 302")):
        raise SystemExit(f"refused: {bytes(said[:100])!r}")
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    given = json.load(sys.stdin)
    body = form(given["fields"], given["boundary"])
    request = head(options.path, len(body), given["boundary"]) + body
    found = send_texts((options.host, options.port), request, options.clients, options.count)
    json.dump({"seconds": found.seconds, "errors": found.errors, "whole": found.whole}, sys.stdout)


if __name__ == "__main__":
    main()
