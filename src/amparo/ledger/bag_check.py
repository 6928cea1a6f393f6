"""Is a bag complete and valid?

RFC 8493 section 3. The bag's files are reached through a small interface, so that a directory, an archive and a
dictionary in a test are checked alike. Nothing is fetched: a bag with holes is incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from amparo.errors import InputError
from amparo.ledger.bag import (
    ALGORITHMS,
    DECLARATION,
    FETCH,
    INFO,
    PAYLOAD,
    Declaration,
    is_inside,
    parse_declaration,
    parse_fetch,
    parse_info,
    parse_manifest,
)

_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_OXUM = re.compile(r"(\d{1,19})\.(\d{1,19})", re.ASCII)


class BagFiles(Protocol):
    """The files of a bag, by path relative to its top, `/` between parts."""

    def paths(self) -> Collection[str]:
        """Every file."""
        ...

    def size(self, path: str) -> int:
        """Bytes in a file."""
        ...

    def read(self, path: str) -> bytes:
        """A tag file, whole."""
        ...

    def digest(self, path: str, algorithm: str) -> str:
        """A file's checksum in lower-case hexadecimal; the algorithm is one of `bag.ALGORITHMS`."""
        ...


class Reason(StrEnum):
    """What can be wrong with a bag."""

    MALFORMED = "malformed"  # a tag file is not what the RFC asks for
    NO_MANIFEST = "no-manifest"
    UNKNOWN_ALGORITHM = "unknown-algorithm"
    OUTSIDE = "outside"  # a path leads out of where it must be
    MISSING = "missing"
    UNLISTED = "unlisted"
    CHANGED = "changed"
    OXUM = "oxum"  # Payload-Oxum counts other files or bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, and the path it is about (as the bag spells it: show it escaped)."""

    reason: Reason
    untrusted_path: str


def check_bag(bag: BagFiles) -> tuple[Problem, ...]:
    """Everything wrong with a bag; empty when it is complete and valid."""
    return tuple(dict.fromkeys(_problems(bag)))


def _problems(bag: BagFiles) -> Iterator[Problem]:
    paths = frozenset(bag.paths())
    try:
        if DECLARATION not in paths:
            raise InputError("no declaration")
        declaration = parse_declaration(bag.read(DECLARATION))
    except InputError:
        yield Problem(Reason.MALFORMED, DECLARATION)
        return
    names = sorted(path for path in paths if _MANIFEST.fullmatch(path))
    payload = frozenset(path for path in paths if path.startswith(PAYLOAD))
    if not any(name.startswith("manifest-") for name in names):
        yield Problem(Reason.NO_MANIFEST, DECLARATION)
    yield from _fetch(bag, paths, declaration)
    for name in names:
        yield from _manifest(bag, name, payload, declaration)
    yield from _info(bag, paths, payload, declaration)


def _manifest(bag: BagFiles, name: str, payload: frozenset[str], declaration: Declaration) -> Iterator[Problem]:
    about_tags, algorithm = name.startswith("tag"), name.partition("-")[2].removesuffix(".txt")
    if algorithm not in ALGORITHMS:
        yield Problem(Reason.UNKNOWN_ALGORITHM, name)
        return
    try:
        digests = parse_manifest(bag.read(name), declaration)
    except InputError:
        yield Problem(Reason.MALFORMED, name)
        return
    inside = {path for path in digests if is_inside(path) and path.startswith(PAYLOAD) is not about_tags}
    yield from (Problem(Reason.OUTSIDE, path) for path in digests if path not in inside)
    yield from _compare(bag, {path: digests[path] for path in inside}, algorithm)
    if not about_tags:
        yield from (Problem(Reason.UNLISTED, path) for path in sorted(payload - digests.keys()))


def _compare(bag: BagFiles, digests: Mapping[str, str], algorithm: str) -> Iterator[Problem]:
    present = frozenset(bag.paths())
    for path, digest in digests.items():
        if path not in present:
            yield Problem(Reason.MISSING, path)
        elif bag.digest(path, algorithm) != digest:
            yield Problem(Reason.CHANGED, path)


def _fetch(bag: BagFiles, paths: frozenset[str], declaration: Declaration) -> Iterator[Problem]:
    """A path in fetch.txt must be in the payload, and in every manifest; what is not there yet is missing."""
    if FETCH not in paths:
        return
    try:
        promised = parse_fetch(bag.read(FETCH), declaration)
    except InputError:
        yield Problem(Reason.MALFORMED, FETCH)
        return
    for path in promised:
        if not (is_inside(path) and path.startswith(PAYLOAD)):
            yield Problem(Reason.OUTSIDE, path)
        elif path not in paths:
            yield Problem(Reason.MISSING, path)


def _info(bag: BagFiles, paths: frozenset[str], payload: frozenset[str], declaration: Declaration) -> Iterator[Problem]:
    if INFO not in paths:
        return
    try:
        pairs = parse_info(bag.read(INFO), declaration)
    except InputError:
        yield Problem(Reason.MALFORMED, INFO)
        return
    for label, value in pairs:
        if label.lower() == "payload-oxum":
            found = _OXUM.fullmatch(value)
            total = sum(bag.size(path) for path in payload)
            if not found or (int(found[1]), int(found[2])) != (total, len(payload)):
                yield Problem(Reason.OXUM, INFO)
