"""Proof files as C2SP tlog-proof writes them."""

from __future__ import annotations

import random
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import AmparoError, InputError, TooLargeError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.merkle import leaf_hashes
from amparo.ledger.policy import Policy
from amparo.ledger.proofs import inclusion_proof
from amparo.ledger.tlog_proof import TlogProof
from amparo.ledger.tree import Edge
from amparo.seal.note import sign
from amparo.seal.notekeys import Algorithm, Signer

LUCK = random.Random(5)
LOG = Signer.generate("log.example", Algorithm.ED25519, LUCK.randbytes)
POLICY = Policy.of_log(str(LOG.verifier))
ENTRIES = [b"entry %d" % at for at in range(300)]


class Files(dict[str, bytes]):
    read = dict.__getitem__


EDGE, FILES = Edge(), Files()
FILES.update({full.tile.path: full.data for full in EDGE.append(leaf_hashes(ENTRIES))})
FILES.update({tile.path: data for tile, data in EDGE.partial_tiles().items()})
NOTE = sign(Checkpoint("log.example", 300, EDGE.root()).to_text(), [LOG])
PROOF = TlogProof(261, inclusion_proof(FILES, 261, 300), NOTE, ENTRIES[261])
DATA = PROOF.to_bytes()


def test_the_shape_of_the_specification() -> None:
    lines = DATA.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1] == "extra " + b64encode(b"entry 261").decode()
    assert lines[2] == "index 261"
    assert lines[3 + len(PROOF.path)] == "" and lines[4 + len(PROOF.path)] == "log.example"
    assert TlogProof.parse(DATA) == PROOF
    bare = TlogProof(0, (), NOTE)
    assert TlogProof.parse(bare.to_bytes()) == bare and b"extra" not in bare.to_bytes()


def test_it_proves() -> None:
    assert TlogProof.parse(DATA).verify(ENTRIES[261], POLICY).checkpoint.size == 300


def test_another_entry_is_not_proved() -> None:
    for entry in (ENTRIES[260], b"", ENTRIES[261] + b"\n"):
        with pytest.raises(TrustError):
            PROOF.verify(entry, POLICY)


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(at: int, change: int) -> None:
    changed = bytearray(DATA)
    changed[at] ^= change
    with pytest.raises(AmparoError):
        proof = TlogProof.parse(bytes(changed))
        assert proof.extra is not None
        proof.verify(proof.extra, POLICY)


@given(st.integers(0, len(DATA) - 1))
def test_any_truncation_is_refused(at: int) -> None:
    with pytest.raises(AmparoError):
        proof = TlogProof.parse(DATA[:at])
        proof.verify(proof.extra or b"", POLICY)


H = b64encode(b"h" * 32).decode()


@pytest.mark.parametrize(
    "head",
    [
        "", "c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2\nindex 0", "c2sp.org/tlog-proof@v1\nindex 00",
        "c2sp.org/tlog-proof@v1\nindex -1", "c2sp.org/tlog-proof@v1\nindex 9223372036854775808",
        "c2sp.org/tlog-proof@v1\nindex 1 ", "c2sp.org/tlog-proof@v1\nindex",
        f"c2sp.org/tlog-proof@v1\nindex {'1' * 5000}",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra aGk=", "c2sp.org/tlog-proof@v1\nextra aGk\nindex 0",
        "c2sp.org/tlog-proof@v1\nextra aGk=\nextra aGk=\nindex 0", "c2sp.org/tlog-proof@v1\nindex 0\naGk=",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{H[:-1]}", f"c2sp.org/tlog-proof@v1\nindex 0\n {H}",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + "\n".join([H] * 64), "c2sp.org/tlog-proof@v1\r\nindex 0", "é",
    ],
)  # fmt: skip
def test_malformed_files_are_refused(head: str) -> None:
    with pytest.raises(InputError):
        TlogProof.parse(head.encode() + b"\n\n" + NOTE)


def test_a_file_that_is_no_proof_at_all() -> None:
    with pytest.raises(TooLargeError):
        TlogProof.parse(b"x" * (1 << 20) + b"\n\n")
    with pytest.raises(InputError):
        TlogProof.parse(b"")
