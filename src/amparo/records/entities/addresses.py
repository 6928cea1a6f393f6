"""E-mail addresses, web addresses and numbers of machines in a text (RFC 5322 section 3.4.1 as people write it, RFC
3986, RFC 791 and 4291).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from amparo.records.entities.model import EntityKind, Mention

# Lengths are bounded so that no text costs more than its own length.
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9_%+-]{1,64}(?:\.[A-Za-z0-9_%+-]{1,64}){0,8}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}(?![\w-])"
)
_URL = re.compile(
    r"(?<![\w@.])(?:(?:https?|ftp)://|www\.)(?=[A-Za-z0-9\[])[^\s<>\"'“”‘’\x00-\x1f{}|\\^`]{3,2000}", re.IGNORECASE
)
_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{0,4}){1,7}(?![\w:])")
_SECTION = re.compile(r"(?:version|release|v|ver|section|§|no|para|paragraph)[. ]{0,2}$", re.IGNORECASE)
_ENDINGS = ".,;:!?*_…»"
_PAIRS = {")": "(", "]": "["}


def emails(text: str) -> Iterator[Mention]:
    """Addresses in small letters."""
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        yield Mention(EntityKind.EMAIL, match[0].lower(), "address", match.start(), match.end())


def urls(text: str) -> Iterator[Mention]:
    """Addresses as they are written, without the punctuation of the sentence around them."""
    for match in _URL.finditer(text):
        found = _trimmed(match[0])
        host = re.split(r"[/?#]", found.partition("://")[2] or found, maxsplit=1)[0]
        if "." in host or host.startswith("["):
            yield Mention(EntityKind.URL, found, "address", match.start(), match.start() + len(found))


def machines(text: str) -> Iterator[Mention]:
    """IPv4 and IPv6 addresses; numbers of versions and sections are none."""
    for match in _IPV4.finditer(text):
        if not _SECTION.search(text[max(0, match.start() - 12) : match.start()]):
            yield from _machine(match)
    for match in _IPV6.finditer(text) if "::" in text or text.count(":") > 6 else ():
        if match[0].count(":") == 7 or "::" in match[0]:
            yield from _machine(match)


def _machine(match: re.Match[str]) -> Iterator[Mention]:
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return
    # 0.x and 255.x are masks and numbers of versions, the rest of the class E is nobody's.
    if not (address.is_unspecified or address.is_multicast or (address.version == 4 and address.packed[0] in (0, 255))):
        yield Mention(EntityKind.IP, str(address), "address", match.start(), match.end())


def _trimmed(found: str) -> str:
    while found:
        last = found[-1]
        if last in _ENDINGS or (last in _PAIRS and found.count(last) > found.count(_PAIRS[last])):
            found = found[:-1]
        else:
            break
    return found
