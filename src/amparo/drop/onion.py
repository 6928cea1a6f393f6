"""The drop's two onion services: their keys, their addresses, and the torrc that runs them. Spec: Tor's rend-spec-v3.

One service is for sources and open to all; the other, with an address of its own, is for desks, and its descriptor can
be read only with a key (client authorisation, which Tor knows for whole services only: docs/adr/0105). Keys are made
here rather than by Tor, so that the addresses are known before anything runs. Everything lies under HOME/onion.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from amparo.drop.blobs import disk_errors, replace_file, sync_directory
from amparo.errors import InputError, StoreError

FOLDER = "onion"
SOURCES, DESK = "sources", "desk"
TORRC, LOCAL = "torrc", "torrc.local"
SECRET, PUBLIC = "hs_ed25519_secret_key", "hs_ed25519_public_key"
ACCESS = "desk.auth_private"
"""The desk's key to its service, as its Tor wants it; kept here because a second desk may need it, and for backups."""
MOST_STREAMS = 32
"""Connections of one circuit to the sources' service at a time; Tor leaves more of them unanswered."""
LONGEST_SOCKET = 100
"""Of the path of a Unix socket, bytes: the kernel takes 107."""
_SECRET_HEAD = b"== ed25519v1-secret: type0 ==\0\0\0"
_PUBLIC_HEAD = b"== ed25519v1-public: type0 ==\0\0\0"

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the pieces of one installation lie. `folder` is HOME/onion; the sockets are the drop's, `control` Tor's."""

    folder: Path
    sources: Path
    desk: Path
    control: Path

    @classmethod
    def under(cls, home: Path) -> Places:
        """Everything under HOME, for a user's own drop without a service manager."""
        run = home / FOLDER / "run"
        return cls(home / FOLDER, run / "sources.sock", run / "desk.sock", run / "control.sock")

    @property
    def torrc(self) -> Path:
        """Tor's configuration."""
        return self.folder / TORRC

    @property
    def cookie(self) -> Path:
        """What opens Tor's control socket."""
        return self.folder / "data" / "control_auth_cookie"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two names, `….onion`, and the line with which a desk's Tor reaches the second."""

    sources: str
    desk: str
    access: str


def address_of(public: bytes) -> str:
    """The name of the service whose Ed25519 key is `public` (32 bytes): rend-spec-v3, section ONIONADDRESS."""
    version = b"\x03"
    checksum = hashlib.sha3_256(b".onion checksum" + public + version).digest()[:2]
    return base64.b32encode(public + checksum + version).decode().lower() + ".onion"


def make(places: Places, random: Random = os.urandom, *, access: str = "") -> Addresses:
    """Make the keys that are missing, never replacing one. `access`: a desk's public key, when it made its own."""
    folder = places.folder
    with disk_errors():
        for each in (folder, folder / "data", folder / SOURCES, folder / DESK, folder / DESK / "authorized_clients"):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            each.chmod(0o700)
        for service in (SOURCES, DESK):
            if not (folder / service / SECRET).exists():
                _write_key(folder / service, random(32))
        if access:
            _authorise(folder, parse_access(access))
        elif not any((folder / DESK / "authorized_clients").glob("*.auth")):
            _make_access(folder, random)
        (folder / LOCAL).touch(mode=0o600)
    return addresses(places)


def addresses(places: Places) -> Addresses:
    """The addresses of what `make` made. StoreError when it is not there, or not readable."""
    try:
        sources, desk = (_public(places.folder / service) for service in (SOURCES, DESK))
        private = places.folder / ACCESS
        return Addresses(address_of(sources), address_of(desk), private.read_text().strip() if private.exists() else "")
    except (OSError, ValueError):
        raise StoreError("The onion service's keys cannot be read.", "Run: amparo drop init --onion") from None


