"""The examples inside the C2SP log specifications are read as their text says, or the difference is explained here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amparo.errors import InputError
from amparo.ledger.checkpoint import Checkpoint, parse_decimal, parse_hash
from amparo.ledger.policy import Policy
from amparo.ledger.tlog_proof import TlogProof
from amparo.seal.note import parse_note, sign
from amparo.seal.notekeys import Algorithm, Signer, Verifier


@pytest.fixture
def specification(corpora: Path) -> Path:
    return corpora / "conformance" / "c2sp-specs"


def blocks(page: Path) -> list[str]:
    return re.findall(r"```\n(.*?)```", page.read_text(), re.DOTALL)


def test_checkpoint(specification: Path) -> None:
    """The page gives no key, so the signature is taken apart but cannot be checked."""
    note = parse_note(blocks(specification / "tlog-checkpoint.md")[0].encode())
    checkpoint = Checkpoint.parse(note.untrusted_text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.to_text() == note.untrusted_text
    assert [line.name for line in note.lines] == ["example.com/behind-the-sofa"]


def test_cosigned_checkpoint(specification: Path) -> None:
    note = parse_note(blocks(specification / "tlog-cosignature.md")[0].encode())
    assert Checkpoint.parse(note.untrusted_text).size == 20852163
    log, witness = note.lines
    assert (log.name, len(log.signature)) == ("example.com/behind-the-sofa", 64)
    assert (witness.name, len(witness.signature)) == ("witness.example.com/w1", 72)
    assert int.from_bytes(witness.signature[:8], "big") == 1679315147, "the time that the page states below"


def test_add_checkpoint_request(specification: Path) -> None:
    """tlog-witness: an old size, consistency proof lines, a checkpoint signed by two keys of one name."""
    page = (specification / "tlog-witness.md").read_text()
    body = re.search(r"Example request body:\n\n((?:    .*\n|\n)+)", page)
    assert body is not None
    lines = [line[4:] for line in body[1].rstrip("\n").split("\n")]
    blank = lines.index("")
    assert parse_decimal(lines[0].removeprefix("old ")) == 20852014
    assert all(len(parse_hash(line)) == 32 for line in lines[1:blank])
    note = parse_note(("\n".join(lines[blank + 1 :]) + "\n").encode())
    assert Checkpoint.parse(note.untrusted_text).size == 20852163
    assert len({(line.name, line.key_id) for line in note.lines}) == 2


def test_proof(specification: Path) -> None:
    """The signatures of the example are elided ("[...]"), so it is read up to its checkpoint."""
    example = blocks(specification / "tlog-proof.md")[0].encode()
    proof = TlogProof.parse(example)
    assert (proof.index, len(proof.path)) == (73894, 5)
    assert proof.extra is not None and proof.extra.startswith(b"age-v1.2.1-darwin-arm64.tar.gz")
    assert Checkpoint.parse(proof.checkpoint_note.decode().partition("\n\n")[0] + "\n").size == 109482
    assert proof.to_bytes() == example
    with pytest.raises(InputError):
        parse_note(proof.checkpoint_note)


def test_policy(specification: Path) -> None:
    """Keys are elided as <vkey>; real ones in their place make it a policy."""
    example = blocks(specification / "tlog-policy.md")[0]
    numbers = iter(range(100))

    def key(_: re.Match[str]) -> str:
        number = next(numbers)
        kind = Algorithm.COSIGNATURE if number else Algorithm.ED25519
        return str(Signer(f"key{number}.example", kind, bytes([number]) * 32).verifier)

    policy = Policy.parse(re.sub("<vkey>", key, example).encode())
    assert policy.quorum == "X-and-Y" and list(policy.groups) == ["X-witnesses", "Y-witnesses", "X-and-Y"]
    assert (policy.groups["X-witnesses"].threshold, policy.groups["Y-witnesses"].threshold) == (2, 1)
    assert policy.groups["X-and-Y"].threshold == 2 and len(policy.witnesses) == 6
    with pytest.raises(InputError):
        Policy.parse(example.encode())


def test_signed_note_key_as_a_log(specification: Path) -> None:
    """The vkey of signed-note's example is a log key by its type; the note it signed is no checkpoint."""
    page = (specification / "signed-note.md").read_text()
    found = re.search(r"    (example\.com/foo\+\S+)\n", page)
    assert found is not None and Verifier.parse(found[1]).algorithm is Algorithm.ED25519
    policy = Policy.of_log(found[1])
    with pytest.raises(InputError):
        policy.check(blocks(specification / "signed-note.md")[-1].encode())
    signer = Signer("example.com/foo", Algorithm.ED25519, bytes(32))
    with pytest.raises(InputError):
        Policy.of_log(str(signer.verifier)).check(sign("This is an example message.\n", [signer]))
