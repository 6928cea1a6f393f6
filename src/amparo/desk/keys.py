"""The keys of HOME/desk/keys: the newsroom's root key signs rosters, the desk's own key signs requests to the drop.

Both are Ed25519, kept in the text form of Go's `sumdb/note`, readable by nobody but the desk's user. The drop knows the
public half of the root key alone. The root key itself may lie elsewhere, on a medium that is plugged in when a roster
is signed: then only `root.vkey` stays here. The identities of the day-epochs are in `epochs`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.desk.disk import is_destroyed, make_private_directory, write_private
from amparo.errors import InputError, StateError, TrustError
from amparo.seal.note import Signer, Verifier
from amparo.seal.roster import MAX_NEWSROOM

ROOT = "root.key"
ROOT_PUBLIC = "root.vkey"
NEXT = ".next"
"""Ends the name of a key that waits beside the one that it will replace."""
API = "api.key"
_DESK_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """`root_verifier` checks the newsroom's rosters; `api` signs this desk's requests to the drop."""

    api: Signer
    root_verifier: Verifier
    root_here: Signer | None

    @property
    def root(self) -> Signer:
        """The key that signs rosters; StateError when it is kept elsewhere."""
        if self.root_here is None:
            raise StateError(
                "The newsroom's root key is not on this desk.",
                "Plug in the medium that holds it, and say where: --root-key FILE",
            )
        return self.root_here

    @property
    def root_vkey(self) -> str:
        """The public half of the root key, as a fresh drop takes it."""
        return str(self.root_verifier)

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


def make_keys(
    directory: Path, newsroom: str, desk: str, random: Callable[[int], bytes] = os.urandom, *, root: str = ""
) -> DeskKeys:
    """Make the keys that are missing in `directory`, never replacing one, and give all of them.

    `root` is the vkey of a root key that exists already, elsewhere: then none is made.
    """
    make_private_directory(directory)
    if root and not (directory / ROOT_PUBLIC).exists():
        write_private(directory / ROOT_PUBLIC, f"{Verifier.parse(root.strip())}\n".encode(), replace=False)
    for file, name in ((ROOT, key_name(newsroom)), (API, check_desk_name(desk))):
        public = directory / ROOT_PUBLIC
        if not (directory / file).exists() and not (file == ROOT and public.exists()):
            write_key(directory / file, Signer.generate(name, random=random), replace=False)
    return load_keys(directory)


def load_keys(directory: Path, root_key: Path | None = None) -> DeskKeys:
    """The keys of a desk; the root key from `root_key` when it is kept elsewhere.

    StateError when one is not there, or others may read it; TrustError when the root key is not this newsroom's.
    """
    public, place = directory / ROOT_PUBLIC, root_key or directory / ROOT
    api = read_key(directory / API)
    known = Verifier.parse(public.read_text().strip()) if public.exists() else read_key(place).verifier
    root = _root_at(place, known, checked=root_key is None)
    if root is None and root_key is not None:
        raise TrustError("That is not the root key of this newsroom.", "Name the file of the root key of now.")
    # Elsewhere, or left behind by another desk's rotation: one that signs nothing any more is as good as none.
    return DeskKeys(api, known, root)


def _root_at(place: Path, known: Verifier, *, checked: bool) -> Signer | None:
    """The secret of `known` at `place`, or beside it when a rotation was cut off at its very end; None if elsewhere."""
    # The old one is perhaps half destroyed when the new one is in force.
    places = (place.with_name(place.name + NEXT), place)
    there = (each for each in places if each.exists() and not is_destroyed(each.read_bytes()))
    found = (read_key(each, checked=checked) for each in there)
    return next((key for key in found if key.verifier == known), None)


def write_key(path: Path, key: Signer, *, replace: bool = True) -> None:
    """Put a secret key at `path`, in its text form."""
    write_private(path, f"{key.secret_text()}\n".encode(), replace=replace)


def read_key(path: Path, *, checked: bool = True) -> Signer:
    """The secret key at `path`; `checked`: only if nobody else may read it, which a removable medium cannot say."""
    try:
        if checked and path.stat().st_mode & 0o077:
            raise StateError(f"Other users may read {path.name}.", f"Run: chmod 600 {path}")
        return Signer.parse(path.read_text().strip())
    except (FileNotFoundError, IsADirectoryError):
        raise StateError(f"{path.name} is not in the desk's keys.", "Restore it from a backup.") from None
    except (OSError, UnicodeDecodeError):
        raise StateError(f"{path.name} cannot be read.", "Is that the file of a key?") from None
