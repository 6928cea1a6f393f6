"""A small PDF 1.4 writer: pages of text lines, and scanned pages (an image with an invisible text layer over it).

Written for the samples so that making them needs nothing beyond the run lock. Text is Windows-1252, in the standard
fonts that every reader has; coordinates are points from the lower left. No identifiers go in and no clock is read, so
equal input gives equal bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

A4 = (595, 842)
FONTS = {"typewriter": "Courier", "sans": "Helvetica", "serif": "Times-Roman", "bold": "Helvetica-Bold"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text at a place; `font` is a key of FONTS, `size` in points."""

    x: float
    y: float
    text: str
    font: str = "typewriter"
    size: float = 11


@dataclass(frozen=True, slots=True)
class Scan:
    """One bit a pixel, rows padded to whole bytes, 1 is white; as a fax machine or an office scanner leaves it."""

    width: int
    height: int
    rows: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, shown or (over a scan) invisible; `tilt` is the sine of a small angle, as of a sheet laid askew."""

    lines: tuple[Line, ...]
    scan: Scan | None = None
    tilt: float = 0.0
    rules: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself; `author` may be empty."""

    title: str
    made: date
    author: str = ""
    producer: str = "Amparo sample archive"


def write(pages: Sequence[Page], about: About) -> bytes:
    """The whole file."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = {name: len(objects) + 1 + place for place, name in enumerate(FONTS)}
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
        for base in FONTS.values()
    ]
    objects.append(_information(about))
    information = len(objects)
    kids = []
    for page in pages:
        image = ""
        if page.scan:
            objects.append(_image(page.scan))
            image = f"/XObject << /S {len(objects)} 0 R >>"
        objects.append(_stream(b"<< ", _content(page)))
        resources = "/Font << " + " ".join(f"/{name} {number} 0 R" for name, number in fonts.items()) + f" >> {image}"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Resources << {resources} >> "
            f"/Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(objects, information)


def _information(about: About) -> bytes:
    author = b" /Author " + _string(about.author) if about.author else b""
    told = b" /Producer " + _string(about.producer) + b" /CreationDate " + _string(f"D:{about.made:%Y%m%d}090000Z")
    return b"<< /Title " + _string(about.title) + author + told + b" >>"


def _file(objects: Sequence[bytes], information: int) -> bytes:
    """Header, numbered objects, cross-reference table, trailer."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {information} 0 R >>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _content(page: Page) -> bytes:
    """The page's drawing operators: the scan fills the page, text over a scan is in rendering mode 3 (invisible)."""
    parts = []
    if page.scan:
        parts.append(f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /S Do Q\n".encode())
    if page.tilt:
        parts.append(f"1 {page.tilt:.5f} {-page.tilt:.5f} 1 {page.tilt * 400:.2f} {-page.tilt * 300:.2f} cm\n".encode())
    for x0, y0, x1, y1 in page.rules:
        parts.append(f"0.8 w {x0:.1f} {y0:.1f} m {x1:.1f} {y1:.1f} l S\n".encode())
    mode = 3 if page.scan else 0
    for line in page.lines:
        parts.append(f"BT {mode} Tr /{line.font} {line.size:g} Tf {line.x:.1f} {line.y:.1f} Td ".encode())
        parts.append(_string(line.text) + b" Tj ET\n")
    return b"".join(parts)


def _string(text: str) -> bytes:
    data = text.encode("cp1252", "replace")
    for byte in (b"\\", b"(", b")"):
        data = data.replace(byte, b"\\" + byte)
    return b"(" + data + b")"


def _stream(dictionary: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return dictionary + f"/Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def _image(scan: Scan) -> bytes:
    head = (
        f"<< /Type /XObject /Subtype /Image /Width {scan.width} /Height {scan.height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 1 "
    )
    return _stream(head.encode(), scan.rows)
