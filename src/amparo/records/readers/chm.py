"""Compiled HTML help (.chm) by Debian's libmspack: every page is a part.

The library reads and writes through functions of ours, so nothing needs a path and nothing is written: mspack.h 0.11,
`struct mspack_system` and the decompressor's table of functions, through ctypes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_size_t, c_uint, c_void_p
from typing import BinaryIO

from amparo.records.charset import decode
from amparo.records.names import shown_path
from amparo.records.readers.unpacking import Unpacking, until_bound
from amparo.records.reading import Found, Input, Reason, Unreadable
from amparo.records.system_library import system_library

_LIBRARY = "libmspack.so.0"
_IN, _OUT = 1, 2
_READ_MODE = 0
_SET, _CURRENT = 0, 1
_ABSENT = Unreadable(
    Reason.MISSING_TOOL,
    "This help file needs libmspack, which is not installed. Add it with: apt install libmspack0, and add it again.",
)
_DAMAGED = Unreadable(Reason.CORRUPT, "This help file is damaged and cannot be opened.")
_INTERNAL = ("$", "#", "::", "/$", "/#")


class _File(Structure):
    """struct mschmd_file."""


_File._fields_ = [
    ("next", POINTER(_File)),
    ("section", c_void_p),
    ("offset", c_int64),
    ("length", c_int64),
    ("filename", c_char_p),
]


class _Header(Structure):
    """The beginning of struct mschmd_header."""

    _fields_ = (
        ("version", c_uint),
        ("timestamp", c_uint),
        ("language", c_uint),
        ("filename", c_char_p),
        ("length", c_int64),
        ("files", POINTER(_File)),
    )


_OPEN = CFUNCTYPE(c_void_p, c_void_p, c_char_p, c_int)
_CLOSE = CFUNCTYPE(None, c_void_p)
_READ = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_SEEK = CFUNCTYPE(c_int, c_void_p, c_int64, c_int)
_TELL = CFUNCTYPE(c_int64, c_void_p)
_MESSAGE = CFUNCTYPE(None, c_void_p, c_char_p)
_ALLOC = CFUNCTYPE(c_void_p, c_void_p, c_size_t)
_FREE = CFUNCTYPE(None, c_void_p)
_COPY = CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)


class _System(Structure):
    """struct mspack_system."""

    _fields_ = (
        ("open", _OPEN),
        ("close", _CLOSE),
        ("read", _READ),
        ("write", _READ),
        ("seek", _SEEK),
        ("tell", _TELL),
        ("message", _MESSAGE),
        ("alloc", _ALLOC),
        ("free", _FREE),
        ("copy", _COPY),
        ("null", c_void_p),
    )


class _Decompressor(Structure):
    """struct mschm_decompressor."""

    _fields_ = (
        ("open", CFUNCTYPE(POINTER(_Header), c_void_p, c_char_p)),
        ("close", CFUNCTYPE(None, c_void_p, POINTER(_Header))),
        ("extract", CFUNCTYPE(c_int, c_void_p, POINTER(_File), c_char_p)),
        ("last_error", CFUNCTYPE(c_int, c_void_p)),
    )


def read_chm(given: Input) -> Iterator[Found]:
    """The pages, in the order of the file's directory."""
    library = system_library(_LIBRARY)
    if library is None:
        yield _ABSENT
        return
    yield from until_bound(_Help(given, library, ctypes.CDLL(None)).parts())


class _Member:
    """One file of the help as `Unpacking` reads it: all of it at once, since libmspack pushes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int) -> bytes:
        """The next bytes."""
        piece, self._data = self._data[:size], self._data[size:]
        return piece


class _Help:
    def __init__(self, given: Input, library: ctypes.CDLL, libc: ctypes.CDLL) -> None:
        self._given, self._library = given, library
        self._file: BinaryIO = given.file
        self._out = bytearray()
        libc.malloc.restype, libc.malloc.argtypes = c_void_p, (c_size_t,)
        libc.free.restype, libc.free.argtypes = None, (c_void_p,)
        # Kept as long as the library may call them.
        self._system = _System(
            open=_OPEN(self._open),
            close=_CLOSE(lambda _: None),
            read=_READ(self._read),
            write=_READ(self._write),
            seek=_SEEK(self._seek),
            tell=_TELL(lambda _: self._file.tell()),
            message=_MESSAGE(lambda _, text: None),
            alloc=_ALLOC(lambda _, size: libc.malloc(size)),
            free=_FREE(lambda pointer: libc.free(pointer)),
            copy=_COPY(lambda source, to, size: ctypes.memmove(to, source, size) and None),
        )

    def parts(self) -> Iterator[Found]:
        """A part a file, internal ones left out."""
        create = self._library.mspack_create_chm_decompressor
        create.restype, create.argtypes = POINTER(_Decompressor), (POINTER(_System),)
        decompressor = create(ctypes.byref(self._system))
        if not decompressor:
            yield _DAMAGED
            return
        table = decompressor.contents
        header = table.open(decompressor, b"in")
        try:
            if not header:
                yield _DAMAGED
                return
            yield from self._files(table, decompressor, header.contents.files)
        finally:
            if header:
                table.close(decompressor, header)
            destroy = self._library.mspack_destroy_chm_decompressor
            destroy.restype, destroy.argtypes = None, (POINTER(_Decompressor),)
            destroy(decompressor)

    def _files(self, table: _Decompressor, decompressor: object, file: object) -> Iterator[Found]:
        unpacking = Unpacking(self._given)
        while file:
            told = file.contents  # type: ignore[attr-defined]
            name = decode(told.filename or b"")
            if told.length and not name.startswith(_INTERNAL):
                unpacking.count_member()
                self._given.ocr.working()
                yield self._one(table, decompressor, file, told, shown_path(name), unpacking)
            file = told.next

    def _one(
        self, table: _Decompressor, decompressor: object, file: object, told: _File, name: str, unpacking: Unpacking
    ) -> Found:
        self._out.clear()
        if table.extract(decompressor, file, b"out") != 0:
            return Unreadable(Reason.CORRUPT, "This page of the help file is damaged.", name)
        return unpacking.member(name, _Member(bytes(self._out)))  # type: ignore[arg-type]

    def _open(self, _: int, name: bytes, mode: int) -> int:
        if mode != _READ_MODE:
            return _OUT
        self._file.seek(0)
        return _IN

    def _read(self, _: int, buffer: int, size: int) -> int:
        data = self._file.read(size)
        ctypes.memmove(buffer, data, len(data))
        return len(data)

    def _write(self, _: int, buffer: int, size: int) -> int:
        if len(self._out) + size > self._given.bounds.part:
            return -1
        self._out += ctypes.string_at(buffer, size)
        return size

    def _seek(self, _: int, offset: int, mode: int) -> int:
        start = 0 if mode == _SET else self._file.tell() if mode == _CURRENT else self._given.size
        if start + offset < 0:
            return -1
        self._file.seek(start + offset)
        return 0
