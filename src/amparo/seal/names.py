"""SafeName: the one type a file's name may have once it has come from anyone else.

Whatever came in, a SafeName is a single, harmless path component on Linux, macOS and Windows: it cannot climb, hide,
address a device, turn into an option of a command or reverse its own extension on screen. Every path and every ZIP
member is built from SafeNames alone; the constructor refuses what `parse` would have changed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from amparo.errors import InputError

MAX_BYTES: Final = 180
"""Longest name in UTF-8 bytes: with a suffix of ours it stays below the 255 that file systems allow."""
FALLBACK: Final = "unnamed"
_LONGEST: Final = 512
"""Characters of a name that are looked at, half of them from its end: to compose accents takes the square of their
number."""
_MAX_EXTENSION: Final = 24
_MAX_MARK: Final = 12
"""Bytes kept free for a number, so that every number leaves the same stem."""
_SEPARATORS: Final = re.compile(r"[/\\]")
_RESERVED_CHARACTERS: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\.|$)", re.IGNORECASE)
_NEVER_LETTERS: Final = re.compile("[\u2065\ufff0-\ufff8\ufdd0-\ufdef\U000e0000-\U000e0fff]")
"""Unassigned, and to stay invisible or without meaning in every later Unicode; so are the last two of each plane."""
_LETTERS: Final = {2: "\u00df", 3: "\u4e00", 4: "\U00020000"}
"""A letter of each length in UTF-8."""
_UNWANTED_CATEGORIES: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


class SafeName(str):
    """A harmless name for a file. `SafeName(x)` raises InputError unless `x` is one already; `parse` makes one.

    What `parse` makes where a later Unicode is known is one here too, with its letters unknown here: else a desk could
    not open what a newer drop or source sealed.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> SafeName:
        if len(text) > MAX_BYTES or _harmless(known := _with_later_letters(text)) != known:
            raise InputError("A file name is not safe.")
        return super().__new__(cls, text)

    @classmethod
    def parse(cls, untrusted: str | bytes) -> SafeName:
        """A harmless name from any name at all, the same one for the same input; `unnamed` when nothing is left."""
        text = untrusted.decode("utf-8", "replace") if isinstance(untrusted, bytes) else untrusted
        return super().__new__(cls, _harmless(text))

    @property
    def key(self) -> str:
        """Equal for names that a file system may take for one: case and composition aside."""
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", self).casefold())

    def numbered(self, number: int) -> SafeName:
        """`report.pdf` as `report (2).pdf`."""
        stem, extension = _split_extension(self)
        room = MAX_BYTES - _MAX_MARK - len(extension.encode())
        return SafeName.parse(f"{_cut(stem, room)} ({number}){extension}")


class DistinctNames:
    """Gives out names of which no two are one to any file system.

    Each series of equal names remembers how far it has counted: probing from 2 every time would let ten thousand files
    of one name hold a server for minutes.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, name: SafeName) -> SafeName:
        """`name` itself if it is free, or else a numbered form of it."""
        found = name if name.key not in self._taken else self._numbered(name)
        self._taken.add(found.key)
        return found

    def _numbered(self, name: SafeName) -> SafeName:
        # Long names that differ only where the number cuts them share a series too.
        series = name.numbered(0).key
        number = self._next.get(series, 2)
        while (found := name.numbered(number)).key in self._taken:
            number += 1
        self._next[series] = number + 1
        return found


def _with_later_letters(text: str) -> str:
    """The name with letters as long in the places of those that a later Unicode may have."""
    if text.isascii():
        return text
    return "".join(_LETTERS[len(each.encode())] if _may_be_a_letter(each) else each for each in text)


def _may_be_a_letter(character: str) -> bool:
    if unicodedata.category(character) != "Cn" or ord(character) & 0xFFFE == 0xFFFE:
        return False
    return not _NEVER_LETTERS.match(character)


def _harmless(text: str) -> str:
    """Repeat until nothing changes: cutting one danger away can lay bare another."""
    while (cleaned := _cleaned(text)) != text:
        text = cleaned
    return text


def _cleaned(text: str) -> str:
    text = _SEPARATORS.split(text.rstrip("/\\"))[-1]
    if len(text) > _LONGEST:
        text = text[: _LONGEST // 2] + text[-_LONGEST // 2 :]
    text = "".join(_replacement(c) for c in unicodedata.normalize("NFC", text))
    text = _RESERVED_CHARACTERS.sub("_", text)
    text = text.lstrip(" .-~").rstrip(" .")
    if _DEVICES.match(text):
        text = "_" + text
    stem, extension = _split_extension(text)
    text = _cut(stem, MAX_BYTES - len(extension.encode())) + extension
    return text or FALLBACK


def _replacement(character: str) -> str:
    """Invisible and unassigned characters go; every kind of space becomes the plain one."""
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Cc":
        return "_"
    return "" if category in _UNWANTED_CATEGORIES else character


def _split_extension(text: str) -> tuple[str, str]:
    stem, dot, extension = text.rpartition(".")
    if not stem or len(extension.encode()) > _MAX_EXTENSION:
        return text, ""
    return stem, dot + extension


def _cut(text: str, size: int) -> str:
    """As many whole characters as fit in `size` bytes of UTF-8."""
    return text.encode()[: max(0, size)].decode("utf-8", "ignore")
