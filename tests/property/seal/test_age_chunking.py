"""However a file is cut into pushes, the sealer writes the same bytes and the opener says the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import AmparoError
from amparo.seal.age import Fault, HybridIdentity, Opener, Sealer, X25519Identity, open_bytes, seal_bytes

CHUNK = 64 * 1024
IDENTITY = X25519Identity(bytes(range(32)))
HYBRID = HybridIdentity.from_seed(bytes(range(32)))
TEXT = random.Random(1).randbytes(3 * CHUNK + 10)

# Lengths near the edges of chunks, where mistakes live.
lengths = st.one_of(
    st.integers(0, 3 * CHUNK),
    st.builds(lambda chunks, off: max(0, chunks * CHUNK + off), st.integers(0, 3), st.integers(-2, 2)),
)
cuts = st.lists(st.one_of(st.integers(0, 100), lengths), max_size=8)


def predictable(seed: int = 0) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


def pieces(data: bytes, sizes: list[int]) -> Iterator[bytes]:
    """`data` in pieces of these sizes (some empty), the rest at once."""
    at = 0
    for size in sizes:
        yield data[at : at + size]
        at += size
    yield data[at:]


def opened(file: bytes, sizes: list[int]) -> tuple[bytes, Fault | None]:
    """Everything released, and the fault, when a file is pushed in these pieces."""
    opener, released = Opener([IDENTITY]), bytearray()
    try:
        for piece in pieces(file, sizes):
            released += opener.push(piece)
        released += opener.finish()
    except AmparoError as error:
        return bytes(released), Fault(error.what)
    return bytes(released), None


@settings(max_examples=100, deadline=None)
@given(lengths, cuts, st.booleans())
def test_sealing_does_not_depend_on_the_pushes(length: int, sizes: list[int], armor: bool) -> None:
    plain = TEXT[:length]
    sealer = Sealer([IDENTITY.recipient], armor=armor, random=predictable())
    file = b"".join(sealer.push(piece) for piece in pieces(plain, sizes)) + sealer.finish()
    assert file == seal_bytes(plain, [IDENTITY.recipient], armor=armor, random=predictable())
    assert open_bytes(file, [IDENTITY]) == plain


@settings(max_examples=100, deadline=None)
@given(lengths, cuts, st.booleans())
def test_opening_does_not_depend_on_the_pushes(length: int, sizes: list[int], armor: bool) -> None:
    plain = TEXT[:length]
    file = seal_bytes(plain, [IDENTITY.recipient], armor=armor, random=predictable())
    assert opened(file, sizes) == (plain, None)


@settings(max_examples=150, deadline=None)
@given(lengths, cuts, st.booleans(), st.data())
def test_what_a_broken_file_yields_does_not_depend_on_the_pushes(
    length: int, sizes: list[int], armor: bool, data: st.DataObject
) -> None:
    file = bytearray(seal_bytes(TEXT[:length], [IDENTITY.recipient], armor=armor, random=predictable()))
    for _ in range(data.draw(st.integers(1, 3))):
        file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file = file[: data.draw(st.integers(0, len(file)))] + data.draw(st.binary(max_size=3))
    assert opened(bytes(file), sizes) == opened(bytes(file), [])


@settings(max_examples=25, deadline=None)
@given(lengths, st.integers(1, 5), st.booleans())
def test_every_hybrid_recipient_opens(length: int, count: int, armor: bool) -> None:
    identities = [HybridIdentity.from_seed(bytes([n]) * 32) for n in range(count)]
    file = seal_bytes(TEXT[:length], [identity.recipient for identity in identities], armor=armor)
    for identity in identities:
        assert open_bytes(file, [HYBRID, identity]) == TEXT[:length]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.binary(max_size=200_000), max_size=3))
def test_a_view_equals_the_copy(pushes: list[bytes]) -> None:
    copying = Sealer([IDENTITY.recipient], random=predictable())
    viewing = Sealer([IDENTITY.recipient], random=predictable())
    for data in pushes:
        assert copying.push(data) == bytes(viewing.push_view(bytearray(data)))
    assert copying.finish() == viewing.finish()
