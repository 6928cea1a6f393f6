"""Names meant to do harm, our own and the Big List of Naughty Strings."""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from pathlib import Path

import pytest

from amparo.errors import InputError
from amparo.seal.names import FALLBACK, MAX_BYTES, DistinctNames, SafeName

TRAVERSAL = [
    "../../etc/passwd",
    "..\\..\\windows\\system32\\drivers\\etc\\hosts",
    "....//....//etc/passwd",
    "/../x",
    "x/../../y",
    "..;/admin",
    "..%2f..%2fetc%2fpasswd",
    "..\0/x",
    "\u2024\u2024/x",
    ".\u200b./x",
    "\u202e../x",
    "..\u2215..\u2215etc",
    "C:..\\x",
    "\\\\server\\share\\x",
    "\\\\?\\C:\\x",
    "file:///etc/passwd",
    "x:stream",
]


@pytest.mark.parametrize("name", TRAVERSAL)
def test_traversal(name: str, tmp_path: Path) -> None:
    target = tmp_path / SafeName.parse(name)
    target.write_bytes(b"")
    assert [entry.name for entry in tmp_path.iterdir()] == [target.name]
    assert ".." not in target.parts


@pytest.mark.parametrize(
    "name",
    [
        "CON",
        "con.txt",
        "NUL",
        "nul.tar.gz",
        "Aux .log",
        "COM1",
        "com9.x",
        "LPT¹.txt",
        "CONIN$",
        "clock$",
        "prn.",
        "c\u200bon",
        ".con",
        "x/nul",
    ],
)
def test_reserved_device_names(name: str) -> None:
    assert SafeName.parse(name).startswith("_")


@pytest.mark.parametrize("name", ["console.log", "auxiliary", "com", "com10", "nullable.txt", "lpt", "contract.pdf"])
def test_names_that_only_begin_like_devices_stay(name: str) -> None:
    assert SafeName.parse(name) == name


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
def test_bidi_override_hides_no_extension(mark: str) -> None:
    """`exe.` shown reversed would pass for a picture."""
    assert SafeName.parse(f"photo{mark}gnp.exe") == "photognp.exe"


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\U000e0041", "\ufff9"])
def test_invisible_characters_make_no_second_name(mark: str) -> None:
    assert SafeName.parse(f"re{mark}port.pdf") == "report.pdf"


@pytest.mark.parametrize(
    "name", ["a" * 10_000, "é" * 10_000, "a." + "b" * 10_000, ".".join("ab" * 5000), "🗝" * 10_000, " " * 10_000]
)
def test_over_long(name: str) -> None:
    assert 1 <= len(SafeName.parse(name).encode()) <= MAX_BYTES


def test_bytes_that_are_no_text() -> None:
    assert SafeName.parse(bytes(range(256)))
    assert SafeName.parse(b"\xff\xfe/\x00") != ""
    assert SafeName.parse(os.fsdecode(b"bad\xff.txt")) == "bad.txt"


def test_line_breaks_and_escapes_reach_no_terminal_and_no_header() -> None:
    name = SafeName.parse('a\r\nSet-Cookie: x\x1b[2J\x9b"b.txt')
    assert not any(unicodedata.category(c) == "Cc" or c == '"' for c in name)


def test_the_big_list_of_naughty_strings(corpora: Path, tmp_path: Path) -> None:
    listed = json.loads((corpora / "hostile/naughty-strings/blns.base64.json").read_text())
    strings = [base64.b64decode(entry) for entry in listed]
    assert len(strings) > 400
    for raw in strings:
        name = SafeName.parse(raw)
        assert SafeName.parse(raw.decode("utf-8", "replace")) == name
        assert SafeName(name) == name
        (tmp_path / name).write_bytes(raw)
    assert all(entry.parent == tmp_path and entry.is_file() for entry in tmp_path.iterdir())
    assert SafeName.parse(b"") == FALLBACK


def test_ten_thousand_files_of_one_name_cost_no_more_than_of_many() -> None:
    """Counting from 2 for each of them took four minutes once. Probes are counted, not seconds."""
    probes = 0

    class Counting(set[str]):
        def __contains__(self, key: object) -> bool:
            nonlocal probes
            probes += 1
            return super().__contains__(key)

    long = ["y" * 170 + f"{number:010}.pdf" for number in range(1000)]
    for flood in (["a.txt"] * 5000, long * 2, [f"a ({n}).txt" for n in range(2, 1000)] + ["a.txt"] * 1000):
        names = DistinctNames()
        names._taken = Counting()
        probes = 0
        found = {names.take(SafeName.parse(name)).key for name in flood}
        assert len(found) == len(flood)
        assert probes <= 3 * len(flood)


ACCENTS = "a" + "\u0301" * 100_000 + "\u0323" * 100_000


@pytest.mark.parametrize("name", [ACCENTS, f"{ACCENTS}.pdf", f"x/{ACCENTS}", ACCENTS * 20])
def test_accents_without_end_are_cut_before_they_are_put_in_order(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That takes the square of their number: one name of an envelope, which may have 16 MiB, took hours."""
    lengths = [0]
    normalize = unicodedata.normalize

    def counted(form: str, text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text[:1000])

    monkeypatch.setattr(unicodedata, "normalize", counted)
    with pytest.raises(InputError):
        SafeName(name)
    cut = SafeName.parse(name)
    assert SafeName(cut) == cut and cut.endswith(".pdf") == name.endswith(".pdf")
    assert max(lengths) <= 1000


def test_a_name_with_letters_of_a_later_unicode_opens_and_none_that_hides_does() -> None:
    """A drop or a source may know more letters than the desk; what it sealed must open there all the same."""
    assert SafeName("x\u0378\U0003ffe0.pdf") == "x\u0378\U0003ffe0.pdf"
    assert SafeName.parse("x\u0378\U0003ffe0.pdf") == "x.pdf"
    for hidden in "\u2065\ufff0\ufdd0\U000e0fff\U0010ffff\ue000\u202e":
        with pytest.raises(InputError):
            SafeName(f"x{hidden}.pdf")
    for name in ("../\u0378", ".\u0378", "\u0378/x", "\u0378 ", "con.\u0378", "\U0003ffe0" * 46):
        with pytest.raises(InputError):
            SafeName(name)
