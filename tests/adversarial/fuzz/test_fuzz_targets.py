"""What the fuzzers of fuzz/ begin with, and what they found: each input is replayed, and a short run with set dice.

The long runs are `make fuzz`; they need atheris, this does not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from fuzz_targets import TARGETS, target

SHORT_RUN = 300
SPLICES = (
    b"\r\n",
    b"--b",
    b"\0",
    b"\xff",
    b"-> ",
    b"\n\n",
    "— ".encode(),
    b"1",
    b"99999999999999999999",
    b" ",
    b"%00",
    b"",
)
# What crashed, or broke a promise, by the fuzzer that found it.
FOUND = {
    # A text before the first boundary was seen or not, depending on how it was cut: now it is refused.
    "form": [
        b"\0\7" + b"--@\xff\xff\xff\xff\xff\xff\0\0@@@@@\nhello\r\0\0\1\0\n--b--b\r\nContent-Disposition: --\r\n",
        # A bare line feed before a header's name passes only when it comes in one piece: refused or harmless.
        b"\0\3" + b'--b\r\nContent-Disposition: form-data; name="passphrase"\r\n\n\racint: x\r\n\r\nac\r\n--b--\r\n',
        b"\0\7" + b"\r\n--\xff\xff--b\r\nContent-Disposition: form-datab\r\nCnt-Dispo; nasm",
    ],
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def loops_are_closed() -> Iterator[None]:
    yield
    for name in TARGETS:
        loop = getattr(target(name), "LOOP", None)
        if loop is not None:
            target(name).close()


def test_there_are_targets() -> None:
    assert len(TARGETS) >= 8
    assert set(FOUND) <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_what_was_found(name: str) -> None:
    seeds = list(target(name).seeds())
    assert len(seeds) == len(set(seeds)) >= 6
    for data in (*seeds, *FOUND.get(name, ()), b"", b"\0", b"\xff" * 300):
        target(name).one(data)


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run(name: str) -> None:
    dice = random.Random(11)
    seeds = list(target(name).seeds())
    for _ in range(SHORT_RUN):
        data = mutated(dice, seeds)
        try:
            target(name).one(data)
        except Exception:
            print(data)  # The one thing that whoever mends it needs.
            raise


def mutated(dice: random.Random, seeds: list[bytes]) -> bytes:
    """A seed with one to four changes: bytes flipped, pieces cut, doubled, spliced in, or taken from another seed."""
    data = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, 4)):
        start, end = sorted(dice.randint(0, len(data)) for _ in range(2))
        end = min(end, start + 40)
        match dice.randrange(5):
            case 0 if data:
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end]
            case 3:
                data[start:end] = dice.choice(SPLICES)
            case _:
                other = dice.choice(seeds)
                data[start:end] = other[start : start + 40]
    return bytes(data)
