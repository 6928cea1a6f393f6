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
from amparo.seal.armor import ArmorReader, ArmorWriter
from amparo.seal.header import VERSION, HeaderReader, write_header
from amparo.seal.stanza import to_base64
from amparo.seal.stream import NONCE, ChunkOpener, ChunkSealer

REPOSITORY = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("AMPARO_CORPORA", REPOSITORY.parent / "shared" / "corpora"))
KIT = CORPORA / "conformance" / "cctv" / "age" / "testdata"
NAMES = sorted(path.name for path in KIT.iterdir() if path.name != "LICENSE") if KIT.is_dir() else []
# What each vector expects, from its first line: `expect: …`.
EXPECT = {name: (KIT / name).read_bytes().split(b"\n", 1)[0].decode().removeprefix("expect: ") for name in NAMES}
READABLE = [name for name in NAMES if EXPECT[name] not in ("header failure", "armor failure")]
ARMORED = [name for name in NAMES if name.startswith("armor_") and EXPECT[name] != "armor failure"]
WHOLE = [name for name in NAMES if EXPECT[name] == "success"]
SIZES = (1, 7, 65_552, 1 << 24)


@dataclass(frozen=True, slots=True)
class Vector:
    """One file of the kit."""

    expect: str
    payload: str | None
    armored: bool
    identities: tuple[Identity, ...]
    file_key: bytes
    file: bytes


def read(name: str) -> Vector:
    head, _, body = (KIT / name).read_bytes().partition(b"\n\n")
    pairs = [line.split(": ", 1) for line in head.decode().splitlines()]
    values = dict(pairs)
    identities: list[Identity] = [parse_identity(value) for key, value in pairs if key == "identity"]
    identities += [ScryptIdentity(value.encode()) for key, value in pairs if key == "passphrase"]
    key = bytes.fromhex(values.get("file key", ""))
    file = zlib.decompress(body) if values.get("compressed") == "zlib" else body
    return Vector(values["expect"], values.get("payload"), values.get("armored") == "yes", tuple(identities), key, file)


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


def binary(vector: Vector) -> bytes:
    """The file without its armor."""
    if not vector.armored:
        return vector.file
    reader = ArmorReader()
    data = reader.push(vector.file)
    reader.finish()
    return data


@pytest.mark.parametrize("name", READABLE)
def test_header_decodes_and_encodes_to_itself(name: str) -> None:
    vector = read(name)
    file = binary(vector)
    found = HeaderReader().push(memoryview(file))
    assert found is not None
    header, payload = found
    assert file == header.authenticated + b" " + to_base64(header.mac).encode() + b"\n" + bytes(payload)
    assert header.authenticated == VERSION + b"\n" + b"".join(one.encode() for one in header.stanzas) + b"---"
    if vector.expect in ("success", "payload failure"):
        assert write_header(header.stanzas, vector.file_key) + bytes(payload) == file


@pytest.mark.parametrize("name", ARMORED)
def test_armor_decodes_and_encodes_to_itself(name: str) -> None:
    vector = read(name)
    writer = ArmorWriter()
    written = writer.push(binary(vector)) + writer.finish()
    assert written.strip() == vector.file.replace(b"\r\n", b"\n").strip()


@pytest.mark.parametrize("name", WHOLE)
def test_payload_opens_and_seals_to_itself(name: str) -> None:
    vector = read(name)
    found = HeaderReader().push(memoryview(binary(vector)))
    assert found is not None
    nonce, sealed = bytes(found[1][:NONCE]), found[1][NONCE:]
    opener, sealer = ChunkOpener(vector.file_key, nonce), ChunkSealer(vector.file_key, nonce)
    plain = bytearray(opener.size(len(sealed)))
    del plain[opener.update(sealed, memoryview(plain)) :]
    plain += opener.finish()
    again = bytearray(sealer.size(len(plain)))
    assert sealer.update(memoryview(plain), memoryview(again)) == len(again)
    assert bytes(again) + sealer.finish() == bytes(sealed)
