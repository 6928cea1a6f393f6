"""Files that are ZIP archives with documents in them: office documents, e-books, drawings. Which, by what the archive
says of itself ([Content_Types].xml of OPC, ISO/IEC 29500-2; `mimetype` of OpenDocument and EPUB), never by name.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from amparo.records.readers.unpacking import Unpacking
from amparo.records.reading import Input, Part, Unreadable
from amparo.records.xml import local_name, parse_xml

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, IndexError)

# Writers that do not wait for the end cut a part into pieces (ISO/IEC 29500-2 §9.2.4), which lie among those of others.
_PIECE = re.compile(r"/\[\d+\](?:\.last)?\.piece$")


class Package:
    """The members of a ZIP by name, read within the bounds of unpacking. What is missing or damaged reads as absent,
    and `damaged` tells.
    """

    def __init__(self, given: Input, archive: zipfile.ZipFile) -> None:
        self.given = given
        self._archive = archive
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for member in archive.infolist():
            name, is_piece = _PIECE.subn("", _key(member.filename))
            if is_piece:
                self._members.setdefault(name, []).append(member)
            else:
                self._members[name] = [member]
        self._unpacking = Unpacking(given)
        self.names = tuple(self._members)
        self.damaged = False

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def under(self, *beginnings: str) -> Iterator[str]:
        """Names that begin so, in the order of numbers in them (slide2 before slide10)."""
        yield from sorted((name for name in self.names if name.startswith(beginnings)), key=natural)

    def read(self, name: str) -> bytes:
        """A member's bytes; empty when it is not there or damaged. Raises BoundReached."""
        return b"".join(self._read(name, member) for member in self._members.get(_key(name), ()))

    def _read(self, name: str, member: zipfile.ZipInfo) -> bytes:
        if member.is_dir() or member.flag_bits & 0x1:
            return b""
        self._unpacking.count_member()
        try:
            with self._archive.open(member) as stream:
                found = self._unpacking.member(name, stream)
        except DAMAGE:
            self.damaged = True
            return b""
        if not isinstance(found, Part):
            self.damaged = True
            return b""
        return found.data

    def xml(self, name: str) -> etree._Element | None:
        """A member parsed, or None."""
        data = self.read(name)
        if not data:
            return None
        root = parse_xml(data, huge=True)
        if isinstance(root, Unreadable):
            self.damaged = True
            return None
        return root

    def elements(self, name: str, *wanted: str) -> Iterator[etree._Element]:
        """The elements of these local names in a member, one after another, each gone when the next comes: a sheet of a
        million rows is never in memory as a tree.
        """
        data = self.read(name)
        if b"<!DOCTYPE" in data[:4096]:
            self.damaged = True
            return
        tags = [f"{{*}}{each}" for each in wanted]
        try:
            for _, element in etree.iterparse(
                io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError:
            self.damaged = True

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """id → (last word of the type, name of the target) of an OPC part; targets outside are left out."""
        folder, _, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        found = {}
        for relation in root if root is not None else ():
            if local_name(relation) == "Relationship" and relation.get("TargetMode") != "External":
                kind = str(relation.get("Type", "")).rpartition("/")[2]
                found[str(relation.get("Id"))] = (kind, resolved(name, str(relation.get("Target", ""))))
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """Targets of an OPC part of one type."""
        return [target for found, target in self.relations(name).values() if found == kind]

    def main_part(self) -> str:
        """The OPC part that is the document itself; "" when none is named."""
        return next(iter(self.related("", "officeDocument")), "") or next(iter(self.related("", "document")), "")


def natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts 2 before 10."""
    pieces: list[tuple[int, str]] = []
    digits = ""
    for character in name + "\0":
        if character.isascii() and character.isdigit():
            digits += character
            continue
        if digits:
            pieces.append((int(digits[:18]), ""))
            digits = ""
        pieces.append((-1, character))
    return pieces


def resolved(name: str, target: str) -> str:
    """The member that a relation of `name` points to."""
    target = unquote(target)
    folder = "" if target.startswith("/") else posixpath.dirname(name)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
