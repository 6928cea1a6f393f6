"""SafeName keeps what is harmless as it is, and keeps names apart."""

from __future__ import annotations

import pytest

from amparo.errors import InputError
from amparo.seal.names import FALLBACK, MAX_BYTES, DistinctNames, SafeName


@pytest.mark.parametrize(
    "name",
    [
        "report.pdf",
        "Año 2026 – informe (2).tar.gz",
        "報告書.docx",
        "دليل.txt",
        "100% sure.txt",
        "a.b.c",
        "🗝️.png",
        "x" * 180,
    ],
)
def test_ordinary_names_stay(name: str) -> None:
    assert SafeName.parse(name) == SafeName(name) == name


@pytest.mark.parametrize(
    ("untrusted", "safe"),
    [
        ("", FALLBACK),
        (".", FALLBACK),
        ("..", FALLBACK),
        ("   ", FALLBACK),
        ("/", FALLBACK),
        ("a/", "a"),
        ("/etc/passwd", "passwd"),
        (r"C:\Users\me\leak.doc", "leak.doc"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("~root", "root"),
        ("a\0b.txt", "a_b.txt"),
        ("name. . .", "name"),
        (b"caf\xe9.txt", "caf\N{REPLACEMENT CHARACTER}.txt"),
        ("e\N{COMBINING ACUTE ACCENT}.txt", "é.txt"),
    ],
)
def test_harm_goes_and_the_rest_stays(untrusted: str | bytes, safe: str) -> None:
    assert SafeName.parse(untrusted) == safe


def test_the_constructor_refuses_what_parse_would_change() -> None:
    with pytest.raises(InputError):
        SafeName("../x")


def test_a_long_name_keeps_its_extension() -> None:
    name = SafeName.parse("é" * 300 + ".pdf")
    assert name.endswith("é.pdf")
    assert len(name.encode()) <= MAX_BYTES


def test_equal_names_are_numbered() -> None:
    names = DistinctNames()
    given = ["a.pdf", "A.PDF", "a.pdf", "a (2).pdf", "b"]
    assert [names.take(SafeName.parse(n)) for n in given] == [
        "a.pdf",
        "A (2).PDF",
        "a (3).pdf",
        "a (2) (2).pdf",
        "b",
    ]


def test_long_equal_names_are_numbered_within_the_limit() -> None:
    names = DistinctNames()
    found = {names.take(SafeName.parse("x" * 300 + ".pdf")) for _ in range(12)}
    assert len(found) == 12
    assert all(len(n) <= MAX_BYTES and n.endswith(".pdf") for n in found)
