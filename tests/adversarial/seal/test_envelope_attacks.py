"""A hostile source can put any bytes into the age file it sends: whatever is not exactly an envelope is refused."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.errors import InputError, TooLargeError, TruncatedError
from amparo.seal.age import HybridIdentity, open_bytes
from amparo.seal.envelope import EnvelopeReader, EnvelopeSealer, SubmissionDraft, open_envelope
from amparo.seal.zipstream import Member, ZipWriter, central_record, descriptor_record, end_records, local_record

DESK = HybridIdentity.from_seed(b"\7" * 32)
HASH_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
FILE = {"member": "files/a", "name": "a", "size": 1, "sha256": HASH_OF_X, "media_type": "text/plain"}
LISTING: dict[str, Any] = {
    "version": 1,
    "message": "m",
    "answers": {},
    "channel": "",
    "received": "2026-11-24",
    "reply_recipient": None,
    "mailbox_secret": None,
    "files": [FILE],
}


def archive(*members: tuple[str, bytes]) -> bytes:
    """An archive of our own writer around any members."""
    writer = ZipWriter()
    out = bytearray()
    for name, data in members:
        out += writer.begin(name)
        writer.add(data)
        out += data + writer.end()
    return bytes(out + writer.finish())


def envelope(listing: object = LISTING, files: tuple[tuple[str, bytes], ...] = (("files/a", b"x"),)) -> bytes:
    data = listing if isinstance(listing, bytes) else json.dumps(listing).encode()
    return archive(*files, ("submission.json", data), ("padding", b""))


def refused(data: bytes, why: type[InputError] = InputError) -> None:
    with pytest.raises(why):
        open_envelope(io.BytesIO(data))


def test_the_handmade_envelope_is_good() -> None:
    assert open_envelope(io.BytesIO(envelope())).files[0].name == "a"


@pytest.fixture(scope="module")
def real() -> bytes:
    sealer = EnvelopeSealer([DESK.recipient])
    out = sealer.open_file("a.txt") + sealer.push(b"hello" * 100) + sealer.close_file()
    out += sealer.open_file("b.txt") + sealer.push(b"world") + sealer.close_file()
    return open_bytes(out + b"".join(sealer.finish(SubmissionDraft("m", date(2026, 11, 24)))), [DESK])


def test_every_byte_is_pinned(real: bytes) -> None:
    """One bit anywhere outside the padding: refused, always; nothing is left for a second parser to read otherwise."""
    padding = real.index(b"padding")
    end = real.index(b"PK\7\10", padding)
    positions = [*range(padding), *range(end, len(real))]
    for position in positions:
        damaged = bytearray(real)
        damaged[position] ^= 1 << position % 8
        refused(bytes(damaged))


def test_cut_anywhere(real: bytes) -> None:
    for length in [0, 1, 97, 98, 99, *range(0, len(real), 97)]:
        refused(real[:length])


def test_something_before_behind_or_between(real: bytes) -> None:
    """A stub before the archive, a comment behind it, a gap between members: places where other files hide."""
    directory = real.rindex(b"PK\1\2files") if b"PK\1\2files" in real else real.index(b"PK\1\2")
    for hidden in (b"#!/bin/sh\n", b"\0", real):
        refused(hidden + real)
        refused(real + hidden)
        refused(real[:directory] + hidden + real[directory:])


def test_random_bytes_and_splices(real: bytes) -> None:
    dice = random.Random(7)
    for _ in range(300):
        at, size = dice.randrange(len(real)), dice.randrange(64)
        spliced = real[:at] + dice.randbytes(dice.randrange(64)) + real[at + size :]
        if spliced != real and not (
            b"padding" in real[:at] and at + size < real.rindex(b"PK\7\10") and len(spliced) == len(real)
        ):
            refused(spliced)
    for _ in range(100):
        refused(dice.randbytes(dice.randrange(500)))


def test_other_zips_of_the_world(corpora: Path) -> None:
    """Good or bad, compressed, encrypted, with directories: none of them is an envelope."""
    found = sorted((corpora / "hostile").rglob("*.zip"))
    assert len(found) > 30
    for path in found:
        with path.open("rb") as file, pytest.raises(InputError):
            EnvelopeReader(file)


def test_bomb_by_overlap() -> None:
    """Many directory lines for one stretch of bytes: each line must begin where the member before ended."""
    first = Member("files/a", zlib.crc32(b"x"), 1, 0)
    again = Member("files/b", zlib.crc32(b"x"), 1, 0)
    body = local_record(first.name) + b"x" + descriptor_record(first)
    lines = central_record(first) + central_record(again)
    refused(body + lines + end_records(2, len(lines), len(body)))


def test_member_larger_than_the_file() -> None:
    giant = Member("files/a", 0, 2**40, 0)
    body = local_record(giant.name)
    refused(body + central_record(giant) + end_records(1, len(central_record(giant)), len(body)))


def test_sizes_beyond_64_bits() -> None:
    for size, offset in ((2**64 - 1, 2**64 - 1), (0, 2**64 - 1), (2**63, 2**63)):
        end = bytearray(end_records(1, 0, 0))
        end[40:56] = size.to_bytes(8, "little") + offset.to_bytes(8, "little")
        refused(bytes(end))


def test_a_directory_that_claims_a_billion_files() -> None:
    """Refused by the count alone, before a byte of the directory is read."""
    refused(end_records(10**9, 0, 0), TooLargeError)
    refused(bytes(100) + end_records(1, 2**40, 100), TooLargeError)


def test_more_files_than_allowed() -> None:
    refused(archive(*((f"files/{n}", b"") for n in range(10_003))), TooLargeError)


def test_a_directory_with_too_few_lines() -> None:
    data = envelope()
    place = data.index(b"PK\6\6")
    refused(data[:place] + end_records(4, place - data.index(b"PK\1\2"), data.index(b"PK\1\2")))


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "files/../a",
        "/files/a",
        "files\\a",
        "files/a/b",
        "files/",
        "files/.a",
        "files/a\u202egpj.exe",
        "files/con",
        "a",
        "FILES/a",
    ],
)
def test_traversal_and_strange_places(name: str) -> None:
    plain = name.removeprefix("files/")
    for listed in (FILE, FILE | {"member": name}, FILE | {"member": name, "name": plain}):
        refused(envelope(LISTING | {"files": [listed]}, ((name, b"x"),)))


def test_name_that_is_not_utf8() -> None:
    data = envelope().replace(b"files/a", b"files/\xff")
    refused(data)


def test_duplicate_members() -> None:
    refused(envelope(LISTING | {"files": [FILE, FILE]}, (("files/a", b"x"), ("files/a", b"x"))))


def test_members_that_a_file_system_takes_for_one() -> None:
    upper = FILE | {"member": "files/A", "name": "A"}
    refused(envelope(LISTING | {"files": [FILE, upper]}, (("files/a", b"x"), ("files/A", b"x"))))


def test_unlisted_missing_and_reordered_files() -> None:
    other = FILE | {"member": "files/b", "name": "b"}
    refused(envelope(LISTING, (("files/a", b"x"), ("files/b", b"x"))))
    refused(envelope(LISTING | {"files": [FILE, other]}))
    refused(envelope(LISTING | {"files": [FILE, other]}, (("files/b", b"x"), ("files/a", b"x"))))


def test_a_size_or_hash_that_is_not_the_files() -> None:
    refused(envelope(LISTING | {"files": [FILE | {"size": 2}]}))
    refused(envelope(LISTING | {"files": [FILE | {"sha256": "0" * 64}]}))


def test_a_file_that_takes_the_place_of_the_list() -> None:
    """Two submission.json, none, or one in another place."""
    listing = json.dumps(LISTING | {"files": []}).encode()
    refused(archive(("submission.json", listing), ("submission.json", listing), ("padding", b"")))
    refused(archive(("files/a", b"x"), ("padding", b"")))
    refused(archive(("padding", b""), ("submission.json", listing)))
    refused(archive(("submission.json", listing)))
    refused(archive())


WRONG_VALUES: dict[str, list[object]] = {
    "version": [2, 0, "1", 1.0, True, None],
    "message": [None, 1, [], "\ud800"],
    "answers": [None, [], {"a": 1}, {"a": None}, {"a": ["b"]}],
    "channel": [None, 1],
    "received": [None, "", "2026-11-24T10:00", "20261124", "2026-02-30", "2026-W48-2", 20261124, " 2026-11-24"],
    "reply_recipient": ["", "age1", 1, "age1" + "x" * 5000, "AGE-SECRET-KEY-1XXXX"],
    "mailbox_secret": ["", "AA==", 1, "ÄÄ", "A" * 43],
    "files": [None, {}, [None], ["a"], [{}]],
}


@pytest.mark.parametrize("key", WRONG_VALUES)
def test_values_of_another_type(key: str) -> None:
    for value in WRONG_VALUES[key]:
        refused(envelope(LISTING | {key: value}))
    without = {k: v for k, v in LISTING.items() if k != key}
    if key not in ("reply_recipient", "mailbox_secret"):
        refused(envelope(without))


@pytest.mark.parametrize("key", ["member", "name", "size", "sha256", "media_type"])
def test_values_of_another_type_in_the_list_of_files(key: str) -> None:
    for value in (None, [], {}, -1, 1.0, True, 2**63, "", "A" * 64):
        if key == "media_type" and isinstance(value, str):
            continue
        refused(envelope(LISTING | {"files": [FILE | {key: value}]}))
    refused(envelope(LISTING | {"files": [{k: v for k, v in FILE.items() if k != key}]}))


def with_raw(change: Callable[[str], str]) -> bytes:
    return envelope(change(json.dumps(LISTING)).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1] + ', "message": "other"}',
        lambda text: text + " {}",
        lambda text: text.replace('"size": 1', '"size": NaN'),
        lambda text: text.replace('"size": 1', '"size": 1' + "0" * 5000),
        lambda text: text.replace('"answers": {}', '"answers": ' + "[" * 100_000),
        lambda text: text.replace('"m"', '"\n"'),
        lambda text: "\ufeff" + text,
        lambda text: "[]",
        lambda text: "",
    ],
    ids=[
        "duplicate_key",
        "trailing",
        "nan",
        "huge_number",
        "deep_nesting",
        "raw_line_break",
        "byte_order_mark",
        "list",
        "empty",
    ],
)
def test_json_that_readers_disagree_on(change: Callable[[str], str]) -> None:
    refused(with_raw(change))


def test_json_that_is_not_utf8() -> None:
    refused(envelope(json.dumps(LISTING).encode("utf-16")))
    refused(envelope(json.dumps(LISTING).replace('"m"', '"\\udc00"').encode()))


def test_a_list_too_large_to_read() -> None:
    refused(envelope(b" " * (16 * 1024 * 1024 + 1)), TooLargeError)


def test_unknown_keys_do_no_harm() -> None:
    assert open_envelope(io.BytesIO(envelope(LISTING | {"future": [1, 2]}))).message == "m"


def test_what_we_refuse_a_lenient_reader_may_take(real: bytes) -> None:
    """Shows why: zipfile reads an archive with a stub before it, and one with a member nobody listed."""
    assert zipfile.ZipFile(io.BytesIO(b"#!/bin/sh\n" + real)).testzip() is None
    refused(b"#!/bin/sh\n" + real)


def test_short_reads_of_a_shrinking_file() -> None:
    class Shrinking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(size)[:-1] if size == 1 else super().read(size)

    reader = EnvelopeReader(Shrinking(envelope()))
    with pytest.raises(TruncatedError):
        reader.verify()
