"""The streamed ZIP at sizes where 32 bits end, without writing what lies between."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from amparo.errors import StateError
from amparo.seal.zipread import ZipReader
from amparo.seal.zipstream import Member, ZipWriter, central_record, descriptor_record, end_records, local_record

MIB = 1 << 20
BEYOND = (4 << 30) + 5


def zeros_crc(size: int) -> int:
    """CRC-32 of `size` zero bytes by doubling: bits of a polynomial moved by a linear map, no bytes made."""
    shift = [zlib.crc32(b"\0", 1 << bit ^ 0xFFFFFFFF) ^ 0xFFFFFFFF for bit in range(32)]
    register = 0xFFFFFFFF

    def apply(matrix: list[int], value: int) -> int:
        out = 0
        for bit in range(32):
            if value >> bit & 1:
                out ^= matrix[bit]
        return out

    while size:
        if size & 1:
            register = apply(shift, register)
        shift = [apply(shift, column) for column in shift]
        size >>= 1
    return register ^ 0xFFFFFFFF


def test_the_doubling_is_right() -> None:
    for size in (0, 1, 5, 4096, 100_003):
        assert zeros_crc(size) == zlib.crc32(bytes(size))


def test_a_member_beyond_4_gib_in_a_sparse_file(tmp_path: Path) -> None:
    """The records a writer would make around 4 GiB of zeros; zipfile and our reader find the small file behind them."""
    big = Member("files/big", zeros_crc(BEYOND), BEYOND, 0)
    small = Member("files/small", zlib.crc32(b"here"), 4, big.end)
    directory = central_record(big) + central_record(small)
    path = tmp_path / "big.zip"
    with path.open("wb") as file:
        file.write(local_record(big.name))
        file.seek(BEYOND, io.SEEK_CUR)
        file.write(descriptor_record(big) + local_record(small.name) + b"here" + descriptor_record(small))
        file.write(directory + end_records(2, len(directory), small.end))
    assert path.stat().st_blocks * 512 < MIB
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("files/big").file_size == BEYOND
        assert archive.getinfo("files/small").header_offset == big.end > 4 << 30
        assert archive.read("files/small") == b"here"
    with path.open("rb") as file:
        reader = ZipReader(file, max_members=2, max_name=100)
        assert reader.members == (big, small)
        assert b"".join(reader.read(small)) == b"here"


def test_the_writer_counts_beyond_4_gib() -> None:
    """The very records of the test above come out of the writer when 4 GiB are pushed through it."""
    writer = ZipWriter()
    head = writer.begin("files/big")
    block = bytes(64 * MIB)
    for _ in range(64):
        writer.add(block)
    writer.add(bytes(5))
    tail = writer.end()
    big = Member("files/big", zeros_crc(BEYOND), BEYOND, 0)
    assert (head, tail) == (local_record(big.name), descriptor_record(big))
    assert writer.length_if_finished == big.end + len(central_record(big)) + 98
    assert writer.finish() == central_record(big) + end_records(1, len(central_record(big)), big.end)


def test_more_members_than_16_bits_count() -> None:
    writer = ZipWriter()
    out = bytearray()
    for number in range(65_600):
        out += writer.begin(str(number)) + writer.end()
    expected = writer.length_if_finished
    out += writer.finish()
    assert len(out) == expected
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert len(archive.infolist()) == 65_600
    assert len(ZipReader(io.BytesIO(out), max_members=70_000, max_name=10).members) == 65_600


def test_calls_out_of_order_are_our_fault() -> None:
    writer = ZipWriter()
    for call in (writer.end, lambda: writer.add(b""), lambda: writer.begin("")):
        with pytest.raises(StateError):
            call()
    writer.begin("a")
    for call in (lambda: writer.begin("b"), writer.finish):
        with pytest.raises(StateError):
            call()
    writer.end()
    writer.finish()
    for call in (writer.finish, lambda: writer.begin("c")):
        with pytest.raises(StateError):
            call()
