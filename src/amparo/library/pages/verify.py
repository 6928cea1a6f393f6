"""The Verify page: what to download, three commands, what they prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from amparo.library.pages.site import Frame, Site
from amparo.seal.note import Verifier
from amparo.seal.notekeys import Algorithm

FILE = PurePosixPath("verify/index.html")
_NAMES = {Algorithm.ED25519: "Ed25519", Algorithm.ML_DSA_44: "ML-DSA-44 (post-quantum)"}


@dataclass(frozen=True, slots=True)
class Key:
    """A public key of the log: what it is, and its verifier key, long ones shortened (`log.policy` has them whole)."""

    algorithm: str
    text: str


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """Context of verify.html. `publishers` are names and verifier keys."""

    frame: Frame
    origin: str
    keys: tuple[Key, ...]
    publishers: tuple[tuple[str, str], ...]


def verify(site: Site, keys: Sequence[Verifier]) -> bytes:
    """The page; `keys` are the log's."""
    context = VerifyPage(
        frame=site.frame(FILE, "verify"),
        origin=site.settings.origin,
        keys=tuple(Key(_NAMES[key.algorithm], _short(str(key))) for key in keys),
        publishers=tuple((Verifier.parse(key).name, key) for key in site.settings.publishers),
    )
    return site.render("verify.html", context)


def _short(vkey: str) -> str:
    return vkey if len(vkey) <= 200 else f"{vkey[:96]}…{vkey[-24:]}"
