"""Bytes in and out of commands that transform a file: standard streams, files, terminals, and the pump between them.

Buffers are reused, so memory does not grow with the file.
"""

from __future__ import annotations

import codecs
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cryptography.utils import Buffer

from amparo.cli.whole_file import WholeFile, write_all
from amparo.errors import InputError, StateError, StoreError

# Large enough that system calls do not count, small enough for a processor's cache; whole chunks of age.
BUFFER = 8 * 64 * 1024
_EVERY = 0.5


class Output(Protocol):
    """Where bytes go; as a context, an exception inside means that they are not to be kept."""

    def write(self, data: Buffer) -> None:
        """Write all of `data`."""

    def __enter__(self) -> Output: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...


class StandardOutput:
    """Standard output as raw bytes."""

    def write(self, data: Buffer) -> None:
        """Write all of `data`. StoreError when the other side's disk or device fails."""
        try:
            write_all(sys.stdout.fileno(), data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StoreError(f"the output cannot be written: {error.strerror}") from None

    def __enter__(self) -> StandardOutput:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        pass


class Terminal(StandardOutput):
    """A terminal: takes text only, since control characters can make a terminal lie about what it shows."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def write(self, data: Buffer) -> None:
        """Show `data`. StateError when it is not plain text."""
        try:
            text = self._decoder.decode(bytes(data))
        except UnicodeDecodeError:
            text = "\0"
        if not all(letter.isprintable() or letter in "\n\t\r" for letter in text):
            raise StateError("the output is not text, and this is a terminal", "name a file with -o, or pipe it on")
        super().write(text.encode())


def output(path: Path | None, *, text_only: bool, mode: int = 0o600) -> Output:
    """The file at `path`, whole or not at all; without one (or with `-`) standard output, guarded when a terminal."""
    if path is not None and str(path) != "-":
        return WholeFile(path, mode)
    return Terminal() if text_only and path is None and sys.stdout.isatty() else StandardOutput()


def source(path: Path | None) -> io.FileIO:
    """The file at `path`, or standard input for none or `-`, unbuffered. InputError when it cannot be read."""
    if path is None or str(path) == "-":
        return io.FileIO(sys.stdin.fileno(), "rb", closefd=False)
    try:
        return io.FileIO(str(path), "rb")
    except OSError as error:
        raise InputError(f"the input file cannot be read: {error.strerror}", "check its name") from None


def pump(file: io.FileIO, transform: Callable[[Buffer], Buffer], write: Callable[[Buffer], None]) -> None:
    """Read `file` to its end through `transform` into `write`, telling a terminal on standard error how far it is."""
    buffer = bytearray(BUFFER)
    view = memoryview(buffer)
    progress = _Progress() if sys.stderr.isatty() else None
    try:
        while taken := file.readinto(buffer):
            write(transform(view[:taken]))
            if progress:
                progress.add(taken)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise InputError(f"the input cannot be read: {error.strerror}", "check the disk it lies on") from None
    finally:
        if progress:
            progress.end()


class _Progress:
    """One line on standard error that counts MiB, rewritten twice a second, wiped at the end."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _EVERY
        self._bytes = 0
        self._shown = False

    def add(self, length: int) -> None:
        self._bytes += length
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._shown = True
            print(f"\r{self._bytes / 2**20:,.0f} MiB", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
