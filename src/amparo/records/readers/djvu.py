"""DjVu scans by Debian's libdjvulibre (ddjvuapi.h): the text behind each page, else OCR of its picture.

The library decodes in threads of its own and is waited for; a document whose pages are in other files is given what
it asks for as empty, so that nothing is waited for in vain.
"""

from __future__ import annotations

import ctypes
import functools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from amparo.records.readers.document import document
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable
from amparo.records.system_library import system_library

_LIBRARY = "libdjvulibre.so.21"
ABSENT = Unreadable(
    Reason.MISSING_TOOL,
    "This scan needs libdjvulibre, which is not installed. Add it with: apt install libdjvulibre21, and add it again.",
)
_DAMAGED = Unreadable(Reason.CORRUPT, "This scan is damaged and cannot be opened.")
_BLANK = Unreadable(Reason.EMPTY_AFTER_OCR, "This scan has no text, and OCR found none on its pages.")
_OK, _NEW_STREAM, _NOT_YET, _GREY, _TOP_DOWN = 2, 2, 2, 4, 1
_SECONDS, _STEP = 20.0, 0.002
_LONGEST = 4_400


class _Message(ctypes.Structure):
    _fields_ = (("tag", ctypes.c_int), ("context", ctypes.c_void_p), ("document", ctypes.c_void_p),
                ("page", ctypes.c_void_p), ("job", ctypes.c_void_p), ("stream", ctypes.c_int))  # fmt: skip


