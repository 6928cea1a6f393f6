"""What a PDF would do or open: addresses that its pages point to, programs and files that it would start, and its
scripts, which are told and never run.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw as raw  # type: ignore[import-untyped] # it has no types

from amparo.records.charset import clean, decode
from amparo.records.names import shown_name
from amparo.records.reading import Part

_MOST, _LONGEST = 2_000, 4 * 1024 * 1024
_LONGEST_ADDRESS = 2_000


def links(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The addresses, and the paths of files, that a page points to."""
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(_MOST):
        if not raw.FPDFLink_Enumerate(page, at, link):
            return
        action = raw.FPDFLink_GetAction(link)
        kind = raw.FPDFAction_GetType(action) if action else raw.PDFACTION_UNSUPPORTED
        if kind == raw.PDFACTION_URI:
            told = _bytes(partial(raw.FPDFAction_GetURIPath, page.pdf, action))
        elif kind in (raw.PDFACTION_LAUNCH, raw.PDFACTION_REMOTEGOTO):
            told = _bytes(partial(raw.FPDFAction_GetFilePath, action))
        else:
            continue
        if text := clean(decode(told)).strip("\0 \n")[:_LONGEST_ADDRESS]:
            yield text


def scripts(document: pypdfium2.PdfDocument) -> Iterator[Part]:
    """The scripts that run when it is opened, each a part."""
    for number in range(min(raw.FPDFDoc_GetJavaScriptActionCount(document), _MOST)):
        action = raw.FPDFDoc_GetJavaScriptAction(document, number)
        if not action:
            continue
        try:
            name = _letters(partial(raw.FPDFJavaScriptAction_GetName, action))
            text = _letters(partial(raw.FPDFJavaScriptAction_GetScript, action))
        finally:
            raw.FPDFDoc_CloseJavaScriptAction(action)
        if text.strip():
            yield Part(f"{shown_name(name) or f'script-{number + 1}'}.js", text.encode())


def _bytes(ask: Callable[[Any, int], int]) -> bytes:
    """What PDFium tells in bytes: asked for the size first."""
    size = ask(None, 0)
    if not 0 < size <= _LONGEST:
        return b""
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size)
    return buffer.raw


def _letters(ask: Callable[[Any, int], int]) -> str:
    """What PDFium tells in UTF-16."""
    size = ask(None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return clean(bytes(buffer).decode("utf-16-le", "replace").rstrip("\0"))
