"""A browser's form as it arrives: multipart/form-data (RFC 7578) in pieces in, fields and file contents out.

Sans-I/O, over `multipart.PushMultipartParser` with every limit set. Not in its strict mode, which fails when the last
line break comes in a later piece. A form that ends without its final boundary is a TruncatedError, never silent loss.
Contents pass through; only text fields are held, up to a limit for all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from amparo.drop.plain_form import plain_fields
from amparo.errors import InputError, TooLargeError, TruncatedError

DAMAGED = (
    "What arrived is not a whole form: it is damaged, or no browser made it.",
    "Open the page again and send it once more.",
)
LONGEST_BOUNDARY = 200  # RFC 2046 allows 70; browsers stay below


@dataclass(frozen=True, slots=True)
class FormLimits:
    """Bounds of one form. `parts`: fields and files together. `text`: bytes of all text fields together."""

    parts: int
    text: int
    header_line: int = 4096
    headers: int = 8


@dataclass(frozen=True, slots=True)
class Field:
    """A text field, whole."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FileOpened:
    """A file begins. Its name and type are the peer's claims."""

    untrusted_name: str
    untrusted_media_type: str


@dataclass(frozen=True, slots=True)
class FileData:
    """The next bytes of the file that is open."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FileClosed:
    """The file that was open is whole."""


Event = Field | FileOpened | FileData | FileClosed


def boundary_of(content_type: str) -> str:
    """The boundary that a Content-Type header names; InputError unless it is multipart/form-data with a sane one."""
    kind, parameters = parse_options_header(content_type)
    boundary = parameters.get("boundary", "")
    if kind != "multipart/form-data" or not boundary.isascii() or not 0 < len(boundary) <= LONGEST_BOUNDARY:
        raise InputError("What arrived is not a form of this site.", "Open the page again and send it from there.")
    return str(boundary)


class FormReader:
    """Push bytes in, iterate events out; `finish` says whether the form was whole."""

    def __init__(self, boundary: str, limits: FormLimits) -> None:
        self._limits, self._boundary = limits, boundary
        self._first = f"--{boundary}".encode()
        self._before = bytearray()
        self._begun = self._ended = False
        self._text_left = limits.text
        self._segment: MultipartSegment | None = None
        self._file_open = False
        self._text = bytearray()

    @cached_property
    def _parser(self) -> PushMultipartParser:
        """Made for a form that is not plain."""
        return PushMultipartParser(
            self._boundary,
            max_header_size=self._limits.header_line,
            max_header_count=self._limits.headers,
            max_segment_size=2**63,
            max_segment_count=self._limits.parts,
        )

    def push(self, chunk: bytes) -> Iterator[Event]:
        """The events this piece completes. The iterator must be used up before the next piece."""
        if not self._begun and not self._before and (plain := self._plain(chunk)) is not None:
            self._begun = self._ended = True
            yield from plain
        elif not self._ended:
            yield from self._parse(chunk)

    def _plain(self, chunk: bytes) -> list[Event] | None:
        """The fields, when this is the whole of a plain form."""
        fields = plain_fields(chunk, self._boundary, parts=self._limits.parts, text=self._limits.text)
        return None if fields is None else [Field(name, value) for name, value in fields]

    def _parse(self, chunk: bytes) -> Iterator[Event]:
        try:
            whole = chunk if self._begun else self._beginning(chunk)
            for event in self._parser.parse(whole) if whole and not self._parser.closed else ():
                yield from self._take(event)
        except ParserLimitReached:
            raise TooLargeError(
                f"The form has more than {self._limits.parts} parts, or a part with headers too long to be real.",
                "Put the files into one ZIP archive, or send them in several goes.",
            ) from None
        except MultipartError:
            raise InputError(*DAMAGED) from None

    def finish(self) -> None:
        """TruncatedError unless the final boundary came."""
        if self._ended:
            return
        try:
            self._parser.close()
        except MultipartError:
            raise TruncatedError(
                "What you sent was cut off before its end.",
                "The connection may have broken. Send it once more, in smaller goes if it is large.",
            ) from None

    def _beginning(self, chunk: bytes) -> bytes:
        """`chunk` once the first boundary is whole. No browser writes before it; what a parser makes of such text
        could depend on how it is cut."""
        if not self._before and chunk.startswith(self._first):
            self._begun = True
            return chunk
        self._before += chunk
        del self._before[: len(self._before) - len(self._before.lstrip(b"\r\n"))]
        if not self._before.startswith(self._first[: len(self._before)]):
            raise InputError(*DAMAGED)
        self._begun = len(self._before) >= len(self._first)
        if not self._begun:
            return b""
        whole, self._before = bytes(self._before), bytearray()
        return whole

    def _take(self, event: MultipartSegment | bytes | bytearray | None) -> Iterator[Event]:
        if isinstance(event, MultipartSegment):
            _refuse_controls(event)
            self._segment = event
            self._file_open = False
            if event.filename:
                yield self._open(event)
        elif event is None:
            yield from self._close()
        elif self._segment is not None and self._segment.filename is not None:
            if not self._file_open:
                yield self._open(self._segment)
            yield FileData(bytes(event))
        else:
            self._hold(event)

    def _open(self, segment: MultipartSegment) -> FileOpened:
        self._file_open = True
        return FileOpened(segment.filename or "", segment.content_type or "application/octet-stream")

    def _close(self) -> Iterator[Event]:
        segment, self._segment = self._segment, None
        if self._file_open:
            yield FileClosed()
        elif segment is not None and segment.filename is None:
            yield Field(segment.name, self._held_text())
        # Else: a file control left empty; browsers send it as a file without name or content.

    def _hold(self, data: bytes | bytearray) -> None:
        self._text_left -= len(data)
        if self._text_left < 0:
            raise TooLargeError(
                f"The message is longer than {self._limits.text:,} bytes.", "Put a long text into a file and attach it."
            )
        self._text += data

    def _held_text(self) -> str:
        try:
            text = self._text.decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(
                "The text in the form is not UTF-8.", "Open the page again and send it from there."
            ) from None
        finally:
            self._text = bytearray()
        return text


def _refuse_controls(segment: MultipartSegment) -> None:
    """A bare CR or NUL in a header is how one parser is made to see another header than the next one does.

    Other control characters may stand in the name of an honest file; `SafeName` takes them out.
    """
    if any(letter in value for _, value in segment.headerlist for letter in "\r\n\0"):
        raise InputError(*DAMAGED)
