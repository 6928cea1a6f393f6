"""Text in pictures, by Debian's libtesseract, called in this process: a worker behind the wall can start no program.

Tesseract's C interface (capi.h of version 5) through ctypes. Where the library or a language is not installed, OCR is
absent, and the readers say so. One core: OpenMP is bounded by the wall. What is read badly
may be read by a second engine (`ocr_second`).
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PIL import Image

from amparo.records.page_image import Word
from amparo.records.readers import ocr_second
from amparo.records.readers.ocr_library import tesseract_library
from amparo.records.readers.ocr_turning import lies_on_its_side, skew
from amparo.records.readers.ocr_words import Turned, words_read
from amparo.records.reading import Ocr, Reason, Unreadable
from amparo.records.tesseract import second_is_there

ABSENT = Unreadable(
    Reason.MISSING_TOOL,
    "This needs OCR, which is not installed. Add it with: apt install tesseract-ocr, and add the file again.",
)
TIRED = Unreadable(Reason.TIMED_OUT, "OCR of this file took too long before any text was found. Try it again.")
NOTHING_SEEN = Unreadable(Reason.EMPTY_AFTER_OCR, "OCR found no text in this picture.")
LARGEST = 4_800
"""Pixels of the longer side that are read; more adds nothing but time."""
LEAST_PIXELS = 120 * 40
"""What is smaller than a word of a few letters is an ornament."""
_SMALL = 1_200
_UNSURE = 40
_WELL = 75
_PAGE_SECONDS = 60.0
_BEAT_SECONDS = 10.0
_TRIES_SECONDS = 8.0
"""What a picture that was read badly may take before other ways of holding it are tried no more."""
_ORIENTATION, _AUTOMATIC = 1, 3
_WORD = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class _Tesseract:
    library: ctypes.CDLL
    handle: ctypes.c_void_p
    mode: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """`sure` from 0 to 100; `words` only where they were asked for. `is_late`: it took longer than a page may."""

    text: str = ""
    sure: int = 0
    is_late: bool = False
    words: tuple[Word, ...] = ()


class Eye:
    """Reads the pictures of one input, as long as its time lasts."""

    def __init__(self, ocr: Ocr) -> None:
        self._ocr = ocr
        self._languages, is_doubted = ocr_second.split(ocr.languages)
        self._has_second = is_doubted and second_is_there()
        self._ends = time.monotonic() + ocr.seconds
        # The other half is for pages that nobody would have read otherwise.
        self._doubts_until = time.monotonic() + ocr.seconds / 2
        self._gave_up = False

    @property
    def is_there(self) -> bool:
        """Whether OCR is installed."""
        return self._has_second or _tesseract(self._languages) is not None

    @property
    def is_tired(self) -> bool:
        """Whether the time for this input is used up."""
        return time.monotonic() > self._ends

    @property
    def gave_up(self) -> bool:
        """Whether the last picture was left unread: because it, or this input, took too long, or OCR is not there."""
        return self._gave_up

    def read(self, picture: Image.Image) -> str:
        """The text in a picture; "" when there is none, none that is certain enough, or no OCR."""
        return self._seen(picture, with_words=False).text

    def words(self, picture: Image.Image) -> tuple[Word, ...]:
        """The same text word by word, each with its place on the picture."""
        return self.placed(picture)[1]

    def placed(self, picture: Image.Image) -> tuple[str, tuple[Word, ...]]:
        """Both at once: the places cost next to nothing where the text is read."""
        seen = self._seen(picture, with_words=True)
        return seen.text, seen.words

    def _seen(self, picture: Image.Image, *, with_words: bool) -> _Seen:
        tesseract = _tesseract(self._languages)
        self._gave_up = False
        if picture.width * picture.height < LEAST_PIXELS:
            return _Seen()
        if not self.is_there or self.is_tired:
            self._gave_up = True
            return _Seen()
        with _saying(self._ocr.working):
            grey = prepared(picture)
            seen = _best(tesseract, grey, with_words) if tesseract else _Seen()
            if self._has_second and seen.sure < _WELL and (time.monotonic() < self._doubts_until or not tesseract):
                seen = _doubted(seen, grey, with_words)
        self._gave_up = seen.is_late
        return seen if seen.sure >= _UNSURE and _WORD.search(seen.text) else _Seen()


def _doubted(seen: _Seen, grey: Image.Image, with_words: bool) -> _Seen:
    """What was read badly, or not at all, with what the second engine makes of it."""
    second = ocr_second.read(grey, with_words=with_words)
    usable = seen if seen.sure >= _UNSURE else _Seen()
    told = ocr_second.both(ocr_second.Reading(usable.text, usable.sure, usable.words), second)
    return _Seen(told.text, told.sure, seen.is_late and not told.text, told.words)


@contextmanager
def _saying(working: Callable[[], None]) -> Iterator[None]:
    """Say every few seconds that work goes on, while tesseract is silent; not for longer than two pages may take, so
    that one who hangs falls silent and is replaced.
    """
    done = threading.Event()

    def say() -> None:
        for _ in range(int(2 * _PAGE_SECONDS / _BEAT_SECONDS) + 1):
            if done.wait(_BEAT_SECONDS):
                return
            working()

    working()
    speaker = threading.Thread(target=say, daemon=True)
    speaker.start()
    try:
        yield
    finally:
        done.set()
        # Before anything else is said: frames of two speakers must not mix.
        speaker.join()
    working()


def on_white(picture: Image.Image) -> Image.Image:
    """What shows through is white, and 16 bits are 8."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256)
    return picture


