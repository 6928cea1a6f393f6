"""Sources, a drop and a desk that meet over Tor's own onion service, on a network of Debian's tor on loopback."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from drop_process import form, hidden
from source_system import System, at_a_terminal, paired_system
from tor_network import FragileClient, TorNetwork, network

MIB = 1024 * 1024
MOST_RESENT = 0.03


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with paired_system(tmp_path_factory.mktemp("tor-home"), tmp_path_factory.mktemp("tor-source")) as system:
        yield system


@pytest.fixture(scope="module")
def tor(system: System, corpora: Path, find_tool: object) -> Iterator[TorNetwork]:
    for name in ("tor", "tor-gencert", "curl"):
        assert find_tool(name)  # type: ignore[operator]
    with network(corpora.parent / "tools" / "private_tor.py", int(system.url.rsplit(":", 1)[1])) as net:
        yield net


def test_a_form_with_two_hundred_megabytes_arrives_over_tor(system: System, tor: TorNetwork, tmp_path: Path) -> None:
    """Door A: the form, streamed through Tor by a client that knows nothing but HTTP."""
    half = os.urandom(MIB) * 100
    digest = hashlib.sha256(half).hexdigest()
    with httpx.Client(proxy=f"socks5h://{tor.socks}", timeout=600, trust_env=False) as browser:
        words = hidden(browser.get(f"http://{tor.onion}/message").text, "passphrase")
        body = form({"passphrase": words, "message": "two disks"}, [("one.img", half), ("two.img", half)])
        given = {"Content-Type": "multipart/form-data; boundary=----test-boundary-7f3a"}
        answer = browser.post(f"http://{tor.onion}/send", content=body, headers=given)
    assert answer.status_code == 200
    assert answer.text.count(digest) == 2
    system.desk("fetch")
    assert any("two disks" in str(each) for each in system.desk("inbox", "--json"))


def test_circuits_killed_every_few_seconds_cost_at_most_three_percent(
    system: System, tor: TorNetwork, tmp_path: Path
) -> None:
    """Door B: what `give` hands to the network, resent pieces too, against the envelope's size."""
    path = tmp_path / "disk.img"
    path.write_bytes(os.urandom(64 * MIB))
    client = FragileClient(tor)
    try:
        command = system.command("give", str(path), "--json", "--socks", client.socks, url=f"http://{tor.onion}")
        with client.killing(every=4.0):
            done = subprocess.run(command, capture_output=True, text=True, timeout=500, start_new_session=True)
    finally:
        client.close()
    assert done.returncode == 0, done.stderr
    delivered = json.loads(done.stdout.splitlines()[-1])
    assert client.killed >= 2
    assert delivered["cuts"] >= 2
    assert delivered["sent"] - delivered["delivered"] <= MOST_RESENT * delivered["delivered"]


def test_a_reply_comes_back_over_tor(system: System, tor: TorNetwork) -> None:
    over = ("--socks", tor.socks)
    sealed, _ = system.give("--message", "is anybody there", *over, url=f"http://{tor.onion}")
    system.desk("fetch")
    mine = [each for each in system.desk("inbox", "--json") if "is anybody there" in str(each)]
    system.desk("reply", mine[0]["submission"], "--message", "Yes, here we are.")
    command = system.command("check", *over, url=f"http://{tor.onion}")
    code, shown = at_a_terminal(command, {"Passphrase:": sealed["passphrase"]})
    assert code == 0 and "Yes, here we are." in shown
