"""Trust policies as C2SP tlog-policy writes them, and what they accept."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from amparo.errors import AmparoError, InputError, TooLargeError, TrustError
from amparo.ledger.checkpoint import Checkpoint
from amparo.ledger.merkle import leaf_hash
from amparo.ledger.policy import Policy, policy_text
from amparo.seal.note import add_signatures, sign
from amparo.seal.notekeys import Algorithm, Signer

LUCK = random.Random(3)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
TEXT = Checkpoint("log.example", 1, leaf_hash(b"a")).to_text()


def signer(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    return Signer.generate(name, algorithm, LUCK.randbytes)


LOG = signer("log.example")
PQ = signer("log.example", Algorithm.ML_DSA_44)
WITNESSES = {
    name: signer(f"witness.example/{name}", Algorithm.COSIGNATURE if name < "Y" else Algorithm.ML_DSA_44)
    for name in ("X1", "X2", "X3", "Y1", "Y2", "Y3")
}
KEYS = {name: str(one.verifier) for name, one in WITNESSES.items()}
LOG_KEY = str(LOG.verifier)
EXAMPLE = f"""
# The example of the specification, with real keys.
log {LOG_KEY}

witness X1 {KEYS["X1"]}
\twitness  X2\t{KEYS["X2"]} https://x2.example/
witness X3 {KEYS["X3"]}
group X-witnesses 2 X1 X2 X3