def prepared(picture: Image.Image) -> Image.Image:
    """Grey, on white, in a size that letters are readable in."""
    picture = on_white(picture)
    grey = picture.convert("L")
    longer = max(grey.size)
    scale = LARGEST / longer if longer > LARGEST else min(_SMALL * 2 / longer, 3.0) if longer < _SMALL else 1.0
    size = (max(round(grey.width * scale), 1), max(round(grey.height * scale), 1))
    return grey if scale == 1.0 else grey.resize(size, Image.Resampling.LANCZOS)


def _best(tesseract: _Tesseract, grey: Image.Image, with_words: bool) -> _Seen:
    """What a page says, turned upright and level; of one that is read badly so, what it says turned otherwise."""
    began = time.monotonic()
    turn = 90.0 if lies_on_its_side(grey) else 0.0
    angle = turn + skew(grey.rotate(turn, expand=True) if turn else grey)
    best = _turned(tesseract, grey, angle, with_words)
    # What looked like lines may have been something else; and of few words tesseract cannot tell which end is up.
    for other in (0.0, angle, angle + 180, angle + 90, angle + 270):
        is_worth_it = any(map(str.isalnum, best.text)) and time.monotonic() - began < _TRIES_SECONDS
        if best.sure >= _WELL or best.is_late or not is_worth_it:
            break
        best = max(best, _turned(tesseract, grey, other, with_words, mode=_AUTOMATIC), key=lambda seen: seen.sure)
    return best


def _turned(tesseract: _Tesseract, grey: Image.Image, angle: float, with_words: bool, mode: int | None = None) -> _Seen:
    """What a page says that is turned first; its words where they stand on the page as it came."""
    tesseract.library.TessBaseAPISetPageSegMode(tesseract.handle, tesseract.mode if mode is None else mode)
    if not angle:
        return _recognised(tesseract, grey, with_words)
    straight = grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    seen = _recognised(tesseract, straight, with_words)
    turned = Turned(*grey.size, angle, *straight.size)
    return replace(seen, words=tuple(map(turned.back, seen.words)))


def _recognised(tesseract: _Tesseract, grey: Image.Image, with_words: bool) -> _Seen:
    if min(grey.size) < 24 or grey.getextrema()[0] == grey.getextrema()[1]:
        return _Seen()
    library, handle = tesseract.library, tesseract.handle
    data = grey.tobytes()
    library.TessBaseAPISetImage(handle, data, grey.width, grey.height, 1, grey.width)
    library.TessBaseAPISetSourceResolution(handle, 300)
    monitor = library.TessMonitorCreate()
    try:
        library.TessMonitorSetDeadlineMSecs(monitor, int(_PAGE_SECONDS * 1000))
        began = time.monotonic()
        if library.TessBaseAPIRecognize(handle, monitor) != 0:
            return _Seen(is_late=time.monotonic() - began >= _PAGE_SECONDS)
        pointer = library.TessBaseAPIGetUTF8Text(handle)
        if not pointer:
            return _Seen()
        text = (ctypes.cast(pointer, ctypes.c_char_p).value or b"").decode("utf-8", "replace")
        library.TessDeleteText(pointer)
        sure = library.TessBaseAPIMeanTextConf(handle)
        words = tuple(words_read(library, handle, *grey.size)) if with_words else ()
    finally:
        library.TessMonitorDelete(monitor)
        library.TessBaseAPIClear(handle)
    return _Seen(text.strip(), sure if _WORD.search(text) else 0, words=words)


@functools.lru_cache(maxsize=4)
def _tesseract(languages: str) -> _Tesseract | None:
    """The engine for some languages, started once a process; without those that are not installed."""
    library = tesseract_library()
    if library is None or not re.fullmatch(r"[A-Za-z_]{3,20}(?:\+[A-Za-z_]{3,20}){0,15}", languages):
        return None
    handle = ctypes.c_void_p(library.TessBaseAPICreate())
    atexit.register(library.TessBaseAPIDelete, handle)
    if library.TessBaseAPIInit3(handle, None, languages.encode()) != 0:
        first = next((each for each in languages.split("+") if _starts(library, handle, each)), None)
        if first is None:
            return None
    # Pages that lie on their side or stand on their head are turned, where tesseract's own data for that is there.
    has_osd = b"osd" in _available(library, handle)
    return _Tesseract(library, handle, _ORIENTATION if has_osd else _AUTOMATIC)


def _starts(library: ctypes.CDLL, handle: ctypes.c_void_p, language: str) -> bool:
    return bool(library.TessBaseAPIInit3(handle, None, language.encode()) == 0)


def _available(library: ctypes.CDLL, handle: ctypes.c_void_p) -> list[bytes]:
    names = library.TessBaseAPIGetAvailableLanguagesAsVector(handle)
    found: list[bytes] = []
    while names and names[len(found)]:
        found.append(names[len(found)])
    return found


def installed(languages: str = "eng") -> bool:
    """Whether OCR for these languages can be had here."""
    return _tesseract(languages) is not None
