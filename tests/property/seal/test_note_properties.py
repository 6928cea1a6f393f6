"""Notes: any text that may be signed comes back, and no changed byte is taken for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import InputError, TrustError
from amparo.seal.note import Algorithm, Signer, Verifier, add_signatures, open_note, parse_note, sign

names = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters="+"), min_size=1, max_size=40
)
signers = st.builds(Signer, names, st.just(Algorithm.ED25519), st.binary(min_size=32, max_size=32))
texts = st.text(st.characters(exclude_categories=("Cs",), min_codepoint=0x20) | st.just("\n"), max_size=200).map(
    lambda t: t + "\n"
)


@given(texts, st.lists(signers, min_size=1, max_size=4, unique_by=lambda s: (s.name, s.seed)))
@settings(max_examples=150, deadline=None)
def test_what_is_signed_is_what_opens(text: str, keys: list[Signer]) -> None:
    note = sign(text, keys)
    opened = open_note(note, [key.verifier for key in keys])
    assert opened.text == text
    assert [s.verifier for s in opened.signatures] == [key.verifier for key in keys]
    assert b"".join((text.encode(), b"\n", *(str(line).encode() for line in parse_note(note).lines))) == note


@given(signers)
def test_keys_and_their_texts(key: Signer) -> None:
    assert Signer.parse(key.secret_text()) == key
    assert Verifier.parse(str(key.verifier)) == key.verifier


KEY = Signer("courier.example/root", Algorithm.ED25519, b"\1" * 32)
NOTE = sign("Two lines.\n\nAnd more.\n", [KEY])


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
@settings(max_examples=400, deadline=None)
def test_one_changed_byte_is_refused(at: int, change: int) -> None:
    damaged = bytearray(NOTE)
    damaged[at] ^= change
    with pytest.raises((InputError, TrustError)):
        open_note(bytes(damaged), [KEY.verifier])


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_are_refused_or_taken_apart(data: bytes) -> None:
    try:
        note = parse_note(data)
    except InputError:
        return
    assert note.untrusted_text.encode() + b"\n" + "".join(map(str, note.lines)).encode() == data


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9999, 1, 1)), st.integers(0, 2**64 - 1))
@settings(max_examples=50, deadline=None)
def test_cosignatures_state_their_time(moment: datetime, size: int) -> None:
    at = moment.replace(tzinfo=UTC)
    checkpoint = f"log\n{size}\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n"
    witnesses = [Signer("w", Algorithm.COSIGNATURE, b"\2" * 32), Signer("w", Algorithm.ML_DSA_44, b"\3" * 32)]
    note = add_signatures(sign(checkpoint, [KEY]), witnesses, at=at)
    opened = open_note(note, [w.verifier for w in witnesses])
    assert {s.timestamp for s in opened.signatures} == {int(at.timestamp())}


def test_ml_dsa_covers_no_extension_lines_and_ed25519_does() -> None:
    """What each cosignature says differs (tlog-cosignature): a reader must not rely on extension lines."""
    plain = "log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    lattice, witness = (Signer("w", kind, b"\2" * 32) for kind in (Algorithm.ML_DSA_44, Algorithm.COSIGNATURE))
    lattice.verifier.verify(plain + "extension\n", lattice.sign(plain, 5))
    with pytest.raises(TrustError):
        witness.verifier.verify(plain + "extension\n", witness.sign(plain, 5))
    for other in (plain.replace("log", "gol"), plain.replace("7", "8", 1)):
        with pytest.raises(TrustError):
            lattice.verifier.verify(other, lattice.sign(plain, 5))
    stranger = Signer("v", Algorithm.ML_DSA_44, b"\2" * 32)
    with pytest.raises(TrustError):
        stranger.verifier.verify(plain, lattice.sign(plain, 5))
