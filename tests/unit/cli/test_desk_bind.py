"""The desk binds to loopback and to nothing else."""

from __future__ import annotations

import pytest

from amparo.cli.desk_setup import loopback
from amparo.errors import AmparoError, StateError


@pytest.mark.parametrize(
    ("bind", "parsed"),
    [
        ("127.0.0.1:8402", ("127.0.0.1", 8402)),
        ("[::1]:0", ("::1", 0)),
        ("localhost:1", ("localhost", 1)),
        (":5", ("127.0.0.1", 5)),
    ],
)
def test_loopback_is_taken(bind: str, parsed: tuple[str, int]) -> None:
    assert loopback(bind) == parsed


@pytest.mark.parametrize(
    "bind", ["0.0.0.0:8402", "192.168.1.1:80", "[::]:80", "127.0.0.1.example.org:80", "10.0.0.1:1"]
)
def test_any_other_address_is_refused(bind: str) -> None:
    with pytest.raises(StateError, match="this machine only"):
        loopback(bind)


@pytest.mark.parametrize("bind", ["", "8402", "127.0.0.1", "127.0.0.1:port", "127.0.0.1:99999"])
def test_no_address_at_all(bind: str) -> None:
    with pytest.raises(AmparoError):
        loopback(bind)
