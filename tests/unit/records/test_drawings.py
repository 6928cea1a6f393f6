"""Texts in AutoCAD drawings, which are written here: every version that is read, every place in a byte, damage."""

from __future__ import annotations

import random

import pytest
from tests.drawings import bare, objects, sectioned

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.dwg_sections import unpacked
from amparo.records.readers.dwg_texts import texts
from amparo.records.reading import Input, Reason, Unreadable

_SAID = ["Plan of the quay", "The harbour office", "Geprüft am", "Second floor, east wing", "ACAD_GROUP", "Standard",
         "{\\fArial|b0;Not for}\\PConstruction", "Shed 3", "arial.ttf", "C:\\Plans\\Quay.dwg",
         "The quay was closed before the ship had come in. " * 8]  # fmt: skip
_SHOWN = ["Plan of the quay", "The harbour office", "Geprüft am", "Second floor, east wing", "Not for", "Construction",
          "Shed 3", "C:\\Plans\\Quay.dwg", _SAID[-1].strip()]  # fmt: skip


def record(data: bytes) -> Record:
    first = next(iter(read(Input.of(data, "quay.dwg"))))
    assert isinstance(first, Record), first
    return first


@pytest.mark.parametrize(
    "data",
    [bare(_SAID), *(sectioned(_SAID, version) for version in (b"AC1018", b"AC1024", b"AC1027", b"AC1032"))],
    ids=["2000", "2004", "2010", "2013", "2018"],
)
def test_each_version_gives_its_texts(data: bytes) -> None:
    drawing = record(data)
    assert drawing.text.split("\n") == _SHOWN
    assert drawing.field("text_source") == ("harvested",)


def test_texts_of_other_scripts() -> None:
    said = ["Причал закрыт до прихода", "码头在船到达之前就关闭了", "Ο λιμένας έκλεισε", "부두가 폐쇄되었습니다"]
    assert texts(objects(said, is_wide=True), lambda: None, is_wide=True).split("\n") == said


def test_noise_holds_no_texts() -> None:
    noise = random.Random(3).randbytes(200_000)
    for is_wide in (False, True):
        assert len(texts(noise, lambda: None, is_wide=is_wide)) < 400


def test_copies_and_literals() -> None:
    # Four letters; three of them again; a copy that overlaps itself, with one letter behind it.
    assert unpacked(b"\x01abcd" + b"\x4c\x00" + b"\x61\x00Z" + b"\x11\0\0", 99) == b"abcdabc" + b"ccccc" + b"Z"
    assert unpacked(b"\x01abcd" + b"\x4c\x40" + b"\x11\0\0", 99) == b"abcd"
    assert unpacked(b"\x01abcd" + b"\x4c\x00" + b"\x11\0\0", 5) == b"abcda"


def test_damage_anywhere_is_a_finding_and_no_crash() -> None:
    whole, chance = sectioned(_SAID), random.Random(9)
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(6, len(data))] = chance.randrange(256)
        for each in read(Input.of(bytes(data[: chance.randrange(200, len(data))]), "quay.dwg")):
            assert not (isinstance(each, Unreadable) and each.reason is Reason.CRASHED), each
