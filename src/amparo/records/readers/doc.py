"""Word documents before Office Open XML (.doc): Word 97 to 2003 by [MS-DOC], and the simpler files of Word 6 and 95.

The text lies in pieces, in one or two bytes a character (§2.4.1). Hidden and deleted text is found by the character
properties (§2.4.6.2), numbers of lists by `doc_lists`; comments stand at the end.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from amparo.records.model import Record
from amparo.records.readers import word_6
from amparo.records.readers.doc_history import saved_by
from amparo.records.readers.doc_lists import DocLists
from amparo.records.readers.document import comment, deleted, document, hidden, inserted, joined
from amparo.records.readers.ole import Storage, inner_documents, packed, properties
from amparo.records.readers.outward_links import instructed, kept
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.readers.pictures_in import pictures_in
from amparo.records.reading import Found, Input, Reason, Unreadable

_MEDIA = "application/msword"
_WORD_97 = 0x00C1
_DAMAGED = Unreadable(Reason.CORRUPT, "This document is damaged and cannot be opened.")
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This document opens only with a password.")
_PARAGRAPH_ENDS = ("\r", "\x07", "\x0c")
_RUBY = re.compile(r"\s*EQ\b[^()]{0,200}\(\\s\\up\s?\d{0,3}\(([^()]{1,200})\),([^()]{1,200})\)")
_FIELD = re.compile("([\x13\x14\x15])")
_SPRM_DELETED, _SPRM_INSERTED, _SPRM_HIDDEN = 0x0800, 0x0801, 0x083C
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
_LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text from character `first` on, `count` characters at byte `offset`, `wide` bytes each."""

    first: int
    count: int
    offset: int
    wide: int


