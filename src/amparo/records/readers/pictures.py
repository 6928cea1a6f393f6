"""Pictures: the text in them by OCR, and what they say of themselves: EXIF (CIPA DC-008) with the place where they were
taken, XMP, IPTC, comments. Read by the library Pillow, HEIC by pillow-heif, JPEG XL by `jxl`.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PIL import ExifTags, Image, ImageOps, ImageSequence, IptcImagePlugin, UnidentifiedImageError

from amparo.records import edtf
from amparo.records.charset import clean, decode
from amparo.records.model import Record
from amparo.records.page_image import Word
from amparo.records.readers import jxl
from amparo.records.readers.document import described, document, tidy_fields
from amparo.records.readers.ocr import ABSENT, NOTHING_SEEN, TIRED, Eye
from amparo.records.readers.xmp import xmp_fields
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

# Bounds are ours (below), so that a picture too large has its own reason instead of a warning.
Image.MAX_IMAGE_PIXELS = None
_PIXELS = 180_000_000
_FRAMES = 500
HARM = (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, AttributeError, OverflowError, MemoryError,
        ZeroDivisionError, NotImplementedError, EOFError, ArithmeticError)  # fmt: skip
_TOO_LARGE = Unreadable(Reason.TOO_LARGE, f"This picture has more than {_PIXELS:,} pixels.")
_TOO_MANY = Unreadable(Reason.TOO_LARGE, f"This picture has more than {_FRAMES} pages; the rest is left out.")
_DAMAGED_PAGE = Unreadable(Reason.CORRUPT, "A page of this picture is damaged; it, or what follows it, was not read.")
_DAMAGED = Unreadable(Reason.CORRUPT, "This picture is damaged or of a kind that cannot be opened.")
_EXIF = {
    "Make": "camera_maker", "Model": "camera", "Software": "application", "Artist": "author", "Copyright": "copyright",
    "ImageDescription": "description", "DateTimeOriginal": "taken", "DateTime": "modified", "XPTitle": "subject",
    "XPAuthor": "author", "XPComment": "comment", "XPKeywords": "keywords", "XPSubject": "subject",
    "UserComment": "comment", "BodySerialNumber": "camera_serial_number", "LensModel": "lens",
    "CameraOwnerName": "owner", "HostComputer": "computer", "DocumentName": "document_name",
    "ImageUniqueID": "picture_id",
}  # fmt: skip
_IPTC = {(2, 5): "subject", (2, 25): "keywords", (2, 55): "created", (2, 80): "author", (2, 90): "city",
         (2, 95): "state", (2, 101): "country", (2, 105): "headline", (2, 110): "credit", (2, 115): "source",
         (2, 116): "copyright", (2, 120): "description", (2, 122): "caption_writer"}  # fmt: skip
_TIFF = (b"II*\0", b"MM\0*")
_Source = Callable[[Any], Iterator[tuple[str, str]]]
_PLAIN = frozenset(("width", "height", "format", "frames", "modified", "application"))
_ISO_6709 = 7
_LATITUDE = 2


def read_picture(given: Input) -> Iterator[Found]:
    """One record, when the picture holds text or says something of itself."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    # Pillow warns of what is damaged, and reads on.
    with warnings.catch_warnings(action="ignore"):
        found = _found(given, data)
    yield from found


def _found(given: Input, data: bytes) -> list[Found]:
    picture = opened(data)
    if isinstance(picture, Unreadable):
        return [_by_exif_alone(given, data) if data.startswith(_TIFF) else picture]
    with picture:
        try:
            return _record(given, data, picture)
        except HARM:
            return [_DAMAGED]


@dataclass(frozen=True, slots=True)
class _Raw:
    """What a camera keeps of a picture before it is developed: laid out as TIFF, and not looked at."""

    exif: Image.Exif

    def getexif(self) -> Image.Exif:
        """As a picture has it."""
        return self.exif


def _by_exif_alone(given: Input, data: bytes) -> Found:
    raw = _Raw(Image.Exif())
    try:
        raw.exif.load(b"Exif\0\0" + data)
    except (*HARM, struct.error):
        return _DAMAGED
    fields = _told(raw, (_exif, _place), {})
    if not set(fields) - _PLAIN:
        return _DAMAGED
    taken = next(iter(fields.get("taken", ())), "")
    date = taken if edtf.is_edtf(taken) else None
    return document(given, data, described(fields), "image/tiff", fields=fields, date=date, otherwise=_DAMAGED)


def opened(data: bytes) -> Image.Image | Unreadable:
    """The picture, not decoded yet, or why not."""
    try:
        if data[4:8] == b"ftyp" and data[8:12] not in (b"avif", b"avis"):
            from pillow_heif import register_heif_opener

            register_heif_opener(thumbnails=False)
        if jxl.is_jxl(data):
            width, height = jxl.size(data)
            if width * height > _PIXELS:
                return _TOO_LARGE
            jxl.register()
        picture = Image.open(io.BytesIO(data))
    except (*HARM, UnidentifiedImageError, RuntimeError):
        # The last one is what the decoder of JPEG XL raises.
        return _DAMAGED
    return _TOO_LARGE if picture.width * picture.height > _PIXELS else picture


