"""Tor, as a process of the drop's own and through its control socket. Spec: Tor's control-spec.

`TorProcess` keeps one running: it ends with us, also when we are killed, and is started again when it ends by itself.
`wait_published` tells when the services can be found: when Tor has put their descriptors up.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from amparo.drop.onion import Places
from amparo.errors import StateError, StoreError

NEEDS_INSTALLING = StateError("There is no Tor on this machine.", "Install it: apt install tor")
PAUSE = 5.0
"""Seconds between the end of a Tor and the start of the next."""
COOKIE = 32
"""Bytes of it (control-spec, AUTHENTICATE)."""
_MODULE = re.compile(r"^pow: yes$", re.MULTILINE)


def tor_command() -> str | None:
    """The path of Tor, or None."""
    return shutil.which("tor", path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/sbin")


def can_prove_work(tor: str) -> bool:
    """Whether this Tor can ask for proof of work: from 0.4.8 on, and built with it."""
    done = subprocess.run([tor, "--list-modules"], capture_output=True, text=True, check=False)
    return bool(_MODULE.search(done.stdout))


def check(tor: str, torrc: Path) -> None:
    """Let Tor read its configuration. StateError with Tor's own words when it refuses."""
    done = subprocess.run([*_words(tor, torrc), "--verify-config"], capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stdout.splitlines() if "[err]" in line or "[warn]" in line]
        raise StateError("Tor does not take its configuration.", " ".join(said[-2:]) or f"Try: {tor} -f {torrc}")


def _words(tor: str, torrc: Path) -> list[str]:
    return [tor, "-f", str(torrc), "--defaults-torrc", os.devnull, "--hush"]


class TorProcess:
    """A Tor that runs as long as the block does."""

    def __init__(self, tor: str, torrc: Path) -> None:
        self._command = [*_words(tor, torrc), "__OwningControllerProcess", str(os.getpid())]
        self._stopping = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._keep_running, name="tor", daemon=True)

    def __enter__(self) -> TorProcess:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._process.terminate()
        self._watch.join(10)
        self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own, so that Ctrl-C reaches us alone and we end it after the last answer.
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True)

    def _keep_running(self) -> None:
        while True:
            self._process.wait()
            if self._stopping.wait(PAUSE):
                return
            print("Tor ended by itself; it is started again.", file=sys.stderr, flush=True)
            self._process = self._start()


def wait_published(places: Places, addresses: Iterable[str], seconds: float) -> bool:
    """Wait until Tor has put up the descriptors of these services, at most so long; whether it did."""
    missing = {address.removesuffix(".onion") for address in addresses}
    deadline = time.monotonic() + seconds
    while missing and time.monotonic() < deadline:
        try:
            with _Control(places, deadline) as control:
                control.ask("SETEVENTS HS_DESC")
                while missing:
                    words = control.line().split()
                    if words[:3] == ["650", "HS_DESC", "UPLOADED"]:
                        missing.discard(words[3])
        except OSError:
            time.sleep(0.2)
    return not missing


def _cookie(path: Path) -> bytes:
    """What opens the socket. Root asks too, in a folder of Tor's user, who must not have another file read to them."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        return file.read(COOKIE)


class _Control:
    """One authenticated connection to Tor's control socket."""

    def __init__(self, places: Places, deadline: float) -> None:
        self._deadline = deadline
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.connect(str(places.control))
            self._file = self._socket.makefile("r", encoding="ascii", errors="replace", newline="\r\n")
            if not self._answered(f"AUTHENTICATE {_cookie(places.cookie).hex()}"):
                # The cookie is still that of the Tor before; this one writes its own in a moment.
                raise ConnectionRefusedError
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> _Control:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._socket.close()

    def ask(self, command: str) -> None:
        """Send one command. StoreError when Tor refuses."""
        if not self._answered(command):
            raise StoreError("Tor does not take commands from its drop.", "Stop both, and start them again.")

    def _answered(self, command: str) -> bool:
        self._socket.sendall(f"{command}\r\n".encode("ascii"))
        return self.line().startswith("250")

    def line(self) -> str:
        """The next line; OSError when Tor goes away or the time is over."""
        self._socket.settimeout(max(0.01, self._deadline - time.monotonic()))
        line = self._file.readline()
        if not line:
            raise ConnectionResetError
        return line
