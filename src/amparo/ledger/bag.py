"""The tag files of a bag: reading and writing them.

RFC 8493 section 2 (BagIt 1.0), and what older bags (0.93 to 0.97) may do that 1.0 forbids: `./` before a path, md5sum's
`*`, a path listed twice with one checksum. Text in, text out; `bag_check` compares a bag with its manifests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from amparo.errors import InputError

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
FETCH = "fetch.txt"
PAYLOAD = "data/"
ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})

_DECLARATION = re.compile(r"BagIt-Version: (\d+)\.(\d+)(?:\r\n|\n|\r)Tag-File-Character-Encoding: (\S+)(?:\r\n|\n|\r)?")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_MANIFEST_LINE = re.compile(r"([0-9A-Fa-f]{32,128})[ \t]+(\*?)(.+)")
_FETCH_LINE = re.compile(r"(\S+)[ \t]+(-|\d+)[ \t]+(.+)")
_INFO_LINE = re.compile(r"([^\s:](?:[^:]*[^\s:])?)\s*:\s*(.*)")
_ENCODED = re.compile(r"%(0[aAdD]|25)")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What `bagit.txt` says: the BagIt version and the encoding of the other tag files."""

    version: tuple[int, int]
    encoding: str


def declaration_text() -> str:
    """`bagit.txt` of a BagIt 1.0 bag in UTF-8."""
    return "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def parse_declaration(data: bytes) -> Declaration:
    """Read `bagit.txt`: exactly two lines, UTF-8, no byte order mark. Raises `InputError`."""
    try:
        found = _DECLARATION.fullmatch(data.decode("utf-8"))
        if found:
            "".encode(found[3])  # Does this encoding exist?
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError("The bag's declaration is in an encoding that is not known.") from error
    if not found:
        raise InputError("The bag's declaration (bagit.txt) is not what RFC 8493 asks for.")
    return Declaration((int(found[1]), int(found[2])), found[3])


def manifest_text(digests: Mapping[str, str]) -> str:
    """A payload or tag manifest: checksum in hexadecimal, two spaces, path; sorted by path."""
    return "".join(f"{digest}  {encode_path(path)}\n" for path, digest in sorted(digests.items()))


def parse_manifest(data: bytes, declaration: Declaration) -> dict[str, str]:
    """The checksums of a manifest by path, in lower case. Raises `InputError` for a bad line or a path listed twice."""
    digests: dict[str, str] = {}
    modern = declaration.version >= (1, 0)
    for line in _lines(data, declaration):
        found = _MANIFEST_LINE.fullmatch(line)
        if found is None:
            raise InputError("A line of a manifest is not a checksum and a path.")
        digest, star, path = found[1].lower(), found[2], decode_path(found[3])
        path = star + path if modern else path.removeprefix("./")
        if path in digests and (modern or digests[path] != digest):
            raise InputError("A manifest lists one path twice.")
        digests[path] = digest
    return digests


def parse_fetch(data: bytes, declaration: Declaration) -> tuple[str, ...]:
    """The paths that `fetch.txt` promises; whence does not matter here, we fetch nothing. Raises `InputError`."""
    paths = []
    for line in _lines(data, declaration):
        found = _FETCH_LINE.fullmatch(line)
        if found is None:
            raise InputError("A line of fetch.txt is not an address, a length and a path.")
        paths.append(decode_path(found[3]))
    return tuple(paths)


def info_text(pairs: Iterable[tuple[str, str]]) -> str:
    """`bag-info.txt`: one `Label: value` a line. Raises `InputError` for a label or value with a line break."""
    lines = []
    for label, value in pairs:
        if not _INFO_LINE.fullmatch(f"{label}: {value}") or ":" in label:
            raise InputError("A label or value of bag-info.txt would break the line.")
        lines.append(f"{label}: {value}\n")
    return "".join(lines)


def parse_info(data: bytes, declaration: Declaration) -> tuple[tuple[str, str], ...]:
    """The labels and values of `bag-info.txt` in order, folded lines joined. Raises `InputError`."""
    pairs: list[tuple[str, list[str]]] = []
    for line in _lines(data, declaration):
        if line[0] in " \t" and pairs:
            pairs[-1][1].append(line.strip())
            continue
        found = _INFO_LINE.fullmatch(line)
        if found is None:
            raise InputError("A line of bag-info.txt is not a label and a value.")
        pairs.append((found[1], [found[2].rstrip()]))
    return tuple((label, " ".join(value)) for label, value in pairs)


def encode_path(path: str) -> str:
    """A path as a manifest writes it: LF, CR and % percent-encoded."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decode_path(text: str) -> str:
    """The path a manifest means: only %0A, %0D and %25 are decoded."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)


def is_inside(path: str) -> bool:
    """Whether a path stays inside the bag on every system: relative, no `..`, no home, no drive, no backslash."""
    parts = path.split("/")
    return not (path.startswith("~") or "\\" in path or "\0" in path or {"", ".", ".."} & set(parts) or ":" in parts[0])


def _lines(data: bytes, declaration: Declaration) -> Iterable[str]:
    try:
        text = data.decode(declaration.encoding)
    except UnicodeDecodeError as error:
        raise InputError("A tag file is not in the encoding that the bag declares.") from error
    return [line for line in _LINE_BREAK.split(text) if line]
