"""In which letters documents of Word 6 and 95 are, written here: by their fonts, or two bytes each."""

from __future__ import annotations

import struct

from tests.rare_formats import compound

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Input

_TEXT = 0x300


def text_of(data: bytes, *fonts: int, flags: int = 0, pieces: tuple[tuple[int, int], ...] = ()) -> str:
    """What is read of a document that holds these bytes, of fonts with these numbers of character sets."""
    names = b"".join(bytes((7, 0, 0x90, 1, number, 0)) + b"A\0" for number in fonts)
    table = b"".join(struct.pack("<I", sum(count for _, count in pieces[:at])) for at in range(len(pieces) + 1))
    table += b"".join(struct.pack("<HIH", 0, _TEXT + at, 0) for at, _ in pieces)
    stream = bytearray(_TEXT) + data
    struct.pack_into("<HH", stream, 0, 0xA5DC, 0x65)
    struct.pack_into("<H", stream, 0x0A, flags | (0x0004 if pieces else 0))
    struct.pack_into("<II", stream, 0x18, _TEXT, len(stream))
    struct.pack_into("<II", stream, 0xD0, len(stream), 2 + len(names))
    stream += struct.pack("<H", 2 + len(names)) + names
    struct.pack_into("<II", stream, 0x160, len(stream), 5 + len(table))
    stream += b"\x02" + struct.pack("<I", len(table)) + table
    found = next(iter(read(Input.of(compound({"WordDocument": bytes(stream) + bytes(4096)}), "letter.doc"))))
    assert isinstance(found, Record), found
    return found.text.strip()


def test_the_fonts_tell_the_letters_of_a_short_text() -> None:
    for said, page, number in (
        ("4 skóre a před 7 lety", "cp1250", 238),
        ("Четыре балла и семь лет", "cp1251", 204),
        ("Τέσσερις βαθμοί", "cp1253", 161),
        ("Işıkla gelen ağaç", "cp1254", 162),
    ):
        assert text_of(said.encode(page), 0, 2, number) == said


def test_russian_with_many_capitals_is_of_windows() -> None:
    said = "КОМПАНИЯ ВЕРЕСК М предлагает со склада:\rВИНА ОРДИНАРНЫЕ БЕЛЫЕ"
    assert text_of(said.encode("cp1251"), 0, 2, 0, 204) == said.replace("\r", "\n")


def test_fonts_of_letters_that_the_text_does_not_use_say_nothing() -> None:
    said = "Le café est fermé jusqu'à l'été, dès la dernière journée de décembre."
    assert text_of(said.encode("cp1252"), 0, 204, 161) == said
    assert text_of(said.encode("cp1252"), 0, 238, 186) == said


def test_two_bytes_a_letter_in_one_run_and_in_pieces() -> None:
    said = "審計報告 of the harbour 港口"
    assert text_of(said.encode("utf-16-le"), 136, flags=0x1000) == said
    first, second = "the harbour 港口 ".encode("utf-16-le"), "審計報告 of ".encode("utf-16-le")
    pieces = ((len(first), len(second) // 2), (0, len(first) // 2))
    assert text_of(first + second, 136, flags=0x1000, pieces=pieces) == "審計報告 of the harbour 港口"
