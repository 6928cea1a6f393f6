"""Sound and moving pictures: what they say of themselves (title, people, dates, length), by the library mutagen; for
Matroska and the families it does not know, by the few boxes that hold text. What is spoken in them is not read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import mutagen
from mutagen.id3 import ID3NoHeaderError

from amparo.records.charset import decode
from amparo.records.readers.document import described, document
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input

_MEDIA = (
    (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"), (b"\xff\xf3", "audio/mpeg"), (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"), (b"\x1aE\xdf\xa3", "video/x-matroska"), (b"0&\xb2u", "video/x-ms-asf"),
    (b"MThd", "audio/midi"), (b"FLV", "video/x-flv"), (b"FORM", "audio/x-aiff"), (b".snd", "audio/basic"),
    (b"#!AMR", "audio/amr"), (b"\x0bw", "audio/ac3"),
)  # fmt: skip
_NAMES = {
    "tit2": "title", "tpe1": "artist", "tpe2": "album_artist", "talb": "album", "tcom": "composer", "tcon": "genre",
    "tdrc": "recorded", "tyer": "recorded", "comm": "comment", "uslt": "words", "tenc": "encoded_by",
    "tcop": "copyright",
    "tsse": "application", "trck": "track", "tpub": "publisher", "tope": "artist", "wxxx": "address", "tpos": "part",
    "©nam": "title", "©art": "artist", "©alb": "album", "©day": "recorded", "©cmt": "comment", "©gen": "genre",
    "©too": "application", "©wrt": "composer", "©lyr": "words", "aart": "album_artist", "desc": "description",
    "ldes": "description", "cprt": "copyright", "©xyz": "place", "title": "title", "artist": "artist", "album": "album",
    "date": "recorded", "comment": "comment", "genre": "genre", "description": "description", "author": "author",
    "copyright": "copyright", "composer": "composer", "encoder": "application", "performer": "artist",
    "organization": "company", "location": "place", "contact": "contact",
    "wm/albumtitle": "album", "language": "language",
    "wm/encodingsettings": "application", "wm/year": "recorded", "trkn": "track", "tracknumber": "track",
}  # fmt: skip
_ISO_6709 = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")
_LONGEST = 20_000
_MOST = 500
_ID3_HEAD, _LARGEST_TAGS = 10, 32 * 1024 * 1024


def read_sound(given: Input) -> Iterator[Found]:
    """One record with what the file says of itself."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    fields: dict[str, list[str]] = {}
    whole = _filled_up(data)
    for name, value in (*_length(whole), *_tags(whole), *_boxes(data)):
        if value and value not in fields.setdefault(name, []):
            fields[name].append(value)
    title = next(iter(fields.pop("title", [])), "")
    media = media_type(data)
    words = "\n".join(fields.pop("words", []))
    fields.setdefault("format", []).append(media)
    text = f"{described({'title': [title], **fields})}\n{words}"
    yield document(given, data, text, media, title=title, fields=fields)


def _filled_up(data: bytes) -> bytes:
    """The same, with zeros behind it when it was cut off within its tags (ID3v2 §3.1): mutagen would not read them."""
    size = 0
    for byte in data[6:10] if data.startswith(b"ID3") else b"":
        size = size << 7 | byte & 0x7F
    return data + bytes(min(max(size + _ID3_HEAD - len(data), 0), _LARGEST_TAGS))


def media_type(data: bytes) -> str:
    """The media type by the first bytes."""
    if data[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(data[8:12], "application/octet-stream")
    if data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        brand = data[8:12]
        return "audio/mp4" if brand.startswith(b"M4") else "video/quicktime" if brand == b"qt  " else "video/mp4"
    return next((media for magic, media in _MEDIA if data.startswith(magic)), "audio/mpeg")


def _opened(data: bytes) -> mutagen.FileType | None:
    try:
        told: mutagen.FileType | None = mutagen.File(io.BytesIO(data))
        return told
    # mutagen raises its own errors, and for some damage whatever Python raises.
    except Exception:
        return None


def _length(data: bytes) -> Iterator[tuple[str, str]]:
    told = _opened(data)
    length = getattr(getattr(told, "info", None), "length", 0)
    if isinstance(length, int | float) and 0 < length < 10**8:
        hours, minutes, seconds = int(length) // 3600, int(length) // 60 % 60, int(length) % 60
        yield "duration", f"{hours}:{minutes:02}:{seconds:02}"


def _tags(data: bytes) -> Iterator[tuple[str, str]]:
    told = _opened(data)
    try:
        tags = told.tags if told is not None and told.tags else mutagen.id3.ID3(io.BytesIO(data))  # type: ignore[no-untyped-call]
        pairs = list(tags.items())[:_MOST]  # type: ignore[no-untyped-call]
    except (ID3NoHeaderError, mutagen.MutagenError, AttributeError, ValueError):
        return
    for key, value in pairs:
        name = _NAMES.get(str(key).partition(":")[0].lower())
        if name:
            for text in _texts(value):
                yield from _named(name, text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, bytes):
        yield decode(value)[:_LONGEST]
    elif hasattr(value, "text"):
        yield from _texts(value.text)
    else:
        yield str(getattr(value, "value", value))[:_LONGEST]


def _named(name: str, text: str) -> Iterator[tuple[str, str]]:
    """A place in ISO 6709 becomes a latitude and a longitude."""
    place = _ISO_6709.match(text) if name == "place" else None
    if place:
        yield "latitude", str(float(place[1]))
        yield "longitude", str(float(place[2]))
    else:
        yield name, text


def _boxes(data: bytes) -> Iterator[tuple[str, str]]:
    """Text that mutagen does not reach: Matroska's names, QuickTime's keys, the information list of RIFF."""
    if data.startswith(b"\x1aE\xdf\xa3"):
        for identity, name in ((b"\x7b\xa9", "title"), (b"M\x80", "application"), (b"WA", "application")):
            at = data.find(identity, 0, 1 << 20)
            if at > 0 and data[at + 2] & 0x80:
                size = data[at + 2] & 0x7F
                yield name, decode(data[at + 3 : at + 3 + size]).strip("\0 ")
    if data[:4] == b"RIFF":
        for identity, name in ((b"INAM", "title"), (b"IART", "artist"), (b"ICMT", "comment"), (b"ICRD", "recorded"),
                               (b"ISFT", "application"), (b"ICOP", "copyright")):  # fmt: skip
            at = data.find(identity)
            if at > 0:
                size = int.from_bytes(data[at + 4 : at + 8], "little")
                if size < _LONGEST:
                    yield name, decode(data[at + 8 : at + 8 + size]).strip("\0 ")
    at = data.find(b"\xa9xyz")
    if at > 0:
        size = int.from_bytes(data[at + 4 : at + 6], "big")
        yield from _named("place", decode(data[at + 8 : at + 8 + min(size, 60)]))
