"""The functions of libtesseract that are called, with their types: capi.h of version 5."""

from __future__ import annotations

import ctypes
import functools

from amparo.records.system_library import system_library
from amparo.records.tesseract import LIBRARIES


@functools.cache
def tesseract_library() -> ctypes.CDLL | None:
    """The library, loaded once a process; None where it is not installed."""
    for name in LIBRARIES:
        library = system_library(name)
        if library is None:
            continue
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        for function, result, arguments in (
            ("TessBaseAPICreate", pointer, ()),
            ("TessBaseAPIDelete", None, (pointer,)),
            ("TessBaseAPIInit3", number, (pointer, text, text)),
            ("TessBaseAPISetPageSegMode", None, (pointer, number)),
            ("TessBaseAPISetImage", None, (pointer, text, number, number, number, number)),
            ("TessBaseAPISetSourceResolution", None, (pointer, number)),
            ("TessBaseAPIRecognize", number, (pointer, pointer)),
            ("TessBaseAPIGetUTF8Text", pointer, (pointer,)),
            ("TessBaseAPIMeanTextConf", number, (pointer,)),
            ("TessBaseAPIClear", None, (pointer,)),
            ("TessBaseAPIGetAvailableLanguagesAsVector", ctypes.POINTER(text), (pointer,)),
            ("TessBaseAPIGetIterator", pointer, (pointer,)),
            ("TessResultIteratorGetPageIterator", pointer, (pointer,)),
            ("TessResultIteratorGetUTF8Text", pointer, (pointer, number)),
            ("TessResultIteratorNext", number, (pointer, number)),
            ("TessResultIteratorDelete", None, (pointer,)),
            ("TessPageIteratorBoundingBox", number, (pointer, number, *[ctypes.POINTER(number)] * 4)),
            ("TessDeleteText", None, (pointer,)),
            ("TessMonitorCreate", pointer, ()),
            ("TessMonitorDelete", None, (pointer,)),
            ("TessMonitorSetDeadlineMSecs", None, (pointer, number)),
        ):
            called = getattr(library, function)
            called.restype, called.argtypes = result, arguments
        return library
    return None
