"""Addresses, the pace of sending, and parcels that wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.errors import AmparoError, InputError, StateError
from amparo.source.address import DropAddress
from amparo.source.pace import LARGEST, SMALLEST, Pace
from amparo.source.parcel import Parcel
from amparo.source.sealing import Handover

ONION = "a" * 56 + ".onion"


def test_addresses_that_are_taken() -> None:
    local = DropAddress.parse("http://127.0.0.1:8401/")
    assert (local.origin, local.prefix, local.url) == ("http://127.0.0.1:8401", "", "http://127.0.0.1:8401")
    assert DropAddress.parse("http://[::1]:8401").origin == "http://[::1]:8401"
    onion = DropAddress.parse(f"http://{ONION.upper()}/drop/", socks="127.0.0.1:9050")
    assert onion.url == f"http://{ONION}/drop"
    assert DropAddress.parse("https://drop.example", without_tor=True).origin == "https://drop.example"
    assert DropAddress.parse("https://drop.example", socks="[::1]:9050").socks == "[::1]:9050"


@pytest.mark.parametrize(
    ("url", "given"),
    [
        (f"http://{ONION}", {}),
        (f"http://{ONION}", {"without_tor": True}),
        ("https://drop.example", {}),
        ("http://drop.example", {"without_tor": True}),
        ("http://drop.example", {"socks": "127.0.0.1:9050"}),
        ("http://127.0.0.1.evil.example", {"without_tor": True}),
        ("http://localhost.evil.example", {"without_tor": True}),
        ("ftp://127.0.0.1", {}),
        ("127.0.0.1:8401", {}),
        ("http://user@127.0.0.1", {}),
        ("http://127.0.0.1/?q", {}),
        ("http://127.0.0.1/#x", {}),
        ("http://127.0.0.1:notaport", {}),
        ("http://", {}),
        (f"http://{ONION}", {"socks": "user:pw@127.0.0.1:9050"}),
        (f"http://{ONION}", {"socks": "9050"}),
    ],
)
def test_addresses_that_are_refused(url: str, given: dict[str, str | bool]) -> None:
    with pytest.raises(AmparoError):
        DropAddress.parse(url, **given)  # type: ignore[arg-type]


def test_parts_grow_on_a_good_line_and_shrink_on_a_bad_one() -> None:
    pace = Pace()
    assert SMALLEST < pace.size() < 1024 * 1024
    for _ in range(10_000):
        pace.went(pace.size())
    assert pace.size() == LARGEST
    pace.broke()
    assert pace.size() == LARGEST, "one cut after long is no reason to crawl"
    pace.went(300_000)
    pace.broke()
    assert pace.size() == SMALLEST
    pace.broke()
    assert pace.size() == SMALLEST
    pace.went(30_000_000)
    assert SMALLEST < pace.size() <= 30_000_000 // 24


def test_a_parcel_waits_for_its_drop_and_for_one_process(tmp_path: Path) -> None:
    parcel = Parcel.seal(tmp_path / "give", "http://here", "2026-11-24", [b"abc", b"def"])
    parcel.at("/tus/1")
    assert b"".join(parcel.read(2, 3)) == b"cde"
    assert list(Parcel.waiting(tmp_path / "give", "http://here")) == [], "this process holds it"
    parcel.let_go()
    assert list(Parcel.waiting(tmp_path / "give", "http://elsewhere")) == []
    (found,) = Parcel.waiting(tmp_path / "give", "http://here")
    assert (found.destination.upload, found.destination.size) == ("/tus/1", 6)
    state = json.loads((found.folder / "state.json").read_text())
    assert set(state) == {"version", "drop", "upload", "size", "day"}
    found.remove()
    assert list((tmp_path / "give").iterdir()) == []


def test_half_sealed_parcels_leave_nothing(tmp_path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"half"
        raise InputError("the file cannot be read")

    with pytest.raises(InputError):
        Parcel.seal(tmp_path / "give", "http://here", "2026-11-24", breaks())
    assert list((tmp_path / "give").iterdir()) == []
    (tmp_path / "give" / "0123").mkdir()
    (tmp_path / "give" / "0123" / "envelope.age").write_bytes(b"half")
    assert list(Parcel.waiting(tmp_path / "give", "http://here")) == []
    assert list((tmp_path / "give").iterdir()) == []


def test_a_parcel_cut_short_is_not_sent(tmp_path: Path) -> None:
    parcel = Parcel.seal(tmp_path, "http://here", "2026-11-24", [b"abcdef"])
    (parcel.folder / "envelope.age").write_bytes(b"abc")
    with pytest.raises(StateError):
        list(parcel.read(0, 6))
    parcel.remove()


def test_nothing_is_not_handed_over_and_folders_are_not_files(tmp_path: Path) -> None:
    for handover in (
        Handover(" \n", (), None),
        Handover("x", (tmp_path,), None),
        Handover("", (tmp_path / "no",), None),
    ):
        with pytest.raises(InputError):
            handover.check()
