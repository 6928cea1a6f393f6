"""What an envelope looks like from outside: the headers and lengths that are taken, and those that are not."""

from __future__ import annotations

import os

import pytest

from amparo.drop.sealed import Shape, shape_of
from amparo.errors import InputError
from amparo.seal.age import HybridIdentity, ScryptRecipient, Sealer, X25519Identity, parse_recipient, seal_bytes
from door_b import envelope_to

HYBRID = [str(HybridIdentity.generate().recipient) for _ in range(3)]
CLASSICAL = [str(X25519Identity.generate().recipient) for _ in range(3)]


@pytest.mark.parametrize("recipients", [HYBRID[:1], HYBRID, CLASSICAL[:1], CLASSICAL])
def test_envelopes_of_any_size_to_these_desks_fit(recipients: list[str]) -> None:
    shape = shape_of(tuple(recipients))
    for size in (0, 1, 20_000, 65_536, 65_000, 131_072, 1_000_003):
        sealed = envelope_to(recipients, size=size)
        shape.check_length(len(sealed))
        shape.check_header(sealed)


def test_every_length_that_no_envelope_has_is_refused() -> None:
    shape = shape_of(tuple(HYBRID[:1]))
    length = len(envelope_to(HYBRID[:1]))
    taken = [each for each in range(length - 3000, length + 3000) if _fits(shape, each)]
    # From 16 KiB on, Padmé leaves 16 lengths between two powers of two: 1,024 bytes apart here.
    assert taken == [length, length + 1024, length + 2048]
    for each in (0, 1, shape.header, shape.header + 16, 2**62 + 1):
        assert not _fits(shape, each)


def _fits(shape: Shape, length: int) -> bool:
    try:
        shape.check_length(length)
    except InputError:
        return False
    return True


@pytest.mark.parametrize(
    "recipients", [HYBRID[:2], HYBRID, CLASSICAL[:1], []], ids=["one more", "two more", "another kind", "a passphrase"]
)
def test_headers_of_another_shape_are_refused(recipients: list[str]) -> None:
    shape = shape_of((HYBRID[0],))
    others = [parse_recipient(text) for text in recipients] or [ScryptRecipient(b"x", work_factor=1)]
    with pytest.raises(InputError):
        shape.check_header(seal_bytes(bytes(20_000), others))


def test_another_desk_of_the_same_kind_cannot_be_told() -> None:
    shape_of((HYBRID[0],)).check_header(seal_bytes(bytes(20_000), [parse_recipient(HYBRID[1])]))


def test_garbage_text_archives_and_cut_headers_are_refused() -> None:
    shape = shape_of((HYBRID[0],))
    whole = Sealer([parse_recipient(HYBRID[0])]).push(b"")
    armored = seal_bytes(bytes(20_000), [parse_recipient(HYBRID[0])], armor=True)
    for start in (
        os.urandom(5000),
        b"PK\x03\x04" * 2000,
        b"",
        whole[: shape.header - 1],
        armored,
        whole.replace(b"-> ", b"=> "),
    ):
        with pytest.raises(InputError):
            shape.check_header(start)
