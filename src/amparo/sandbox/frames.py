"""What crosses the wall: frames of a code, a size and bytes. Spec: specs/records.md, "The wall".

A frame is one byte of code, four bytes of size (big endian), then the payload. Codes below 16 belong to the wall
itself; the rest belong to the converter. No names, no objects, no descriptors come out of the wall.
"""

from __future__ import annotations

import struct

HEADER = struct.Struct(">BI")
LARGEST = 4 * 1024 * 1024
"""Bytes of one payload; what is longer is sent in several frames."""

READY = 1
"""The worker has started and waits for a job."""
DONE = 2
"""The job is done; the worker waits for the next."""
FAULT = 3
"""The converter raised; the payload is the name of an exception class, in ASCII."""
WORKING = 4
"""The job goes on; nothing to say yet."""
FIRST_OWN = 16
"""The first code a converter may use."""


def pack(code: int, payload: bytes) -> bytes:
    """One frame."""
    return HEADER.pack(code, len(payload)) + payload
