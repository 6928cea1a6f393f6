"""What measurements, compiled programs and older web archives hold in words; each file is written here."""

from __future__ import annotations

import ctypes
import struct
import zlib
from collections.abc import Sequence

import pytest

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part, Reason, Unreadable


def found(data: bytes) -> list[Found]:
    return list(read(Input.of(data, "file.bin")))


def text(data: bytes) -> str:
    first = found(data)[0]
    assert isinstance(first, Record), first
    return first.text


def named(name: str, wide: str = ">i") -> bytes:
    return struct.pack(wide, len(name)) + name.encode() + bytes(-len(name) % 4)


@pytest.mark.parametrize("version", [1, 2, 5])
def test_the_head_of_measurements_in_its_own_notation(version: int) -> None:
    count = ">q" if version == 5 else ">i"

    def listed(kind: int, entries: Sequence[bytes]) -> bytes:
        return struct.pack(">i", kind if entries else 0) + struct.pack(count, len(entries)) + b"".join(entries)

    def attribute(name: str, words: str) -> bytes:
        return named(name, count) + struct.pack(">i", 2) + named(words, count)

    scale = named("scale", count) + struct.pack(">i", 6) + struct.pack(count, 2) + struct.pack(">dd", 0.5, 2)
    dimensions = [named(name, count) + struct.pack(count, size) for name, size in (("lat", 128), ("time", 0))]
    variable = named("area", count) + struct.pack(count, 2) + struct.pack(count, 1) + struct.pack(count, 0)
    variable += listed(12, [attribute("long_name", "Surface area"), scale]) + struct.pack(">i", 5)
    variable += struct.pack(count, 512) + struct.pack(">i" if version == 1 else ">q", 999)
    data = b"CDF" + bytes((version,)) + struct.pack(count, 0) + listed(10, dimensions)
    data += listed(12, [attribute("history", "Made on the quay")]) + listed(11, [variable])
    assert text(data).split("\n") == [
        "dimensions:", "\tlat = 128;", "\ttime = UNLIMITED;", "variables:", "\tfloat area(time=UNLIMITED, lat=128);",
        '\t\t:long_name = "Surface area";', "\t\t:scale = 0.5, 2;", "// global attributes:",
        ':history = "Made on the quay";',
    ]  # fmt: skip
    for cut in range(5, len(data), 9):
        (refusal,) = found(data[:cut])
        assert isinstance(refusal, Unreadable)
        assert refusal.reason is Reason.CORRUPT


def test_names_and_notes_that_lie_open_in_hdf() -> None:
    newer = b"\x89HDF\r\n\x1a\n" + bytes(40) + b"\x03Quay depth\0" + bytes(range(256)) + b"\0Metres below datum\0"
    assert text(newer) == "Quay depth\nMetres below datum"
    words, picture = b"\0Harbour survey\0", b"\0ABCABCABC\0" * 9
    blocks = struct.pack(">HI", 1, 24) + struct.pack(">HHII", 1962, 1, 60, len(words)) + bytes(2)
    blocks += struct.pack(">HI", 1, 4) + struct.pack(">HHII", 702, 2, 80, len(picture))
    older = (b"\x0e\x03\x13\x01" + blocks).ljust(60, b"\0") + words.ljust(20, b"\0") + picture
    assert text(older) == "Harbour survey"
    (refusal,) = found(b"\x89HDF\r\n\x1a\n" + bytes(range(1, 32)) * 9)
    assert isinstance(refusal, Unreadable)
    assert refusal.reason is Reason.UNSUPPORTED


def matrix(kind: int, sizes: Sequence[int], name: str, *rest: bytes) -> bytes:
    return element(14, element(6, struct.pack("<II", kind, 0)) + element(5, struct.pack(f"<{len(sizes)}i", *sizes))
                   + element(1, name.encode()) + b"".join(rest))  # fmt: skip


def element(kind: int, data: bytes) -> bytes:
    return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)


def test_variables_of_matlab_with_the_texts_in_them() -> None:
    short = struct.pack("<HH", 1, 3) + b"dep\0"
    inner = matrix(4, (2, 4), "", element(4, "qsuhaeyd".encode("utf-16-le")))
    structure = matrix(2, (1, 1), "ship", struct.pack("<HHi", 5, 4, 32), element(1, b"places".ljust(32, b"\0")), inner)
    numbers = element(14, element(6, struct.pack("<II", 6, 0)) + element(5, struct.pack("<ii", 2, 3)) + short)
    packed = zlib.compress(matrix(1, (1, 1), "notes", matrix(4, (1, 6), "", element(16, b"closed"))))
    head = b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(124, b" ") + b"\x00\x01IM"
    data = head + structure + numbers + struct.pack("<II", 15, len(packed)) + packed
    assert text(data).split("\n") == [
        "MATLAB 5.0 MAT-file, Platform: GLNXA64", "ship: structure, 1×1", "ship.places: char, 2×4", "quay", "shed",
        "dep: double, 2×3", "notes: cell, 1×1", "notes: char, 1×6", "closed",
    ]  # fmt: skip
    for cut in range(100, len(data), 7):
        assert not any(isinstance(each, Unreadable) and each.reason is Reason.CRASHED for each in found(data[:cut]))


