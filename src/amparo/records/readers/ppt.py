"""PowerPoint presentations before Office Open XML (.ppt, [MS-PPT]): one page a slide, notes and comments with it,
hidden slides marked.

The stream is a tree of records; the newest edit names where each slide lies (§2.1.2), so that what earlier edits left
behind is not read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from amparo.records.model import Record
from amparo.records.readers.document import comment, document, marked
from amparo.records.readers.ole import Storage, inner_documents, packed, properties
from amparo.records.readers.outward_links import kept
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.readers.pictures_in import pictures_in
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_MEDIA = "application/vnd.ms-powerpoint"
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This presentation opens only with a password.")
_DAMAGED = Unreadable(Reason.CORRUPT, "This presentation is damaged and cannot be opened.")
_SLIDE, _NOTES, _SLIDE_LIST, _PERSIST = 0x03EE, 0x03F0, 0x0FF0, 0x03F3
_CHARACTERS, _BYTES, _STRING, _COMMENT = 0x0FA0, 0x0FA8, 0x0FBA, 0x2EE0
_SLIDE_ATOM, _SHOWN = 0x03EF, 0x03F9
_EDIT, _DIRECTORY, _OBJECT = 0x0FF5, 0x1772, 0x1011
_TAGGED = 0x138B
_SHAPE, _CLIENT, _PLACE = 0xF004, 0xF011, 0x0BC3
_TYPED_INTO = (b"\1", b"\2", b"\3", b"\4", b"\5", b"\6")
_LINKS, _LINK, _TARGET = 0x0409, 0x0FD7, 1
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: int
    instance: int
    start: int
    end: int
    is_container: bool


def read_ppt(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """One record, then what is embedded."""
    stream, user = storage.stream("PowerPoint Document"), storage.stream("Current User")
    if user[12:16] == b"\xdf\xc4\xd1\xf3":
        yield _LOCKED
        return
    title, fields = properties(storage)
    show = _Show(stream)
    try:
        pages = list(show.pages(user))
    except (struct.error, IndexError, RecursionError):
        pages = []
    pages = pages if any(page.strip() for page in pages) else ["\n".join(show.all_texts())]
    pages += text_in_pictures(given, pictures_in(storage.stream("Pictures")))
    pages += [each.text for each in inner_documents(given, storage, "") if isinstance(each, Record)]
    told = {"contains": tuple(sorted(show.found)), "links": kept(show.links)}
    yield document(given, data, pages, _MEDIA, title=title, fields={**fields, **told})
    yield from packed(storage)
    yield from show.objects()


class _Show:
    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self.found: set[str] = set()
        self.links: list[str] = []

    def pages(self, user: bytes) -> Iterator[str]:
        """A page a slide, then notes and masters."""
        offset = struct.unpack_from("<I", user, 16)[0]
        places, document_place = self._places(offset)
        root = self._atom(places[document_place]) if document_place in places else None
        if root is None:
            return
        self.links += self._pointed_to(root)
        lists = [each for each in self._children(root) if each.kind == _SLIDE_LIST]
        outline: dict[int, list[str]] = {}
        order: list[tuple[int, int]] = []
        for each in lists:
            self._outline(each, outline, order)
        for instance, reference in order:
            if instance == 0:
                yield "\n".join(self._slide(places.get(reference), outline.get(reference, [])))
        notes = [
            marked("notes", text)
            for instance, reference in order
            if instance == 2 and (text := "\n".join(self._slide(places.get(reference), []))).strip()
        ]
        self.found |= {"notes"} if notes else set()
        masters = (
            self._atom(places[reference]) for instance, reference in order if instance == 1 and reference in places
        )
        drawn = dict.fromkeys(text for each in masters if each for text in self._drawn_on(each, 0))
        yield "\n".join([*notes, *drawn])

    def _drawn_on(self, master: _Atom, depth: int) -> Iterator[str]:
        """What a master puts on its slides: its own shapes, footers; not what it says of where to type."""
        for atom in self._children(master):
            if atom.kind == _SHAPE:
                if not self._is_frame(atom):
                    yield from self._texts(atom, depth + 1)
            elif atom.is_container and depth < _DEEPEST:
                yield from self._drawn_on(atom, depth + 1)

    def _is_frame(self, shape: _Atom) -> bool:
        """Whether a shape holds the place of titles or text (2.5.1): its words are of whoever made the template."""
        told = (each for client in self._children(shape) if client.kind == _CLIENT for each in self._children(client))
        return any(
            each.kind == _PLACE and self._stream[each.start + 4 : each.start + 5] in _TYPED_INTO for each in told
        )

    def _outline(self, slides: _Atom, outline: dict[int, list[str]], order: list[tuple[int, int]]) -> None:
        reference = -1
        for atom in self._children(slides):
            if atom.kind == _PERSIST:
                reference = struct.unpack_from("<I", self._stream, atom.start)[0]
                order.append((slides.instance, reference))
            elif text := self._own_text(atom):
                outline.setdefault(reference, []).append(text)

    def _slide(self, place: int | None, outline: list[str]) -> Iterator[str]:
        root = self._atom(place) if place is not None else None
        texts = list(outline)
        if root is not None:
            texts += [text for text in self._texts(root, 0) if text not in texts]
        is_hidden = root is not None and any(
            each.kind == _SHOWN and self._stream[each.start + 10] & 0x04 for each in self._children(root)
        )
        text = "\n".join(texts)
        if is_hidden:
            self.found.add("hidden slides")
        yield marked("hidden slide", text) if is_hidden else text

    def _texts(self, container: _Atom, depth: int) -> Iterator[str]:
        yield from self._texts_of(self._children(container), depth)

    def _texts_of(self, atoms: Iterable[_Atom], depth: int) -> Iterator[str]:
        for atom in atoms:
            if atom.kind == _COMMENT:
                told = [each for each in self._children(atom) if each.kind == _STRING]
                strings = {each.instance: self._own_text(each) for each in told}
                self.found.add("comments")
                yield comment(strings.get(0, ""), strings.get(1, ""))
            elif atom.kind == _TAGGED:
                # What later versions add (2.4.24), comments among it; the rest is not for people.
                yield from self._texts_of([each for each in self._children(atom) if each.kind == _COMMENT], depth)
            elif text := self._own_text(atom):
                yield text
            elif atom.is_container and depth < _DEEPEST:
                yield from self._texts(atom, depth + 1)

    def _pointed_to(self, root: _Atom) -> Iterator[str]:
        """The addresses of its links (2.10.16 ExHyperlinkContainer)."""
        for links in self._children(root):
            for link in self._children(links) if links.kind == _LINKS else ():
                for each in self._children(link) if link.kind == _LINK else ():
                    if each.kind == _STRING and each.instance == _TARGET:
                        yield self._own_text(each)

    def _own_text(self, atom: _Atom) -> str:
        data = self._stream[atom.start : atom.end]
        if atom.kind == _CHARACTERS or atom.kind == _STRING:
            text = data.decode("utf-16-le", "replace")
        elif atom.kind == _BYTES:
            text = data.decode("latin-1")
        else:
            return ""
        text = text.replace("\r", "\n").replace("\x0b", "\n")
        # Place-holders on masters and names of tags are strings too.
        return "" if text.strip("*\n ") == "" or text.startswith("___PPT") else text

    def all_texts(self) -> Iterator[str]:
        """Every text in the stream, when the edits cannot be followed."""
        at = 0
        while (atom := self._atom(at)) is not None:
            if atom.is_container:
                yield from self._texts(atom, 0)
            at = atom.end

    def objects(self) -> Iterator[Found]:
        """Embedded objects: compressed compound files ([MS-PPT] 2.10.34)."""
        import zlib

        at, number = 0, 0
        while (atom := self._atom(at)) is not None:
            if atom.kind == _OBJECT:
                number += 1
                body = self._stream[atom.start : atom.end]
                try:
                    body = zlib.decompressobj().decompress(body[4:], 256 * 1024 * 1024) if atom.instance == 1 else body
                except zlib.error:
                    yield Unreadable(Reason.CORRUPT, "This embedded object is damaged.", f"object-{number}")
                else:
                    yield Part(f"object-{number}", body)
            at = atom.end

    def _places(self, offset: int) -> tuple[dict[int, int], int]:
        """(where each part lies, which is the document), newest edit first."""
        places: dict[int, int] = {}
        document_place, seen = -1, set()
        while offset and offset not in seen:
            seen.add(offset)
            edit = self._atom(offset)
            if edit is None or edit.kind != _EDIT:
                break
            offset, directory, first = struct.unpack_from("<III", self._stream, edit.start + 8)
            document_place = document_place if document_place >= 0 else first
            table = self._atom(directory)
            if table is not None and table.kind == _DIRECTORY:
                self._directory(table, places)
        return places, document_place

    def _directory(self, table: _Atom, places: dict[int, int]) -> None:
        at = table.start
        while at + 4 <= table.end:
            entry = struct.unpack_from("<I", self._stream, at)[0]
            first, count = entry & 0xFFFFF, entry >> 20
            at += 4
            for number in range(count):
                if at + 4 <= table.end:
                    places.setdefault(first + number, struct.unpack_from("<I", self._stream, at)[0])
                at += 4

    def _atom(self, at: int) -> _Atom | None:
        if at + 8 > len(self._stream):
            return None
        version, kind, size = struct.unpack_from("<HHI", self._stream, at)
        end = min(at + 8 + size, len(self._stream))
        return _Atom(kind, version >> 4, at + 8, end, version & 0xF == 0xF)

    def _children(self, container: _Atom) -> Iterator[_Atom]:
        at = container.start
        while at < container.end and (atom := self._atom(at)) is not None:
            yield atom
            at = atom.end