def parse_access(text: str) -> str:
    """A desk's line `descriptor:x25519:…` for a service's authorized_clients. InputError when it is none."""
    parts = text.strip().split(":")
    if len(parts) == 3 and parts[:2] == ["descriptor", "x25519"] and len(parts[2]) == 52:
        try:
            if len(base64.b32decode(parts[2].upper() + "====")) == 32:
                return text.strip()
        except ValueError:
            pass
    raise InputError("A desk's access key is a line descriptor:x25519:… with 52 letters and digits behind it.")


def torrc(places: Places, *, proof_of_work: bool) -> str:
    """What Tor is told. `proof_of_work` is left out for a Tor that cannot: it would refuse to start."""
    folder = places.folder
    lines = [
        "# Written by `amparo drop init --onion`, which writes it anew when it is run again.",
        f"# Lines of your own, bridges for instance, belong into {LOCAL}.",
        f"DataDirectory {_quoted(folder / 'data')}",
        "SocksPort 0",
        f"ControlSocket {_quoted(places.control)}",
        "CookieAuthentication 1",
        "AvoidDiskWrites 1",
        "SafeLogging 1",
        "Log warn stderr",
        "",
        "# For sources: open to all; under a flood each of them works for its place in the queue.",
        f"HiddenServiceDir {_quoted(folder / SOURCES)}",
        f"HiddenServicePort 80 {_unix(places.sources)}",
        *(["HiddenServicePoWDefensesEnabled 1"] if proof_of_work else []),
        "# Connections that one circuit may hold at a time; a browser holds six.",
        f"HiddenServiceMaxStreams {MOST_STREAMS}",
        "",
        "# For desks: to be found with a key only (authorized_clients).",
        f"HiddenServiceDir {_quoted(folder / DESK)}",
        f"HiddenServicePort 80 {_unix(places.desk)}",
        "",
        f"%include {_quoted(folder / LOCAL)}",
    ]
    return "\n".join([*lines, ""])


def check_sockets(places: Places) -> None:
    """StoreError when a socket's path is longer than the kernel takes."""
    if any(len(os.fsencode(path)) > LONGEST_SOCKET for path in (places.sources, places.desk, places.control)):
        raise StoreError(
            f"The path of this home is too long for Unix sockets, which take {LONGEST_SOCKET} bytes.",
            "Choose a home with a shorter path: --home DIR",
        )


def _write_key(folder: Path, seed: bytes) -> None:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    expanded = bytearray(hashlib.sha512(seed).digest())
    expanded[0] &= 248
    expanded[31] = (expanded[31] & 63) | 64
    _write_bytes(folder / PUBLIC, _PUBLIC_HEAD + public)
    _write_bytes(folder / "hostname", address_of(public).encode() + b"\n")
    # Last: a key counts as made when its secret is there.
    _write_bytes(folder / SECRET, _SECRET_HEAD + bytes(expanded))
    sync_directory(folder)


def _write_bytes(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _public(folder: Path) -> bytes:
    data = (folder / PUBLIC).read_bytes()
    if len(data) != len(_PUBLIC_HEAD) + 32 or not data.startswith(_PUBLIC_HEAD):
        raise ValueError
    return data[len(_PUBLIC_HEAD) :]


def _make_access(folder: Path, random: Random) -> None:
    key = X25519PrivateKey.from_private_bytes(random(32))
    _authorise(folder, f"descriptor:x25519:{_base32(key.public_key().public_bytes_raw())}")
    name = address_of(_public(folder / DESK)).removesuffix(".onion")
    access = f"{name}:descriptor:x25519:{_base32(key.private_bytes_raw())}\n"
    replace_file(folder / ACCESS, access.encode())


def _authorise(folder: Path, line: str) -> None:
    name = hashlib.sha256(line.encode()).hexdigest()[:16]
    replace_file(folder / DESK / "authorized_clients" / f"{name}.auth", f"{line}\n".encode())


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _quoted(path: Path) -> str:
    # Tor reads C's escapes between double quotes; JSON's are among them once nothing but ASCII is escaped.
    return json.dumps(str(path), ensure_ascii=False)


def _unix(path: Path) -> str:
    return f"unix:{_quoted(path)}"
