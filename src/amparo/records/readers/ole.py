"""Compound files ([MS-CFB]), the older form of office documents: which document one is, by the streams it holds.

Reads by the library olefile. A storage inside a compound file is read like a compound file of its own.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import olefile  # type: ignore[import-untyped]

from amparo.records.readers import macros, ole_properties
from amparo.records.readers.chunked_texts import text_of_chunks
from amparo.records.readers.document import described, document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.lazy import reader_of
from amparo.records.readers.ole_native import native_part
from amparo.records.readers.unlocking import office_opener, unlocked
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, MemoryError)
_DAMAGED = Unreadable(Reason.CORRUPT, "This document is damaged and cannot be opened.")
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This document opens only with a password.")
_MOST = 100_000
_PUBLISHER = ("Quill", "QuillSub", "CONTENTS")
_WHOLE_FILES = ("CONTENTS", "Package", "EmbeddedOdf", "package_stream")


@dataclass(frozen=True, slots=True)
class Storage:
    """A storage of a compound file: the root, or one inside."""

    ole: olefile.OleFileIO
    path: tuple[str, ...] = ()

    def has(self, *name: str) -> bool:
        """Whether there is a stream or storage of this name."""
        return bool(self.ole.exists([*self.path, *name]))

    def stream(self, *name: str) -> bytes:
        """A stream's bytes; empty when it is missing or damaged."""
        try:
            with self.ole.openstream([*self.path, *name]) as stream:
                return bytes(stream.read())
        except DAMAGE:
            return b""

    def inner(self, *name: str) -> Storage:
        """A storage inside."""
        return Storage(self.ole, (*self.path, *name))

    def names(self, *, storages: bool = False) -> list[str]:
        """Names of the streams right here, or of the storages."""
        # Not by listdir(), which walks the whole file: a mail has a storage for each of its thousands of recipients.
        entry = self.ole.root
        for name in self.path:
            entry = entry.kids_dict.get(name.lower())
            if entry is None:
                return []
        kind = olefile.STGTY_STORAGE if storages else olefile.STGTY_STREAM
        here = (each.name for each in entry.kids[:_MOST] if each.entry_type == kind)
        return list(dict.fromkeys(here))


OleReader = Callable[[Input, bytes, Storage], Iterator[Found]]

# A stream that only this kind of document has, the module that reads it, its function.
_KINDS = (
    ("__properties_version1.0", "msg", "read_msg"),
    ("WordDocument", "doc", "read_doc"),
    ("Workbook", "xls", "read_xls"),
    ("Book", "xls", "read_xls"),
    ("WORKBOOK", "xls", "read_xls"),
    ("PowerPoint Document", "ppt", "read_ppt"),
    ("BodyText", "hwp", "read_hwp"),
    ("VisioDocument", "visio_drawings", "read_visio_drawing"),
)


def read_ole(given: Input) -> Iterator[Found]:
    """The findings of a compound file."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        ole = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
    except (*DAMAGE, RecursionError):
        yield _DAMAGED
        return
    with ole:
        for finding in read_storage(given, data, Storage(ole)):
            if isinstance(finding, Unreadable) and finding.reason is Reason.PASSWORD_PROTECTED:
                yield from unlocked(given, data, _read_plain, office_opener(data), finding)
            else:
                yield finding


def _read_plain(given: Input) -> Iterator[Found]:
    """What was locked: a package in a compound file, or the compound file itself."""
    if given.head(4) == b"PK\x03\x04":
        return cast("Iterator[Found]", reader_of(given, "archives", "read_zip")(given))
    return read_ole(given)


def read_storage(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """The findings of a storage, by the reader of its kind."""
    if storage.has("EncryptedPackage") or storage.has("DataSpaces", "EncryptedPackage"):
        yield _LOCKED
        return
    for name, module, function in _KINDS:
        if storage.has(name):
            reader: OleReader = reader_of(given, module, function)
            yield from reader(given, data, storage)
            return
    yield from _other(given, data, storage)


def _other(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """A kind of document without a reader of its own: what it says of itself, and the words that lie open in it."""
    if (part := native_part(storage.stream("\x01Ole10Native"))) is not None:
        yield part
        return
    if text := text_of_chunks(storage.stream(*_PUBLISHER)) or text_of_chunks(storage.stream("CONTENTS")):
        title, fields = properties(storage)
        yield document(given, data, text, "application/x-ole-storage", title=title, fields=fields)
        yield from packed(storage)
        return
    whole = next(filter(None, (storage.stream(name) for name in _WHOLE_FILES if name in storage.names())), b"")
    if whole:
        # What a program put into another's document: the file itself in one stream.
        yield Part("embedded file", whole)
        return
    if storage.has(macros.FOLDER, "dir"):
        yield from packed(storage)
        return
    title, fields = properties(storage)
    words = [text for name in _worth_reading(storage) if (text := harvest(storage.stream(*name)))]
    told = {**fields, **({"text_source": ("harvested",)} if words else {})}
    text = "\n".join([described({"title": [title], **fields}), *words])
    yield document(given, data, text, "application/x-ole-storage", title=title, fields=told)
    yield from packed(storage)


def _worth_reading(storage: Storage) -> Iterator[tuple[str, ...]]:
    for path in storage.ole.listdir()[:_MOST]:
        if tuple(path[: len(storage.path)]) == storage.path:
            inner = tuple(path[len(storage.path) :])
            if not inner[-1].startswith(("\x01", "\x02", "\x03", "\x05")) and "preview" not in inner[-1].lower():
                yield inner


def properties(storage: Storage) -> tuple[str, dict[str, tuple[str, ...]]]:
    """(title, fields) from the summary information."""
    if storage.path:
        return "", {}
    found = {
        **ole_properties.told(storage.stream(ole_properties.SUMMARY), is_summary=True),
        **ole_properties.told(storage.stream(ole_properties.DOCUMENT_SUMMARY), is_summary=False),
    }
    title = found.pop("title", "")
    return title, {name: (value,) for name, value in found.items()}


def packed(storage: Storage) -> Iterator[Found]:
    """Files embedded anywhere in a storage, to be read in turn."""
    for path in storage.ole.listdir()[:_MOST]:
        if tuple(path[: len(storage.path)]) != storage.path or len(path) == len(storage.path) + 1:
            continue
        name = path[-1]
        if path[-2] == macros.FOLDER:
            yield from macros.macro(name, Storage(storage.ole).stream(*path))
        elif name in ("\x01Ole10Native", *_WHOLE_FILES):
            data = storage.ole.openstream(path).read() if name == "\x01Ole10Native" else b""
            data = data or Storage(storage.ole).stream(*path)
            if name == "\x01Ole10Native":
                if (part := native_part(data)) is not None:
                    yield part
            elif data and not data.startswith(b"CHNK"):
                yield Part(f"{path[-2]}", data)


def inner_documents(given: Input, storage: Storage, pool: str) -> Iterator[Found]:
    """Documents embedded as storages of their own."""
    for name in storage.inner(pool).names(storages=True) if pool else storage.names(storages=True):
        inner = storage.inner(*([pool] if pool else []), name)
        if any(inner.has(kind) for kind, _, _ in _KINDS):
            yield from read_storage(given, b"", inner)
