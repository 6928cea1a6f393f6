"""The offline page's own modules agree with the vectors of specs/vectors that concern them, and with `amparo.seal`."""

from __future__ import annotations

import json
import random
import unicodedata
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amparo.seal.fingerprint import fingerprint
from amparo.seal.names import DistinctNames, SafeName
from amparo.seal.note import Algorithm, Signer, Verifier
from amparo.seal.note import sign as sign_note
from amparo.seal.padding import padme
from amparo.seal.passphrase import PassphraseError, generate, parse
from amparo.seal.succession import Revocation, succeed
from drop_process import Newsroom
from sealer_page import newsroom_file, node

HERE = Path(__file__).resolve().parent
SPECS = HERE.parents[2] / "specs" / "vectors"
DAY = "2026-11-24"


def vectors(name: str) -> Any:
    return json.loads((SPECS / f"{name}.json").read_text())


def ask(topic: str, *calls: list[object]) -> list[Any]:
    """What the page's modules answer to each call."""
    return list(node(HERE / "sealer_vectors.mjs", {topic: calls})[topic])


def read_here(typed: str) -> str | None:
    try:
        return str(parse(typed))
    except PassphraseError:
        return None


def test_the_code_of_the_words() -> None:
    cases = vectors("passphrase")["valid"]
    assert ask("valid", *([case["indices"]] for case in cases)) == [True] * len(cases)
    assert ask("check", *([case["indices"][:6]] for case in cases)) == [case["indices"][6] for case in cases]
    spoilt = [[index if at != place else (index + 1) % 7776 for at, index in enumerate(case["indices"])]
              for case in cases for place in range(7)]  # fmt: skip
    assert not any(ask("valid", *([each] for each in spoilt)))


def test_words_are_drawn_and_read_as_here() -> None:
    dice = random.Random(7)
    seeds = [dice.randbytes(400) for _ in range(50)]
    here = []
    for seed in seeds:
        rest = iter(seed)
        here.append(str(generate(lambda count, rest=rest: bytes(next(rest) for _ in range(count)))))  # type: ignore[misc]
    there = ask("generate", *([seed.hex()] for seed in seeds))
    assert [read_here(words) for words in there] == there
    assert there == here
    typed = [case["typed"] for case in vectors("passphrase")["typed"]]
    typed += [case["words"] for case in vectors("passphrase")["invalid"]]
    typed += [words.replace(" ", "") for words in here] + [words.upper().replace(" ", " - ") for words in here]
    assert ask("read", *([each] for each in typed)) == [read_here(each) for each in typed]


def test_keys_of_the_words() -> None:
    """Argon2id, HKDF, the age identity's recipient and the mailbox secret."""
    keys = vectors("passphrase")["keys"]
    assert ask("keys", [keys["words"], keys["root_vkey"]]) == [[keys["recipient"], keys["mailbox_secret"]]]


def test_argon2id_is_the_same_in_webassembly_and_without() -> None:
    dice = random.Random(7)
    for offered in ("absent", "refused", "offered"):
        given = [(dice.randbytes(length), dice.randbytes(32)) for length in (1, 40, 200)]
        there = ask("stretched", *([password.hex(), salt.hex(), offered] for password, salt in given))
        here = [Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19_456) for _, salt in given]
        keys = [each.derive(password).hex() for each, (password, _) in zip(here, given, strict=True)]
        assert there == [[key, offered == "offered"] for key in keys]


def test_signed_notes() -> None:
    """The page knows keys of type 01 alone: no roster is signed by another."""
    every = vectors("signed-note")["opens"]
    opens = [each for each in every if Verifier.parse(each["vkey"]).algorithm is Algorithm.ED25519]
    assert all(each is None for each in ask("note", *([o["note"], o["vkey"]] for o in every if o not in opens)))
    refused = vectors("signed-note")["refused"]
    assert opens and all(ask("note", *([each["note"], each["vkey"]] for each in opens)))
    assert ask("note", *([each["note"], each["vkey"]] for each in refused)) == [None] * len(refused)
    vkeys = [str(Signer.generate("a.example/root").verifier) for _ in range(20)]
    assert ask("fingerprint", *([each] for each in vkeys)) == [fingerprint(Verifier.parse(each)) for each in vkeys]


