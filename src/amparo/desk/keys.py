"""The keys of HOME/desk/keys: the newsroom's root key signs rosters, the desk's own key signs requests to the drop.

Both are Ed25519, kept in the text form of Go's `sumdb/note`, readable by nobody but the desk's user. The root key never
leaves the desk: the drop knows its public half alone. The identities of the day-epochs are in `epochs`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.desk.disk import make_private_directory, write_private
from amparo.errors import InputError, StateError
from amparo.seal.note import Signer
from amparo.seal.roster import MAX_NEWSROOM

ROOT = "root.key"
API = "api.key"
_DESK_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """`root` signs the newsroom's rosters; `api` signs this desk's requests to the drop."""

    root: Signer
    api: Signer

    @property
    def root_vkey(self) -> str:
        """The public half of the root key, as a fresh drop takes it."""
        return str(self.root.verifier)

    @property
    def request_key(self) -> Ed25519PrivateKey:
        """The desk's own key in the form that signs requests."""
        return Ed25519PrivateKey.from_private_bytes(self.api.seed)


def key_name(newsroom: str) -> str:
    """The root key's name for a newsroom: its own name, with what a key's name may not hold replaced by hyphens."""
    return re.sub(r"[\s+\x00-\x1f]+", "-", newsroom.strip()).strip("-").lower() or "newsroom"


def check_newsroom_name(name: str) -> str:
    """`name` without outer spaces when a newsroom may be called so; InputError otherwise."""
    name = name.strip()
    if not name or len(name) > MAX_NEWSROOM or not name.isprintable():
        raise InputError(f"A newsroom's name is 1 to {MAX_NEWSROOM} printable characters.")
    return name


def check_desk_name(name: str) -> str:
    """`name` itself when a desk may be called so; InputError otherwise."""
    if not _DESK_NAME.fullmatch(name):
        raise InputError("A desk's name is 1 to 32 small letters, digits and hyphens.", "For example: desk-1")
    return name


def make_keys(directory: Path, newsroom: str, desk: str, random: Callable[[int], bytes] = os.urandom) -> DeskKeys:
    """Make the keys that are missing in `directory`, never replacing one, and give all of them."""
    make_private_directory(directory)
    for file, name in ((ROOT, key_name(newsroom)), (API, check_desk_name(desk))):
        if not (directory / file).exists():
            text = Signer.generate(name, random=random).secret_text()
            write_private(directory / file, f"{text}\n".encode(), replace=False)
    return load_keys(directory)


def load_keys(directory: Path) -> DeskKeys:
    """The keys of a desk; StateError when they are not there, or others may read them."""
    return DeskKeys(root=_load(directory / ROOT), api=_load(directory / API))


def _load(path: Path) -> Signer:
    try:
        if path.stat().st_mode & 0o077:
            raise StateError(f"Other users may read {path.name}.", f"Run: chmod 600 {path}")
        return Signer.parse(path.read_text().strip())
    except FileNotFoundError:
        raise StateError(f"{path.name} is not in the desk's keys.", "Restore it from a backup.") from None
