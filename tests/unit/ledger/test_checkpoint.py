"""Checkpoints: the text, and what it means that one extends another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amparo.errors import InputError, RollbackError, TrustError
from amparo.ledger.checkpoint import Checkpoint, check_extends
from amparo.ledger.merkle import EMPTY_ROOT, leaf_hash, node_hash

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
EXAMPLE = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
ONE, TWO = leaf_hash(b"a"), leaf_hash(b"b")
FIRST = Checkpoint("log.example", 1, ONE)
SECOND = Checkpoint("log.example", 2, node_hash(ONE, TWO))
EMPTY = Checkpoint("log.example", 0, EMPTY_ROOT)


def test_the_example_of_the_specification() -> None:
    checkpoint = Checkpoint.parse(EXAMPLE)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.to_text() == EXAMPLE
    extended = Checkpoint.parse(EXAMPLE + "more\nand more\n")
    assert extended.extensions == ("more", "and more") and extended.to_text() == EXAMPLE + "more\nand more\n"


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", EXAMPLE[:-1], EXAMPLE + "\n", "\n" + EXAMPLE, f"o\n\n{ROOT}\n", f"o\n{ROOT}\n", f"o\n01\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n", f"o\n+1\n{ROOT}\n", f"o\n1 \n{ROOT}\n", f"o\n1e3\n{ROOT}\n", f"o\n٣\n{ROOT}\n",
        f"o\n9223372036854775808\n{ROOT}\n", f"o\n{'9' * 5000}\n{ROOT}\n", f"o\n1\n{ROOT[:-1]}\n",
        "o\n1\nAAAA\n", "o\n1\n" + ROOT.replace("I=", "J=") + "\n", f"o\n0\n{ROOT}\n",
    ],
)  # fmt: skip
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        Checkpoint.parse(text)


def test_extending() -> None:
    check_extends(FIRST, SECOND, [TWO])
    check_extends(SECOND, SECOND, [])
    check_extends(EMPTY, SECOND, [])
    check_extends(EMPTY, EMPTY, [])


def test_rollback() -> None:
    with pytest.raises(RollbackError):
        check_extends(SECOND, FIRST, [TWO])


def test_split_view_of_one_size() -> None:
    with pytest.raises(RollbackError):
        check_extends(SECOND, replace(SECOND, root=ONE), [])


def test_fork_after_the_first_entry() -> None:
    fork = Checkpoint("log.example", 2, node_hash(leaf_hash(b"other"), TWO))
    for proof in ([TWO], [], [ONE], [leaf_hash(b"other"), TWO]):
        with pytest.raises(RollbackError):
            check_extends(FIRST, fork, proof)


def test_a_proof_where_none_belongs() -> None:
    with pytest.raises(RollbackError):
        check_extends(EMPTY, SECOND, [ONE])


def test_another_log() -> None:
    with pytest.raises(TrustError):
        check_extends(FIRST, replace(SECOND, origin="other.example"), [TWO])
