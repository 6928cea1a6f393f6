"""Every vector of the C2SP CCTV age test kit: outcome, stage of the failure, and every byte released before it."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from amparo.errors import AmparoError
from amparo.seal.age import Fault, Identity, Opener, ScryptIdentity, parse_identity

REPOSITORY = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("AMPARO_CORPORA", REPOSITORY.parent / "shared" / "corpora"))
KIT = CORPORA / "conformance" / "cctv" / "age" / "testdata"
NAMES = sorted(path.name for path in KIT.iterdir() if path.name != "LICENSE") if KIT.is_dir() else []
SIZES = (1, 7, 65_552, 1 << 24)


@dataclass(frozen=True, slots=True)
class Vector:
    """One file of the kit."""

    expect: str
    payload: str | None
    armored: bool
    identities: tuple[Identity, ...]
    file: bytes


def read(name: str) -> Vector:
    head, _, body = (KIT / name).read_bytes().partition(b"\n\n")
    pairs = [line.split(": ", 1) for line in head.decode().splitlines()]
    values = dict(pairs)
    identities: list[Identity] = [parse_identity(value) for key, value in pairs if key == "identity"]
    identities += [ScryptIdentity(value.encode()) for key, value in pairs if key == "passphrase"]
    file = zlib.decompress(body) if values.get("compressed") == "zlib" else body
    return Vector(values["expect"], values.get("payload"), values.get("armored") == "yes", tuple(identities), file)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def outcome(vector: Vector, size: int, *, armor: bool | None) -> tuple[str, bytes, AmparoError | None]:
    """The stage reached, in the kit's words, all bytes released, and the error."""
    opener = Opener(vector.identities, armor=armor)
    released = bytearray()
    try:
        for piece in pieces(vector.file, size):
            released += opener.push(piece)
        released += opener.finish()
    except AmparoError as error:
        return Fault(error.what).stage, bytes(released), error
    return "success", bytes(released), None


def test_the_kit_is_whole(corpora: Path) -> None:
    assert len(NAMES) == 143


@pytest.mark.parametrize("name", NAMES)
def test_vector(name: str) -> None:
    vector = read(name)
    for size in SIZES:
        if len(vector.file) // size > 20_000:
            continue
        stage, released, error = outcome(vector, size, armor=vector.armored)
        assert stage == vector.expect, f"{name} in pieces of {size}: {error}"
        expected = vector.payload or hashlib.sha256(b"").hexdigest()
        assert hashlib.sha256(released).hexdigest() == expected
