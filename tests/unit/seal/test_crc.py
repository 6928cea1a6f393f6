"""CRC-32 has one value, whoever counts it, of any buffer and in any pieces."""

from __future__ import annotations

import subprocess
import sys
import zlib

from hypothesis import given
from hypothesis import strategies as st

from amparo.seal.crc import crc32


@given(st.lists(st.binary(max_size=5000), max_size=5))
def test_pieces_of_any_kind_count_as_zlib_counts_them(pieces: list[bytes]) -> None:
    wanted = had = 0
    for piece in pieces:
        wanted = zlib.crc32(piece, wanted)
        had = crc32(memoryview(bytearray(piece)), had)
    assert had == wanted


def test_the_check_value_of_the_polynomial() -> None:
    assert crc32(b"123456789") == 0xCBF43926


def test_without_isal_it_is_zlibs() -> None:
    """A source's own client is installed without it."""
    code = "import sys, zlib; sys.modules['isal'] = None; from amparo.seal.crc import crc32; print(crc32 is zlib.crc32)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
