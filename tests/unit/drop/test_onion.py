"""Onion services: keys in Tor's own form, addresses as rend-spec-v3 has them, and a torrc that Tor takes."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.drop import onion
from amparo.drop.blobs import replace_file
from amparo.drop.onion import Places, address_of, make, parse_access, torrc
from amparo.drop.tor import can_prove_work, check
from amparo.errors import InputError, StateError, StoreError

FindTool = Callable[[str], str]


def test_address_of_a_known_key() -> None:
    # The Tor Project's own service; its address holds its key.
    name = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid"
    public = base64.b32decode(name.upper())[:32]
    assert address_of(public) == f"{name}.onion"


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    first = make(places)
    assert make(places) == first == onion.addresses(places)
    assert first.sources != first.desk
    for path in places.folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_tor_reads_our_keys_as_the_same_addresses(tmp_path: Path, find_tool: FindTool) -> None:
    places = Places.under(tmp_path)
    made = make(places)
    # Tor writes `hostname` anew from the key it read.
    for service in (onion.SOURCES, onion.DESK):
        (places.folder / service / "hostname").unlink()
        (places.folder / service / onion.PUBLIC).unlink()
    (places.folder / "run").mkdir(mode=0o700)
    replace_file(places.torrc, torrc(places, proof_of_work=False).encode())
    with pytest.raises(subprocess.TimeoutExpired):
        command = [find_tool("tor"), "-f", str(places.torrc), "--defaults-torrc", os.devnull, "--DisableNetwork", "1"]
        subprocess.run(command, capture_output=True, timeout=3)
    names = [(places.folder / service / "hostname").read_text().strip() for service in (onion.SOURCES, onion.DESK)]
    assert names == [made.sources, made.desk]


@pytest.mark.parametrize("name", ["plain", "with blank", 'with "quotes" and \\', "ünïcode"])
def test_tor_takes_the_torrc(tmp_path: Path, find_tool: FindTool, name: str) -> None:
    places = Places.under(tmp_path / name)
    make(places)
    (places.folder / "run").mkdir(mode=0o700)
    tor = find_tool("tor")
    replace_file(places.torrc, torrc(places, proof_of_work=can_prove_work(tor)).encode())
    check(tor, places.torrc)


def test_what_tor_refuses_is_said_in_its_words(tmp_path: Path, find_tool: FindTool) -> None:
    places = Places.under(tmp_path)
    make(places)
    (places.folder / "run").mkdir(mode=0o700)
    replace_file(places.torrc, torrc(places, proof_of_work=True).encode() + b"Colour blue\n")
    with pytest.raises(StateError) as refused:
        check(find_tool("tor"), places.torrc)
    assert "Colour" in refused.value.hint


def test_proof_of_work_for_sources_alone_and_only_where_tor_knows_it(tmp_path: Path) -> None:
    text = torrc(Places.under(tmp_path), proof_of_work=True)
    for_sources, _, for_desks = text.partition("# For desks")
    assert "HiddenServicePoWDefensesEnabled 1" in for_sources
    assert "HiddenServiceMaxStreams 32" in for_sources
    assert "PoW" not in for_desks and "MaxStreams" not in for_desks
    assert "PoW" not in torrc(Places.under(tmp_path), proof_of_work=False)


def test_only_the_desks_service_asks_for_a_key(tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    made = make(places)
    (file,) = (places.folder / onion.DESK / "authorized_clients").iterdir()
    assert file.suffix == ".auth"
    assert parse_access(file.read_text()) == file.read_text().strip()
    assert made.access.startswith(made.desk.removesuffix(".onion") + ":descriptor:x25519:")
    assert not (places.folder / onion.SOURCES / "authorized_clients").exists()


def test_a_desk_that_brings_its_key_is_made_none(tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    line = f"descriptor:x25519:{base64.b32encode(os.urandom(32)).decode().rstrip('=')}"
    assert make(places, access=line).access == ""
    assert not (places.folder / onion.ACCESS).exists()


@pytest.mark.parametrize("line", ["", "descriptor:x25519:", "descriptor:x25519:" + "1" * 52, "x" * 60, "a:b:c"])
def test_no_access_key(line: str) -> None:
    with pytest.raises(InputError):
        parse_access(line)


def test_a_home_too_deep_for_sockets(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="too long"):
        onion.check_sockets(Places.under(tmp_path / ("d" * 90)))


def test_damaged_keys_are_told(tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    make(places)
    (places.folder / onion.SOURCES / onion.PUBLIC).write_bytes(b"x")
    with pytest.raises(StoreError):
        onion.addresses(places)