witness Y1 {KEYS["Y1"]}
witness Y2 {KEYS["Y2"]}
witness Y3 {KEYS["Y3"]}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
""".encode()


def note(*names: str, by: Signer = LOG, text: str = TEXT) -> bytes:
    signed = sign(text, [by], at=NOW)
    return add_signatures(signed, [WITNESSES[name] for name in names], at=NOW) if names else signed


@pytest.mark.parametrize(
    ("names", "enough"),
    [
        ("X1 X2 Y1", True), ("X2 X3 Y3", True), ("X1 X2 X3 Y1 Y2 Y3", True), ("X1 Y1", False), ("X1 X2 X3", False),
        ("Y1 Y2 Y3", False), ("X1 Y1 Y2 Y3", False), ("", False),
    ],
)  # fmt: skip
def test_the_quorum_of_the_example(names: str, enough: bool) -> None:
    policy = Policy.parse(EXAMPLE)
    if enough:
        attested = policy.check(note(*names.split()))
        assert attested.log_vkeys == (LOG_KEY,) and set(attested.witnesses) == set(names.split())
        assert set(attested.witnesses.values()) == {int(NOW.timestamp())}
    else:
        with pytest.raises(TrustError):
            policy.check(note(*names.split()))


def test_one_log_and_no_witness() -> None:
    policy = Policy.of_log(LOG_KEY, str(PQ.verifier))
    assert policy.check(note()).checkpoint == Checkpoint.parse(TEXT)
    assert policy.check(note(by=PQ)).log_vkeys == (str(PQ.verifier),)
    with pytest.raises(TrustError):
        policy.check(note(by=signer("log.example")))


def test_both_keys_of_a_log_are_needed_when_one_is_a_cosigner() -> None:
    policy = Policy.parse(policy_text([LOG_KEY], {"post-quantum": str(PQ.verifier)}).encode())
    assert policy.check(sign(TEXT, [LOG, PQ], at=NOW)).witnesses == {"post-quantum": int(NOW.timestamp())}
    for only in (LOG, PQ):
        with pytest.raises(TrustError):
            policy.check(note(by=only))


def test_several_cosigners_are_all_needed() -> None:
    policy = Policy.parse(policy_text([LOG_KEY], {name: KEYS[name] for name in ("X1", "Y1")}).encode())
    assert policy.check(note("X1", "Y1")).witnesses.keys() == {"X1", "Y1"}
    with pytest.raises(TrustError):
        policy.check(note("X1"))


def test_a_log_cannot_sign_under_another_origin() -> None:
    other = signer("other.example")
    policy = Policy.of_log(LOG_KEY, str(other.verifier))
    with pytest.raises(TrustError):
        policy.check(note(by=other))


def test_a_bad_signature_beside_good_ones_rejects() -> None:
    good = note("X1", "X2", "Y1").decode()
    line = next(line for line in good.split("\n") if "/X3" not in line and "/X1" in line)
    spoiled = good.replace(line, line[:-8] + ("A" if line[-8] != "A" else "B") + line[-7:])
    with pytest.raises(AmparoError):
        Policy.parse(EXAMPLE).check(spoiled.encode())


def test_the_same_cosignature_twice_counts_once() -> None:
    policy = Policy.parse(EXAMPLE)
    once = note("X1", "Y1")
    with pytest.raises(TrustError):
        policy.check(add_signatures(once, [WITNESSES["X1"]], at=NOW))


def test_no_log_listed_accepts_nothing() -> None:
    with pytest.raises(TrustError):
        Policy.parse(f"witness X1 {KEYS['X1']}\nquorum X1\n".encode()).check(note("X1"))


def test_names_are_octets() -> None:
    latin, kelvin = b"caf\xe9", "\N{KELVIN SIGN}".encode()
    keys = [key.encode() for key in KEYS.values()]
    lines = [b"witness " + latin + b" " + keys[0], b"witness K " + keys[1], b"witness " + kelvin + b" " + keys[2]]
    policy = Policy.parse(b"\n".join([*lines, b"quorum " + latin]))
    assert len(policy.witnesses) == 3
    assert policy.quorum.encode("utf-8", "surrogateescape") == latin


@pytest.mark.parametrize(
    "lines",
    [
        "", "quorum X1", "quorum none\nquorum none", f"log {LOG_KEY}", f"log {LOG_KEY} u v\nquorum none",
        f"log {LOG_KEY}\nlog {LOG_KEY}\nquorum none", f"log {LOG_KEY[:-1]}\nquorum none", "log\nquorum none",
        f"log {KEYS['X1']}\nquorum none", f"witness X1 {LOG_KEY}\nquorum none", "quorum", "quorum a b", "Quorum none",
        f"witness none {KEYS['X1']}\nquorum none", f"witness X1 {KEYS['X1']}\nwitness X1 {KEYS['X2']}\nquorum none",
        f"witness X1 {KEYS['X1']}\nwitness X2 {KEYS['X1']}\nquorum none", f"quorum X1\nwitness X1 {KEYS['X1']}",
        f"witness X1 {KEYS['X1']}\ngroup g 2 X1\nquorum g", f"witness X1 {KEYS['X1']}\ngroup g 0 X1\nquorum g",
        f"witness X1 {KEYS['X1']}\ngroup g 01 X1\nquorum g", f"witness X1 {KEYS['X1']}\ngroup g any\nquorum g",
        f"witness X1 {KEYS['X1']}\ngroup g any X1 X1\nquorum g", f"witness X1 {KEYS['X1']}\ngroup g any g\nquorum g",
        f"witness X1 {KEYS['X1']}\ngroup g any none\nquorum g", f"witness X1 {KEYS['X1']}\ngroup X1 any X1\nquorum X1",
        f"witness X1 {KEYS['X1']}\ngroup g any X1\ngroup h any X1\nquorum g",
        f"group g any X1\nwitness X1 {KEYS['X1']}",
        "quorum none\r", "quorum\vnone", "quorum\u00a0none", "quorum none\x7f", "quorum\x00none",
    ],
)  # fmt: skip
def test_malformed_policies_are_refused(lines: str) -> None:
    with pytest.raises(InputError):
        Policy.parse(lines.encode())


def test_the_line_at_fault_is_named_and_not_quoted() -> None:
    with pytest.raises(InputError) as caught:
        Policy.parse(b"# one\n\nevil \xe2\x80\xae words\n")
    assert "Line 3" in caught.value.what and "evil" not in caught.value.explain()


def test_limits() -> None:
    with pytest.raises(TooLargeError):
        Policy.parse(b"#" * (1 << 20) + b"\nquorum none")
    many = "".join(f"witness w{at} {signer(f'w{at}', Algorithm.COSIGNATURE).verifier}\n" for at in range(257))
    with pytest.raises(InputError):
        Policy.parse(many.encode() + b"quorum none\n")
    fewer = "".join(many.splitlines(keepends=True)[:40])
    assert len(Policy.parse(fewer.encode() + b"quorum w39\n").witnesses) == 40
