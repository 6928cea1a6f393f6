"""Whatever text or bytes come in, a SafeName is one harmless path component."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

from hypothesis import given
from hypothesis import strategies as st

from amparo.seal.names import MAX_BYTES, DistinctNames, SafeName

fragments = st.sampled_from(
    [
        "..",
        ".",
        "/",
        "\\",
        ":",
        "\0",
        "con",
        "nul.txt",
        "COM1",
        " ",
        "-",
        "~",
        "\u202e",
        "\u200b",
        "\u2028",
        "é",
        "a",
        ".exe",
    ]
)
names = st.one_of(st.text(), st.binary(), st.lists(fragments, max_size=12).map("".join))


def assert_harmless(name: str) -> None:
    assert 1 <= len(name.encode()) <= MAX_BYTES
    assert PurePosixPath("/safe", name).parent == PurePosixPath("/safe")
    assert PurePosixPath("/safe", name).name == name
    assert PureWindowsPath("C:/safe", name).parent == PureWindowsPath("C:/safe")
    assert not PureWindowsPath(name).is_reserved()
    assert name[0] not in " .-~"
    assert name[-1] not in " ."
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or c in '<>:"|?*' for c in name)
    assert unicodedata.normalize("NFC", name) == name


@given(names)
def test_always_harmless_and_settled(untrusted: str | bytes) -> None:
    name = SafeName.parse(untrusted)
    assert_harmless(name)
    assert SafeName.parse(name) == SafeName(name) == name


@given(st.lists(names, max_size=8))
def test_distinct_names_never_meet_on_any_file_system(untrusted: list[str | bytes]) -> None:
    giver = DistinctNames()
    given_names = [giver.take(SafeName.parse(n)) for n in untrusted]
    assert len({n.key for n in given_names}) == len(given_names)
    for name in given_names:
        assert_harmless(name)
