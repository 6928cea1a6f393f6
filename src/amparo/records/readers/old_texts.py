"""Older word processors: WordPerfect 4 to 6 and later, Windows Write, Hangul 3, and what lies open in others."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.brotli import read_brotli
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.refusals import UNKNOWN
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_WORDPERFECT_HEAD = 16
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This document opens only with a password.")
# WordPerfect 6: groups of fixed size by their first byte (0xF0 to 0xFF), their whole length.
_FIXED_6 = {0xF0: 4, 0xF1: 5, 0xF2: 3, 0xF3: 3, 0xF4: 3, 0xF5: 3, 0xF6: 4, 0xF7: 4, 0xF8: 4, 0xF9: 5, 0xFA: 5, 0xFB: 6,
            0xFC: 6, 0xFD: 8, 0xFE: 8, 0xFF: 1}  # fmt: skip
_CONTROLS_6 = {0x20: " ", 0x80: " ", 0x81: "\xa0", 0x84: "-", 0x87: "\f", 0xC7: "\f", 0xCC: "\n", 0xCF: " ", 0xCA: "\n",
               0xCB: "\n"}  # fmt: skip
_TYPOGRAPHIC = {0: "\u2022", 6: "\xa7", 22: "\xae", 23: "\xa9", 28: "\u2019", 29: "\u2018", 30: "\u2019", 31: "\u201d",
                32: "\u201c", 33: "\u2013", 34: "\u2014"}  # fmt: skip
_LOOK = 1024 * 1024
_SENTENCE, _ENOUGH = 4, 20
"""Words that make a line a sentence, and how many in such lines make a document of a file that nobody knows."""
_FIXED_5 = {0xC0: 4, 0xC1: 9, 0xC2: 11, 0xC3: 3, 0xC4: 3, 0xC5: 5, 0xC6: 6, 0xC7: 7}


def read_wordperfect(given: Input) -> Iterator[Found]:
    """One record of WordPerfect 5, 6 and later."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    if len(data) < _WORDPERFECT_HEAD:
        yield document(given, data, "", "application/vnd.wordperfect")
        return
    (start,) = struct.unpack_from("<I", data, 4)
    if data[12:14] != b"\0\0":
        yield _LOCKED
        return
    text = _wordperfect_6(data[start:]) if data[10] >= 2 else _wordperfect_5(data[start:])
    kind = data[9]
    if kind not in (0x0A, 0x2C, 0x0B) or sum(character.isalpha() for character in text) < 3:
        words = harvest(data)
        yield document(given, data, words, "application/vnd.wordperfect", fields={"text_source": ["harvested"]})
        return
    yield document(given, data, text, "application/vnd.wordperfect")


def _wordperfect_6(data: bytes) -> str:
    out: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if 0x20 < byte < 0x7F:
            out.append(chr(byte))
            at += 1
        elif byte < 0x80 or 0x80 <= byte < 0xD0:
            out.append(_CONTROLS_6.get(byte, ""))
            at += 1
        elif byte >= 0xF0:
            if byte == 0xF0 and at + 2 < len(data):
                out.append(_character(data[at + 2], data[at + 1]))
            at += _FIXED_6[byte]
        else:
            size = int.from_bytes(data[at + 2 : at + 4], "little")
            if byte == 0xD0:
                out.append("\f" if data[at + 1 : at + 2] in (b"\x04", b"\x05", b"\x06") else "\n")
            elif byte in (0xD4, 0xE0):
                out.append("\t" if byte == 0xE0 else "")
            at += size if size >= 4 else 1
    return "".join(out)


def _wordperfect_5(data: bytes) -> str:
    out: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte < 0xC0:
            out.append(
                chr(byte) if 0x20 <= byte < 0x7F else "\n" if byte in (0x0A, 0x0D, 0x8C) else "\f" if byte == 0x0C else
                "-" if 0xA9 <= byte <= 0xAE else ""
            )  # fmt: skip
            at += 1
        elif byte < 0xD0:
            if byte == 0xC0 and at + 2 < len(data):
                out.append(_character(data[at + 2], data[at + 1]))
            elif byte == 0xC1:
                out.append("\t")
            at += _FIXED_5.get(byte, 1)
        else:
            size = int.from_bytes(data[at + 2 : at + 4], "little")
            if byte == 0xDC:
                out.append("\t")
            at += 4 + size
    return "".join(out)


def _character(group: int, number: int) -> str:
    """A character of WordPerfect's own sets: the multinational one (1) in part, typographic ones (4)."""
    if group == 0:
        return chr(number)
    if group == 1:
        return _MULTINATIONAL.get(number, "")
    return _TYPOGRAPHIC.get(number, "") if group == 4 else ""


_MULTINATIONAL = dict(enumerate("ß", 23)) | dict(
    enumerate("ÁáÂâÄäÀàÅåÆæÇçÉéÊêËëÈèÍíÎîÏïÌìÑñÓóÔôÖöÒòÚúÛûÜüÙùŸÿÃãĐđØøÕõÝý", 26)
)


def read_write(given: Input) -> Iterator[Found]:
    """Windows Write, and Word for DOS: the text lies after a header of 128 bytes."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    end = int.from_bytes(data[14:18], "little")
    yield document(given, data, decode(data[128:end], "cp1252").replace("\x0c", "\f"), "application/x-mswrite")


def read_harvested(given: Input) -> Iterator[Found]:
    """Documents of programs long gone: the words that lie open in them."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    yield document(given, data, harvest(data), "application/octet-stream", fields={"text_source": ["harvested"]})


def read_unknown(given: Input) -> Iterator[Found]:
    """A file of a kind that nobody knows: the words that lie open in it, when they are sentences enough."""
    if not _is_told_in_sentences(harvest(given.head(_LOOK))):
        # Most such files are measurements, caches and the like: they are not searched through to their end.
        yield next(read_brotli(given), Unreadable(Reason.UNSUPPORTED, UNKNOWN))
        return
    yield from read_harvested(given)


def _is_told_in_sentences(words: str) -> bool:
    lengths = [len(line.split()) for line in words.splitlines()]
    return sum(length for length in lengths if length >= _SENTENCE) >= _ENOUGH
