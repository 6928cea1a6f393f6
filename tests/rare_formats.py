"""Small files of formats that are seldom seen, each made here byte by byte; one sentence is in each."""

from __future__ import annotations

import io
import struct
import uuid
import zipfile
from collections.abc import Mapping

from PIL import Image

SENTENCE = "The quay was closed before the ship had come in"
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB]) with these streams, storages parted by /; streams are filled up to 4,096 bytes."""
    paths = sorted(
        {path[:at] for path in streams for at in (*_slashes(path), len(path))}, key=lambda path: path.count("/")
    )
    body, entries = bytearray(), []
    for path in paths:
        data = streams.get(path, b"")
        start = len(body) // _SECTOR
        data = data.ljust(4096, b"\0") if path in streams else b""
        size = len(data)
        body += data + bytes(-size % _SECTOR)
        kids = [each for each in paths if each.rpartition("/")[0] == path]
        siblings = [each for each in paths if each.rpartition("/")[0] == path.rpartition("/")[0]]
        after = siblings[siblings.index(path) + 1 :]
        entries.append(_entry(path.rpartition("/")[2], 2 if path in streams else 1, start if size else 0, size,
                              right=paths.index(after[0]) + 1 if after else _FREE,
                              child=paths.index(kids[0]) + 1 if kids else _FREE))  # fmt: skip
    top = next(each for each in paths if "/" not in each)
    entries.insert(0, _entry("Root Entry", 5, _END, 0, child=paths.index(top) + 1))
    directory = b"".join(entries)
    directory += bytes(-len(directory) % _SECTOR)
    count = len(body) // _SECTOR
    table = [at + 1 if (at + 1) % 8 else _END for at in range(count)]
    table += [count + number + 1 for number in range(len(directory) // _SECTOR - 1)] + [_END, _FAT]
    fat = struct.pack(f"<{len(table)}I", *table)
    fat += b"\xff" * (-len(fat) % _SECTOR)
    told = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, count, 0, 4096, _END, 0, _END, 0, len(table) - 1)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6xIIIIIIIIII", *told)
    return head + b"\xff" * (_SECTOR - len(head)) + bytes(body) + directory + fat


def _slashes(path: str) -> list[int]:
    return [at for at, letter in enumerate(path) if letter == "/"]


def _entry(name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    return letters.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(letters), kind, 1, _FREE, right, child, start, size
    )


def _chunked(text: str) -> bytes:
    letters = text.encode("utf-16-le")
    entry = struct.pack("<H4s6s4sII", 24, b"TEXT", bytes(6), b"TEXT", 128, len(letters))
    return b"CHNKINK ".ljust(32, b"\0") + entry.ljust(96, b"\0") + letters


def _visio(text: str) -> bytes:
    """Header, a compressed list of one pointer, a list of one chunk: the text."""
    letters = bytes(8) + (text + "\0").encode("utf-16-le")
    chunk = struct.pack("<IIIIHB", 14, 1, 0, len(letters), 2, 0) + letters
    pointer = struct.pack("<I4xIIH", 0x15, 1024, len(chunk), 0xD0)
    # Four bytes of its own, where the number of pointers is, the number, four of no use, the pointers.
    listed = bytes(4) + struct.pack("<I", 4) + struct.pack("<II", 1, 0) + pointer
    packed = b"".join(b"\xff" + listed[at : at + 8] for at in range(0, len(listed), 8))
    head = b"Visio (TM) Drawing\r\n".ljust(0x1A, b"\0") + b"\x0b".ljust(10, b"\0")
    head += struct.pack("<I4xIIH", 0x14, 512, len(packed), 0x52)
    return (head.ljust(512, b"\0") + packed).ljust(1024, b"\0") + chunk


def _xps(text: str) -> bytes:
    """Letter by letter with a blank before each word, cut into pieces as a printer that does not wait writes it."""
    glyphs, at = [], 0.0
    for word in text.split():
        for letter in word:
            glyphs.append(
                f'<Glyphs OriginX="{at}" OriginY="9" FontRenderingEmSize="10" UnicodeString="{letter}" Indices="1"/>'
            )
            at += 5
        at += 4
    page = f"<FixedPage>{''.join(glyphs)}</FixedPage>"
    return zipped({
        "[Content_Types].xml": '<Types><Default Extension="fdseq" '
        'ContentType="application/vnd.ms-package.xps-fixeddocumentsequence+xml"/>'
        '<Default Extension="rels" ContentType="application/x"/></Types>',
        "Documents/1/Pages/1.fpage/[0].piece": page[:200],
        "Documents/1/Pages/1.fpage/[1].last.piece": page[200:],
    })  # fmt: skip


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def _snappy(text: str) -> bytes:
    data = text.encode()
    block = bytes((len(data), (len(data) - 1) << 2)) + data
    return b"\xff\x06\0\0sNaPpY" + b"\0" + (len(block) + 4).to_bytes(3, "little") + bytes(4) + block


def _marc(text: str) -> bytes:
    field = b"10\x1fa" + text.encode() + b"\x1e"
    body = b"245%04d00000\x1e" % len(field) + field + b"\x1d"
    return b"%05dnam a22%05d a 4500" % (24 + len(body), 24 + 13) + body


def _onenote(text: str) -> bytes:
    mark = uuid.UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le
    inner = b"An attached note.\n"
    return (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(64) + text.encode("utf-16-le") + bytes(8) + mark
            + struct.pack("<Q12x", len(inner)) + inner)  # fmt: skip


def _raw(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x0110] = text, "Camera One"
    return exif.tobytes().removeprefix(b"Exif\0\0")


def _idml(text: str) -> bytes:
    return zipped({
        "mimetype": "application/vnd.adobe.indesign-idml-package",
        "META-INF/container.xml": "<container/>",
        "Stories/Story_1.xml": f"<Story><Content>{text}</Content></Story>",
    })  # fmt: skip


def _macro(text: str) -> bytes:
    """A module whose source is kept letter by letter, in one chunk."""
    source = f'Attribute VB_Name = "Module1"\r\nSub Close()\r\n\' {text}\r\nEnd Sub\r\n'.encode()
    body = b"".join(b"\0" + source[at : at + 8] for at in range(0, len(source), 8))
    return bytes(40) + b"\x01" + struct.pack("<H", 0xB000 | len(body) - 1) + body


def djvu(text: str = "", picture: bytes = b"", size: tuple[int, int] = (200, 100)) -> bytes:
    """One page with a text behind it, or a JPEG for a background."""
    data = text.encode()
    corner = b"\x80\0\x80\0" + struct.pack(">HH", 0x8000 + size[0], 0x8000 + size[1]) + b"\x80\0"
    zone = b"\x01" + corner + len(data).to_bytes(3, "big") + bytes(3)
    chunks = _chunk(b"INFO", struct.pack(">HHBBHBB", *size, 24, 0, 100 << 8, 22, 1))
    chunks += _chunk(b"BGjp", picture) if picture else b""
    chunks += _chunk(b"TXTa", len(data).to_bytes(3, "big") + data + b"\x01" + zone) if text else b""
    return b"AT&T" + _chunk(b"FORM", b"DJVU" + chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack(">I", len(body)) + body + bytes(len(body) % 2)


def record_of_biff(kind: int, body: bytes) -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(body)) + body


SAMPLES: dict[str, bytes] = {
    "publisher": compound({"Quill/QuillSub/CONTENTS": _chunked(SENTENCE)}),
    "works": compound({"CONTENTS": _chunked(SENTENCE)}),
    "visio": compound({"VisioDocument": _visio(SENTENCE)}),
    "xps in pieces": _xps(SENTENCE),
    "indesign": _idml(SENTENCE),
    "macro": compound({"VBA/dir": b"dir", "VBA/Module1": _macro(SENTENCE)}),
    "djvu": djvu(SENTENCE),
    "snappy": _snappy(SENTENCE),
    "library record": _marc(SENTENCE),
    "onenote": _onenote(SENTENCE),
    "raw picture": _raw(SENTENCE),
    "form data": b"%FDF-1.2\n1 0 obj<</FDF<</Fields[<</T(remark)/V(" + SENTENCE.encode() + b")>>]>>>>endobj",
    "unknown": bytes(range(256))
    + "\r\n".join(("", SENTENCE, f"{SENTENCE}.", f"{SENTENCE} too.")).encode()
    + bytes(range(256)),
}
