"""How a converter that works long on one thing says that it is alive: a frame without content, at once.

The other side gives up on a worker that is silent for too long; a page of OCR is silent work. How long a job may
take in all is bounded all the same.
"""

from __future__ import annotations

import socket

from amparo.sandbox import frames

_channels: list[socket.socket] = []


def use(channel: socket.socket) -> None:
    """The channel of this worker; it has one for life."""
    _channels[:] = [channel]


def beat() -> None:
    """Say that work goes on. Outside a worker it does nothing."""
    for channel in _channels:
        channel.sendall(frames.pack(frames.WORKING, b""))
