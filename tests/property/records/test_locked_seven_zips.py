"""The reader of locked 7z archives: whatever their headers say, it ends, and raises what it says it raises."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import locked_files

from amparo.records.readers import seven_zip
from amparo.records.readers.seven_zip import DAMAGE, SevenZip
from amparo.records.readers.unpacking import BoundReached

LARGEST = 64 * 1024


@pytest.fixture(autouse=True, scope="module")
def few_rounds() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seven_zip, "_MOST_CYCLES", 6)
        yield


def archive(header: bytes, packed: bytes = b"") -> bytes:
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def parts() -> tuple[bytes, bytes]:
    """(what is packed, the header) of a true one."""
    whole = locked_files.seven_zip()
    (size,) = struct.unpack_from("<Q", whole, 12)
    return whole[32 : 32 + size], whole[32 + size :]


@given(st.data())
def test_changed_headers_give_the_true_bytes_or_a_fault_that_is_known(data: st.DataObject) -> None:
    packed, true = parts()
    header = bytearray(true)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(header) - 1))
        header[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=10))
        if not header:
            return
    try:
        found = list(SevenZip(archive(bytes(header), packed), locked_files.PASSWORD, LARGEST).members())
    except (*DAMAGE, BoundReached):
        return
    assert all(each in (locked_files.TEXT.encode(), b"") for _, each in found)


def test_a_header_that_unpacks_to_itself_comes_to_an_end() -> None:
    def header(size: int) -> bytes:
        return b"\x17\x06\x00\x01\x09" + bytes([size]) + b"\x00\x07\x0b\x01\x00\x01\x01\x00\x0c" + bytes([size, 0, 0])

    with pytest.raises(ValueError, match="no header"):
        SevenZip(archive(header(len(header(0)))), "any", LARGEST)


def test_a_length_that_no_memory_has_is_damage() -> None:
    with pytest.raises(ValueError, match="cut short"):
        SevenZip(archive(b"\x01\x05\x01\x11" + b"\xff" * 9), "any", LARGEST)