def _record(given: Input, data: bytes, picture: Image.Image) -> list[Found]:
    """A document where there is one, and why pages are not in it; or why there is none."""
    fields = metadata(picture)
    lost: list[Unreadable] = []
    taken = next(iter(fields.get("taken", ())), "")
    eye = Eye(given.ocr)
    pages, left = [], []
    places: dict[int, tuple[Word, ...]] = {}
    for number, frame in enumerate(frames(picture, lost.append), start=1):
        text, places[number] = eye.placed(frame)
        pages.append(text)
        left += [str(number)] if eye.gave_up else []
    unread = {"pages_not_read": left} if left else {}
    media = Image.MIME.get(picture.format or "", "application/octet-stream")
    date = taken if edtf.is_edtf(taken) else None
    beside = [replace(each, untrusted_name="pages") for each in dict.fromkeys(lost)]
    if any(pages):
        fields = {**fields, **unread, "text_source": ["ocr"]}
        made = document(given, data, pages, media, fields=fields, date=date)
        return [replace(made, places=places) if isinstance(made, Record) else made, *beside]
    otherwise = ABSENT if not eye.is_there else TIRED if left else lost[0] if lost else NOTHING_SEEN
    if not set(fields) - _PLAIN:
        return [otherwise]
    said = described(fields)
    return [document(given, data, said, media, fields={**fields, **unread}, date=date, otherwise=otherwise), *beside]


Tell = Callable[[Unreadable], None]
"""Hears why a page of a picture is not among its frames."""


def frames(picture: Image.Image, tell: Tell = lambda why: None) -> Iterator[Image.Image]:
    """The pages of a picture, upright as its maker says; of an animation the first."""
    if picture.format not in ("TIFF", "DCX") and (picture.format == "MPO" or getattr(picture, "n_frames", 1) > 1):
        yield from _decoded(picture, tell)
        return
    try:
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if number >= _FRAMES:
                tell(_TOO_MANY)
                return
            yield from _decoded(frame, tell)
    except HARM:
        tell(_DAMAGED_PAGE)


def _decoded(frame: Image.Image, tell: Tell) -> Iterator[Image.Image]:
    if frame.width * frame.height > _PIXELS:
        tell(_TOO_LARGE)
        return
    try:
        whole = ImageOps.exif_transpose(frame)
    except HARM:
        tell(_DAMAGED_PAGE)
        return
    yield whole


def metadata(picture: Image.Image) -> dict[str, list[str]]:
    """What the picture says of itself."""
    found = {"format": [picture.format or ""], "width": [str(picture.width)], "height": [str(picture.height)]}
    return _told(picture, (_exif, _place, _xmp, _iptc, _comments), found)


def _told(picture: Any, sources: Sequence[_Source], found: dict[str, list[str]]) -> dict[str, list[str]]:
    for source in sources:
        try:
            for name, value in source(picture):
                value = " ".join(clean(value).split())
                if value and value not in found.setdefault(name, []):
                    found[name].append(value)
        # Every format's metadata has its own ways of being damaged; the picture itself is read all the same.
        except Exception:  # noqa: S112
            continue
    return {name: list(values) for name, values in tidy_fields(found).items()}


def _exif(picture: Image.Image | _Raw) -> Iterator[tuple[str, str]]:
    told = picture.getexif()
    every: dict[int, Any] = {**told, **told.get_ifd(ExifTags.IFD.Exif)}
    for tag, value in every.items():
        name = _EXIF.get(ExifTags.TAGS.get(tag, ""))
        if name is None:
            continue
        text = _text(value, wide=0x9C9B <= tag <= 0x9C9F)
        if name in ("taken", "modified"):
            text = re.sub(r"^(\d{4}):(\d\d):(\d\d) ", r"\1-\2-\3T", text)
        yield name, text


def _text(value: Any, *, wide: bool) -> str:
    if isinstance(value, tuple):
        value = bytes(value) if all(isinstance(each, int) for each in value) else value
    if isinstance(value, bytes):
        if wide:
            return value.decode("utf-16-le", "replace").rstrip("\0")
        for mark, encoding in ((b"ASCII\0\0\0", "ascii"), (b"UNICODE\0", None), (b"\0" * 8, None)):
            if value.startswith(mark):
                return decode(value[8:], encoding).rstrip("\0 ")
        return decode(value).rstrip("\0 ")
    # Pillow takes every byte for a letter of Latin-1.
    text = str(value).rstrip("\0 ")
    return text if text.isascii() or not all(letter <= "\xff" for letter in text) else decode(text.encode("latin-1"))


def _place(picture: Image.Image | _Raw) -> Iterator[tuple[str, str]]:
    told = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    for name, value, reference, negative in (("latitude", _LATITUDE, 1, "S"), ("longitude", 4, 3, "W")):
        if value in told:
            degrees = sum(float(part) / 60**power for power, part in enumerate(told[value]))
            sign = -1 if str(told.get(reference, "")).upper().startswith(negative) else 1
            yield name, str(round(sign * degrees, _ISO_6709))
    if 6 in told:
        yield "altitude", f"{float(told[6]):.0f}"
    if 29 in told and 7 in told:
        hours = ":".join(f"{int(part):02}" for part in told[7])
        yield "gps_time", f"{str(told[29]).replace(':', '-')}T{hours}Z"


def _xmp(picture: Image.Image) -> Iterator[tuple[str, str]]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else bytes(packet)
    yield from xmp_fields(data, with_place=_LATITUDE not in picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))


def _iptc(picture: Image.Image) -> Iterator[tuple[str, str]]:
    told = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]
    for key, value in told.items():
        if name := _IPTC.get(key):
            for each in value if isinstance(value, list) else [value]:
                yield name, decode(each)


def _comments(picture: Image.Image) -> Iterator[tuple[str, str]]:
    for key in ("comment", "Comment"):
        value = picture.info.get(key)
        if isinstance(value, bytes | str):
            yield "comment", decode(value) if isinstance(value, bytes) else value
    for key, value in getattr(picture, "text", {}).items():
        if key not in ("XML:com.adobe.xmp", "Raw profile type exif", "Raw profile type iptc"):
            yield "comment", f"{key}: {value}"
