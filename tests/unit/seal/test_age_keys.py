"""Keys as text: Bech32, recipients, identities, files of them; and the memory secrets live in."""

from __future__ import annotations

import os
import pickle
import re
import resource
from pathlib import Path

import pytest

from amparo.errors import InputError
from amparo.seal import bech32
from amparo.seal.age import (
    HybridIdentity,
    SecretBytes,
    X25519Identity,
    parse_identity,
    parse_identity_file,
    parse_recipient,
    parse_recipients_file,
)

# BIP173, "Test vectors", those whose data are whole bytes.
VALID = ("A12UEL5L", "a12uel5l", "?1ezyfcl")
INVALID = (
    "\x201nwldj5",
    "\x7f1axkwrx",
    "\x801eym55h",
    "pzry9x0s0muk",
    "1pzry9x0s0muk",
    "x1b4n0q5v",
    "li1dgmt3",
    "de1lg7wt\xff",
    "A1G7SGD8",
    "10a06t8",
    "1qzzfhee",
    "A12uEL5L",
)


@pytest.mark.parametrize("text", VALID)
def test_bech32_takes_the_published_strings(text: str) -> None:
    prefix, data = bech32.decode(text)
    assert bech32.encode(prefix, data) == text.lower()


@pytest.mark.parametrize("text", [*INVALID, "", "1", "age1", "age1qqqqq"])
def test_bech32_refuses_the_published_strings(text: str) -> None:
    with pytest.raises(InputError):
        bech32.decode(text)


def test_bech32_finds_every_single_typo() -> None:
    text = str(X25519Identity(bytes(range(32))).recipient)
    for position in range(4, len(text)):
        for letter in "qpz7l":
            if letter != text[position]:
                with pytest.raises(InputError):
                    bech32.decode(text[:position] + letter + text[position + 1 :])


def test_the_specifications_own_keys(corpora: Path) -> None:
    text = (corpora / "conformance" / "c2sp-specs" / "age.md").read_text()
    secrets = re.findall(r"^    (AGE-SECRET-KEY-\S+)$", text, re.MULTILINE)
    recipients = re.findall(r"^    (age1(?!tag)\S+)$", text, re.MULTILINE)
    assert len(secrets) == len(recipients) == 2
    for secret, recipient in zip(secrets, recipients, strict=True):
        identity = parse_identity(secret)
        assert str(identity.recipient) == recipient
        assert identity.secret_text() == secret
        assert parse_recipient(recipient) == identity.recipient
        assert hash(parse_recipient(recipient)) == hash(identity.recipient)


@pytest.mark.parametrize("kind", [X25519Identity, HybridIdentity])
def test_keys_travel_as_text(kind: type[X25519Identity] | type[HybridIdentity]) -> None:
    identity = kind.generate()
    assert parse_identity(identity.secret_text()).recipient == identity.recipient
    assert kind.generate().recipient != identity.recipient
    assert identity.secret_text() not in repr(identity) + repr(vars(identity))


def test_a_seed_always_gives_the_same_identity() -> None:
    assert HybridIdentity.from_seed(bytes(32)).recipient == HybridIdentity.from_seed(bytes(32)).recipient
    with pytest.raises(InputError):
        HybridIdentity.from_seed(bytes(31))


def test_wrong_case_and_kind_are_refused() -> None:
    identity = X25519Identity(bytes(range(32)))
    recipient, secret = str(identity.recipient), identity.secret_text()
    for text in (recipient.upper(), secret, "ssh-ed25519 AAAA", "age1tag1qqq", "", bech32.encode("age", bytes(31))):
        with pytest.raises(InputError):
            parse_recipient(text)
    for text in (secret.lower(), recipient, bech32.encode("age-secret-key-", bytes(31)).upper()):
        with pytest.raises(InputError):
            parse_identity(text)


def test_a_secret_given_as_recipient_is_named_as_such() -> None:
    with pytest.raises(InputError, match="secret"):
        parse_recipient(HybridIdentity.generate().secret_text())


def test_files_of_keys_may_hold_comments() -> None:
    one, two = X25519Identity.generate(), HybridIdentity.generate()
    text = f"# created: today\r\n\r\n{one.secret_text()}\r\n# the other\n{two.secret_text()}\n"
    assert [identity.recipient for identity in parse_identity_file(text)] == [one.recipient, two.recipient]
    assert parse_recipients_file(f"# desk\n{one.recipient}\n\n{two.recipient}") == (one.recipient, two.recipient)
    with pytest.raises(InputError, match="line 2"):
        parse_identity_file("# comment\nnonsense\n")
    with pytest.raises(InputError, match="no key"):
        parse_identity_file("# nothing\n")


def test_a_secret_is_gone_when_wiped() -> None:
    secret = SecretBytes(b"of the source")
    view = secret.view
    assert bytes(view) == b"of the source"
    assert len(secret) == 13
    secret.wipe()
    assert bytes(view) == bytes(13)
    with SecretBytes(b"x") as short:
        held = short.view
    assert bytes(held) == b"\0"


def test_a_secret_is_not_shown_nor_serialised() -> None:
    secret = SecretBytes(b"of the source")
    assert "source" not in repr(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_secret_pages_are_locked_and_left_out_of_dumps() -> None:
    secret = SecretBytes(b"of the source")
    maps = Path("/proc/self/smaps").read_text()
    if secret.locked:
        assert re.search(r"^Locked: +[1-9]", maps, re.MULTILINE)
    # "dd" is the kernel's mark for pages that no core dump takes.
    assert re.search(r"^VmFlags:.* dd( |$)", maps, re.MULTILINE)
    secret.wipe()


def test_a_refused_lock_is_admitted() -> None:
    """Beyond RLIMIT_MEMLOCK the secret still lives, unlocked, and says so."""
    soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    user = os.geteuid()
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, hard))
    try:
        if user == 0:
            os.seteuid(65534)
        # Of a length that no wiped and locked page is kept for.
        secret = SecretBytes(b"of the source" * 77)
    finally:
        os.seteuid(user)
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (soft, hard))
    assert not secret.locked
    assert bytes(secret.view) == b"of the source" * 77
