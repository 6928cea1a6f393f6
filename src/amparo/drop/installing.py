"""Puts a drop and its Tor under systemd, on a Debian machine, as root: a plan that can be read before it is followed.

Each step may be repeated; a second run changes what differs and replaces no key. The steps are data, so that `--print`
shows exactly what would be done.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from amparo.drop.units import DROP_UNIT, DROP_USER, TOR_UNIT, TOR_USER, Installation
from amparo.errors import StateError, StoreError

HOME = Path("/var/lib/amparo")
UNITS = Path("/etc/systemd/system")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_.-]+)+", re.ASCII)
_HIDDEN_FROM_SERVICES = ("/home/", "/root/", "/tmp/", "/var/tmp/", "/run/user/")  # noqa: S108  Not used: refused.


@dataclass(frozen=True, slots=True)
class Run:
    """Run a command. `why` is said before it runs."""

    words: tuple[str, ...]
    why: str

    def told(self) -> str:
        """For people."""
        return f"# {self.why}\n$ {' '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Write:
    """Put a file with this text at `path`, mode 0644."""

    path: Path
    text: str

    def told(self) -> str:
        """For people."""
        return f"# write {self.path}\n{self.text.rstrip()}"


@dataclass(frozen=True, slots=True)
class Give:
    """Give `path` and all in it to a user; `mode` is the directory's own."""

    path: Path
    user: str
    mode: int

    def told(self) -> str:
        """For people."""
        return f"# {self.path} belongs to {self.user}, mode {self.mode:04o}"


Step = Run | Write | Give


def has_systemd() -> bool:
    """Whether systemd runs this machine; in most containers it does not."""
    return Path("/run/systemd/system").is_dir()


def check_places(command: str, home: Path, interpreter: str = "") -> None:
    """StateError when a hardened service could not see what it needs at these places. `interpreter`: Python's own."""
    if not _PLAIN_PATH.fullmatch(str(home)):
        raise StateError("A home for a service is a plain path without blanks.", f"Leave --home out: it is {HOME} then")
    places = (
        (command, "Amparo is installed"),
        (interpreter, "Its Python is installed"),
        (f"{home}/", "This home lies"),
    )
    for place, what in places:
        if place.startswith(_HIDDEN_FROM_SERVICES):
            raise StateError(
                f"{what} where a hardened service sees nothing (below {', '.join(_HIDDEN_FROM_SERVICES)}).",
                f"Install into /opt/amparo with Debian's python3, and use the home {HOME}.",
            )


def getting_tor() -> Iterator[Run]:
    """Tor from Debian. Its own service is not needed and would cost memory."""
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y")
    yield Run((*apt, "update"), "what Debian offers, signed by Debian")
    yield Run((*apt, "install", "--no-install-recommends", "tor"), "Tor from Debian's archive")
    yield Run(("systemctl", "disable", "--now", "tor.service", "tor@default.service"), "only our own Tor shall run")


def users() -> Iterator[Run]:
    """The two users of the services, unless they exist."""
    for name in (DROP_USER, TOR_USER):
        if not _exists(name):
            words = ("useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name)
            yield Run(words, f"the user {name}, who can log in nowhere")


def services(installation: Installation) -> Iterator[Step]:
    """What follows when the homes are made: rights, units, start."""
    home = installation.home
    yield Give(home / "drop", DROP_USER, 0o700)
    yield Give(home / "onion", TOR_USER, 0o700)
    yield Write(UNITS / DROP_UNIT, installation.drop_unit())
    yield Write(UNITS / TOR_UNIT, installation.tor_unit())
    yield Run(("systemctl", "daemon-reload"), "let systemd read them")
    yield Run(("systemctl", "enable", DROP_UNIT, TOR_UNIT), "started with the machine from now on")
    yield Run(("systemctl", "restart", DROP_UNIT, TOR_UNIT), "and now")


def follow(steps: Sequence[Step], say: Callable[[str], None]) -> None:
    """Do each step, saying what it is first. StoreError when a command fails."""
    for step in steps:
        match step:
            case Run():
                say(f"{step.why}: {' '.join(step.words)}")
                if subprocess.run(step.words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode:
                    raise StoreError(f"This command failed: {' '.join(step.words)}", "Mend the cause, then run again.")
            case Write():
                say(f"writing {step.path}")
                step.path.write_text(step.text)
                step.path.chmod(0o644)
            case Give():
                _give(step.path, step.user, step.mode)


def answers(path: Path, seconds: float) -> bool:
    """Whether a server on this Unix socket answers within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(5)
            peer.connect(str(path))
            peer.sendall(b"GET / HTTP/1.1\r\nHost: drop\r\nConnection: close\r\n\r\n")
            if peer.recv(9) == b"HTTP/1.1 ":
                return True
        time.sleep(0.2)
    return False


def _give(path: Path, user: str, mode: int) -> None:
    entry = pwd.getpwnam(user)
    path.chmod(mode)
    # By open folders, not by paths: root does this, and the user could put a link into the way meanwhile.
    for _, names, files, folder in os.fwalk(path):
        for name in (".", *names, *files):
            # Links are given, never what they point to.
            os.chown(name, entry.pw_uid, entry.pw_gid, dir_fd=folder, follow_symlinks=False)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def amparo_command(argument: str, interpreter: str) -> str:
    """How a service calls Amparo: the very script that runs now, or else the interpreter with the module."""
    script = Path(argument)
    found = shutil.which(argument) if script.name == argument else argument
    if script.name == "amparo" and found:
        return str(Path(found).absolute())
    return f"{interpreter} -m amparo.cli.main"
