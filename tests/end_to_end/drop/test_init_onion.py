"""`drop init --onion` and the two sockets, without a network: what is made, what is shown, what is refused."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from amparo.cli import drop_onion
from amparo.drop.swap import Swap
from amparo.errors import StateError
from drop_process import Drop


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path / "home")


def test_print_shows_all_and_changes_nothing(drop: Drop) -> None:
    shown = drop.run("init", "--onion", "--print").stdout
    assert "HiddenServicePoWDefensesEnabled 1" in shown
    assert str(drop.home / "onion") in shown
    assert not drop.home.exists()


def test_addresses_are_known_at_once_and_stay(drop: Drop) -> None:
    first = drop.run("init", "--onion", "--accept-swap", "--name", "The Lamp").stdout.splitlines()
    again = drop.run("init", "--onion", "--accept-swap").stdout.splitlines()
    assert first == again
    settings = tomllib.loads((drop.folder / "drop.toml").read_text())
    assert f"sources: http://{settings['onion']}" in first
    assert f"desks: http://{settings['desk_onion']}" in first
    assert settings["newsroom"] == "The Lamp"


@pytest.mark.parametrize(
    ("state", "accepted"), [(Swap.PLAIN, False), (Swap.UNKNOWN, False), (Swap.ENCRYPTED, True), (Swap.NONE, True)]
)
def test_swap_in_the_clear_is_refused(monkeypatch: pytest.MonkeyPatch, state: Swap, accepted: bool) -> None:
    monkeypatch.setattr(drop_onion, "swap_state", lambda: state)
    drop_onion.refuse_plain_swap(argparse.Namespace(accept_swap=True))
    if accepted:
        drop_onion.refuse_plain_swap(argparse.Namespace(accept_swap=False))
    else:
        with pytest.raises(StateError):
            drop_onion.refuse_plain_swap(argparse.Namespace(accept_swap=False))


def over(path: Path) -> httpx.Client:
    return httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), timeout=30)


def test_two_sockets_and_who_may_use_them(drop: Drop, tmp_path: Path) -> None:
    drop.init()
    sockets = tmp_path / "s", tmp_path / "d"
    drop.start("--unix", str(sockets[0]), "--desk-unix", str(sockets[1]), "--socket-mode", "0660")
    try:
        assert [path.stat().st_mode & 0o777 for path in sockets] == [0o660, 0o660]
        answers: dict[tuple[int, str], Any] = {}
        for number, path in enumerate(sockets):
            with over(path) as client:
                for address in ("/desk/v1/health", "/roster", "/"):
                    answers[number, address] = client.get(f"http://drop{address}").status_code
        assert (answers[0, "/desk/v1/health"], answers[1, "/desk/v1/health"]) == (404, 400)
        assert answers[0, "/roster"] == answers[1, "/roster"]
    finally:
        drop.stop()
        drop.http.close()


def test_a_socket_for_everybody_is_refused(drop: Drop, tmp_path: Path) -> None:
    drop.init()
    done = drop.run("serve", "--unix", str(tmp_path / "s"), "--socket-mode", "0666", check=False)
    assert done.returncode == 2


def test_serve_onion_without_init_says_what_to_do(drop: Drop) -> None:
    drop.init()
    done = drop.run("serve", "--onion", check=False)
    assert done.returncode == 1
    assert "amparo drop init --onion" in done.stderr
