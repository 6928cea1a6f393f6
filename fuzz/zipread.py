"""Target: the plaintext of an envelope (amparo.seal.zipread, envelope, submission; specs/envelope.md).

What our reader takes, the standard library's must read as the same members with the same contents: nobody may see
another archive than the desk saw.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date

from amparo.errors import AmparoError
from amparo.seal.age import X25519Identity, open_bytes
from amparo.seal.envelope import EnvelopeReader, EnvelopeSealer, SubmissionDraft
from amparo.seal.zipread import ZipReader
from amparo.seal.zipstream import Member, ZipWriter, central_record, descriptor_record, end_records, local_record

MOST, LONGEST = 16, 64


def seeds() -> Iterator[bytes]:
    """Archives of none to three members, and whole envelopes without most of their padding."""
    for members in ({}, {"a": b""}, {"a": b"hello", "files/b": b"x" * 70}, {"ü": b"1", "b": b"2", "c" * 60: b"3"}):
        writer, made = ZipWriter(), b""
        for name, content in members.items():
            made += writer.begin(name)
            writer.add(content)
            made += content + writer.end()
        yield made + writer.finish()
    yield bytes((3, 2, 0)) + bytes(5) + b"contents" + bytes((5, 1, 0)) + bytes(5) + b"content!"
    yield envelope({})
    yield envelope({"report.pdf": b"pdf", "../x": b""})


def envelope(files: dict[str, bytes]) -> bytes:
    """A whole plaintext."""
    identity = X25519Identity.generate()
    sealer = EnvelopeSealer([identity.recipient])
    sealed = b""
    for name, content in files.items():
        sealed += sealer.open_file(name) + sealer.push(content) + sealer.close_file()
    return open_bytes(sealed + b"".join(sealer.finish(SubmissionDraft("hello", date(2026, 1, 1)))), [identity])


def one(data: bytes) -> None:
    """As a bare archive, and as an envelope; then an archive whose every record is ours but tells what `data` says."""
    take(data)
    take(lying(data))


def lying(data: bytes) -> bytes:
    """Up to three members whose names, sizes, sums and places come from `data`, where it does not leave them right."""
    members: list[Member] = []
    made = b""
    for at in range(0, min(len(data), 48), 16):
        told = data[at : at + 16].ljust(16, b"\0")
        content = told[8 : 8 + told[0] % 8]
        right = Member("abcdefgh"[told[1] % 8 :], zlib.crc32(content), len(content), len(made))
        lies = told[2]
        member = Member(
            told[3:8].decode("latin-1") if lies & 1 else right.name,
            int.from_bytes(told[4:8], "big") if lies & 2 else right.crc,
            int.from_bytes(told[4:6], "big") if lies & 4 else right.size,
            int.from_bytes(told[6:8], "big") if lies & 8 else right.offset,
        )
        made += local_record(right.name if lies & 16 else member.name) + content
        made += descriptor_record(right if lies & 32 else member)
        members.append(member)
    directory = b"".join(central_record(member) for member in members)
    return made + directory + end_records(len(members), len(directory), len(made))


def take(data: bytes) -> None:
    """What is taken is what others see."""
    try:
        reader = ZipReader(io.BytesIO(data), max_members=MOST, max_name=LONGEST)
        read = [(member.name, b"".join(reader.read(member))) for member in reader.members]
    except AmparoError:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        theirs = [(each.filename, other.read(each)) for each in other.infolist()]
    # zipfile cuts a name at a NUL; ours are judged by SafeName afterwards.
    assert read == theirs or any("\0" in name for name, _ in read)
    try:
        EnvelopeReader(io.BytesIO(data)).verify()
    except AmparoError:
        return
