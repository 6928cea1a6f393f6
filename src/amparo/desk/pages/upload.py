"""One small file and a few fields from a form of ours, read from the stream: nothing is spooled to disk.

Starlette's own form parser writes what it reads to a temporary file, where its plaintext would stay behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from multipart import (  # type: ignore[import-untyped] # it has no types
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)
from starlette.requests import Request

from amparo.errors import InputError, TooLargeError

_FIELD = 10_000
_FIELDS = 20


@dataclass(slots=True)
class Upload:
    """The fields of a form by name, and the content of its one file with the name its sender gave it."""

    fields: dict[str, str] = field(default_factory=dict)
    untrusted_name: str = ""
    data: bytes = b""


async def read_upload(request: Request, largest: int) -> Upload:
    """Read the form; TooLargeError beyond `largest` bytes, InputError when it is no such form or cut off."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise InputError("The form is not understood.", "Go back and send it again.")
    upload, name, pieces, size = Upload(), "", bytearray(), 0
    is_file = False
    parser = PushMultipartParser(
        options["boundary"], max_segment_size=largest, max_segment_count=_FIELDS, max_header_size=_FIELD
    )
    try:
        with parser:
            async for piece in request.stream():
                size += len(piece)
                if size > largest + 4 * _FIELD:
                    raise TooLargeError("The file is too large.", f"At most {largest // 2**20} MiB are read at a time.")
                for event in parser.parse(piece):
                    if isinstance(event, MultipartSegment):
                        name, is_file, pieces = event.name, event.filename is not None, bytearray()
                        upload.untrusted_name = event.filename or upload.untrusted_name
                    elif event:
                        pieces += event
                    elif is_file:
                        upload.data = bytes(pieces)
                    else:
                        upload.fields[name] = pieces[:_FIELD].decode("utf-8", "replace")
    except MultipartError:
        raise InputError("The form is not understood, or was cut off.", "Go back and send it again.") from None
    return upload