def test_the_roster_and_every_way_to_spoil_it() -> None:
    roster = vectors("roster")
    file = newsroom_file(roster["root_vkey"], roster["note"].encode()).decode()
    for day, recipients in roster["recipients_on"].items():
        (found,) = ask("newsroom", [file, day])
        assert (found["to"], found["last"]) == (recipients, roster["last_day"])
    assert [each["to"] for each in ask("newsroom", *([file, day] for day in roster["closed_on"]))] == [None, None]
    spoilt = [file.replace(each["find"], each["put"], 1) for each in roster["refused_when_replaced_once"]]
    assert all(text != file for text in spoilt)
    assert all(isinstance(each, str) for each in ask("newsroom", *([text, DAY] for text in spoilt)))


def test_successions_lead_to_the_first_root_and_revocations_end_it() -> None:
    newsroom, old = Newsroom(), Signer.generate("harbour-root")
    note, root = newsroom.roster(), str(newsroom.root.verifier)
    step = succeed(old, newsroom.root, date(2026, 11, 20))
    stranger = succeed(old, Signer.generate("other"), date(2026, 11, 20))
    ended = sign_note(Revocation(date(2026, 11, 21), newsroom.root.verifier).to_text(), [newsroom.root])
    half = step.decode().rsplit("—", 1)[0].encode()
    files = [newsroom_file(root, note, before).decode() for before in (b"", step, stranger, ended, half)]
    alone, followed, *refused = ask("newsroom", *([file, DAY] for file in files))
    assert alone["roots"] == [root] and followed["roots"] == [str(old.verifier), root]
    assert refused == ["swapped", "revoked", "swapped"]


def test_a_swapped_roster_under_the_right_root() -> None:
    right, wrong = Newsroom(), Newsroom()
    swapped = newsroom_file(right.root.verifier, wrong.roster()).decode()
    altered = newsroom_file(right.root.verifier, right.roster()).decode().replace("Harbour", "Habour")
    assert ask("newsroom", [swapped, DAY], [altered, DAY]) == ["swapped", "swapped"]
    assert ask("newsroom", ["", DAY], ["amparo/roster/v1\n", DAY]) == ["not-newsroom", "not-newsroom"]


def test_padding_and_sums() -> None:
    lengths = [*range(70), *(2**power + step for power in range(7, 50) for step in (-1, 0, 1))]
    assert ask("padme", *([length] for length in lengths)) == [padme(length) for length in lengths]
    data = [random.Random(size).randbytes(size) for size in (*range(20), 1000)]
    assert ask("crc", *([each.hex()] for each in data)) == [zlib.crc32(each) for each in data]


def test_envelopes_byte_for_byte() -> None:
    cases = vectors("envelope")["cases"]
    wanted = [[case["plaintext_length"], case["plaintext_sha256"]] for case in cases]
    assert ask("envelope", *([case] for case in cases)) == wanted


def test_safe_names() -> None:
    dice = random.Random(11)
    odd = "./\\-~ \t\n\x00\x7f\x85<>:|?*\u202e\u200d\u2028\ue000\u0378ßẞİıſKΣςéé中😀🫠\U0001fae8\U00031350con.txtCOM¹"
    made = ["".join(dice.choices(odd, k=dice.randrange(12))) for _ in range(1500)]
    made += ["ä" * 200 + ".pdf", "x" * 300, "a." + "b" * 40, "CON", "con .txt", "nul.tar.gz", "clock$", "..", "-rf", ""]
    untrusted = [case["untrusted"] for case in vectors("envelope")["safe_names"]] + made
    untrusted = [
        each for each in untrusted if isinstance(each, str) and not any("\ud800" <= c <= "\udfff" for c in each)
    ]
    there = ask("name", *([each] for each in untrusted))
    assert [str(SafeName(each)) for each in there] == there, "a desk takes every name the page writes"
    if unicodedata.unidata_version == "14.0.0":
        assert there == [str(SafeName.parse(each)) for each in untrusted]


@pytest.mark.parametrize("names", [["a.txt"] * 12, ["Straße", "STRASSE", "strasse", "ﬁle", "FILE"], ["x" * 300] * 3])
def test_no_two_names_are_one(names: list[str]) -> None:
    (there,) = ask("distinct", [names])
    assert len({SafeName(each).key for each in there}) == len(names)
    given = DistinctNames()
    assert there == [str(given.take(SafeName.parse(each))) for each in names]


def test_names_that_are_one_here_are_one_there() -> None:
    """For every character a desk knows: whatever folds to the same key here has one key at the page."""
    assigned = [chr(code) for code in range(0x20, 0x20000) if SafeName.parse(chr(code)) == chr(code)]
    keys = dict(zip(assigned, ask("key", *([each] for each in assigned)), strict=True))
    groups: dict[str, set[str]] = {}
    for letter in assigned:
        groups.setdefault(SafeName(letter).key, set()).add(keys[letter])
    assert [letters for letters in groups.values() if len(letters) > 1] == []
