"""The worker's side of the wall: runs one converter over one file after another until the other side closes.

Started as `python -m amparo.sandbox.inside SOCKET CONVERTER MEMORY CPU DESCRIPTORS`. A job arrives as a small
request and an open file descriptor; the converter is a generator of (code, payload). Everything the worker will
ever need is imported before the system calls are narrowed.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys
from collections.abc import Callable, Iterator

from amparo.sandbox import frames, pulse
from amparo.sandbox.limits import confine
from amparo.sandbox.seccomp import die_with_parent, narrow

Converter = Callable[[int, bytes], Iterator[tuple[int, bytes]]]
REQUEST = 64 * 1024


def load(name: str) -> Converter:
    """The converter `package.module:function`."""
    module, _, function = name.partition(":")
    converter: Converter = getattr(importlib.import_module(module), function)
    return converter


def serve(channel: socket.socket, converter: Converter) -> None:
    """Answer jobs until the channel closes."""
    channel.sendall(frames.pack(frames.READY, b""))
    pulse.use(channel)
    while True:
        request, descriptors, _, _ = socket.recv_fds(channel, REQUEST, 1)
        if not request or not descriptors:
            return
        try:
            _answer(channel, converter, descriptors[0], request)
        finally:
            os.close(descriptors[0])


def _answer(channel: socket.socket, converter: Converter, descriptor: int, request: bytes) -> None:
    waiting = bytearray()
    try:
        for code, payload in converter(descriptor, request):
            if code < frames.FIRST_OWN:
                raise ValueError("this code belongs to the wall")
            for start in range(0, max(len(payload), 1), frames.LARGEST):
                waiting += frames.pack(code, payload[start : start + frames.LARGEST])
                if len(waiting) >= frames.LARGEST:
                    channel.sendall(waiting)
                    waiting.clear()
    except (OSError, MemoryError):
        # Ours to die of: the other side sees the channel close and counts it as a crash.
        raise
    except Exception as error:
        waiting += frames.pack(frames.FAULT, type(error).__name__.encode("ascii", "replace"))
    channel.sendall(waiting + frames.pack(frames.DONE, b""))


def main() -> None:
    """Entry point of the worker process."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    converter = load(sys.argv[2])
    die_with_parent()
    confine(*(int(number) for number in sys.argv[3:6]))
    narrow()
    serve(channel, converter)


if __name__ == "__main__":
    main()
