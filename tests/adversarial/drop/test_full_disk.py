"""A disk that fills up: a drop on a tmpfs of a few megabytes. What was thanked for stays, what does not fit is said."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from amparo.drop.pages.show import PAGE
from drop_process import Drop, form, hidden, running_drop
from drop_raw import chunked, connected, send_head, until_closed

MIB = 1024 * 1024
SIZE = 6 * MIB


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A tmpfs. Where it cannot be mounted the test is named as missing; in CI nothing skips."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", place], capture_output=True, text=True
    )
    if mounted.returncode != 0:
        reason = "a small tmpfs cannot be mounted here (it needs root and CAP_SYS_ADMIN)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    """A drop with a reserve of 1 MiB on 6 MiB."""
    with small_disk(tmp_path), running_drop(tmp_path, keep_free=MIB) as running:
        yield running


def blobs(drop: Drop) -> set[str]:
    return {path.name for path in (drop.folder / "blobs").iterdir()}


def said_full(answer: httpx.Response) -> None:
    assert answer.status_code == 507 and "<h1>" in answer.text and len(answer.content) % PAGE == 0
    assert "no room" in answer.text.lower() and "stored" in answer.text


def messages(drop: Drop) -> set[str]:
    return {submission.message for submission, _ in drop.submissions()}


def test_too_large_for_the_disk_is_said_before_the_upload(drop: Drop) -> None:
    words = drop.passphrase()
    body = b"".join(form({"passphrase": words, "message": "m"}, [("f", bytes(7 * MIB))]))
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(body)) + body[:1000])
        start = peer.recv(65536)
    assert start.startswith(b"HTTP/1.1 507")
    assert drop.envelopes() == [] and blobs(drop) == set()


def test_a_disk_that_fills_while_something_arrives(drop: Drop) -> None:
    """No length announced: the drop finds out while it writes. The words are handed on, what was kept is kept."""
    assert drop.send(drop.passphrase(), "kept before").status_code == 200
    words = drop.passphrase()
    pieces = form({"passphrase": words, "message": "never kept"}, [("f", bytes(7 * MIB))])
    with connected(drop.url) as peer:
        peer.sendall(send_head(None))
        for piece in chunked(pieces):
            peer.sendall(piece)
        answer = until_closed(peer)
    assert answer.startswith(b"HTTP/1.1 507")
    assert hidden(answer.decode(), "passphrase") == words, "the same seven words for another go"
    assert blobs(drop) == {each["id"] for each in drop.envelopes()}, "no half of it remains"
    assert drop.send(words, "kept after").status_code == 200
    assert messages(drop) == {"kept before", "kept after"}


def test_uploads_until_it_is_full_never_take_the_reserve(drop: Drop) -> None:
    """Whatever sources send, a reply and a new roster still find room."""
    accepted: list[str] = []
    for number in range(60):
        answer = drop.send(drop.passphrase(), f"number {number}", [("f", bytes(200_000))])
        if answer.status_code != 200:
            said_full(answer)
            break
        accepted.append(f"number {number}")
    assert 15 < len(accepted) < 40
    disk = os.statvfs(drop.home)
    assert disk.f_bavail * disk.f_frsize > MIB // 2
    assert messages(drop) == set(accepted)
    submission = drop.submissions()[0][0]
    drop.reply(submission, "we have it")
    assert drop.put_roster(drop.newsroom.roster(days=20)).status_code == 200
    drop.desk("DELETE", f"/desk/v1/envelopes/{drop.envelopes()[0]['id']}")
    drop.desk("DELETE", f"/desk/v1/envelopes/{drop.envelopes()[0]['id']}")
    assert drop.send(drop.passphrase(), "room again").status_code == 200


def test_a_disk_that_something_else_filled_to_the_last_byte(tmp_path: Path) -> None:
    """The system itself says no (ENOSPC), to files and to the database. Nothing acknowledged is lost by it."""
    with small_disk(tmp_path), running_drop(tmp_path, keep_free=0) as drop:
        assert drop.send(drop.passphrase(), "kept before").status_code == 200
        ballast = tmp_path / "ballast"
        for left in (0, 8, 24, 40, 64, 90):
            fill(ballast, left * 1024)
            answer = drop.send(drop.passphrase(), f"at {left}")
            assert answer.status_code in (200, 507, 503), answer.status_code
            listed = {each["id"] for each in drop.envelopes()}
            assert blobs(drop) == listed
            kept = {"kept before"} | ({f"at {left}"} if answer.status_code == 200 else set())
            assert messages(drop) == kept
            if answer.status_code == 200:
                break
            said_full(answer)
            assert drop.desk("PUT", "/desk/v1/replies/" + "cd" * 32, bytes(8192)).status_code in (201, 507)
        ballast.unlink()
        assert drop.send(drop.passphrase(), "kept after").status_code == 200
        assert drop.stop() == 0
        drop.start()
        assert {"kept before", "kept after"} <= messages(drop)


def fill(ballast: Path, left: int) -> None:
    """Leave this many bytes of the disk free."""
    ballast.unlink(missing_ok=True)
    disk = os.statvfs(ballast.parent)
    ballast.write_bytes(bytes(disk.f_bavail * disk.f_frsize - left))
