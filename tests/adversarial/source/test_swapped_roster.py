"""A drop in other hands shows a roster of its own: a source's client seals nothing to it and sends nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from amparo.errors import TrustError
from amparo.seal.fingerprint import fingerprint
from amparo.source.connection import Offered
from amparo.source.trust import Trusted, trusted
from drop_process import AMPARO, Newsroom
from source_system import run_without_terminal


def never(_newsroom: str, _digits: str) -> bool:
    raise AssertionError("nobody needs to be asked")


def offered(by: Newsroom, claiming: Newsroom, **roster: int) -> Offered:
    """A note signed by one newsroom, shown with the key of another."""
    return Offered(by.roster(**roster), str(claiming.root.verifier))


@pytest.fixture
def real() -> Newsroom:
    return Newsroom()


@pytest.fixture
def usurper(real: Newsroom) -> Newsroom:
    """Calls itself by the same name."""
    return Newsroom(real.name)


def ways(newsroom: Newsroom) -> tuple[str, ...]:
    """How a source may hold the newsroom's key."""
    digits = fingerprint(newsroom.root.verifier)
    return str(newsroom.root.verifier), digits, digits.replace(" ", "").upper(), digits.replace(" ", ":")


def test_the_newsrooms_own_roster_is_taken(real: Newsroom) -> None:
    for root in ways(real):
        found = trusted(offered(real, real), root, never)
        assert found.roster.newsroom == real.name and found.root == real.root.verifier


def test_a_roster_signed_by_another_key_is_refused(real: Newsroom, usurper: Newsroom) -> None:
    for root in ways(real):
        for shown in (offered(usurper, usurper), offered(usurper, real)):
            with pytest.raises(TrustError, match="has not signed"):
                trusted(shown, root, never)


def test_an_altered_roster_is_refused(real: Newsroom) -> None:
    note = real.roster()
    for altered in (note.replace(b"desk news", b"desk newz"), note[:-40], b"", note + note, b"x" * 100_000):
        with pytest.raises(TrustError):
            trusted(Offered(altered, str(real.root.verifier)), str(real.root.verifier), never)


def test_a_key_that_is_none_is_refused(real: Newsroom) -> None:
    for root in ("", "x", "a+b+c", str(real.root.verifier)[:-3]):
        with pytest.raises(TrustError):
            trusted(Offered(real.roster(), root), fingerprint(real.root.verifier), never)


def test_without_a_key_only_a_person_can_say_yes(real: Newsroom, usurper: Newsroom) -> None:
    asked: list[tuple[str, str]] = []

    def no(newsroom: str, digits: str) -> bool:
        asked.append((newsroom, digits))
        return False

    with pytest.raises(TrustError):
        trusted(offered(usurper, usurper), "", no)
    assert asked == [(usurper.name, fingerprint(usurper.root.verifier))]
    with pytest.raises(TrustError):
        trusted(offered(usurper, real), "", lambda *_: True)
    assert trusted(offered(real, real), "", lambda *_: True).root == real.root.verifier


def test_a_roster_that_has_run_out_is_refused(real: Newsroom) -> None:
    today = datetime.now(UTC).date()
    old = trusted(offered(real, real, first=-9, days=8), str(real.root.verifier), never)
    with pytest.raises(TrustError, match="run out"):
        old.recipients(today)
    assert recipients(old, today - timedelta(days=3)) == 1


def recipients(found: Trusted, day: date) -> int:
    return len(found.recipients(day))


@contextmanager
def false_drop(note: bytes, root: str) -> Iterator[tuple[str, list[str]]]:
    """A drop that shows this roster; its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"GET {self.path}")
            self.send_response(200)
            self.send_header("Amparo-Root", root)
            self.send_header("Content-Length", str(len(note)))
            self.end_headers()
            self.wfile.write(note)

        def do_POST(self) -> None:
            asked.append(f"POST {self.path}")
            self.send_error(500)

        do_PATCH = do_HEAD = do_POST

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("case", ["another root", "claims the real root", "run out"])
def test_give_and_check_stop_before_anything_is_sent(
    case: str, real: Newsroom, usurper: Newsroom, tmp_path: Path
) -> None:
    note = real.roster(first=-9, days=8) if case == "run out" else usurper.roster()
    shown = usurper.root.verifier if case == "another root" else real.root.verifier
    (tmp_path / "proof.txt").write_text("proof")
    with false_drop(note, str(shown)) as (url, asked):
        home = ["--home", str(tmp_path / "home")]
        key = ["--root", fingerprint(real.root.verifier)]
        done = run_without_terminal([*AMPARO, "give", url, *key, "--message", "x", str(tmp_path / "proof.txt"), *home])
        assert done.returncode == 1 and "end nothing" in done.stderr and "passphrase" not in done.stdout
        if case != "run out":
            assert run_without_terminal([*AMPARO, "check", url, *key, *home]).returncode == 1
        assert set(asked) == {"GET /roster", "GET /succession"}
    assert not [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
