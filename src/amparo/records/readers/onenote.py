"""OneNote sections ([MS-ONESTORE]): the words of their notes, then others that lie open; files and pictures in them.

What stands where on a page is not worked out: text comes in the order of the file, older editions of a note with it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.onenote_texts import texts
from amparo.records.readers.outward_links import instructed, kept
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part

_MEDIA = "application/onenote"
# §2.6.13: this mark, eight bytes of length, twelve of no use, the file.
_FILE = re.compile(re.escape(uuid.UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le) + rb"(.{8}).{12}", re.DOTALL)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\x01\0\0\0\x6c\0\0\0")
_LINK = re.compile('\ufddf(HYPERLINK "[^"]{0,2000}")')
_MOST = 10_000


def read_onenote(given: Input) -> Iterator[Found]:
    """One record, then the files in it; pictures are read in place."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    files, rest = _parted(data)
    pictures = [each for each in files if each.startswith(_PICTURES)]
    notes = list(texts(rest))
    pages = [_words(notes, rest), *text_in_pictures(given, pictures)]
    links = kept(target for note in notes for each in _LINK.findall(note) for target in instructed(each))
    yield document(given, data, pages, _MEDIA, fields={"text_source": ["harvested"], "links": links})
    others = (each for each in files if not each.startswith(_PICTURES))
    for number, each in enumerate(others, start=1):
        yield Part(f"file-{number}", each)


def _words(notes: list[str], data: bytes) -> str:
    """The texts of notes, each once; then what else reads as language."""
    shown = (line for note in notes for line in _LINK.sub("", note).splitlines())
    noted = list(dict.fromkeys(line for line in shown if line.strip()))
    known = "\n".join(notes)
    return "\n".join([*noted, *(line for line in harvest(data).splitlines() if line not in known)])


def _parted(data: bytes) -> tuple[list[bytes], bytes]:
    """(the files, what is left without them)."""
    files: list[bytes] = []
    rest, at = [], 0
    for match in _FILE.finditer(data):
        size = int.from_bytes(match[1], "little")
        if match.start() < at or not 0 < size <= len(data) - match.end() or len(files) >= _MOST:
            continue
        files.append(data[match.end() : match.end() + size])
        rest.append(data[at : match.start()])
        at = match.end() + size
    return files, b"\0".join((*rest, data[at:]))
