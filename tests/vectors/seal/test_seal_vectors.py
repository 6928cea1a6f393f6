"""specs/vectors: the code still makes them, and a reader that knows only the spec pages agrees with them.

The second half of every test is written from the page, not from our code, where that is a matter of a few lines.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib.util
import io
import json
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amparo.errors import InputError, StateError, TrustError
from amparo.seal.age import open_bytes, parse_identity
from amparo.seal.envelope import open_envelope
from amparo.seal.form import Form, applicable
from amparo.seal.names import SafeName
from amparo.seal.note import Signer, Verifier, open_note
from amparo.seal.passphrase import PassphraseError, derive, parse
from amparo.seal.reply import open_reply
from amparo.seal.roster import Roster
from amparo.seal.succession import Lineage

REPOSITORY = Path(__file__).resolve().parents[3]
NAMES = ["padding", "passphrase", "envelope", "signed-note", "roster", "form", "mailbox", "reply"]


def load(name: str) -> Any:
    return json.loads((REPOSITORY / "specs/vectors" / f"{name}.json").read_text(encoding="utf-8"))


def unpacked(parts: list[str | int]) -> bytes:
    return b"".join(bytes(part) if isinstance(part, int) else bytes.fromhex(part) for part in parts)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("seal_vectors", REPOSITORY / "scripts/seal_vectors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_the_code_still_makes_them(name: str, maker: ModuleType) -> None:
    assert json.loads(maker.rendered(name)) == load(name)


def test_padding() -> None:
    for case in load("padding")["cases"]:
        length, e = case["length"], max(case["length"].bit_length() - 1, 0)
        step = 2 ** (e - e.bit_length()) if length > 1 else 1
        assert case["padded"] == -(-length // step) * step


class Polynomial:
    """Arithmetic of specs/passphrase.md done the slow way: five coefficients over GF(p), reduced by the modulus."""

    def __init__(self, p: int, modulus: tuple[int, ...]) -> None:
        self.p, self.modulus = p, modulus

    def digits(self, value: int) -> list[int]:
        return [value // self.p**k % self.p for k in range(5)]

    def times_x(self, a: list[int]) -> list[int]:
        shifted = [0, *a]
        top = shifted.pop()
        return [(c - top * m) % self.p for c, m in zip(shifted, self.modulus, strict=True)]

    def sum_is_zero(self, symbols: list[int]) -> bool:
        total = [0] * 5
        for place, symbol in enumerate(symbols):
            term = self.digits(symbol)
            for _ in range(6 - place):
                term = self.times_x(term)
            total = [(a + b) % self.p for a, b in zip(total, term, strict=True)]
        return not any(total)


TWO = Polynomial(2, (1, 0, 1, 0, 0))
THREE = Polynomial(3, (1, 2, 0, 0, 0))


def test_passphrase_words() -> None:
    vectors = load("passphrase")
    for case in vectors["valid"]:
        assert parse(case["words"]).words == tuple(case["words"].split())
        assert TWO.sum_is_zero([i % 32 for i in case["indices"]])
        assert THREE.sum_is_zero([i // 32 for i in case["indices"]])
    for case in vectors["typed"]:
        assert str(parse(case["typed"])) == case["words"]
    for case in vectors["invalid"]:
        with pytest.raises(PassphraseError):
            parse(case["words"])


def test_passphrase_keys() -> None:
    case = load("passphrase")["keys"]
    keys = derive(parse(case["words"]), case["root_vkey"])
    assert keys.identity.secret_text() == case["identity_secret"]
    assert str(keys.identity.recipient) == case["recipient"]
    assert keys.mailbox_secret.hex() == case["mailbox_secret"]
    expanded = HKDF(SHA256(), 32, salt=b"", info=b"amparo/passphrase/v1 mailbox secret").derive(
        bytes.fromhex(case["argon2id"])
    )
    assert expanded == keys.mailbox_secret


def test_envelope() -> None:
    vectors = load("envelope")
    for case in vectors["cases"]:
        plain = unpacked(case["plaintext"])
        assert (len(plain), hashlib.sha256(plain).hexdigest()) == (case["plaintext_length"], case["plaintext_sha256"])
        got = open_envelope(io.BytesIO(plain))
        assert (got.message, dict(got.answers), got.channel) == (case["message"], case["answers"], case["channel"])
        assert got.received == date.fromisoformat(case["received"])
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            assert archive.testzip() is None
            for file, listed in zip(case["files"], got.files, strict=True):
                assert listed.name == file["name"] == SafeName(file["name"])
                assert archive.read(listed.member) == unpacked(file["data"])
    for case in vectors["refused"]:
        with pytest.raises(InputError):
            open_envelope(io.BytesIO(unpacked(case["plaintext"])))
    for case in vectors["safe_names"]:
        assert SafeName.parse(case["untrusted"]) == case["safe"]


def test_signed_note() -> None:
    vectors = load("signed-note")
    for key in vectors["keys"]:
        assert str(Signer.parse(key["secret"]).verifier) == key["vkey"]
    for case in vectors["opens"]:
        note = open_note(case["note"].encode(), [Verifier.parse(case["vkey"])])
        assert note.verified == (case["vkey"],)
        assert note.signatures[0].timestamp == case["timestamp"]
    for case in vectors["refused"]:
        with pytest.raises((InputError, TrustError)):
            open_note(case["note"].encode(), [Verifier.parse(case["vkey"])])


def test_roster() -> None:
    vectors = load("roster")
    roster = Roster.parse(vectors["note"].encode(), Verifier.parse(vectors["root_vkey"]))
    assert roster.last_day.isoformat() == vectors["last_day"]
    for day, recipients in vectors["recipients_on"].items():
        assert list(roster.recipients_on(date.fromisoformat(day))) == recipients
    for day in vectors["closed_on"]:
        with pytest.raises(StateError):
            roster.recipients_on(date.fromisoformat(day))
    text = roster.to_text()
    for case in vectors["refused_when_replaced_once"]:
        assert case["find"] in text
        with pytest.raises(InputError):
            Roster.from_text(text.replace(case["find"], case["put"], 1))


def test_succession() -> None:
    vectors = load("succession")
    for case in vectors["follows"]:
        lineage, known = Lineage.parse(case["notes"].encode()), Verifier.parse(case["known"])
        assert str(lineage.heir(known)) == case["root"] and str(lineage.founder(known)) == case["founder"]
    for case in vectors["refused"]:
        with pytest.raises((InputError, TrustError)):
            Lineage.parse(case["notes"].encode()).heir(Verifier.parse(case["known"]))


def test_form() -> None:
    vectors = load("form")
    form = Form.parse(vectors["note"].encode(), Verifier.parse(vectors["root_vkey"]))
    assert [channel.name for channel in form.channels] == vectors["channels"]
    text = form.to_text()
    head, issued, content, end = text.split("\n")
    assert (head, issued, end) == ("amparo/form/v1", "issued 2026-11-24 3", "")
    again = json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again == content, "one spelling"
    for case in vectors["refused_when_replaced_once"]:
        assert case["find"] in text, case["why"]
        with pytest.raises(InputError):
            Form.from_text(text.replace(case["find"], case["put"], 1))
    for case in vectors["answers"]:
        given = {key: tuple(values) for key, values in case["given"].items()}
        kept = applicable(form.channels[0].questions, given)
        assert {key: list(values) for key, values in kept.items()} == case["kept"]


def test_mailbox() -> None:
    vectors = load("mailbox")
    secret = bytes.fromhex(vectors["mailbox_secret"])
    for case in vectors["cases"]:
        desk = case["desk"].encode()
        message = b"amparo/mailbox/v1 token\0" + bytes([len(desk)]) + desk + case["index"].to_bytes(4, "big")
        made = hmac.digest(secret, message, "sha256")
        assert made.hex() == case["token"]
        assert hashlib.sha256(b"amparo/mailbox/v1 tag\0" + made).hexdigest() == case["tag"]


def test_reply() -> None:
    vectors = load("reply")
    identity = parse_identity(vectors["identity"])
    sealed = base64.b64decode(vectors["sealed"]["base64"])
    assert len(sealed) == vectors["reply_size"]
    assert open_reply(sealed, identity).text == vectors["sealed"]["text"]
    plain_size = len(open_bytes(sealed, [identity]))
    for case in vectors["cases"]:
        text = b""
        for number, packed in enumerate(case["plaintexts"], start=1):
            plain = unpacked(packed)
            head, _, rest = plain.partition(b"\n\n")
            size = case["part_lengths"][number - 1]
            assert head.decode().split("\n") == [
                "amparo/reply/v1",
                f"message {case['message']}",
                f"part {number} {len(case['plaintexts'])}",
                f"day {case['day']}",
                f"length {size:04}",
            ]
            assert len(plain) == plain_size
            assert not rest[size:].strip(b"\0")
            text += rest[:size]
        assert text.decode() == case["text"]