class _Rectangle(ctypes.Structure):
    _fields_ = (("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_uint), ("height", ctypes.c_uint))


def read_djvu(given: Input) -> Iterator[Found]:
    """One record, pages without text as empty ones."""
    data = given.whole()
    library = _library()
    if data is None or library is None:
        yield TOO_LARGE_WHOLE if data is None else ABSENT
        return
    context = library.ddjvu_context_create(b"amparo")
    handle = library.ddjvu_document_create(context, None, 0)
    try:
        yield _Scan(given, library, context, handle).record(data)
    finally:
        library.ddjvu_job_release(library.ddjvu_document_job(handle))
        library.ddjvu_context_release(context)


@dataclass(slots=True)
class _Scan:
    given: Input
    library: ctypes.CDLL
    context: int
    handle: int
    _eye: Any = None
    _is_damaged: bool = False
    _left: list[str] = field(default_factory=list)

    def record(self, data: bytes) -> Found:
        self.library.ddjvu_stream_write(self.handle, 0, data, len(data))
        self.library.ddjvu_stream_close(self.handle, 0, 0)
        count = self.library.ddjvu_document_get_pagenum(self.handle) if self._is_decoded(
            self.library.ddjvu_document_job(self.handle)) else 0  # fmt: skip
        if count < 1:
            return _DAMAGED
        if count > self.given.bounds.pages:
            return Unreadable(Reason.TOO_LARGE, f"This scan has more than {self.given.bounds.pages} pages.")
        pages, by_ocr = [], []
        for number in range(count):
            self.given.ocr.working()
            text = self._text(number)
            if not text.strip() and (text := self._seen(number)):
                by_ocr.append(str(number + 1))
            pages.append(text.replace("\f", "\n"))
        fields = {"pages_by_ocr": by_ocr, "pages_not_read": self._left}
        return document(self.given, data, pages, "image/vnd.djvu", fields=fields, otherwise=self._refusal())

    def _refusal(self) -> Unreadable:
        """Why there is no text, when there is none."""
        from amparo.records.readers import ocr

        if self._eye is not None and not self._eye.is_there:
            return ocr.ABSENT
        if self._left:
            return ocr.TIRED
        return _DAMAGED if self._is_damaged else _BLANK

    def _settled(self, probe: Callable[[], bool]) -> bool:
        """Whether what the probe asks for has come in time."""
        ends = time.monotonic() + _SECONDS
        while time.monotonic() < ends:
            while message := self.library.ddjvu_message_peek(self.context):
                if message[0].tag == _NEW_STREAM and message[0].stream > 0:
                    self.library.ddjvu_stream_close(self.handle, message[0].stream, 1)
                self.library.ddjvu_message_pop(self.context)
            if probe():
                return True
            time.sleep(_STEP)
        return False

    def _is_decoded(self, job: int) -> bool:
        status = self.library.ddjvu_job_status
        return self._settled(lambda: status(job) >= _OK) and status(job) == _OK

    def _text(self, number: int) -> str:
        """The text behind a page: `(page left bottom right top "text")`."""
        library, found = self.library, ctypes.c_void_p()

        def told() -> bool:
            found.value = library.ddjvu_document_get_pagetext(self.handle, number, b"page")
            return found.value != _NOT_YET

        if not self._settled(told) or not found.value:
            return ""
        text = library.miniexp_to_str(library.miniexp_nth(5, found)) or b""
        library.ddjvu_miniexp_release(self.handle, found)
        return bytes(text).decode("utf-8", "replace")

    def _seen(self, number: int) -> str:
        # Here, so that scans with text never load Pillow or tesseract.
        from amparo.records.readers.ocr import Eye

        self._eye = self._eye or Eye(self.given.ocr)
        if not self._eye.is_there:
            return ""
        if self._eye.is_tired:
            self._left.append(str(number + 1))
            return ""
        page = self.library.ddjvu_page_create_by_pageno(self.handle, number)
        job = self.library.ddjvu_page_job(page)
        try:
            picture = self._picture(page) if self._is_decoded(job) else None
            self._is_damaged = self._is_damaged or picture is None
        finally:
            self.library.ddjvu_job_release(job)
        text = str(self._eye.read(picture)) if picture else ""
        if self._eye.gave_up:
            self._left.append(str(number + 1))
        return text

    def _picture(self, page: int) -> Any:
        from PIL import Image

        wide, high = self.library.ddjvu_page_get_width(page), self.library.ddjvu_page_get_height(page)
        scale = min(_LONGEST / max(wide, high, 1), 1.0)
        wide, high = int(wide * scale), int(high * scale)
        if wide < 1 or high < 1:
            return None
        whole, pixels = _Rectangle(0, 0, wide, high), ctypes.create_string_buffer(wide * high)
        form = self.library.ddjvu_format_create(_GREY, 0, None)
        self.library.ddjvu_format_set_row_order(form, _TOP_DOWN)
        drawn = self.library.ddjvu_page_render(page, 0, whole, whole, form, wide, pixels)
        self.library.ddjvu_format_release(form)
        return Image.frombytes("L", (wide, high), pixels.raw) if drawn else None


@functools.cache
def _library() -> ctypes.CDLL | None:
    library = system_library(_LIBRARY)
    if library is None:
        return None
    thing, number, text, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_ulong
    area = ctypes.POINTER(_Rectangle)
    for function, result, arguments in (
        ("ddjvu_context_create", thing, (text,)),
        ("ddjvu_context_release", None, (thing,)),
        ("ddjvu_document_create", thing, (thing, text, number)),
        ("ddjvu_document_job", thing, (thing,)),
        ("ddjvu_document_get_pagenum", number, (thing,)),
        ("ddjvu_document_get_pagetext", thing, (thing, number, text)),
        ("ddjvu_stream_write", None, (thing, number, text, size)),
        ("ddjvu_stream_close", None, (thing, number, number)),
        ("ddjvu_job_status", number, (thing,)),
        ("ddjvu_job_release", None, (thing,)),
        ("ddjvu_message_peek", ctypes.POINTER(_Message), (thing,)),
        ("ddjvu_message_pop", None, (thing,)),
        ("ddjvu_miniexp_release", None, (thing, thing)),
        ("miniexp_nth", thing, (number, thing)),
        ("miniexp_to_str", text, (thing,)),
        ("ddjvu_page_create_by_pageno", thing, (thing, number)),
        ("ddjvu_page_job", thing, (thing,)),
        ("ddjvu_page_get_width", number, (thing,)),
        ("ddjvu_page_get_height", number, (thing,)),
        ("ddjvu_page_render", number, (thing, number, area, area, thing, size, text)),
        ("ddjvu_format_create", thing, (number, number, thing)),
        ("ddjvu_format_set_row_order", None, (thing, number)),
        ("ddjvu_format_release", None, (thing,)),
    ):
        called = getattr(library, function)
        called.restype, called.argtypes = result, arguments
    return library
