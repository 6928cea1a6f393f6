"""The systemd services: systemd itself finds no mistake in them, and scores how much they still may."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.drop import installing
from amparo.drop.units import DROP_UNIT, TOR_UNIT, Installation
from amparo.errors import StateError

FindTool = Callable[[str], str]
HOME = Path("/var/lib/amparo")


@pytest.fixture
def units(tmp_path: Path) -> dict[str, Path]:
    # Commands that exist here, since systemd looks for them.
    installation = Installation("/bin/true", "/bin/true", HOME)
    texts = {DROP_UNIT: installation.drop_unit(), TOR_UNIT: installation.tor_unit()}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return {name: tmp_path / name for name in texts}


def test_systemd_finds_no_mistake(units: dict[str, Path], find_tool: FindTool) -> None:
    command = [find_tool("systemd-analyze"), "verify", *map(str, units.values())]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("unit", "most"), [(DROP_UNIT, 6), (TOR_UNIT, 18)])
def test_exposure(units: dict[str, Path], find_tool: FindTool, unit: str, most: int) -> None:
    """The threshold is in tenths of systemd's exposure, of which 10 is the worst."""
    command = [find_tool("systemd-analyze"), "security", "--offline=yes", f"--threshold={most}", str(units[unit])]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-500:]


def test_the_drop_has_no_network_and_neither_sees_the_others_files() -> None:
    installation = Installation("/opt/amparo/.venv/bin/amparo", "/usr/bin/tor", HOME)
    drop, tor = installation.drop_unit(), installation.tor_unit()
    assert "RestrictAddressFamilies=AF_UNIX\n" in drop
    assert "PrivateNetwork=yes\n" in drop
    assert "InaccessiblePaths=-/var/lib/amparo/onion\n" in drop
    assert "InaccessiblePaths=-/var/lib/amparo/drop\n" in tor
    for text in (drop, tor):
        assert {"LimitCORE=0", "MemorySwapMax=0", "MemoryDenyWriteExecute=yes", "NoNewPrivileges=yes"} <= set(
            text.splitlines()
        )


@pytest.mark.parametrize(
    ("command", "home"),
    [
        ("/root/amparo/.venv/bin/amparo", HOME),
        ("/home/eve/bin/amparo", HOME),
        ("/opt/amparo/.venv/bin/amparo", Path("/home/eve/amparo")),
        ("/opt/amparo/.venv/bin/amparo", Path("/srv/with blank")),
        ("/opt/amparo/.venv/bin/amparo", Path("/srv/100%")),
    ],
)
def test_places_that_a_hardened_service_cannot_see(command: str, home: Path) -> None:
    with pytest.raises(StateError):
        installing.check_places(command, home)


def test_the_plan_says_what_it_does() -> None:
    steps = list(installing.services(Installation("/opt/amparo/.venv/bin/amparo", "/usr/bin/tor", HOME)))
    told = "\n".join(step.told() for step in (*installing.getting_tor(), *steps))
    for word in ("apt-get", "install --no-install-recommends tor", "/etc/systemd/system/amparo-drop.service", "enable"):
        assert word in told


def test_a_python_that_a_hardened_service_cannot_see() -> None:
    with pytest.raises(StateError, match="Python"):
        installing.check_places("/opt/amparo/.venv/bin/amparo", HOME, "/root/.pyenv/versions/3.11.7/bin/python3.11")


def test_giving_follows_no_link_that_is_put_into_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root gives the folder to the drop's user, who may exchange what is in it at any moment."""
    home, outside = tmp_path / "home", tmp_path / "outside"
    for folder in (home / "inner", outside):
        folder.mkdir(parents=True)
        (folder / "shadow").touch()
    mine, given = pwd.getpwuid(os.getuid()).pw_name, set[int]()
    chown = os.chown

    def racing(path: str | Path, *ids: int, dir_fd: int | None = None, follow_symlinks: bool = True) -> None:
        # The folder and what is in it are given; now it is the turn of what is in `inner`.
        if len(given) == 2 and not (home / "inner").is_symlink():
            (home / "inner").rename(tmp_path / "moved")
            (home / "inner").symlink_to(outside)
        given.add(os.stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks).st_ino)
        chown(path, *ids, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "chown", racing)
    installing._give(home, mine, 0o700)
    assert (home / "inner").is_symlink() and (outside / "shadow").stat().st_ino not in given
