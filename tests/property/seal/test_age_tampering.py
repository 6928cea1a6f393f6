"""No altered file opens, and what comes out before the refusal is the true plaintext up to the end of a chunk."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import AmparoError, TruncatedError
from amparo.seal.age import Fault, HybridIdentity, Opener, Stage, X25519Identity, seal_bytes

CHUNK = 64 * 1024
SEALED = CHUNK + 16
X25519 = X25519Identity(bytes(range(32)))
HYBRID = HybridIdentity.from_seed(bytes(range(32)))
# Three full chunks and a short one.
PLAIN = random.Random(2).randbytes(3 * CHUNK + 100)
FILES = {
    "x25519": seal_bytes(PLAIN, [X25519.recipient]),
    "hybrid": seal_bytes(PLAIN, [HYBRID.recipient]),
    "armored": seal_bytes(PLAIN, [X25519.recipient], armor=True),
}
FULL = seal_bytes(PLAIN[: 3 * CHUNK], [X25519.recipient])


def refusal(file: bytes) -> tuple[bytes, AmparoError]:
    """What comes out of a file that must be refused, and the error."""
    opener, released = Opener([X25519, HYBRID]), b""
    with pytest.raises(AmparoError) as caught:
        released = opener.push(file)
        released += opener.finish()
    assert isinstance(Fault(caught.value.what), Fault)
    return released, caught.value


def is_clean_prefix(released: bytes) -> bool:
    return PLAIN.startswith(released) and len(released) % CHUNK == 0


def header_end(file: bytes) -> int:
    return file.index(b"\n", file.index(b"\n---") + 1) + 1


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_flipped_bit_is_refused(name: str, data: st.DataObject) -> None:
    file = bytearray(FILES[name])
    # Half of the flips in the header, which is a small part of the file.
    end = data.draw(st.sampled_from([min(2500, len(file)), len(file)]))
    position = data.draw(st.integers(0, end - 1))
    file[position] ^= 1 << data.draw(st.integers(0, 7))
    released, _ = refusal(bytes(file))
    assert is_clean_prefix(released)
    if name != "armored" and position >= header_end(FILES[name]) + 16:
        assert len(released) == (position - header_end(FILES[name]) - 16) // SEALED * CHUNK


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_cut_file_is_called_truncated(name: str, data: st.DataObject) -> None:
    file = FILES[name]
    # A last line without its line feed is still whole armor.
    whole = len(file) - (name == "armored")
    released, error = refusal(file[: data.draw(st.integers(0, whole - 1))])
    assert isinstance(error, TruncatedError)
    assert is_clean_prefix(released)


@pytest.mark.parametrize("file", [FILES["x25519"], FILES["hybrid"], FULL])
def test_a_file_cut_at_an_edge_is_called_truncated(file: bytes) -> None:
    start = header_end(file) + 16
    edges = [0, 1, 21, 22, header_end(file) - 1, header_end(file), start - 1, start, start + 1, start + 15, start + 16]
    edges += [start + chunk * SEALED + off for chunk in (1, 2, 3) for off in (-1, 0, 1, 15, 16, 17)]
    for cut in edges:
        if cut < len(file):
            released, error = refusal(file[:cut])
            assert isinstance(error, TruncatedError), cut
            assert Fault(error.what).stage is (Stage.HEADER if cut < start else Stage.PAYLOAD)
            assert is_clean_prefix(released)


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(3)), st.booleans())
def test_reordered_chunks_are_called_misplaced(order: list[int], short_tail: bool) -> None:
    file = FILES["x25519"] if short_tail else FULL
    start = header_end(file) + 16
    chunks = [file[start + n * SEALED : start + (n + 1) * SEALED] for n in range(3)]
    if list(order) == [0, 1, 2]:
        return
    released, error = refusal(file[:start] + b"".join(chunks[n] for n in order) + file[start + 3 * SEALED :])
    # When the marked last chunk comes early, what follows it is what is wrong.
    if not short_tail and order[0] == 0 and order[1] == 2:
        assert Fault(error.what) in (Fault.MISPLACED, Fault.TRAILING)
    else:
        assert Fault(error.what) is Fault.MISPLACED
    in_place = next(n for n in range(3) if order[n] != n)
    assert released == PLAIN[: in_place * CHUNK]


@pytest.mark.parametrize("drop", [0, 1, 2])
def test_a_chunk_left_out_is_called_misplaced(drop: int) -> None:
    file = FILES["x25519"]
    at = header_end(file) + 16 + drop * SEALED
    _, error = refusal(file[:at] + file[at + SEALED :])
    assert Fault(error.what) is Fault.MISPLACED


@pytest.mark.parametrize("repeat", [0, 1, 2])
def test_a_chunk_repeated_is_called_misplaced(repeat: int) -> None:
    file = FILES["x25519"]
    at = header_end(file) + 16 + repeat * SEALED
    released, error = refusal(file[: at + SEALED] + file[at:])
    assert Fault(error.what) is Fault.MISPLACED
    assert released == PLAIN[: (repeat + 1) * CHUNK]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["x25519", "full"]), st.binary(min_size=1, max_size=3 * SEALED))
def test_data_after_the_end_is_refused(name: str, extra: bytes) -> None:
    released, error = refusal((FULL if name == "full" else FILES[name]) + extra)
    assert Fault(error.what).stage is Stage.PAYLOAD
    # A last chunk of full size is known to be the last, and authentic, before what follows it is seen.
    assert PLAIN.startswith(released)
    if name == "full":
        assert Fault(error.what) is Fault.TRAILING


def test_a_chunk_of_another_file_is_called_damage() -> None:
    mine, other = FULL, seal_bytes(PLAIN[: 3 * CHUNK], [X25519.recipient])
    at = header_end(mine) + 16 + SEALED
    released, error = refusal(mine[:at] + other[at : at + SEALED] + mine[at + SEALED :])
    assert Fault(error.what) is Fault.DAMAGED
    assert released == PLAIN[:CHUNK]
