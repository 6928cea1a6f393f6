"""Damaged files, dealt at random from a fixed seed: the age command and we agree on each, to the byte released."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.errors import AmparoError
from amparo.seal.age import HybridIdentity, Opener, X25519Identity, seal_bytes

ME = X25519Identity(bytes(range(32)))
HYBRID = HybridIdentity.from_seed(bytes(range(32)))
CASES = 20
PER_CASE = 15


def ours(file: bytes) -> tuple[bool, bytes]:
    opener, released = Opener([ME, HYBRID]), b""
    try:
        released = opener.push(file)
        released += opener.finish()
    except AmparoError:
        return False, released
    return True, released


def flip(file: bytes, deal: random.Random) -> bytes:
    at = deal.randrange(min(len(file), 300)) if deal.random() < 0.6 else deal.randrange(len(file))
    return file[:at] + bytes([file[at] ^ 1 << deal.randrange(8)]) + file[at + 1 :]


def cut_out(file: bytes, deal: random.Random) -> bytes:
    at = deal.randrange(min(len(file), 400))
    return file[:at] + file[at + deal.choice([1, 2, 48, 64, 65]) :]


def put_in(file: bytes, deal: random.Random) -> bytes:
    # Never first: white space before armor we take in any form, age as whole lines only.
    at = 1 + deal.randrange(min(len(file), 400))
    extra = deal.choice([b"\n", b"\r", b" ", b"=", b"A", b"\r\n", b"-> x\n\n", b"\t", b"\0", b"--- "])
    return file[:at] + extra + file[at:]


def disturb_line(file: bytes, deal: random.Random) -> bytes:
    lines = file.split(b"\n")
    at = deal.randrange(min(len(lines), 8))
    if deal.random() < 0.5:
        lines.insert(at, deal.choice(lines[:8]))
    else:
        lines[at] += deal.choice([b" ", b" a", b"\r", b"=", b"A", b"AA"])
    return b"\n".join(lines)


def line_ends(file: bytes, deal: random.Random) -> bytes:
    return file.replace(b"\n", b"\r\n", deal.choice([1, 2, 3, -1]))


def append(file: bytes, deal: random.Random) -> bytes:
    return file + deal.choice([b"\n", b" ", b"x", b"\r\n", b"\n" * 1000, b"\0" * 17])


def truncate(file: bytes, deal: random.Random) -> bytes:
    return file[: 1 + deal.randrange(len(file))]


HARM: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip,
    cut_out,
    put_in,
    disturb_line,
    line_ends,
    append,
    truncate,
)


@pytest.mark.parametrize("seed", range(CASES))
def test_we_agree(seed: int, find_tool: Callable[[str], str], tmp_path: Path) -> None:
    deal = random.Random(seed)
    keys = tmp_path / "keys"
    keys.write_text(f"{ME.secret_text()}\n{HYBRID.secret_text()}\n")
    for _ in range(PER_CASE):
        recipient = deal.choice([ME.recipient, HYBRID.recipient])
        plain = deal.randbytes(deal.choice([0, 1, 40, 65536, 70000]))
        file = seal_bytes(plain, [recipient], armor=deal.random() < 0.6)
        for harm in deal.choices(HARM, k=deal.choice([1, 1, 2])):
            file = harm(file, deal)
        done = subprocess.run([find_tool("age"), "-d", "-i", keys], input=file, capture_output=True, check=False)
        assert ours(file) == (done.returncode == 0, done.stdout), (done.stderr, file[:80], file[-40:])
