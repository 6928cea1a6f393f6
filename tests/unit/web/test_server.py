"""Addresses to listen on: what is taken, what is refused, and that no file of somebody else's is removed."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from amparo.errors import StoreError
from amparo.web.server import _allow_many_connections, listen, parse_bind


def test_a_stale_socket_is_replaced_and_is_for_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    listen(path).close()
    again = listen(path)
    assert path.stat().st_mode & 0o777 == 0o600
    again.close()


def test_a_file_that_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("notes")
    with pytest.raises(StoreError, match="Cannot listen"):
        listen(path)
    assert path.read_text() == "notes"


@pytest.mark.parametrize(
    ("text", "place"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:8401", ("::1", 8401)), (":5", ("127.0.0.1", 5)), ("a:0", ("a", 0))],
)
def test_addresses(text: str, place: tuple[str, int]) -> None:
    assert parse_bind(text) == place


@pytest.mark.parametrize("text", ["", "80", "host:", "host:x", "host:65536", "host:-1", "host:٣"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError):
        parse_bind(text)


def test_a_server_may_hold_as_many_connections_as_the_system_lets_it() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        _allow_many_connections()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
