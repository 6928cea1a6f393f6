"""Rich text of our own making."""

from __future__ import annotations

import pytest

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.compressed_rtf import unpacked_rtf
from amparo.records.reading import Input, Part


def record(data: bytes) -> Record:
    first = next(iter(read(Input.of(data, "file.rtf"))))
    assert isinstance(first, Record), first
    return first


def text(data: bytes) -> str:
    return record(data).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb"one\par two", "one\ntwo"),
        (rb"caf\'e9", "café"),
        (rb"\u8364?5", "€5"),
        (rb"\uc2\u8364ab5", "€5"),
        (rb"a\u-10240? b\u-9216?c", "a\ufffd b\ufffdc"),
        (rb"\u-10179?\u-8704?", "\U0001f600"),
        (rb"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"seen {\v secret }end", "seen [hidden: secret ]end"),
        (rb"kept {\deleted gone}", "kept [deleted: gone]"),
        (rb"kept {\revised new}", "kept [inserted: new]"),
        (rb"a{\*\unknown words}b", "ab"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}", "here"),
        (rb"x{\*\atnid AB}{\*\atnauthor Ana}{\*\annotation Why?}", "x[comment, Ana: Why?]"),
        (rb"{\header Secret}text", "[header: Secret]\ntext"),
        (rb"a\bin3 {}}b", "ab"),
        (rb"1\page 2", "1\f2"),
        (rb"\{braces\} \\ \~", "{braces} \\"),
    ],
)
def test_what_rich_text_says(body: bytes, expected: str) -> None:
    head = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}{\info{\author Zoe}}"
    assert text(head + body + b"}") == expected


def test_groups_nested_without_end_cost_no_stack() -> None:
    assert text(b"{\\rtf1 " + b"{" * 300_000 + b"deep" + b"}" * 300_000 + b"}") == "deep"


def test_a_file_cut_short_keeps_its_text() -> None:
    assert text(rb"{\rtf1 first {\b second") == "first second"


def test_a_packed_file_is_a_part() -> None:
    packed = b"\x02\0note.txt\0C:\\note.txt\0\0\0\x03\0" + (4).to_bytes(4, "little") + b"tmp\0"
    packed += (5).to_bytes(4, "little") + b"hello"
    wrapped = b"\x01\x05\0\0\x02\0\0\0" + (8).to_bytes(4, "little") + b"Package\0" + bytes(8)
    wrapped += (len(packed)).to_bytes(4, "little") + packed
    data = rb"{\rtf1 text{\object\objemb{\*\objdata " + wrapped.hex().encode() + b"}}}"
    parts = [each for each in read(Input.of(data, "a.rtf")) if isinstance(each, Part)]
    assert [(part.untrusted_name, part.data) for part in parts] == [("note.txt", b"hello")]


def test_compressed_rich_text_as_the_specification_shows_it() -> None:
    """[MS-OXRTFCP] 4.1 and 4.2."""
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked_rtf(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert unpacked_rtf(b"nonsense") == b""


def test_numbers_of_lists_stand_before_their_paragraphs_and_bullets_do_not() -> None:
    data = (
        rb"{\rtf1 {\listtext\pard\plain\ltrpar 3.1\tab}Payments\par{\pntext\'b7\tab}Cash\par{\pntext (b)\tab}Cheques}"
    )
    assert text(data) == "3.1 Payments\nCash\n(b) Cheques"


def test_words_of_drawn_shapes_and_properties_of_ones_own() -> None:
    shape = rb"{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv NOT FOR THE MINISTER}}{\sp{\sn fFilled}{\sv 1}}"
    shape += rb"{\sp{\sn wzDescription}{\sv the bridge}}}}"
    properties = rb"{\*\userprops{\propname Case}\proptype30{\staticval A-17}}"
    one = record(rb"{\rtf1" + properties + rb" Text " + shape + rb" end}")
    assert one.text == "Text [drawn: NOT FOR THE MINISTER][picture: the bridge] end"
    assert one.field("custom_properties") == ("Case: A-17",)
