"""SecretBytes: the one place where file keys and identity seeds live.

A secret sits alone in its own anonymous memory page: locked (never swapped) where the system allows it, left out of
core dumps, and overwritten with zeros when it is closed or collected; then the page may serve another. That is as far
as Python reaches. What this cannot wipe: the `bytes` that the random source or a parser handed over, copies inside
OpenSSL (it cleanses its own on free) and what the interpreter put on its stack. docs/THREAT_MODEL.md repeats this.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Callable
from sys import getrefcount

from cryptography.utils import Buffer

# Linux' flag to lock pages as they are mapped; Python does not export it, and it differs on rarer processors.
_MAP_LOCKED = 0x2000 if sys.platform == "linux" and os.uname().machine in {"x86_64", "aarch64", "riscv64"} else 0

_Page = tuple[mmap.mmap, bool]
_Spare = dict[int, list[_Page]]
_SPARE: _Spare = {}
"""Wiped pages for the next secrets of a length: mapping one takes longer than deriving a key (docs/adr/0243)."""
# A child has pages of its own, but they are not locked there (mlock(2)).
os.register_at_fork(after_in_child=_SPARE.clear)


class SecretBytes:
    """A fixed number of secret bytes; `view` gives them as a writable memoryview, `wipe()` ends their life.

    `locked` says whether the system agreed to keep the page out of swap; it refuses beyond RLIMIT_MEMLOCK.
    """

    __slots__ = ("_length", "_page", "locked")

    def __init__(self, data: Buffer) -> None:
        self._length = len(data)
        self._page, self.locked = _page(max(1, self._length))
        self._page[: self._length] = bytes(data)

    @classmethod
    def zeros(cls, length: int) -> SecretBytes:
        """Room for `length` secret bytes that a derivation will write in place."""
        return cls(bytes(length))

    @property
    def view(self) -> memoryview:
        """The secret itself, without a copy. Dead (all zero) after `wipe`."""
        return memoryview(self._page)[: self._length]

    def wipe(self) -> None:
        """Overwrite the secret with zeros. May be called again."""
        self._page[:] = bytes(len(self._page))

    def __len__(self) -> int:
        return self._length

    def __enter__(self) -> SecretBytes:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    # What it calls comes as arguments: at the interpreter's end the module may be gone before its last secret.
    def __del__(self, spare: _Spare = _SPARE, references: Callable[[object], int] = getrefcount) -> None:
        # Absent when __init__ itself failed.
        if hasattr(self, "_page"):
            self.wipe()
            pages = spare.setdefault(len(self._page), [])
            # One reference is ours, one the call's. A view holds another: then nobody else gets the page.
            if len(self._page) <= 32 and len(pages) < 8 and references(self._page) == 2:
                pages.append((self._page, self.locked))

    def __repr__(self) -> str:
        return f"<SecretBytes of {self._length} bytes>"

    def __reduce__(self) -> str:
        raise TypeError("a secret is never serialised")


def _page(length: int) -> _Page:
    """A page of zeros for `length` bytes, and whether it is locked."""
    try:
        return _SPARE[length].pop()
    except LookupError:
        return _new_page(length)


def _new_page(length: int) -> _Page:
    """Anonymous private pages for `length` bytes, and whether they are locked."""
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    locked = bool(_MAP_LOCKED)
    try:
        page = mmap.mmap(-1, length, flags=private | _MAP_LOCKED)
    except OSError:
        page, locked = mmap.mmap(-1, length, flags=private), False
    if hasattr(mmap, "MADV_DONTDUMP"):
        page.madvise(mmap.MADV_DONTDUMP)
    return page, locked
