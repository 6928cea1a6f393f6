"""Brotli (RFC 7932) by Debian's libbrotlidec, called in the worker: what web archives hold, and files of nothing else.

A stream has no first bytes to be known by. A file of an unknown kind is taken for one when it is a whole stream from
its first byte to its last, and gives text.
"""

from __future__ import annotations

import ctypes
import functools
import io
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from amparo.records.charset import is_text
from amparo.records.names import shown_name
from amparo.records.readers.unpacking import Unpacking, until_bound
from amparo.records.reading import Found, Input, Part, Reason, Unreadable
from amparo.records.system_library import system_library

_LIBRARY = "libbrotlidec.so.1"
ABSENT = Unreadable(
    Reason.MISSING_TOOL,
    "This is compressed with Brotli and needs libbrotlidec. Add it with: apt install libbrotli1, and add it again.",
)
_FAILED, _DONE, _WANTS_MORE = 0, 1, 2
_STEP = 64 * 1024


class BrotliStream:
    """A stream as a file that is read once, a bounded piece at a time. Its reads raise ValueError where it is damaged,
    ends early, or is followed by anything else; LookupError is raised without the library.
    """

    def __init__(self, file: BinaryIO) -> None:
        library = _library()
        if library is None:
            raise LookupError(_LIBRARY)
        self._library, self._file = library, file
        self._state = ctypes.c_void_p(library.BrotliDecoderCreateInstance(None, None, None))
        self._given, self._is_done = b"", False

    def __enter__(self) -> BrotliStream:
        return self

    def __exit__(self, *_: object) -> None:
        self._library.BrotliDecoderDestroyInstance(self._state)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`."""
        size = min(size, _STEP)
        out = ctypes.create_string_buffer(size)
        while not self._is_done:
            source = ctypes.create_string_buffer(self._given, len(self._given) or 1)
            left_in, left_out = ctypes.c_size_t(len(self._given)), ctypes.c_size_t(size)
            next_in, next_out = ctypes.c_void_p(ctypes.addressof(source)), ctypes.c_void_p(ctypes.addressof(out))
            answer = self._library.BrotliDecoderDecompressStream(
                self._state, ctypes.byref(left_in), ctypes.byref(next_in), ctypes.byref(left_out),
                ctypes.byref(next_out), None)  # fmt: skip
            self._given = self._given[len(self._given) - left_in.value :]
            self._is_done = answer == _DONE
            if answer == _FAILED or (self._is_done and (self._given or self._file.read(1))):
                raise ValueError("no stream of Brotli")
            if piece := out.raw[: size - left_out.value]:
                return piece
            if answer == _WANTS_MORE and not self._is_done:
                self._given = self._file.read(_STEP)
                if not self._given:
                    raise ValueError("the stream ends early")
        return b""


def unbrotli(data: bytes, most: int) -> bytes:
    """What a whole stream holds, as far as `most` bytes. Raises ValueError, LookupError."""
    out = bytearray()
    with BrotliStream(io.BytesIO(data)) as stream:
        while len(out) < most and (piece := stream.read(_STEP)):
            out += piece
    return bytes(out[:most])


def read_brotli(given: Input) -> Iterator[Found]:
    """The text that a file of nothing but Brotli holds, as a part; nothing when it is no such file."""
    yield from until_bound(_inner(given))


def _inner(given: Input) -> Iterator[Found]:
    given.file.seek(0)
    name = shown_name(given.untrusted_name)
    try:
        with BrotliStream(given.file) as stream:
            found = Unpacking(given).member(name.removesuffix(".br"), cast("IO[bytes]", stream))
    except (ValueError, LookupError):
        return
    if isinstance(found, Part) and len(found.data) > given.size and is_text(found.data):
        yield found


@functools.cache
def _library() -> ctypes.CDLL | None:
    library = system_library(_LIBRARY)
    if library is None:
        return None
    library.BrotliDecoderCreateInstance.restype = ctypes.c_void_p
    library.BrotliDecoderCreateInstance.argtypes = [ctypes.c_void_p] * 3
    library.BrotliDecoderDestroyInstance.restype = None
    library.BrotliDecoderDestroyInstance.argtypes = [ctypes.c_void_p]
    return library