def compiled() -> bytes:
    """`public class Quay extends Place implements Runnable` with a field, a constructor, a method, a text."""
    texts = ("org/harbour/Quay", "org/harbour/Place", "java/lang/Runnable", "depths", "[D", "<init>", "(I)V", "close",
             "(Ljava/lang/String;[[J)Z", "Exceptions", "java/io/IOException", "SourceFile", "Quay.java",
             "The quay is closed.", "hidden$1")  # fmt: skip
    pool = b"".join(b"\x01" + struct.pack(">H", len(each)) + each.encode() for each in texts)
    pool += b"\x05" + bytes(8)  # a long takes two numbers: 16 and 17
    pool += b"".join(struct.pack(">BH", kind, number) for kind, number in ((7, 1), (7, 2), (7, 3), (7, 11), (8, 14)))
    this, above, runnable, exception = 18, 19, 20, 21
    thrown = struct.pack(">HIHH", 10, 4, 1, exception)
    fields = struct.pack(">HHHHH", 1, 0x0002, 4, 5, 0)
    methods = struct.pack(">H", 3) + struct.pack(">HHHH", 0x0001, 6, 7, 0)
    methods += struct.pack(">HHHH", 0x0009, 8, 9, 1) + thrown + struct.pack(">HHHH", 0x1008, 15, 7, 0)
    body = struct.pack(">HHHHH", 0x0021, this, above, 1, runnable) + fields + methods
    return b"\xca\xfe\xba\xbe" + struct.pack(">HHH", 0, 61, 23) + pool + body + struct.pack(">HHIH", 1, 12, 2, 13)


def test_the_outline_of_compiled_java() -> None:
    (record,) = found(compiled())
    assert isinstance(record, Record)
    assert record.text.split("\n") == [
        "package org.harbour;", "public class Quay extends org.harbour.Place implements java.lang.Runnable {",
        "    private double[] depths;", "    public Quay(int);",
        "    public static boolean close(java.lang.String, long[][]) throws java.io.IOException;", "}",
        "The quay is closed.",
    ]  # fmt: skip
    assert record.title == "org.harbour.Quay"
    assert record.field("source_file") == ("Quay.java",)
    for cut in range(10, len(compiled()), 5):
        (refusal,) = found(compiled()[:cut])
        assert isinstance(refusal, Unreadable)
        assert refusal.reason is Reason.CORRUPT


def test_programs_for_several_processors_are_no_java() -> None:
    (refusal,) = found(b"\xca\xfe\xba\xbe" + struct.pack(">II", 2, 7) + bytes(99))
    assert isinstance(refusal, Unreadable)
    assert "program" in refusal.explanation


def brotli(data: bytes) -> bytes:
    """By Debian's own library."""
    library, out = ctypes.CDLL("libbrotlienc.so.1"), ctypes.create_string_buffer(len(data) + 1_000)
    size = ctypes.c_size_t(len(out))
    assert library.BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(data)), data, ctypes.byref(size), out)
    return out.raw[: size.value]


_PAGE = b"<html><body><p>The quay was closed before the ship had come in.</p></body></html>" * 3
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def test_pages_of_web_archives_that_are_packed_with_brotli() -> None:
    body = _ANSWER + b"Content-Encoding: br\r\n\r\n" + brotli(_PAGE)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/p\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    (part,) = found(head.encode() + body + b"\r\n\r\n")
    assert isinstance(part, Part)
    assert part.data == _PAGE


def test_a_file_of_nothing_but_brotli() -> None:
    words = b"The quay was closed before the ship had come in. " * 20_000
    (part,) = found(brotli(words))
    assert isinstance(part, Part)
    assert part.data == words
    packed = brotli(words)
    for damaged in (packed[:-2], packed + b"x", brotli(bytes(range(256)) * 30)):
        (refusal,) = found(damaged)
        assert isinstance(refusal, Unreadable), damaged
        assert refusal.reason is Reason.UNSUPPORTED


def test_the_older_form_of_web_archives() -> None:
    version = b"1 0 A crawler\nURL IP-address Archive-date Content-type Archive-length\n"
    page = _ANSWER + b"\r\n" + _PAGE
    data = b"filedesc://x.arc 0.0.0.0 20050614070144 text/plain %d\n" % len(version) + version + b"\n"
    data += b"http://x.example/quay.html 10.0.0.1 20050614070145 text/html %d\n" % len(page) + page + b"\n"
    (part,) = found(data)
    assert isinstance(part, Part)
    assert (part.untrusted_name, part.data) == ("quay.html", _PAGE)
    part, damage = found(data + b"no line of an archive\n")
    assert isinstance(part, Part)
    assert isinstance(damage, Unreadable)
    assert damage.reason is Reason.CORRUPT


def test_a_part_of_cadkey_gives_the_words_in_it() -> None:
    assert "Front View" in text(bytes(8) + b"0M3C" + bytes(30) + b"Front View\0\0Section of the quay\0\0")
