"""What someone who may hand us any bytes as an age file, or any text as a key, can try."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from amparo.errors import InputError, NoMatchError, StateError, TooLargeError, TrustError
from amparo.seal.age import (
    Fault,
    HybridIdentity,
    HybridRecipient,
    Opener,
    ScryptIdentity,
    ScryptRecipient,
    Sealer,
    X25519Identity,
    X25519Recipient,
    open_bytes,
    seal_bytes,
)
from amparo.seal.armor import MAX_SPACE
from amparo.seal.header import MAX_HEADER, MAX_STANZAS
from amparo.seal.stanza import Stanza, to_base64

ME = X25519Identity(bytes(range(32)))
HYBRID = HybridIdentity.from_seed(bytes(range(32)))
VERSION = b"age-encryption.org/v1\n"


def pushed_before_refusal(opener: Opener, endless: Iterator[bytes], least: type[InputError]) -> int:
    """How many bytes an opener takes of an endless input before it refuses."""
    taken = 0
    with pytest.raises(least):
        for piece in endless:
            taken += len(piece)
            assert taken < 4 * MAX_HEADER, "the opener collects without end"
            opener.push(piece)
    return taken


def repeat(piece: bytes, start: bytes = b"") -> Iterator[bytes]:
    yield start
    while True:
        yield piece


def test_endless_line_in_the_header() -> None:
    taken = pushed_before_refusal(Opener([ME]), repeat(b"x" * 65536, VERSION + b"-> "), TooLargeError)
    assert taken <= MAX_HEADER + 2 * 65536


def test_endless_stanza_body() -> None:
    body = (b"A" * 64 + b"\n") * 1000
    pushed_before_refusal(Opener([ME]), repeat(body, VERSION + b"-> grease\n"), TooLargeError)


def test_endless_stanzas() -> None:
    taken = pushed_before_refusal(Opener([ME]), repeat(b"-> grease\n\n", VERSION), TooLargeError)
    assert taken <= (MAX_STANZAS + 3) * len(b"-> grease\n\n") + len(VERSION)


def test_endless_version_line() -> None:
    pushed_before_refusal(Opener([ME]), repeat(b"1" * 65536, b"age-encryption.org/v"), TooLargeError)


def test_header_in_single_bytes_is_not_quadratic() -> None:
    opener = Opener([ME])
    started = time.process_time()
    opener.push(VERSION + b"-> ")
    for _ in range(200_000):
        opener.push(b"x")
    assert time.process_time() - started < 5


def test_something_else_is_refused_at_its_first_bytes() -> None:
    for start in (b"P", b"PK\x03\x04", b"\x00", b"age-encryption.com", b" age-encryption.org/v1\n"):
        with pytest.raises(InputError) as caught:
            Opener([ME]).push(start)
        assert caught.value.what is Fault.NOT_AGE


def test_endless_space_before_the_armor() -> None:
    taken = pushed_before_refusal(Opener([ME]), repeat(b" " * 100), InputError)
    assert taken <= MAX_SPACE + 200
    taken = pushed_before_refusal(Opener([ME], armor=True), repeat(b"\r\n" * 50), InputError)
    assert taken <= MAX_SPACE + 200


def test_endless_space_after_the_armor() -> None:
    file = seal_bytes(b"text", [ME.recipient], armor=True)
    taken = pushed_before_refusal(Opener([ME]), repeat(b"\n" * 100, file), InputError)
    assert taken <= len(file) + MAX_SPACE + 200


def test_endless_armor_line() -> None:
    start = b"-----BEGIN AGE ENCRYPTED FILE-----\n"
    assert pushed_before_refusal(Opener([ME]), repeat(b"A", start), InputError) < len(start) + 100


@pytest.mark.parametrize("factor", ["23", "30", "64", "999999", "9" * 1000])
def test_work_factor_that_would_exhaust_the_machine(factor: str) -> None:
    stanza = Stanza(("scrypt", to_base64(bytes(16)), factor), bytes(32))
    file = VERSION + stanza.encode() + b"--- " + to_base64(bytes(32)).encode() + b"\n" + bytes(48)
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        open_bytes(file, [ScryptIdentity(b"passphrase")])
    assert caught.value.what in (Fault.WORK_FACTOR, Fault.STANZA)
    assert time.process_time() - started < 1


def test_work_factor_limit_of_the_caller_holds() -> None:
    file = seal_bytes(b"text", [ScryptRecipient(b"passphrase", 12)])
    with pytest.raises(TooLargeError):
        open_bytes(file, [ScryptIdentity(b"passphrase", max_work_factor=11)])
    assert open_bytes(file, [ScryptIdentity(b"passphrase", max_work_factor=12)]) == b"text"


def test_low_order_recipients_are_refused() -> None:
    with pytest.raises(InputError):
        seal_bytes(b"text", [X25519Recipient(bytes(32))])
    good = HYBRID.recipient
    mlkem = good._public[:1184]
    with pytest.raises(InputError):
        seal_bytes(b"text", [HybridRecipient(mlkem + bytes(32))])


def test_mlkem_key_out_of_range_is_refused() -> None:
    with pytest.raises(InputError):
        HybridRecipient(b"\xff" * 1216)


def test_stanza_added_to_a_file_is_refused() -> None:
    file = seal_bytes(b"text", [ME.recipient])
    at = len(VERSION)
    stranger = Stanza(("X25519", to_base64(bytes([9]) + bytes(31))), bytes(32)).encode()
    with pytest.raises(TrustError) as caught:
        open_bytes(file[:at] + stranger + file[at:], [ME])
    assert caught.value.what is Fault.MAC


def test_header_moved_onto_another_payload_is_refused() -> None:
    one, two = (seal_bytes(text, [ME.recipient]) for text in (b"one", b"two"))
    assert len(one) == len(two)
    with pytest.raises(InputError) as caught:
        open_bytes(one[: -16 - 19] + two[-16 - 19 :], [ME])
    assert caught.value.what is Fault.TAIL


def test_body_of_wrong_length_never_meets_a_key() -> None:
    for kind, arguments in (
        ("X25519", (to_base64(bytes([9]) + bytes(31)),)),
        ("mlkem768x25519", (to_base64(bytes(1120)),)),
    ):
        stanza = Stanza((kind, *arguments), bytes(33))
        file = VERSION + stanza.encode() + b"--- " + to_base64(bytes(32)).encode() + b"\n"
        with pytest.raises(InputError) as caught:
            Opener([ME, HYBRID]).push(file)
        assert caught.value.what is Fault.STANZA


def test_weak_recipient_beside_a_post_quantum_one_is_refused() -> None:
    with pytest.raises(StateError):
        Sealer([ME.recipient, HYBRID.recipient])
    with pytest.raises(StateError):
        Sealer([ScryptRecipient(b"a", 10), ME.recipient])
    with pytest.raises(StateError):
        Sealer([ScryptRecipient(b"a", 10), ScryptRecipient(b"b", 10)])
    with pytest.raises(StateError):
        Sealer([])


def test_a_thousand_foreign_stanzas_do_not_stall() -> None:
    strangers = [HybridIdentity.from_seed(bytes([n]) * 32).recipient for n in range(5)] * 200
    file = seal_bytes(b"text", strangers)
    started = time.process_time()
    with pytest.raises(NoMatchError):
        open_bytes(file, [HYBRID])
    assert time.process_time() - started < 5


def test_messages_carry_none_of_the_peers_bytes() -> None:
    marker = "MARKER-OF-THE-PEER"
    with pytest.raises(InputError) as caught:
        open_bytes(VERSION + b"-> X25519 " + marker.encode() + b"\n\n--- x\n", [ME])
    assert marker not in caught.value.explain()
