"""Archives that are damaged, cut or one behind another: what can be read is, and what cannot is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from amparo.records.read import read
from amparo.records.reading import Input, Part, Reason, Unreadable

LOG = b"".join(b"%d a line of a log\n" % number for number in range(40_000))


def found(data: bytes, name: str) -> tuple[dict[str, bytes], list[Reason]]:
    """Parts, and the reasons of what was left."""
    items = list(read(Input.of(data, name)))
    parts = {each.untrusted_name: each.data for each in items if isinstance(each, Part)}
    assert len(parts) == sum(isinstance(each, Part) for each in items)
    return parts, [each.reason for each in items if isinstance(each, Unreadable)]


def tar(*names: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(name)
            archive.addfile(member, io.BytesIO(name.encode()))
    return file.getvalue()


def spoilt(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


@pytest.mark.parametrize("squeeze", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_damaged_header_of_a_tar_ends_nothing_in_silence(squeeze: Callable[[bytes], bytes]) -> None:
    parts, reasons = found(squeeze(spoilt(tar("a", "b", "c"), 1024)), "x.tar")
    assert parts == {"a": b"a", "c": b"c"}
    assert reasons == [Reason.CORRUPT]


def test_a_tar_behind_another_is_read() -> None:
    parts, reasons = found(tar("a", "b") + tar("c") + tar("d"), "x.tar")
    assert (list(parts), reasons) == (["a", "b", "c", "d"], [])


@pytest.mark.parametrize(("length", "kept"), [(512, []), (1024, ["a"]), (1024 + 200, ["a"]), (1536, ["a"])])
def test_a_tar_that_was_cut_says_so(length: int, kept: list[str]) -> None:
    """But for one that ends where a member does: there it could end."""
    parts, reasons = found(tar("a", "b", "c")[:length], "x.tar")
    assert list(parts) == kept
    assert reasons == ([] if length == 1024 else [Reason.CORRUPT])


@pytest.mark.parametrize("squeeze", [gzip.compress, bz2.compress, lzma.compress])
def test_of_a_compressed_file_that_was_cut_what_is_there_is_kept(squeeze: Callable[[bytes], bytes]) -> None:
    whole = squeeze(LOG)
    parts, reasons = found(whole[:-20], "x.gz")
    assert reasons == [Reason.CORRUPT]
    assert squeeze is bz2.compress or len(parts["x"]) > len(LOG) // 2
    assert all(LOG.startswith(data) for data in parts.values())
    assert found(whole, "x.gz") == ({"x": LOG}, [])


def test_what_follows_a_compressed_file_costs_nothing_of_it() -> None:
    assert found(gzip.compress(LOG) + b"a signature", "x.gz") == ({"x": LOG}, [Reason.CORRUPT])
    assert found(gzip.compress(b"short") + b"a signature", "x.gz") == ({"x": b"short"}, [Reason.CORRUPT])


def test_a_folder_of_a_zip_hides_no_bytes() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("empty/", b"")
        archive.writestr("folder/", b"what lies in it")
    assert found(file.getvalue(), "x.zip") == ({"folder": b"what lies in it"}, [])