def read_doc(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """One record, then what is embedded."""
    stream = storage.stream("WordDocument")
    title, fields = properties(storage)
    try:
        text, found, links = _text(stream, storage)
        saved = saved_by(stream, _table(stream, storage))
    except (struct.error, IndexError, ValueError):
        yield _DAMAGED
        return
    if text is None:
        yield _LOCKED
        return
    nested = [each.text for each in inner_documents(given, storage, "ObjectPool") if isinstance(each, Record)]
    seen = text_in_pictures(given, pictures_in(storage.stream("Data")))
    text = "\n".join([text, *nested, *seen])
    told = {"contains": tuple(sorted(found)), "saved_by": saved, "links": links}
    yield document(given, data, text, _MEDIA, title=title, fields={**fields, **told})
    yield from packed(storage)


def _text(stream: bytes, storage: Storage) -> tuple[str | None, set[str], tuple[str, ...]]:
    """(what it says, None where it is locked; what was found in it; what it points to)."""
    magic, version = struct.unpack_from("<HH", stream)
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    if magic not in (0xA5EC, 0xA5DC, 0xA5DB, 0xA699, 0xA697):
        raise ValueError("not a Word document")
    if flags & 0x0100:
        return None, set(), ()
    if version < _WORD_97:
        text = _word_6(stream, flags)
        return readable(text), set(), kept(_pointed_to(text))
    table = _table(stream, storage)
    pieces = list(_pieces(table, *struct.unpack_from("<II", stream, 0x1A2)))
    if not pieces:
        raise ValueError("no text at all")
    story = _Story(stream, _marked_runs(stream, table), DocLists(stream, table))
    text, links = _parts(story, table, pieces)
    return text, story.found, links


def _table(stream: bytes, storage: Storage) -> bytes:
    """The stream that the others point into; empty before Word 97."""
    version, flags = struct.unpack_from("<2xH6xH", stream)
    return storage.stream("1Table" if flags & 0x0200 else "0Table") if version >= _WORD_97 else b""


def _parts(story: _Story, table: bytes, pieces: list[_Piece]) -> tuple[str, tuple[str, ...]]:
    """Main text, then notes, headers, comments, text boxes; and what all of them point to."""
    texts, start = [], 0
    for count in struct.unpack_from("<8i", story.stream, 0x4C):
        count = max(count, 0)
        texts.append(story.text(_cut(pieces, start, start + count)))
        start += count
    main, notes, headers, _, comments, endnotes, boxes, header_boxes = texts
    said = [*_comments(comments, story.stream, table)]
    if said:
        story.found.add("comments")
    rest = (readable(text) for text in (notes, endnotes, headers, boxes, header_boxes))
    text = "\n".join([readable(main), *(text for text in rest if text.strip()), *said])
    return text, kept(target for each in texts for target in _pointed_to(each))


def _cut(pieces: list[_Piece], start: int, end: int) -> Iterator[_Piece]:
    for piece in pieces:
        first, last = max(piece.first, start), min(piece.first + piece.count, end)
        if first < last:
            yield _Piece(first, last - first, piece.offset + (first - piece.first) * piece.wide, piece.wide)


def _pieces(table: bytes, start: int, size: int) -> Iterator[_Piece]:
    """The piece table ([MS-DOC] 2.9.38 Clx): formatting to be passed over, then the pieces."""
    at, end = start, min(start + size, len(table))
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        return
    size = min(struct.unpack_from("<I", table, at + 1)[0], end - at - 5)
    at += 5
    count = (size - 4) // 12
    characters = struct.unpack_from(f"<{count + 1}I", table, at)
    for number in range(count):
        place = struct.unpack_from("<I", table, at + 4 * (count + 1) + 8 * number + 2)[0]
        narrow = bool(place & 0x40000000)
        offset = (place & 0x3FFFFFFF) // 2 if narrow else place
        length = characters[number + 1] - characters[number]
        if 0 < length < _LONGEST:
            yield _Piece(characters[number], length, offset, 1 if narrow else 2)


@dataclass(slots=True)
class _Story:
    """The text of pieces, with labels of lists and the marks of its runs: (first byte, end, mark), in order."""

    stream: bytes
    runs: list[tuple[int, int, int]]
    lists: DocLists
    found: set[str] = field(default_factory=set)

    def text(self, pieces: Iterable[_Piece]) -> str:
        """The text of some pieces."""
        out: list[str] = []
        for piece in pieces:
            at, end = piece.offset, piece.offset + piece.count * piece.wide
            for start in self.lists.starts(at, end):
                out += self._marked(at, start, piece.wide)
                at = start
                # A run of bytes begins where a paragraph does, or where a piece of one was put.
                if not out or out[-1].endswith(_PARAGRAPH_ENDS):
                    out.append(self.lists.label(start))
            out += self._marked(at, end, piece.wide)
        return "".join(out)

    def _marked(self, at: int, end: int, wide: int) -> Iterator[str]:
        for first, last, mark in self.runs[bisect_right(self.runs, at, key=itemgetter(1)) :]:
            if first >= end:
                break
            first, last = max(first, at), min(last, end)
            yield _decoded(self.stream[at:first], wide)
            yield _mark(mark, _decoded(self.stream[first:last], wide), self.found)
            at = last
        if at < end:
            yield _decoded(self.stream[at:end], wide)


def _decoded(data: bytes, wide: int) -> str:
    return data.decode("utf-16-le" if wide == 2 else "cp1252", "replace")


def _mark(mark: int, text: str, found: set[str]) -> str:
    if not text.strip("\r\n\t \x01\x02\x05\x07\x08\x13\x14\x15"):
        return text
    found.add("hidden text" if mark == _SPRM_HIDDEN else "tracked changes")
    if mark == _SPRM_HIDDEN:
        return hidden(text)
    return deleted("", text) if mark == _SPRM_DELETED else inserted("", text)


def _marked_runs(stream: bytes, table: bytes) -> list[tuple[int, int, int]]:
    """Runs of bytes with a mark, from the pages of character properties."""
    start, size = struct.unpack_from("<II", stream, 0xFA)
    if start + size > len(table) or size < 12:
        return []
    count = (size - 4) // 8
    pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))
    runs = [run for page in pages for run in _page_runs(stream[(page & 0x3FFFFF) * 512 :][:512])]
    return sorted(runs)


