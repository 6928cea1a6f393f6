"""Sealer and Opener as their callers meet them."""

from __future__ import annotations

import os
import threading

import pytest

from amparo.errors import AmparoError, NoMatchError, StateError, TruncatedError, TrustError
from amparo.seal.age import (
    Fault,
    HybridIdentity,
    Opener,
    ScryptIdentity,
    ScryptRecipient,
    Sealer,
    X25519Identity,
    open_bytes,
    seal_bytes,
)

CHUNK = 64 * 1024
ME = X25519Identity(bytes(range(32)))
HYBRID = HybridIdentity.from_seed(bytes(range(32)))


def test_header_comes_with_the_first_push() -> None:
    sealer = Sealer([ME.recipient])
    assert sealer.push(b"").startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert sealer.push(b"text") == b""
    assert len(sealer.finish()) == 4 + 16


def test_nothing_pushed_is_an_empty_file() -> None:
    assert open_bytes(Sealer([HYBRID.recipient]).finish(), [HYBRID]) == b""


def test_sealer_holds_back_a_full_chunk_until_more_comes() -> None:
    sealer = Sealer([ME.recipient])
    head = len(sealer.push(b""))
    assert head
    assert sealer.push(bytes(CHUNK)) == b""
    assert len(sealer.push(b"x")) == CHUNK + 16
    assert len(sealer.finish()) == 1 + 16


def test_sealers_of_one_thread_share_a_space_and_those_of_another_have_their_own() -> None:
    one, other = Sealer([ME.recipient]), Sealer([ME.recipient])
    text = os.urandom(3 * CHUNK)
    view = one.push_view(text)
    file = bytes(view)
    elsewhere = threading.Thread(target=lambda: other.push_view(os.urandom(3 * CHUNK)))
    elsewhere.start()
    elsewhere.join()
    assert view == file, "what another thread seals is written elsewhere"
    other.push_view(os.urandom(CHUNK))
    assert view != file, "what this one seals takes the place"
    assert open_bytes(file + one.finish(), [ME]) == text


def test_opener_releases_a_chunk_as_soon_as_it_is_there() -> None:
    file = seal_bytes(bytes(2 * CHUNK), [ME.recipient])
    opener = Opener([ME])
    second = len(file) - (CHUNK + 16)
    assert opener.push(file[: second - 1]) == b""
    assert len(opener.push(file[second - 1 : second])) == CHUNK
    assert len(opener.push(file[second:])) == CHUNK
    assert opener.finish() == b""


def test_finish_twice_is_the_callers_fault() -> None:
    sealer, opener = Sealer([ME.recipient]), Opener([ME])
    opener.push(sealer.finish())
    opener.finish()
    for again in (sealer.finish, opener.finish, lambda: sealer.push(b"x"), lambda: opener.push(b"x")):
        with pytest.raises(StateError):
            again()


def test_an_error_stays() -> None:
    opener = Opener([HYBRID])
    for _ in range(2):
        with pytest.raises(NoMatchError):
            opener.push(seal_bytes(b"text", [ME.recipient]))
    with pytest.raises(NoMatchError):
        opener.finish()


def test_an_error_in_finish_stays() -> None:
    opener = Opener([ME])
    opener.push(seal_bytes(b"text", [ME.recipient])[:-1])
    for _ in range(2):
        with pytest.raises(TruncatedError):
            opener.finish()


def test_bytes_before_a_fault_are_not_lost() -> None:
    file = bytearray(seal_bytes(bytes(2 * CHUNK + 1), [ME.recipient]))
    file[-17 - 100] ^= 1
    opener = Opener([ME])
    assert opener.push(file) == bytes(CHUNK)
    with pytest.raises(TrustError) as caught:
        opener.finish()
    assert caught.value.what is Fault.DAMAGED


def test_any_of_several_identities_opens() -> None:
    file = seal_bytes(b"text", [ME.recipient, X25519Identity.generate().recipient])
    assert open_bytes(file, [HYBRID, X25519Identity.generate(), ME]) == b"text"


def test_passphrase_opens_and_only_the_right_one() -> None:
    file = seal_bytes(b"text", [ScryptRecipient("contraseña".encode(), 10)], armor=True)
    assert open_bytes(file, [ScryptIdentity("contraseña".encode())]) == b"text"
    with pytest.raises(NoMatchError):
        open_bytes(file, [ScryptIdentity(b"wrong")])
    with pytest.raises(StateError):
        ScryptRecipient(b"text", 23)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_buffer_will_do(kind: type) -> None:
    file = seal_bytes(kind(b"text"), [ME.recipient])
    assert open_bytes(kind(file), [ME]) == b"text"


def test_no_identity_opens_nothing() -> None:
    with pytest.raises(NoMatchError):
        open_bytes(seal_bytes(b"text", [ME.recipient]), [])


def test_armor_is_found_or_forced() -> None:
    binary, text = seal_bytes(b"text", [ME.recipient]), seal_bytes(b"text", [ME.recipient], armor=True)
    assert text.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n") and text.endswith(b"FILE-----\n")
    assert max(len(line) for line in text.splitlines()) == 64
    assert open_bytes(b"\r\n " + text.replace(b"\n", b"\r\n") + b"\n\n", [ME]) == b"text"
    for file, armor in ((binary, True), (text, False)):
        opener = Opener([ME], armor=armor)
        with pytest.raises(AmparoError) as caught:
            opener.push(file)
            opener.finish()
        assert isinstance(Fault(caught.value.what), Fault)


def test_every_fault_has_a_stage_and_an_error() -> None:
    for fault in Fault:
        assert fault.stage
        assert fault.error().what is fault
        assert fault.error().hint
