"""The texts in the objects of an AutoCAD drawing.

Objects are runs of bits; a text in them is its length and its letters, from any bit on. Rather than by all kinds of
objects, of which there are hundreds, texts are found by that: letters in a row as many as the bits before them say,
looked for at each of the eight places in a byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from amparo.records.charset import decode
from amparo.records.readers.harvest import reads_as_language

_LARGEST = 16 * 1024 * 1024
# Lengths: the bits 01 and a byte, or the bits 00 and two bytes; what stands before the bits is another's.
_SHORT = bytes(each for each in range(256) if each & 3 == 1)
_LONG = bytes(each for each in range(256) if each & 3 == 0)
_BEFORE = b"(?:(?<=[" + re.escape(_SHORT) + b"][\x03-\xff])|(?<=[" + re.escape(_LONG) + b"].[\0-\x1f]))"
# Three or four letters of one script, which is all that most places in the bits are asked for.
_NARROW = re.compile(
    _BEFORE + rb"(?=[\x20-\x7e]{4}|[\xc0-\xff][a-z]{3}|[\xa8\xb8\xc0-\xff][\x20\xa8\xb8\xc0-\xff]{3})", re.DOTALL
)
_WIDE = re.compile(
    _BEFORE + rb"(?=(?:[\x20-\x7e\xa0-\xff]\0|.[\x01-\x06]){3}|(?:.[\x30\x4e-\x9f]){3}|(?:.[\xac-\xd6]){3})",
    re.DOTALL,
)
_LETTERS_NARROW = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]+\0?")
_LETTERS_WIDE = re.compile(
    rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\0|.[\x01-\x06\x1e\x20\x21\x30\x4e-\x9f\xac-\xd6\xff])+(?:\0\0)?", re.DOTALL
)
_SCRIPTS = re.compile(
    r"(?P<latin>[\u00c0-\u024f])|(?P<greek>[\u0370-\u03ff])|(?P<cyrillic>[\u0400-\u04ff])|(?P<hebrew>[\u0590-\u05ff])"
    r"|(?P<arabic>[\u0600-\u06ff])|(?P<eastern>[\u3000-\ud7ff])|[\u2010-\u20cf]|(?P<other>[\u0100-\uffff])"
)
_FEWEST = 3
_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u9fff\uac00-\ud7a3]{2}")
# What programs name their own things: dictionaries, classes, fonts, tables of plotters.
_OWN = re.compile(
    r"^(?:AC(?:AD|DB|FD)_|Ac[A-Z]|\*|\\Ac|ASDK|[A-Z0-9]*_[A-Z0-9_]*$)|\.(?:ttf|shx|pc3|ctb|stb|pat|lin|arx|dbx)$", re.I
)
_BUILT_IN = frozenset((
    "Standard", "STANDARD", "Annotative", "Continuous", "ByLayer", "ByBlock", "Global", "Normal", "Model", "Layout1",
    "Layout2", "Defpoints", "2dWireframe", "3dWireframe", "3D Hidden", "Basic", "Brighten", "ColorChange", "Conceptual",
    "Dim", "EdgeColorOff", "Facepattern", "Flat", "FlatWithEdges", "Gouraud", "GouraudWithEdges", "JitterOff",
    "Linepattern", "OverhangOff", "Realistic", "Thicken", "Shaded", "Shades of Gray", "Sketchy", "X-Ray", "Wireframe",
    "Hidden", "Legacy", "none_device", "Solid line", "DIMASSOC", "HIDETEXT", "LIGHTINGUNITS", "OPACITYTILE",
    "CTABLESTYLE", "CMLEADERSTYLE", "CANNOSCALE", "LAYEREVAL", "LAYERNOTIFY", "MSLTSCALE", "XCLIPFRAME", "BUMPTILE",
))  # fmt: skip
_CODE = re.compile(r"\\[ACcfFHLlOoQTW][^;\\{}]{0,200};|\\[LlOoKk]|%%[uUoOkK]|[{}]")
_PATH = re.compile(r"^(?:[A-Za-z]:|\\)\\")
_BREAK = re.compile(r"\\P|\\X|\^J")
_DRAWN = {"%%d": "°", "%%D": "°", "%%p": "±", "%%P": "±", "%%c": "⌀", "%%C": "⌀", "\\~": " "}


def texts(data: bytes, working: Callable[[], None], *, is_wide: bool) -> str:
    """The texts, a line each, in the order in which they lie; `working` is called while it takes long."""
    found: list[tuple[int, int, str]] = []
    for shift in range(8):
        working()
        found += _at(_shifted(data[:_LARGEST], shift), shift, is_wide=is_wide)
    found.sort()
    lines = dict.fromkeys(line for _, _, text in found for line in _shown(text).split("\n"))
    return "\n".join(line for line in lines if _WORD.search(line))


def _shifted(data: bytes, bits: int) -> bytes:
    """The bytes that begin some bits later, the first of which come from the end of the byte before."""
    if not bits:
        return data
    whole = int.from_bytes(data, "big") << bits
    return (whole & (1 << 8 * len(data)) - 1).to_bytes(len(data), "big")


def _at(data: bytes, shift: int, *, is_wide: bool) -> Iterator[tuple[int, int, str]]:
    """(byte, bit, text) of what begins at one place in its byte."""
    wide, letters, after = (2, _LETTERS_WIDE, 0) if is_wide else (1, _LETTERS_NARROW, 0)
    for place in (_WIDE if is_wide else _NARROW).finditer(data):
        start = place.start()
        if start < after:
            continue
        for length in _lengths(data, start):
            raw = data[start : start + wide * length]
            if length < _FEWEST or not letters.fullmatch(raw):
                continue
            text = (raw.decode("utf-16-le", "replace") if is_wide else decode(raw)).rstrip("\0")
            if _is_told(text, is_wide=is_wide):
                yield start, shift, text
                after = start + wide * length
                break


def _is_told(text: str, *, is_wide: bool) -> bool:
    """Whether this was written by somebody: bits read from a wrong place on give a mixture of scripts."""
    if is_wide and text.isascii():
        return True
    scripts = {match.lastgroup for match in _SCRIPTS.finditer(text)}
    return len(scripts) < 2 and "other" not in scripts and reads_as_language(text)


def _lengths(data: bytes, start: int) -> Iterator[int]:
    """The lengths that may stand before some letters, in letters."""
    if start >= 3 and data[start - 3] & 3 == 0:
        yield int.from_bytes(data[start - 2 : start], "little")
    if data[start - 2] & 3 == 1:
        yield data[start - 1]


def _shown(text: str) -> str:
    """A text without the codes for its fonts, and without what is not a person's."""
    if _OWN.search(text) or text in _BUILT_IN:
        return ""
    if _PATH.search(text):
        return text
    for code, letters in _DRAWN.items():
        text = text.replace(code, letters)
    return _CODE.sub("", _BREAK.sub("\n", text)).strip()