def _page_runs(page: bytes) -> Iterator[tuple[int, int, int]]:
    if len(page) < 512:
        return
    count = page[511]
    if count * 5 + 4 > 511:
        return
    edges = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = page[4 * (count + 1) + number] * 2
        if at and (mark := _mark_of(page[at + 1 : at + 1 + page[at]])):
            yield edges[number], edges[number + 1], mark


def _mark_of(properties_: bytes) -> int:
    """The mark that a run's properties set, 0 for none."""
    at, mark = 0, 0
    while at + 3 <= len(properties_):
        code = int.from_bytes(properties_[at : at + 2], "little")
        if code in (_SPRM_DELETED, _SPRM_INSERTED, _SPRM_HIDDEN) and properties_[at + 2] & 1:
            mark = code if not mark or code == _SPRM_DELETED else mark
        kind = code >> 13
        at += 2 + (1 + properties_[at + 2] if kind == 6 else _OPERAND[kind])
    return mark


def _comments(text: str, stream: bytes, table: bytes) -> Iterator[str]:
    """The comments with the initials of who wrote them ([MS-DOC] 2.9.4 ATRDPre10)."""
    start, size = struct.unpack_from("<II", stream, 0xBA)
    count = max((size - 4) // 34, 0) if start + size <= len(table) else 0
    initials = []
    for number in range(count):
        at = start + 4 * (count + 1) + 30 * number
        length = min(int.from_bytes(table[at : at + 2], "little"), 9)
        initials.append(table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace"))
    for number, each in enumerate(part for part in readable(text, "\x05").split("\x05") if part.strip()):
        yield comment(initials[number] if number < len(initials) else "", each)


def _word_6(stream: bytes, flags: int) -> str:
    """Word 6 and 95: one run of bytes, or pieces of it after a fast save."""
    start, end = struct.unpack_from("<II", stream, 0x18)
    data = stream[start : min(end, len(stream))]
    if flags & 0x0004:
        pieces = _pieces(stream, *struct.unpack_from("<II", stream, 0x160))
        wide = word_6.width(flags)
        data = b"".join(stream[piece.offset : piece.offset + wide * piece.count] for piece in pieces) or data
    return word_6.letters(data, stream, flags)


def _pointed_to(text: str) -> Iterator[str]:
    """What the fields of a text would fetch or open."""
    pieces = _FIELD.split(text) if "\x13" in text else []
    for mark, piece in pairwise(pieces):
        if mark == "\x13":
            yield from instructed(piece)


def _without_codes(text: str) -> Iterator[str]:
    """Text outside of fields and their results; what stands between a field's beginning and its separator is code."""
    in_code = [False]
    for piece in _FIELD.split(text):
        if piece == "\x13":
            in_code.append(True)
        elif piece == "\x14" and len(in_code) > 1:
            in_code[-1] = in_code[-2]
        elif piece == "\x15" and len(in_code) > 1:
            in_code.pop()
        elif not in_code[-1] and piece not in ("\x14", "\x15"):
            yield piece
        elif (ruby := _RUBY.search(piece)) is not None:
            # A word with its reading above it is a formula of fields, and code to its end.
            yield f"{ruby[2]}({ruby[1]})"


def readable(text: str, kept: str = "") -> str:
    """Word's control characters as text: codes of fields go, their results stay; cells become tabs."""
    text = "".join(_without_codes(text)).replace("\x07\x07", "\n").replace("\x07", "\t")
    text = text.replace("\r", "\n").replace("\x0b", "\n").replace("\x1e", "\u2011").replace("\x0e", "\n")
    return joined(re.sub("[\x00-\x08\x0f-\x1f]", lambda match: match[0] if match[0] in kept else "", text))
