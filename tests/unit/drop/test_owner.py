"""Root works in the folder of the drop's user as that user: whoever took the drop over has links waiting in there."""

from __future__ import annotations

import os
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.cli.backup import members_of
from amparo.drop.onion import Places
from amparo.drop.owner import as_owner, become_owner
from amparo.drop.store import Store
from amparo.drop.tor import wait_published
from amparo.errors import StateError

SOMEBODY = 4711


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody's folder, looked at by root, whoever runs this; what root becomes is noted in `became`."""
    made = tmp_path / "drop"
    made.mkdir()
    if os.geteuid() == 0:
        os.chown(made, SOMEBODY, SOMEBODY)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in ("setgroups", "setgid", "setuid", "setegid", "seteuid"):
        monkeypatch.setattr(os, name, lambda who, name=name: _note(tmp_path, f"{name} {who}"))
    return made


def _note(tmp_path: Path, what: str) -> None:
    with (tmp_path / "became").open("a") as file:
        file.write(f"{what}\n")


def noted(folder: Path) -> list[str]:
    return (folder.parent / "became").read_text().splitlines()


def test_the_work_is_done_by_a_child_that_has_become_the_owner(folder: Path) -> None:
    as_owner(folder, lambda: _note(folder.parent, f"work {os.getppid()}"))
    owner = folder.stat()
    became = ["setgroups []", f"setgid {owner.st_gid}", f"setuid {owner.st_uid}"]
    assert noted(folder) == [*became, f"work {os.getpid()}"]


def test_a_backup_is_read_as_the_owner_and_written_as_who_we_are(folder: Path) -> None:
    Store(folder, keep_free=0, clock=lambda: datetime(2026, 11, 30, tzinfo=UTC)).close()
    listing = members_of("drop", folder.parent, with_day_keys=False)
    first = next(listing)
    assert noted(folder)[-1] == f"seteuid {folder.stat().st_uid}"
    assert {"drop/drop.sqlite"} <= {first.name, *(member.name for member in listing)}
    assert noted(folder)[-3:] == ["seteuid 0", f"setegid {os.getegid()}", f"setgroups {os.getgroups()}"]


def test_what_it_refuses_ends_the_command(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise StateError("It belongs to another newsroom.", "Use a fresh home.")

    with pytest.raises(SystemExit) as ended:
        as_owner(folder, refuse)
    assert ended.value.code == 1 and "error: It belongs to another newsroom." in capfd.readouterr().err


def test_a_link_of_somebody_to_a_folder_of_root_makes_nobody_root(folder: Path) -> None:
    link = folder.parent / "home"
    link.symlink_to("/usr")
    if os.lstat(link).st_uid == 0:
        os.chown(link, SOMEBODY, SOMEBODY, follow_symlinks=False)
    become_owner(link)
    assert noted(folder)[-1] == f"setuid {os.lstat(link).st_uid}"


def test_what_is_roots_own_or_not_there_is_done_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    did: list[int] = []
    for place in (tmp_path / "absent", Path("/usr")):
        as_owner(place, lambda: did.append(os.getpid()))
    assert did == [os.getpid()] * 2


def test_no_other_file_is_read_to_whoever_holds_the_control_socket(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path / "s", tmp_path / "d", tmp_path / "c")
    secret = tmp_path / "secret"
    secret.write_bytes(b"of root alone")
    places.cookie.parent.mkdir()
    places.cookie.symlink_to(secret)
    heard: list[bytes] = []
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(places.control))
    listener.listen()

    def listen() -> None:
        connection, _ = listener.accept()
        with connection:
            heard.append(connection.recv(1000))

    thread = threading.Thread(target=listen)
    thread.start()
    assert not wait_published(places, ["x.onion"], 0.1)
    thread.join()
    listener.close()
    assert heard == [b""]
