"""Write specs/vectors/ for the formats of `seal` besides age, or compare them with what the code makes now.

`seal_vectors.py` compares and exits 1 on a difference; `seal_vectors.py --write` writes. Everything comes from fixed
seeds. ML-DSA-44 signatures alone cannot be made twice (they are hedged with fresh randomness), so those notes are kept
from the file as it stands while they verify.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from amparo.errors import AmparoError
from amparo.seal import source_keys
from amparo.seal.age import HybridIdentity, X25519Identity, open_bytes
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft
from amparo.seal.form import Channel, Condition, Form, Kind, Question
from amparo.seal.mailbox import tag, token
from amparo.seal.names import SafeName
from amparo.seal.note import Algorithm, Signer, open_note, sign
from amparo.seal.padding import padme
from amparo.seal.passphrase import generate
from amparo.seal.reply import REPLY_SIZE, open_reply, seal_reply
from amparo.seal.roster import Desk, Roster
from amparo.seal.source_keys import derive_keys
from amparo.seal.succession import Succession, revoke, succeed
from amparo.seal.wordcode import solve
from amparo.seal.wordlist import LIST_SHA256, index_of, words

FOLDER = Path(__file__).resolve().parent.parent / "specs" / "vectors"
DAY = date(2026, 11, 24)
Vectors = dict[str, Any]


def dice(label: str) -> Callable[[int], bytes]:
    """Random bytes that are the same in every run."""
    drawn = 0

    def random(size: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(f"{label} {drawn}".encode()).digest(size)

    return random


def packed(data: bytes) -> list[str | int]:
    """Bytes with long runs of zeros: hexadecimal strings, and numbers that stand for so many zero bytes."""
    parts = re.split(b"(\0{64,})", data)
    return [len(part) if number % 2 else part.hex() for number, part in enumerate(parts)]


def unpacked(parts: list[str | int]) -> bytes:
    return b"".join(bytes(part) if isinstance(part, int) else bytes.fromhex(part) for part in parts)


def signer(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    return Signer.generate(name, algorithm, dice(name))


ROOT = signer("courier.example/root")
API = signer("courier.example/desk")
SOURCE = X25519Identity(dice("source")(32))


def padding() -> Vectors:
    powers = [n for e in range(4, 44, 3) for n in (2**e - 1, 2**e, 2**e + 1)]
    lengths = sorted({*range(34), *powers, 16_384, 1_000_000, 10**9, 2**40 + 12_345, 2**63 - 1})
    return {"cases": [{"length": n, "padded": padme(n)} for n in lengths]}


def passphrase() -> Vectors:
    phrases = [generate(dice(f"passphrase {n}")) for n in range(6)]
    phrases_of_edges = [(0,) * 6, (7775,) * 6, (1, 32, 7775, 31, 243, 0)]
    indices = [tuple(index_of()[w] for w in p.words) for p in phrases]
    indices += [(*six, solve((*six, 0), 6)) for six in phrases_of_edges]
    spelled = [" ".join(words()[i] for i in seven) for seven in indices]
    first, root_vkey = str(phrases[0]), str(ROOT.verifier)
    keys = derive_keys(first, root_vkey)
    master = bytearray(source_keys.KEY_SIZE)
    source_keys._argon2id(first, root_vkey, memoryview(master))
    return {
        "word_list_sha256": LIST_SHA256,
        "valid": [{"indices": list(seven), "words": text} for seven, text in zip(indices, spelled, strict=True)],
        "invalid": [
            {"why": "last two words exchanged", "words": " ".join((*phrases[0].words[:5], *phrases[0].words[:4:-1]))},
            {"why": "first word replaced", "words": " ".join(("zoom", *phrases[0].words[1:]))},
            {"why": "six words", "words": " ".join(phrases[0].words[:6])},
            {"why": "a word that is not on the list", "words": " ".join(("amparo", *phrases[0].words[1:]))},
            {"why": "nothing", "words": ""},
        ],
        "typed": [
            {"typed": first.upper(), "words": first},
            {"typed": first.replace(" ", "-"), "words": first},
            {"typed": first.replace(" ", "\n"), "words": first},
            {"typed": first.replace(" ", ""), "words": first},
            {"typed": "".join(f"{n}. {w} " for n, w in enumerate(phrases[0].words, 1)), "words": first},
        ],
        "keys": {
            "words": first,
            "root_vkey": root_vkey,
            "argon2id": master.hex(),
            "identity_secret": keys.identity.secret_text(),
            "recipient": str(keys.identity.recipient),
            "mailbox_secret": keys.mailbox_secret.hex(),
        },
    }


def envelope() -> Vectors:
    draft = SubmissionDraft(
        "Page 3 ✓", DAY, {"since": "2019"}, str(SOURCE.recipient), dice("mailbox")(32), "public money"
    )
    bare = SubmissionDraft("Nothing but a message.", DAY)
    cases = [
        envelope_case("a message alone", [], bare),
        envelope_case("three files, two of one name", [("a.txt", b"one"), ("../A.txt", b"two"), ("empty", b"")], draft),
        envelope_case("beyond the minimum", [("zeros", bytes(100_000))], draft),
    ]
    names = [
        "",
        "..",
        "../../etc/passwd",
        "C:\\x\\y.doc",
        "CON",
        "photo\u202egnp.exe",
        ".bashrc",
        "a\0b",
        "x" * 300 + ".pdf",
    ]
    good = unpacked(cases[1]["plaintext"])
    return {
        "cases": cases,
        "refused": [
            {"why": "a byte before the archive", "plaintext": packed(b"\0" + good)},
            {"why": "a byte behind it", "plaintext": packed(good + b"\0")},
            {
                "why": "a local name unlike the central one",
                "plaintext": packed(good.replace(b"empty", b"tempt", 1)),
            },
            {"why": "a file's bytes changed", "plaintext": packed(good.replace(b"one", b"ONE", 1))},
            {"why": "cut", "plaintext": packed(good[:-1])},
        ],
        "safe_names": [{"untrusted": name, "safe": SafeName.parse(name)} for name in names],
    }


def envelope_case(what: str, files: list[tuple[str, bytes]], draft: SubmissionDraft) -> Vectors:
    desk = X25519Identity(dice("envelope desk")(32))
    sealer = EnvelopeSealer([desk.recipient], random=dice(what))
    out = bytearray()
    for name, data in files:
        out += sealer.open_file(name, "text/plain") + sealer.push(data) + sealer.close_file()
    out += b"".join(sealer.finish(draft))
    plain = open_bytes(out, [desk])
    listed = [
        {"untrusted_name": given, "name": got.name, "media_type": got.media_type, "data": packed(data)}
        for (given, data), got in zip(files, sealer.received, strict=True)
    ]
    return {
        "what": what,
        "files": listed,
        "message": draft.message,
        "answers": dict(draft.answers),
        "channel": draft.channel,
        "received": draft.received.isoformat(),
        "reply_recipient": draft.reply_recipient,
        "mailbox_secret": draft.mailbox_secret.hex() if draft.mailbox_secret else None,
        "plaintext_length": len(plain),
        "plaintext_sha256": hashlib.sha256(plain).hexdigest(),
        "plaintext": packed(plain),
        "sealed_sha256": hashlib.sha256(out).hexdigest(),
        "identity": desk.secret_text(),
    }


def signed_note() -> Vectors:
    checkpoint = f"courier.example/log\n1234067\n{base64.b64encode(dice('root hash')(32)).decode()}\n"
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    witness = signer("witness.example/w", Algorithm.COSIGNATURE)
    lattice = signer("courier.example/log", Algorithm.ML_DSA_44)
    keys = [ROOT, API, witness, lattice]
    plain = sign("One line.\n\nAnother, after an empty one.\n", [ROOT, API])
    vkey = str(ROOT.verifier)
    line = plain.decode().split("\n\n")[-1].split("\n")[0]
    return {
        "keys": [{"secret": key.secret_text(), "vkey": str(key.verifier)} for key in keys],
        "opens": [
            {"vkey": vkey, "timestamp": None, "note": plain.decode()},
            {
                "vkey": str(witness.verifier),
                "timestamp": int(at.timestamp()),
                "note": sign(checkpoint, [witness], at=at).decode(),
            },
            {
                "vkey": str(lattice.verifier),
                "timestamp": int(at.timestamp()),
                "note": kept_note(lattice, checkpoint, at),
            },
        ],
        "refused": [
            {"vkey": vkey, "why": "another text", "note": plain.decode().replace("One", "Two")},
            {"vkey": vkey, "why": "no final line break", "note": plain.decode()[:-1]},
            {"vkey": vkey, "why": "no empty line", "note": plain.decode().replace("\n\n—", "\n—")},
            {"vkey": vkey, "why": "only an unknown key", "note": sign("x\n", [API]).decode()},
            {
                "vkey": vkey,
                "why": "a bad signature of the known key beside a good one",
                "note": sign("x\n", [ROOT]).decode() + line + "\n",
            },
            {"vkey": vkey, "why": "base64 without padding", "note": plain.decode().replace("=", "")},
            {"vkey": vkey, "why": "a control character", "note": sign("x\n", [ROOT]).decode().replace("x\n", "x\r\n")},
        ],
    }


def kept_note(key: Signer, text: str, at: datetime) -> str:
    try:
        opens = json.loads((FOLDER / "signed-note.json").read_text())["opens"]
        (kept,) = [entry["note"] for entry in opens if entry["vkey"] == str(key.verifier)]
        if open_note(kept.encode(), [key.verifier]).text == text:
            return str(kept)
    except (OSError, KeyError, ValueError, AmparoError):
        pass
    return sign(text, [key], at=at).decode()


def roster() -> Vectors:
    to = [str(HybridIdentity.from_seed(dice(f"epoch {n}")(32)).recipient) for n in range(5)]
    one = Desk("abroad", str(API.verifier), {DAY + timedelta(n): to[n] for n in range(2)})
    two = Desk("home", str(API.verifier), {DAY + timedelta(n): to[n + 2] for n in range(3)})
    made = Roster("The Example Courier", DAY, (one, two), edition=2)
    text = made.to_text()
    end = to[2][-12:]
    refused = [
        ("days out of order", "2026-11-24 age", "2026-11-26 age"),
        ("edition with a leading zero", "24 2\n", "24 02\n"),
        ("a desk twice", "desk home", "desk abroad"),
        ("an unknown line", "desk home", "motto truth\ndesk home"),
        ("an X25519 recipient among post-quantum ones", to[2], str(SOURCE.recipient)),
        ("a recipient with a wrong letter", end, end[:-1] + ("q" if end[-1] != "q" else "p")),
    ]
    return {
        "root_vkey": str(ROOT.verifier),
        "note": sign(text, [ROOT]).decode(),
        "last_day": made.last_day.isoformat(),
        "recipients_on": {str(DAY + timedelta(n)): list(made.recipients_on(DAY + timedelta(n))) for n in range(2)},
        "closed_on": [str(DAY - timedelta(1)), str(DAY + timedelta(2))],
        "refused_when_replaced_once": [{"why": why, "find": find, "put": put} for why, find, put in refused],
    }


def form() -> Vectors:
    about = Question("about", "Who is it about?", Kind.CHOICE, "", ("A company", "An authority"))
    company = Question("company", "Which one, “and where”?", Kind.TEXT, "", (), Condition("about", "A company"))
    proof = Question("proof", "What do you have?", Kind.CHOICES, "", ("Papers", "I saw it"))
    since = Question("since", "Since when?", Kind.DATE, "A year will do.")
    harbour = Channel("harbour", "Harbour", "Dumping.", "en", ("abroad",), (about, company, proof, since))
    made = Form(DAY, (harbour, Channel("work", "Arbeit und Gift", language="de")), edition=3)
    text = made.to_text()
    refused = [
        ("an edition with a leading zero", "24 3\n", "24 03\n"),
        ("a space in the JSON", '{"channels":', '{"channels": '),
        ("keys out of order", '"desks":["abroad"],"hint":"Dumping."', '"hint":"Dumping.","desks":["abroad"]'),
        ("an unknown key", '"desks":["abroad"]', '"colour":"red","desks":["abroad"]'),
        ("a missing key", ',"title":"Harbour"', ""),
        ("a kind that is none", '"kind":"date"', '"kind":"number"'),
        ("a condition on no option", '"option":"A company"', '"option":"A bank"'),
        ("a key twice", '"key":"since"', '"key":"proof"'),
        ("an escape that is not needed", "Harbour", "\\u0048arbour"),
    ]
    answers = [
        ({"about": ["A company"], "company": ["Acme\r\n"]}, {"about": ["A company"], "company": ["Acme"]}),
        ({"about": ["An authority"], "company": ["Acme"]}, {"about": ["An authority"]}),
        ({"about": [""], "company": ["Acme"]}, {}),
        ({"company": ["Acme"], "since": [" 2025 "]}, {"company": ["Acme"], "since": ["2025"]}),
        ({"proof": ["Papers", "I saw it"], "gone": ["kept"]}, {"proof": ["Papers", "I saw it"], "gone": ["kept"]}),
    ]
    return {
        "root_vkey": str(ROOT.verifier),
        "note": sign(text, [ROOT]).decode(),
        "channels": [channel.name for channel in made.channels],
        "refused_when_replaced_once": [{"why": why, "find": find, "put": put} for why, find, put in refused],
        "answers": [{"given": given, "kept": kept} for given, kept in answers],
    }


def succession() -> Vectors:
    second, third = (Signer("courier.example/root", Algorithm.ED25519, dice(f"root {n}")(32)) for n in (2, 3))
    one, two = succeed(ROOT, second, DAY), succeed(second, third, DAY + timedelta(90))
    ended = revoke(ROOT, DAY + timedelta(91))
    names = {str(ROOT.verifier): "first", str(second.verifier): "second", str(third.verifier): "third"}
    keys = {name: vkey for vkey, name in names.items()}
    half = sign(Succession(DAY, ROOT.verifier, second.verifier).to_text(), [ROOT]).decode()
    return {
        "keys": keys,
        "notes": {"first to second": one.decode(), "second to third": two.decode(), "first revoked": ended.decode()},
        "follows": [
            {"notes": (one + two).decode(), "known": keys["first"], "founder": keys["first"], "root": keys["third"]},
            {"notes": (one + two).decode(), "known": keys["third"], "founder": keys["first"], "root": keys["third"]},
            {"notes": "", "known": keys["second"], "founder": keys["second"], "root": keys["second"]},
            {
                "notes": (one + ended + two).decode(),
                "known": keys["second"],
                "founder": keys["first"],
                "root": keys["third"],
            },
        ],
        "refused": [
            {"why": "a key outside the line", "notes": one.decode(), "known": keys["third"]},
            {"why": "a revoked key", "notes": (one + ended).decode(), "known": keys["first"]},
            {"why": "signed by the old key alone", "notes": half, "known": keys["first"]},
            {"why": "out of order", "notes": (two + one).decode(), "known": keys["first"]},
            {"why": "a byte more", "notes": one.decode() + "\n", "known": keys["first"]},
        ],
    }


def mailbox() -> Vectors:
    secret = dice("mailbox")(32)
    cases = []
    for desk, index in [("home", 0), ("home", 1), ("home", 8), ("abroad", 0), ("home", 2**32 - 1)]:
        made = token(secret, desk, index)
        cases.append({"desk": desk, "index": index, "token": made.hex(), "tag": tag(made).hex()})
    return {"mailbox_secret": secret.hex(), "cases": cases}


def reply() -> Vectors:
    cases = []
    for what, text in [("short", "Thank you. ✓\nWrite again."), ("empty", ""), ("long", "é🗝x " * 1500)]:
        sealed = seal_reply(text, str(SOURCE.recipient), dice(what), day=DAY)
        parts = [open_reply(part, SOURCE) for part in sealed]
        cases.append(
            {
                "what": what,
                "text": text,
                "message": parts[0].message,
                "day": DAY.isoformat(),
                "part_lengths": [len(part.text.encode()) for part in parts],
                "plaintexts": [packed(open_bytes(part, [SOURCE])) for part in sealed],
                "sealed_sha256": [hashlib.sha256(part).hexdigest() for part in sealed],
            }
        )
    short = base64.b64encode(seal_reply("Thank you.", str(SOURCE.recipient), dice("sealed"), day=DAY)[0]).decode()
    return {
        "reply_size": REPLY_SIZE,
        "identity": SOURCE.secret_text(),
        "cases": cases,
        "sealed": {"text": "Thank you.", "base64": short},
    }


FILES: dict[str, Callable[[], Vectors]] = {
    "padding": padding,
    "passphrase": passphrase,
    "envelope": envelope,
    "signed-note": signed_note,
    "roster": roster,
    "succession": succession,
    "form": form,
    "mailbox": mailbox,
    "reply": reply,
}


def rendered(name: str) -> str:
    return json.dumps(FILES[name](), ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    different = []
    for name in FILES:
        path = FOLDER / f"{name}.json"
        text = rendered(name)
        if "--write" in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            different.append(path.name)
    if different:
        print("different from what the code makes:", *different, file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
