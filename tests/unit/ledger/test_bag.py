"""Bags: what we write is read back by us and judged valid; what others write is judged by RFC 8493."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256, sha512

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import InputError
from amparo.ledger.bag import (
    Declaration,
    declaration_text,
    decode_path,
    encode_path,
    info_text,
    is_inside,
    manifest_text,
    parse_declaration,
    parse_fetch,
    parse_info,
    parse_manifest,
)
from amparo.ledger.bag_check import Problem, Reason, check_bag

NOW = Declaration((1, 0), "UTF-8")
OLD = Declaration((0, 97), "UTF-8")
DIGEST = "ab" * 32
UNKNOWN_ENCODING = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n"


class Files(dict[str, bytes]):
    """A bag in memory."""

    def paths(self) -> Collection[str]:
        return self.keys()

    def size(self, path: str) -> int:
        return len(self[path])

    def read(self, path: str) -> bytes:
        return self[path]

    def digest(self, path: str, algorithm: str) -> str:
        return {"sha256": sha256, "sha512": sha512}[algorithm](self[path]).hexdigest()


def bag(payload: dict[str, bytes]) -> Files:
    files = Files({f"data/{name}": data for name, data in payload.items()})
    digests = {path: sha256(data).hexdigest() for path, data in files.items()}
    files["bagit.txt"] = declaration_text().encode()
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    files["bag-info.txt"] = info_text([("Source-Organization", "Harbour: news"), ("Payload-Oxum", oxum)]).encode()
    files["manifest-sha256.txt"] = manifest_text(digests).encode()
    tags = {name: files[name] for name in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")}
    files["tagmanifest-sha256.txt"] = manifest_text({k: sha256(v).hexdigest() for k, v in tags.items()}).encode()
    return files


NAMES = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda name: is_inside("data/" + name)
)


@given(st.dictionaries(NAMES, st.binary(max_size=40), min_size=1, max_size=6))
def test_what_is_written_is_valid(payload: dict[str, bytes]) -> None:
    assert check_bag(bag(payload)) == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_paths_are_read_back(path: str) -> None:
    encoded = encode_path(path)
    assert decode_path(encoded) == path and "\n" not in encoded and "\r" not in encoded


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"data/a": b"x"}, Problem(Reason.CHANGED, "data/a")),
        ({"data/new": b"x"}, Problem(Reason.UNLISTED, "data/new")),
        ({"data/a": None}, Problem(Reason.MISSING, "data/a")),
        ({"bag-info.txt": b"Payload-Oxum: 9.9\n"}, Problem(Reason.OXUM, "bag-info.txt")),
        ({"bag-info.txt": b"Payload-Oxum: many\n"}, Problem(Reason.OXUM, "bag-info.txt")),
        ({"bag-info.txt": b"no colon\n"}, Problem(Reason.MALFORMED, "bag-info.txt")),
        ({"bag-info.txt": b"A: \xff\n"}, Problem(Reason.MALFORMED, "bag-info.txt")),
        ({"bagit.txt": None}, Problem(Reason.MALFORMED, "bagit.txt")),
        ({"bagit.txt": UNKNOWN_ENCODING}, Problem(Reason.MALFORMED, "bagit.txt")),
        ({"manifest-sha256.txt": None}, Problem(Reason.NO_MANIFEST, "bagit.txt")),
        ({"manifest-sha256.txt": b"zz  data/a\n"}, Problem(Reason.MALFORMED, "manifest-sha256.txt")),
        ({"manifest-crc32.txt": b""}, Problem(Reason.UNKNOWN_ALGORITHM, "manifest-crc32.txt")),
        ({"manifest-sha512.txt": b""}, Problem(Reason.UNLISTED, "data/a")),
        ({"fetch.txt": b"https://x.example/ 3 data/more\n"}, Problem(Reason.MISSING, "data/more")),
        ({"fetch.txt": b"https://x.example/ - ../more\n"}, Problem(Reason.OUTSIDE, "../more")),
        ({"fetch.txt": b"data/more\n"}, Problem(Reason.MALFORMED, "fetch.txt")),
        ({"tagmanifest-sha256.txt": DIGEST.encode() + b"  data/a\n"}, Problem(Reason.OUTSIDE, "data/a")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change: dict[str, bytes | None], problem: Problem) -> None:
    files = bag({"a": b"one", "b/c": b"two"})
    for path, data in change.items():
        files.pop(path, None)
        if data is not None:
            files[path] = data
    assert problem in check_bag(files)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "../a", "data/../../a", "~/a", "~root/a", "C:/a", "C:\\a", "\\\\server\\a", "a//b", "./a",
        "a/.", "", "a\0b",
    ],
)  # fmt: skip
def test_paths_that_leave_the_bag(path: str) -> None:
    assert not is_inside(path)


def test_old_bags_may_do_more() -> None:
    twice = f"{DIGEST}  data/a\n{DIGEST}  data/a\n".encode()
    assert parse_manifest(twice, OLD) == {"data/a": DIGEST}
    assert parse_manifest(f"{DIGEST.upper()} *./data/a\r\n".encode(), OLD) == {"data/a": DIGEST}
    with pytest.raises(InputError):
        parse_manifest(twice, NOW)
    assert parse_manifest(f"{DIGEST} *data/a\n".encode(), NOW) == {"*data/a": DIGEST}


def test_declarations() -> None:
    assert parse_declaration(declaration_text().encode()) == NOW
    for data in (b"", b"BagIt-Version: 1.0\n", b"\xef\xbb\xbf" + declaration_text().encode(), b"\xff\xfe"):
        with pytest.raises(InputError):
            parse_declaration(data)


def test_folded_and_repeated_information() -> None:
    data = b"A: one\n  two\nB:\nA:three \r\n"
    assert parse_info(data, NOW) == (("A", "one two"), ("B", ""), ("A", "three"))
    for label, value in [("A", "x\ny"), ("A: b", "x"), (" A", "x"), ("", "x")]:
        with pytest.raises(InputError):
            info_text([(label, value)])


def test_a_label_and_a_value_without_end_cost_no_more_than_their_length() -> None:
    """With the square of it this would not end: the label alone took minutes, the value a quarter of an hour."""
    with pytest.raises(InputError):
        parse_info(b"a" + b" " * 1_000_000 + b"\n", NOW)
    ((label, value),) = parse_info(b"a: b\n" + b" x\n" * 500_000, NOW)
    assert (label, len(value)) == ("a", 1_000_001)


def test_fetch() -> None:
    assert parse_fetch(b"https://x.example/%20 12 data/a%0Ab\nhttps://y.example - data/c d\n", NOW) == (
        "data/a\nb",
        "data/c d",
    )
