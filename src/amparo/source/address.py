"""Where a drop is, and how it may be reached: an onion address through Tor, or this very machine; else on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from amparo.errors import InputError, StateError

_PROXY: Final = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class DropAddress:
    """A drop's address: scheme and authority, the path before all its own, and Tor's proxy HOST:PORT or nothing."""

    origin: str
    prefix: str
    socks: str

    @property
    def url(self) -> str:
        """The address as one text, always the same for the same drop."""
        return self.origin + self.prefix

    @classmethod
    def parse(cls, url: str, *, socks: str = "", without_tor: bool = False) -> DropAddress:
        """Check an address that a person typed.

        InputError when it is none; StateError when it would be reached without Tor and `without_tor` does not allow it.
        """
        parts = _split(url)
        host = parts.hostname or ""
        # A name may end in the dot of the root, and is then the same name.
        onion = host.lower().rstrip(".").endswith(".onion")
        if socks and not _PROXY.fullmatch(socks):
            raise InputError(
                "Tor's proxy is written HOST:PORT.", "Usually --socks 127.0.0.1:9050; 9150 with Tor Browser"
            )
        if onion and not socks:
            raise StateError(
                "An onion address is reached through Tor only.",
                "Start Tor, then add --socks 127.0.0.1:9050 (or 9150 while Tor Browser runs).",
            )
        if not onion and not socks and not _is_loopback(host) and not without_tor:
            raise StateError(
                "Without Tor, the drop and everybody on the way see where this machine is.",
                "Add --socks 127.0.0.1:9050. If that is no danger to you: --without-tor",
            )
        if parts.scheme == "http" and not onion and not _is_loopback(host):
            raise InputError(
                "Over plain http anybody on the way could exchange what you fetch and see what you send.",
                "Use the drop's onion address, or https.",
            )
        return cls(f"{parts.scheme}://{parts.netloc.lower()}", parts.path.rstrip("/"), socks)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 raises when it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise InputError("The address of a drop looks like http://….onion or http://127.0.0.1:8401.")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
