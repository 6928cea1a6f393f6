"""Signed notes: what opens, what is ignored, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from amparo.errors import InputError, StateError, TooLargeError, TrustError
from amparo.seal.note import Algorithm, Signer, Verifier, add_signatures, open_note, parse_note, sign

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CHECKPOINT = "example.com/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ED = Signer("example.com/a", Algorithm.ED25519, b"\1" * 32)
OTHER = Signer("example.com/b", Algorithm.ED25519, b"\2" * 32)
WITNESS = Signer("example.com/w", Algorithm.COSIGNATURE, b"\3" * 32)
LATTICE = Signer("example.com/log", Algorithm.ML_DSA_44, b"\4" * 32)
ALL = (ED, OTHER, WITNESS, LATTICE)


def test_a_note_opens_with_the_key_that_signed_it() -> None:
    note = open_note(sign("hello\n\nworld\n", [ED]), [ED.verifier])
    assert note.text == "hello\n\nworld\n"
    assert note.verified == (str(ED.verifier),)
    assert note.signatures[0].timestamp is None


def test_every_kind_of_signature_on_one_checkpoint() -> None:
    note = open_note(sign(CHECKPOINT, ALL, at=NOW), [signer.verifier for signer in ALL])
    assert [s.verifier for s in note.signatures] == [signer.verifier for signer in ALL]
    stamp = int(NOW.timestamp())
    assert [s.timestamp for s in note.signatures] == [None, None, stamp, stamp]


def test_ml_dsa_without_a_time_states_zero() -> None:
    note = open_note(sign(CHECKPOINT, [LATTICE]), [LATTICE.verifier])
    assert note.signatures[0].timestamp == 0


def test_cosignature_without_a_time_is_our_fault() -> None:
    with pytest.raises(StateError):
        sign(CHECKPOINT, [WITNESS])


def test_ml_dsa_signs_checkpoints_only() -> None:
    with pytest.raises(InputError):
        sign("not a checkpoint\n", [LATTICE])


def test_cosigners_add_lines_without_touching_the_rest() -> None:
    note = sign(CHECKPOINT, [ED])
    longer = add_signatures(note, [WITNESS], at=NOW)
    assert longer.startswith(note)
    assert open_note(longer, [WITNESS.verifier]).verified == (str(WITNESS.verifier),)


@pytest.mark.parametrize("signer", ALL, ids=lambda s: s.algorithm.name)
def test_keys_survive_their_text_forms(signer: Signer) -> None:
    assert Signer.parse(signer.secret_text()) == signer
    assert Verifier.parse(str(signer.verifier)) == signer.verifier


def test_a_secret_is_not_in_its_repr() -> None:
    assert repr(ED.seed) not in repr(ED)


def test_unknown_signatures_are_ignored() -> None:
    note = sign("text\n", [ED, OTHER])
    assert open_note(note, [OTHER.verifier]).verified == (str(OTHER.verifier),)


def test_no_known_signature_is_no_note() -> None:
    with pytest.raises(TrustError):
        open_note(sign("text\n", [ED]), [OTHER.verifier])


def test_one_bad_known_signature_rejects_the_note() -> None:
    good, bad = sign("text\n", [ED, OTHER]), sign("other\n", [OTHER])
    forged = b"".join(good.splitlines(keepends=True)[:3]) + bad.splitlines(keepends=True)[2]
    assert open_note(forged, [ED.verifier]).verified
    with pytest.raises(TrustError):
        open_note(forged, [ED.verifier, OTHER.verifier])


def test_a_second_signature_of_a_known_key_must_hold_too() -> None:
    good, bad = sign("text\n", [ED]), sign("other\n", [ED])
    with pytest.raises(TrustError):
        open_note(good + bad.splitlines(keepends=True)[2], [ED.verifier])


def test_the_same_signature_twice_counts_once() -> None:
    note = sign("text\n", [ED])
    assert open_note(note + note.splitlines(keepends=True)[2], [ED.verifier]).verified == (str(ED.verifier),)


def test_sixteen_signatures_are_accepted_and_a_flood_is_not() -> None:
    line = sign("text\n", [OTHER]).splitlines(keepends=True)[2]
    note = sign("text\n", [ED])
    assert open_note(note + line * 15, [ED.verifier]).verified
    with pytest.raises(TooLargeError):
        open_note(note + line * 100, [ED.verifier])


def test_a_caller_may_set_a_lower_limit() -> None:
    with pytest.raises(TooLargeError):
        open_note(sign("text\n", [ED]), [ED.verifier], limit=20)


def test_two_trusted_keys_with_one_id_are_our_fault() -> None:
    class Twin(Verifier):
        @property
        def key_id(self) -> bytes:
            return ED.verifier.key_id

    twin = Twin(ED.name, Algorithm.ED25519, OTHER.verifier.public)
    with pytest.raises(StateError):
        open_note(sign("text\n", [ED]), [ED.verifier, twin])


def test_parse_does_not_judge() -> None:
    note = parse_note(sign("text\n", [ED]))
    assert note.untrusted_text == "text\n"
    assert note.lines[0].name == ED.name


def test_signing_needs_a_signer_and_a_line_end() -> None:
    with pytest.raises(StateError):
        sign("text\n", [])
    with pytest.raises(InputError):
        sign("text", [ED])
    with pytest.raises(InputError):
        sign("te\tt\n", [ED])
    with pytest.raises(InputError):
        sign("te\ud800\n", [ED])
